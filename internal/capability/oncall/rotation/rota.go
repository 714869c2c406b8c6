package rotation

import (
	"math"
	"time"
)

// Rota is a schedule made ready to be asked. It never changes, and may be used by many goroutines; whoever asks often
// keeps it.
type Rota struct {
	schedule  Schedule
	layers    []layer
	overrides []override
}

// layer is a Layer made ready.
type layer struct {
	zone    *time.Location
	turns   turns
	windows []window // none: always
	bounds  stretch
	shadow  bool
}

// override is an Override made ready.
type override struct {
	Override
	bounds stretch
}

// Compile makes a schedule ready. It takes layers without people, who are nobody; Check is stricter. The error is a
// *fault.Error that names the field, such as layers.0.zone.
func Compile(s Schedule) (*Rota, error) {
	r := &Rota{schedule: s}
	zones := map[string]*time.Location{}
	for i, l := range s.Layers {
		c, err := compileLayer(l, zones)
		if err != nil {
			return nil, within(i, l, err)
		}
		r.layers = append(r.layers, c)
	}
	for i, o := range s.Overrides {
		if err := o.check(); err != nil {
			return nil, withinOverride(i, err)
		}
		r.overrides = append(r.overrides, override{Override: o, bounds: bounds(o.From, o.Until)})
	}
	return r, checkMode(s.Mode)
}

func compileLayer(l Layer, zones map[string]*time.Location) (c layer, err error) {
	if c.zone = zones[l.Zone]; c.zone == nil {
		if c.zone, err = loadZone(l.Zone); err != nil {
			return c, err
		}
		zones[l.Zone] = c.zone
	}
	if c.turns, err = readTurns(l); err != nil {
		return c, err
	}
	for _, v := range l.Windows {
		w, err := readWindow(v)
		if err != nil {
			return c, asField("windows", err)
		}
		c.windows = append(c.windows, w)
	}
	c.bounds, c.shadow = bounds(l.From, l.Until), l.Shadow
	return c, nil
}

// bounds makes a stretch of two instants, which are unbounded where zero. Instants within a second count from its
// end: who begins at half past a second is not on before.
func bounds(from, until time.Time) stretch {
	s := stretch{from: math.MinInt64, to: math.MaxInt64}
	if !from.IsZero() {
		s.from = ceil(from)
	}
	if !until.IsZero() {
		s.to = ceil(until)
	}
	return s
}

// ceil gives an instant in seconds of the Unix clock, rounded up.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// duty lists, sorted and without overlaps, when the layer is on between two instants, and who is.
func (l layer) duty(from, to int64) (all []stretch) {
	from, to = max(from, l.bounds.from), min(to, l.bounds.to)
	if from >= to || len(l.turns.users) == 0 {
		return nil
	}
	w := newWall(l.zone, from, to)
	opens := []stretch{{from: from, to: to}}
	if len(l.windows) > 0 {
		opens = open(l.windows, w, from, to)
	}
	for _, o := range opens {
		for k := l.turns.index(w, o.from); o.from < o.to; k++ {
			end := min(o.to, l.turns.next(w, k))
			if end > o.from {
				all = append(all, stretch{from: o.from, to: end, user: l.turns.user(k)})
				o.from = end
			}
		}
	}
	return all
}

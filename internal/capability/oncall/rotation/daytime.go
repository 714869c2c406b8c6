package rotation

import (
	"cmp"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Daytime is the local hours in which people may be on call, on every day of the week.
type Daytime struct{ From, Until string } // 15:04; Until may be 24:00

// Calendar gives these hours in a zone as a calendar, which is open in them. The error is a *fault.Error for the field day.
func (d Daytime) Calendar(zone *time.Location) (*bizcal.Calendar, error) {
	span, err := bizcal.ParseSpan(d.From + "-" + d.Until)
	if err != nil {
		return nil, asField("day", err)
	}
	spec := bizcal.Spec{Zone: zone.String()}
	for i := range spec.Weekly {
		spec.Weekly[i] = []bizcal.Span{span}
	}
	return bizcal.New(spec)
}

// Breach is a stretch in which somebody is on call outside their local daytime, in UTC.
type Breach struct {
	From, Until time.Time
	User        int64
	// Change is when clocks were changed without which it would be inside, and ChangeZone where; zero and empty: it would
	// be outside anyway.
	Change     time.Time
	ChangeZone string
}

// Outside lists where people are on call outside their local daytime, by its beginning. zoneOf gives a person's zone; nil
// exempts them. layers are the zones of the schedule's layers (Rota.Zones): with them it is told whether a change of the
// clocks, there or at the person's, is what moved the duty out. The error is a *fault.Error about the hours.
func Outside(all []Segment, zoneOf func(user int64) *time.Location, day Daytime, layers ...*time.Location) ([]Breach, error) {
	calendars := map[string]*bizcal.Calendar{}
	var breaches []Breach
	for _, d := range duties(all) {
		zone := zoneOf(d.user)
		if zone == nil {
			continue
		}
		c := calendars[zone.String()]
		if c == nil {
			var err error
			if c, err = day.Calendar(zone); err != nil {
				return nil, err
			}
			calendars[zone.String()] = c
		}
		for _, b := range d.outside(c) {
			b.blame(c, zone, d.zone(layers))
			breaches = append(breaches, b)
		}
	}
	slices.SortFunc(breaches, func(a, b Breach) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.User, b.User))
	})
	return breaches, nil
}

// duty is one person's unbroken stretch for one layer.
type duty struct {
	user        int64
	layer       int
	from, until time.Time
}

// duties takes a timeline apart into those of each person.
func duties(all []Segment) (list []duty) {
	running := map[[2]int64]int{} // the index of the last duty of a person in a layer
	for _, s := range all {
		for i, u := range s.Users {
			layer := Overridden
			if i < len(s.Layers) {
				layer = s.Layers[i]
			}
			key := [2]int64{u, int64(layer)}
			if n, ok := running[key]; ok && list[n].until.Equal(s.From) {
				list[n].until = s.Until
				continue
			}
			running[key] = len(list)
			list = append(list, duty{user: u, layer: layer, from: s.From, until: s.Until})
		}
	}
	return list
}

func (d duty) zone(layers []*time.Location) *time.Location {
	if d.layer < 0 || d.layer >= len(layers) {
		return time.UTC
	}
	return layers[d.layer]
}

// outside cuts from the duty what the calendar is closed in.
func (d duty) outside(c *bizcal.Calendar) (all []Breach) {
	for t := d.from; t.Before(d.until); {
		closed, ok := c.NextClose(t)
		if !ok || !closed.Before(d.until) {
			break
		}
		opens, ok := c.NextOpen(closed)
		if !ok || opens.After(d.until) {
			opens = d.until
		}
		all = append(all, Breach{From: closed.UTC(), Until: opens.UTC(), User: d.user})
		t = opens
	}
	return all
}

// season is how long a change of the clocks is blamed for what comes after it.
const season = 250 * 24 * time.Hour

// blame finds the change of the clocks that moved the breach out of the day: without it, the person's clock would show
// another time by as much as theirs was changed, or by as much as the layer's was, the other way about.
func (b *Breach) blame(c *bizcal.Calendar, person, layer *time.Location) {
	if person.String() == layer.String() {
		return
	}
	for _, x := range []struct {
		zone *time.Location
		sign time.Duration
	}{{person, 1}, {layer, -1}} {
		change, by := lastChange(x.zone, b.From)
		if change.IsZero() || by == 0 {
			continue
		}
		undo := -x.sign * by
		if c.Between(b.From.Add(undo), b.Until.Add(undo)) == b.Until.Sub(b.From) && change.After(b.Change) {
			b.Change, b.ChangeZone = change, x.zone.String()
		}
	}
}

// lastChange gives the last change of a zone's offset in the season before t, and by how much; zero when there was none.
func lastChange(zone *time.Location, t time.Time) (change time.Time, by time.Duration) {
	w := newWall(zone, t.Add(-season).Unix(), t.Unix())
	i := w.holding(t.Unix())
	if i == 0 || w.pieces[i].from < t.Add(-season).Unix() {
		return time.Time{}, 0
	}
	return time.Unix(w.pieces[i].from, 0).UTC(), time.Duration(w.pieces[i].offset-w.pieces[i-1].offset) * time.Second
}

// Zones gives the zones of the layers, in their order.
func (r *Rota) Zones() []*time.Location {
	zones := make([]*time.Location, len(r.layers))
	for i, l := range r.layers {
		zones[i] = l.zone
	}
	return zones
}

// Check says what is wrong with the hours, if anything.
func (d Daytime) Check() error {
	if _, err := bizcal.ParseSpan(d.From + "-" + d.Until); err != nil {
		return fault.Field("day", "“%s” to “%s” are no hours of a day. Write them like 07:00 and 21:00.", fault.Clip(d.From, 20), fault.Clip(d.Until, 20))
	}
	return nil
}

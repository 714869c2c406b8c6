package rotation

import (
	"cmp"
	"slices"
	"time"
)

// Effect is what a stretch of a schedule comes to.
type Effect struct {
	Gap     time.Duration // with nobody on
	Overlap time.Duration // with more than one
	Outside time.Duration // of all people together, outside their local daytime
}

// ClockChange is an instant at which clocks are changed, and what it does to a schedule: the week before it and the week
// from it on.
type ClockChange struct {
	At            time.Time // UTC
	Zones         []string  // where, sorted
	By            []time.Duration
	Before, After Effect
}

// Matters reports whether the change makes any difference to the schedule.
func (c ClockChange) Matters() bool { return c.Before != c.After }

// ClockChanges lists the changes of the clocks in [from, until) in the zones of the layers and of the people on them, with
// what each does. zoneOf gives a person's zone; nil exempts them from the rule of daytime. The error is a *fault.Error.
func (r *Rota) ClockChanges(from, until time.Time, zoneOf func(user int64) *time.Location, day Daytime) ([]ClockChange, error) {
	var list []ClockChange
	for _, zone := range r.zones(zoneOf) {
		w := newWall(zone, from.Unix(), until.Unix())
		for i := 1; i < len(w.pieces); i++ {
			at := time.Unix(w.pieces[i].from, 0).UTC()
			if at.Before(from) || !at.Before(until) {
				continue
			}
			n := slices.IndexFunc(list, func(c ClockChange) bool { return c.At.Equal(at) })
			if n < 0 {
				n, list = len(list), append(list, ClockChange{At: at})
			}
			list[n].Zones = append(list[n].Zones, zone.String())
			list[n].By = append(list[n].By, time.Duration(w.pieces[i].offset-w.pieces[i-1].offset)*time.Second)
		}
	}
	slices.SortFunc(list, func(a, b ClockChange) int { return a.At.Compare(b.At) })
	const week = 7 * 24 * time.Hour
	for i := range list {
		c := &list[i]
		var err error
		if c.Before, err = r.Effect(c.At.Add(-week), c.At, zoneOf, day); err != nil {
			return nil, err
		}
		if c.After, err = r.Effect(c.At, c.At.Add(week), zoneOf, day); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Effect says what the schedule comes to between two instants. The error is a *fault.Error.
func (r *Rota) Effect(from, until time.Time, zoneOf func(user int64) *time.Location, day Daytime) (e Effect, err error) {
	all, err := r.Timeline(from, until)
	if err != nil {
		return e, err
	}
	for _, s := range all {
		switch n := len(s.Users); {
		case n == 0:
			e.Gap += s.Until.Sub(s.From)
		case n > 1:
			e.Overlap += s.Until.Sub(s.From)
		}
	}
	breaches, err := Outside(all, zoneOf, day)
	for _, b := range breaches {
		e.Outside += b.Until.Sub(b.From)
	}
	return e, err
}

// zones gives those of the layers and of their people, without doubles, by name.
func (r *Rota) zones(zoneOf func(user int64) *time.Location) (all []*time.Location) {
	add := func(z *time.Location) {
		if z != nil && !slices.ContainsFunc(all, func(k *time.Location) bool { return k.String() == z.String() }) {
			all = append(all, z)
		}
	}
	for _, l := range r.layers {
		if len(l.turns.users) > 0 {
			add(l.zone)
		}
		for _, u := range l.turns.users {
			add(zoneOf(u))
		}
	}
	slices.SortFunc(all, func(a, b *time.Location) int { return cmp.Compare(a.String(), b.String()) })
	return all
}

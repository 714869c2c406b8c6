package rotation

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// overriding gives the overrides that reach into a stretch, in order.
func (r *Rota) overriding(from, to int64) (all []override) {
	for _, o := range r.overrides {
		if o.bounds.from < to && from < o.bounds.to && o.bounds.from < o.bounds.to {
			all = append(all, o)
		}
	}
	return all
}

// change does to a segment what the override says.
func (o Override) change(s *Segment) {
	at := slices.Index(s.Users, o.Of)
	switch o.Kind {
	case Replace:
		if at < 0 {
			return
		}
		if slices.Contains(s.Users, o.User) && o.User != o.Of {
			s.drop(at)
			return
		}
		s.Users[at] = o.User
	case Remove:
		if at >= 0 {
			s.drop(at)
		}
	case Add:
		s.put(o.User, Overridden)
	case Set:
		s.Users, s.Layers = nil, nil
		for _, u := range o.Users {
			s.put(u, Overridden)
		}
	}
}

func (s *Segment) drop(at int) {
	s.Users, s.Layers = slices.Delete(s.Users, at, at+1), slices.Delete(s.Layers, at, at+1)
}

// check says what is wrong with the override, if anything.
func (o Override) check() error {
	switch {
	case o.From.IsZero() || o.Until.IsZero():
		return fault.Field("until", "An override needs a beginning and an end. For good, change the layers instead.")
	case !o.Until.After(o.From):
		return fault.Field("until", "The override ends at %s, which is not after its beginning at %s.", utc(o.Until), utc(o.From))
	case o.Kind != Replace && o.Kind != Remove && o.Kind != Add && o.Kind != Set:
		return fault.Field("kind", "“%s” is nothing that an override does. Allowed are replace, remove, add, set.", fault.Clip(string(o.Kind), 20))
	case o.Of == 0 && (o.Kind == Replace || o.Kind == Remove):
		return fault.Field("of", "Say who is taken off.")
	case o.User == 0 && (o.Kind == Replace || o.Kind == Add):
		return fault.Field("user", "Say who is put on.")
	case o.Kind == Replace && o.User == o.Of:
		return fault.Field("user", "Somebody cannot stand in for themselves. Choose another person.")
	}
	return nil
}

// Idle gives the indexes of the overrides that change nothing: whoever they take off is not on then, whoever they put on
// is on already, or a later override undoes them. They are no mistake, but whoever made them should know.
func (s Schedule) Idle() ([]int, error) {
	r, err := Compile(s)
	if err != nil {
		return nil, err
	}
	var idle []int
	for i, o := range r.overrides {
		without := *r
		without.overrides = slices.Delete(slices.Clone(r.overrides), i, i+1)
		if samePeople(r.segments(o.bounds.from, o.bounds.to), without.segments(o.bounds.from, o.bounds.to)) {
			idle = append(idle, i)
		}
	}
	return idle, nil
}

// samePeople reports whether the same people are on throughout, in whatever order and for whatever layer.
func samePeople(a, b []Segment) bool {
	return slices.EqualFunc(People(a), People(b), func(x, y Segment) bool {
		return x.From.Equal(y.From) && x.Until.Equal(y.Until) && slices.Equal(x.Users, y.Users)
	})
}

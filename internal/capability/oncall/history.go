package oncall

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

// history is all that one schedule was, is and will be. It is pure: the past is worked out of the versions that held
// then, so that no change of today rewrites it.
type history struct {
	versions  []Schedule // by number
	overrides []rotation.Override
	gone      []absent
}

// piece is a stretch in which one version holds. Its plan is empty before there was any.
type piece struct {
	from, until time.Time
	plan        Plan
}

// at gives the plan that holds at t: the latest version that has taken effect by then.
func (h history) at(t time.Time) Plan {
	for _, v := range slices.Backward(h.versions) {
		if !v.EffectiveAt.After(t) {
			return v.Plan
		}
	}
	return Plan{Mode: rotation.Union}
}

// pieces cuts [from, until) where another version takes over.
func (h history) pieces(from, until time.Time) (all []piece) {
	for cut := from; cut.Before(until); {
		end := until
		for _, v := range h.versions {
			if v.EffectiveAt.After(cut) && v.EffectiveAt.Before(end) {
				end = v.EffectiveAt
			}
		}
		all = append(all, piece{cut, end, h.at(cut)})
		cut = end
	}
	return all
}

// with is the history as it would be with one more override.
func (h history) with(o Override) history {
	h.overrides = append(slices.Clone(h.overrides), o.Override)
	return h
}

// changed is the history as it would be with another version.
func (h history) changed(next Schedule) history {
	h.versions = append(slices.Clone(h.versions), next)
	return h
}

// removals take those out whose account was off.
func (h history) removals(until time.Time) []rotation.Override {
	var all []rotation.Override
	for _, a := range h.gone {
		end := a.Until
		if end.IsZero() {
			end = until
		}
		if end.After(a.From) {
			all = append(all, rotation.Override{Kind: rotation.Remove, Of: a.UserID, From: a.From.Truncate(time.Second), Until: end})
		}
	}
	return all
}

// timeline gives who is on call, and who goes along, from one instant up to another, without holes in between.
func (h history) timeline(from, until time.Time) ([]rotation.Segment, error) {
	overrides := slices.Concat(h.overrides, h.removals(until))
	var all []rotation.Segment
	for _, p := range h.pieces(from, until) {
		segments, err := p.plan.rotation(overlapping(overrides, p.from, p.until)).Timeline(p.from, p.until)
		if err != nil {
			return nil, err
		}
		for _, s := range segments {
			all = join(all, s)
		}
	}
	return all, nil
}

// join adds a segment behind others, and makes it one with the last where the same people are on.
func join(all []rotation.Segment, s rotation.Segment) []rotation.Segment {
	if n := len(all) - 1; n >= 0 && all[n].Until.Equal(s.From) && slices.Equal(all[n].Users, s.Users) &&
		slices.Equal(all[n].Layers, s.Layers) && slices.Equal(all[n].Shadows, s.Shadows) {
		all[n].Until = s.Until
		return all
	}
	return append(all, s)
}

func overlapping(all []rotation.Override, from, until time.Time) (some []rotation.Override) {
	for _, o := range all {
		if o.From.Before(until) && from.Before(o.Until) {
			some = append(some, o)
		}
	}
	return some
}

// now gives who is on at t.
func (h history) now(t time.Time) (rotation.Segment, error) {
	t = t.Truncate(time.Second)
	segments, err := h.timeline(t, t.Add(time.Second))
	if err != nil || len(segments) == 0 {
		return rotation.Segment{}, err
	}
	return segments[0], nil
}

// layerOf names the layer for which the n-th of a segment is on; empty when it is an override that has them on.
func (h history) layerOf(s rotation.Segment, n int) string {
	layers := h.at(s.From).Layers
	if n >= len(s.Layers) || s.Layers[n] < 0 || s.Layers[n] >= len(layers) {
		return ""
	}
	return layers[s.Layers[n]].Name
}

// Stretch is time that somebody is on call without a break.
type Stretch struct {
	UserID      int64
	From, Until time.Time
	Shadow      bool
}

// overlaps reports whether it has a moment in common with [from, until).
func (s Stretch) overlaps(from, until time.Time) bool {
	return s.From.Before(until) && from.Before(s.Until)
}

// stretches gives each person's time in a timeline, by its beginning. Changes of others do not cut it.
func stretches(segments []rotation.Segment) (all []Stretch) {
	type key struct {
		user   int64
		shadow bool
	}
	open := map[key]int{}
	add := func(k key, s rotation.Segment) {
		if i, ok := open[k]; ok && all[i].Until.Equal(s.From) {
			all[i].Until = s.Until
			return
		}
		open[k] = len(all)
		all = append(all, Stretch{k.user, s.From, s.Until, k.shadow})
	}
	for _, s := range segments {
		for _, id := range s.Users {
			add(key{id, false}, s)
		}
		for _, id := range s.Shadows {
			add(key{id, true}, s)
		}
	}
	return all
}

// duties gives the stretches of one person on call, without those they only go along.
func (h history) duties(userID int64, from, until time.Time) (all []Stretch, err error) {
	segments, err := h.timeline(from, until)
	for _, s := range stretches(segments) {
		if s.UserID == userID && !s.Shadow {
			all = append(all, s)
		}
	}
	return all, err
}

package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Lane is what one layer of a schedule comes to in a stretch of time.
type Lane struct {
	Name   string
	Region string // key; empty: none
	Shadow bool
	Extra  bool // of no layer: who is on besides, by override
	Bars   []Bar
}

// Bar is somebody's time in a lane.
type Bar struct {
	UserID      int64
	From, Until time.Time
	Cover       bool // they are on instead of somebody else, or besides
}

// Week is a stretch of a schedule as its lanes, in the order of the layers, and the times with nobody.
type Week struct {
	From, Until time.Time
	Lanes       []Lane
	Gaps        []rotation.Segment
}

// longestWeek bounds what is drawn at once.
const longestWeek = 35 * 24 * time.Hour

// Lanes gives who is on call in which layer; of the past what was so.
func (s *Service) Lanes(ctx context.Context, id int64, from, until time.Time) (w Week, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return w, err
	}
	if until.Sub(from) > longestWeek {
		return w, fault.Field("until", "Up to five weeks are drawn at once")
	}
	h, err := s.historyOf(ctx, s.DB.Read(), id, from)
	if err != nil {
		return w, err
	}
	segments, err := h.timeline(from, until)
	if err != nil {
		return w, err
	}
	planned := h
	planned.overrides = nil
	turns, err := planned.timeline(from, until)
	if err != nil {
		return w, err
	}
	w = Week{From: from, Until: until, Lanes: lanes(h, segments, lanes(planned, turns, nil))}
	if len(h.at(until).held().Layers) > 0 {
		w.Gaps = rotation.Gaps(segments)
	}
	return w, nil
}

// lanes sorts a timeline by layers. plain are the lanes without overrides: what is not in them is cover.
func lanes(h history, segments []rotation.Segment, plain []Lane) (list []Lane) {
	for _, s := range segments {
		plan := h.at(s.From)
		for n, id := range s.Users {
			l := Lane{Extra: true}
			if i := layerAt(s, n, plan); i >= 0 {
				l = Lane{Name: plan.Layers[i].Name, Region: plan.Layers[i].Region}
			}
			list = put(list, l, Bar{UserID: id, From: s.From, Until: s.Until})
		}
		for _, id := range s.Shadows {
			list = put(list, Lane{Name: shadowName(plan, id), Shadow: true}, Bar{UserID: id, From: s.From, Until: s.Until})
		}
	}
	inOrder(list, h.at(h.last()))
	for i := range list {
		for j := range list[i].Bars {
			list[i].Bars[j].Cover = plain != nil && !list[i].Shadow && !within(plain, list[i].Name, list[i].Bars[j])
		}
	}
	return list
}

func layerAt(s rotation.Segment, n int, p Plan) int {
	if n < len(s.Layers) && s.Layers[n] >= 0 && s.Layers[n] < len(p.Layers) {
		return s.Layers[n]
	}
	return -1
}

func shadowName(p Plan, id int64) string {
	for _, l := range p.Layers {
		if l.Shadow && slices.Contains(l.Users, id) {
			return l.Name
		}
	}
	return ""
}

// last is when the latest version takes effect.
func (h history) last() time.Time {
	if len(h.versions) == 0 {
		return time.Time{}
	}
	return h.versions[len(h.versions)-1].EffectiveAt
}

// put adds a bar to its lane, and makes it one with the bar before where that is the same person's.
func put(list []Lane, l Lane, b Bar) []Lane {
	i := slices.IndexFunc(list, func(o Lane) bool { return o.Name == l.Name && o.Shadow == l.Shadow && o.Extra == l.Extra })
	if i < 0 {
		i, list = len(list), append(list, l)
	}
	for n := range list[i].Bars {
		if o := &list[i].Bars[n]; o.UserID == b.UserID && o.Until.Equal(b.From) {
			o.Until = b.Until
			return list
		}
	}
	list[i].Bars = append(list[i].Bars, b)
	return list
}

// inOrder sorts lanes as the layers stand in a plan; what is in none of it goes below.
func inOrder(list []Lane, p Plan) {
	place := func(l Lane) int {
		at := slices.IndexFunc(p.Layers, func(o Layer) bool { return o.Name == l.Name })
		if at < 0 || l.Extra {
			at = len(p.Layers)
		}
		if l.Shadow {
			at += len(p.Layers) + 1
		}
		return at
	}
	slices.SortStableFunc(list, func(a, b Lane) int { return place(a) - place(b) })
}

// within reports whether a bar is a part of somebody's turn.
func within(plain []Lane, name string, b Bar) bool {
	return slices.ContainsFunc(plain, func(l Lane) bool {
		return l.Name == name && slices.ContainsFunc(l.Bars, func(o Bar) bool {
			return o.UserID == b.UserID && !o.From.After(b.From) && !o.Until.Before(b.Until)
		})
	})
}

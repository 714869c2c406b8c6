package vector

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
)

// handoff is one handoff of a vector.
type handoff struct {
	Index int       `json:"index"`
	Label string    `json:"label"`
	At    time.Time `json:"at"`
	Local string    `json:"local"` // for people
	User  string    `json:"user"`
}

func (h handoff) line() vector.Line {
	return vector.Line{Name: "handoff", Value: fmt.Sprintf("%d %s %s %s", h.Index, h.Label, Instant(h.At), h.User), Local: h.Local}
}

// handoffs answers a vector about the handoffs of a rotation.
func handoffs(raw json.RawMessage, _ OnCall) (given, want, got []vector.Line, err error) {
	var v struct {
		head
		Rotation  layer     `json:"rotation"`
		FromIndex int       `json:"from_index"`
		Handoffs  []handoff `json:"handoffs"`
	}
	if err := Decode(raw, &v); err != nil {
		return nil, nil, nil, err
	}
	var n names
	l, err := v.Rotation.read(&n)
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := l.Handoffs(v.FromIndex, len(v.Handoffs))
	if err != nil {
		return nil, nil, nil, err
	}
	for _, h := range v.Handoffs {
		want = append(want, h.line())
	}
	for _, h := range all {
		got = append(got, handoff{Index: h.Index, Label: string(h.Label), At: h.At, User: n.of([]int64{h.User})[0]}.line())
	}
	return []vector.Line{v.Rotation.line()}, want, got, nil
}

func (l layer) line() vector.Line {
	return vector.Line{Name: "rotation", Value: fmt.Sprintf("%s from %s, every %d %s", l.TZ, l.Anchor, l.Length, l.Unit)}
}

// onCallAt answers a vector about who is on call at instants.
func onCallAt(raw json.RawMessage, _ OnCall) (given, want, got []vector.Line, err error) {
	var v struct {
		head
		Rotation layer `json:"rotation"`
		Queries  []struct {
			At    time.Time `json:"at"`
			User  string    `json:"user"`
			Index int       `json:"index"`
		} `json:"queries"`
	}
	if err := Decode(raw, &v); err != nil {
		return nil, nil, nil, err
	}
	var n names
	l, err := v.Rotation.read(&n)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := rotation.Compile(rotation.Schedule{Mode: rotation.Union, Layers: []rotation.Layer{l}})
	if err != nil {
		return nil, nil, nil, err
	}
	for _, q := range v.Queries {
		want = append(want, vector.Line{Name: "on call", Value: fmt.Sprintf("%s %d %s", Instant(q.At), q.Index, q.User)})
		index, err := l.IndexAt(q.At)
		if err != nil {
			return nil, nil, nil, err
		}
		users, _ := r.On(q.At)
		got = append(got, vector.Line{Name: "on call", Value: fmt.Sprintf("%s %d %s", Instant(q.At), index, strings.Join(n.of(users), ","))})
	}
	return []vector.Line{v.Rotation.line()}, want, got, nil
}

// span is a stretch of a vector; gaps have no users.
type span struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Users []string  `json:"users"`
}

func (s span) line(name string) vector.Line {
	return vector.Line{Name: name, Value: fmt.Sprintf("%s %s %s", Instant(s.From), Instant(s.Until), strings.Join(slices.Sorted(slices.Values(s.Users)), ","))}
}

// timeline answers a vector about a schedule: its segments, its gaps, and the sums over them.
func timeline(raw json.RawMessage, _ OnCall) (given, want, got []vector.Line, err error) {
	var v struct {
		head
		Schedule schedule         `json:"schedule"`
		From     time.Time        `json:"from"`
		Until    time.Time        `json:"until"`
		Timeline []span           `json:"timeline"`
		Gaps     []span           `json:"gaps"`
		Minutes  int64            `json:"gap_minutes"`
		ByUser   map[string]int64 `json:"minutes_by_user"`
	}
	if err := Decode(raw, &v); err != nil {
		return nil, nil, nil, err
	}
	var n names
	s, err := v.Schedule.read(&n)
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := s.Timeline(v.From, v.Until)
	if err != nil {
		return nil, nil, nil, err
	}
	want = lines(v.Timeline, v.Gaps, v.Minutes, v.ByUser)
	gaps := rotation.Gaps(all)
	byUser := map[string]int64{}
	for id, d := range rotation.ByUser(all) {
		byUser[n.of([]int64{id})[0]] = int64(d / time.Minute)
	}
	got = lines(n.spans(rotation.People(all)), n.spans(gaps), int64(rotation.Total(gaps)/time.Minute), byUser)
	return []vector.Line{{Name: "from", Value: Instant(v.From)}, {Name: "until", Value: Instant(v.Until)}}, want, got, nil
}

func (n *names) spans(all []rotation.Segment) []span {
	spans := make([]span, len(all))
	for i, s := range all {
		spans[i] = span{From: s.From, Until: s.Until, Users: n.of(s.Users)}
	}
	return spans
}

func lines(segments, gaps []span, minutes int64, byUser map[string]int64) (all []vector.Line) {
	for _, s := range segments {
		all = append(all, s.line("segment"))
	}
	for _, g := range gaps {
		all = append(all, g.line("gap"))
	}
	all = append(all, vector.Line{Name: "gap min", Value: fmt.Sprint(minutes)})
	for _, name := range slices.Sorted(maps.Keys(byUser)) {
		all = append(all, vector.Line{Name: "minutes", Value: fmt.Sprintf("%s %d", name, byUser[name])})
	}
	return all
}

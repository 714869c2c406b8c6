package alert

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
)

var ten = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return ten.Add(time.Duration(minute) * time.Minute) }

// world is what a desk knows of one key: it takes reports one after the other.
type world struct {
	known
	minute int
	opened int
}

func (w *world) take(r wire.Report) Outcome {
	w.minute++
	t := w.known.take(r, at(w.minute))
	if w.ends == nil {
		w.ends = map[string]time.Time{}
	}
	for fingerprint, end := range t.ends {
		w.ends[fingerprint] = end
	}
	if w.alert == nil && t.outcome != Opened {
		return t.outcome
	}
	if t.outcome == Opened {
		w.opened++
	}
	w.alert, w.members = &t.alert, map[string]Member{}
	for _, m := range t.members {
		w.members[m.Fingerprint] = m
	}
	if !t.alert.Open() {
		w.alert, w.members = nil, nil
	}
	return t.outcome
}

func (w *world) firing() (names []string) {
	for _, m := range sorted(w.members) {
		if m.State == MemberFiring {
			names = append(names, m.Fingerprint)
		}
	}
	return names
}

func simple(action wire.Action, minute int) wire.Report {
	r := wire.Report{Action: action, Key: "k", Severity: wire.Error, Summary: "down"}
	if minute >= 0 {
		r.At = at(minute)
	}
	return r
}

// group is a report of members: "a1" fires since minute 1, "a1-5" fired from minute 1 to 5.
func group(truncated int, members ...string) wire.Report {
	r := wire.Report{Action: wire.Trigger, Key: "g", Severity: wire.Error, Summary: "down", Truncated: truncated}
	for _, text := range members {
		m := wire.Member{Fingerprint: text[:1], Severity: wire.Error, Firing: true}
		var from, until int
		if n, _ := fmt.Sscanf(text[1:], "%d-%d", &from, &until); n == 2 {
			m.Firing, m.EndsAt = false, at(until)
		}
		m.StartsAt = at(from)
		r.Members = append(r.Members, m)
	}
	if len(firingOf(statesOf(r))) == 0 {
		r.Action = wire.Resolve
	}
	return r
}

func statesOf(r wire.Report) (all []Member) {
	for _, m := range r.Members {
		state := MemberFiring
		if !m.Firing {
			state = MemberResolved
		}
		all = append(all, Member{m, state})
	}
	return all
}

func TestTakeOneAlert(t *testing.T) {
	trigger, ack, end := wire.Trigger, wire.Acknowledge, wire.Resolve
	for name, c := range map[string]struct {
		reports []wire.Report
		want    []Outcome
		open    bool
	}{
		"life": {[]wire.Report{simple(trigger, -1), simple(ack, -1), simple(ack, -1), simple(end, -1), simple(end, -1)},
			[]Outcome{Opened, Answered, Repeated, Closed, Ignored}, false},
		"duplicates":              {[]wire.Report{simple(trigger, 1), simple(trigger, 1)}, []Outcome{Opened, Repeated}, true},
		"end of nothing":          {[]wire.Report{simple(end, 1), simple(ack, 1)}, []Outcome{Ignored, Ignored}, false},
		"end before trigger":      {[]wire.Report{simple(end, 5), simple(trigger, 1)}, []Outcome{Ignored, Stale}, false},
		"fires anew":              {[]wire.Report{simple(trigger, 1), simple(end, 5), simple(trigger, 6)}, []Outcome{Opened, Closed, Opened}, true},
		"in the same second":      {[]wire.Report{simple(trigger, 1), simple(end, 5), simple(trigger, 5)}, []Outcome{Opened, Closed, Opened}, true},
		"late trigger":            {[]wire.Report{simple(trigger, 1), simple(end, 5), simple(trigger, 3)}, []Outcome{Opened, Closed, Stale}, false},
		"late end":                {[]wire.Report{simple(trigger, 6), simple(end, 5)}, []Outcome{Opened, Stale}, true},
		"older trigger":           {[]wire.Report{simple(trigger, 6), simple(trigger, 2)}, []Outcome{Opened, Stale}, true},
		"no clock, order arrives": {[]wire.Report{simple(end, -1), simple(trigger, -1)}, []Outcome{Ignored, Opened}, true},
		"only the end has one":    {[]wire.Report{simple(end, 5), simple(trigger, -1)}, []Outcome{Ignored, Opened}, true},
	} {
		w := world{}
		var got []Outcome
		for _, r := range c.reports {
			got = append(got, w.take(r))
		}
		if !slices.Equal(got, c.want) || (w.alert != nil) != c.open {
			t.Errorf("%s: %v, open %v; want %v, open %v", name, got, w.alert != nil, c.want, c.open)
		}
	}
}

func TestTakeGroup(t *testing.T) {
	for name, c := range map[string]struct {
		reports []wire.Report
		want    []Outcome
		firing  []string
	}{
		"grows and ends": {[]wire.Report{group(0, "a1"), group(0, "a1", "b2"), group(0, "a1-3", "b2-3")}, []Outcome{Opened, Changed, Closed}, nil},
		"shrinks":        {[]wire.Report{group(0, "a1", "b2"), group(0, "a1", "b2-3")}, []Outcome{Opened, Changed}, []string{"a"}},
		"twins of high avail.": {[]wire.Report{group(0, "a1"), group(0, "a1"), group(0, "a1-3"), group(0, "a1-3"), group(0, "a1")},
			[]Outcome{Opened, Repeated, Closed, Ignored, Stale}, nil},
		"end before beginning":    {[]wire.Report{group(0, "a1-3"), group(0, "a1")}, []Outcome{Ignored, Stale}, nil},
		"fires anew":              {[]wire.Report{group(0, "a1"), group(0, "a1-3"), group(0, "a4")}, []Outcome{Opened, Closed, Opened}, []string{"a"}},
		"late word of the end":    {[]wire.Report{group(0, "a1"), group(0, "a4"), group(0, "a1-3")}, []Outcome{Opened, Repeated, Repeated}, []string{"a"}},
		"lost word of an end":     {[]wire.Report{group(0, "a1", "b2"), group(0, "a1", "c5")}, []Outcome{Opened, Changed}, []string{"a", "c"}},
		"old report, newer alert": {[]wire.Report{group(0, "a1", "b5"), group(0, "a1")}, []Outcome{Opened, Repeated}, []string{"a", "b"}},
		"truncated end stays":     {[]wire.Report{group(3, "a1"), group(3, "a1-3")}, []Outcome{Opened, Changed}, nil},
		"truncated names not all": {[]wire.Report{group(0, "a1", "b1"), group(1, "a1")}, []Outcome{Opened, Repeated}, []string{"a", "b"}},
		"one old, one new":        {[]wire.Report{group(0, "a1-3"), group(0, "a1", "b2")}, []Outcome{Ignored, Opened}, []string{"b"}},
	} {
		w := world{}
		var got []Outcome
		for _, r := range c.reports {
			got = append(got, w.take(r))
		}
		if !slices.Equal(got, c.want) || !slices.Equal(w.firing(), c.firing) {
			t.Errorf("%s: %v, firing %v; want %v, firing %v", name, got, w.firing(), c.want, c.firing)
		}
	}
}

// An alert that says when it began and ended is at last in the same state, however often each word comes and in whatever
// order: open exactly if it began anew after its last end. Nothing that fires is lost.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "lives")
		fires := rapid.Bool().Draw(t, "fires")
		var reports []wire.Report
		for i := range n {
			from := 10 * i
			reports = append(reports, group(0, fmt.Sprintf("a%d", from)))
			if i < n-1 || !fires {
				reports = append(reports, group(0, fmt.Sprintf("a%d-%d", from, from+5)))
			}
		}
		sent := rapid.SliceOfN(rapid.SampledFrom(reports), 0, 6).Draw(t, "again")
		sent = append(sent, rapid.Permutation(reports).Draw(t, "order")...)
		w := world{}
		for _, r := range sent {
			w.take(r)
		}
		if open := w.alert != nil; open != fires {
			t.Fatalf("open %v, want %v", open, fires)
		}
	})
}

// Whatever comes, the count of what fires is that of the members, and only an open alert has some.
func TestGroupHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world{}
		for range rapid.IntRange(1, 12).Draw(t, "reports") {
			var members []string
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 3, rapid.ID[string]).Draw(t, "members") {
				from := rapid.IntRange(0, 20).Draw(t, "from")
				text := fmt.Sprintf("%s%d", name, from)
				if rapid.Bool().Draw(t, "over") {
					text += fmt.Sprintf("-%d", from+rapid.IntRange(0, 5).Draw(t, "lasts"))
				}
				members = append(members, text)
			}
			before := w.ends
			w.take(group(rapid.IntRange(0, 2).Draw(t, "left out"), members...))
			for name, end := range before {
				if w.ends[name].Before(end) {
					t.Fatalf("the end of %s moved back from %v to %v", name, end, w.ends[name])
				}
			}
			if w.alert != nil && w.alert.Firing != len(w.firing()) {
				t.Fatalf("%d fire, of %v", w.alert.Firing, w.firing())
			}
		}
	})
}

func TestUrgencies(t *testing.T) {
	u := DefaultUrgencies()
	got := []Urgency{u.Of(wire.Critical), u.Of(wire.Error), u.Of(wire.Warning), u.Of(wire.Info), u.Of("odd")}
	if diff := cmp.Diff([]Urgency{High, High, Low, None, High}, got); diff != "" {
		t.Error(diff)
	}
}

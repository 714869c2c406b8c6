package kill

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// asks lists the facts that people were asked about a page, in order.
func (a *alarm) asks(p paging.Page) (all []paging.Asked) {
	a.t.Helper()
	for _, e := range a.record(p).Events {
		if e.Kind == (paging.Asked{}).EventKind() {
			f, err := event.Decode[paging.Asked](e.Event)
			a.must(err)
			all = append(all, f)
		}
	}
	return all
}

// checkDelivered asks for a success at each receiver for every page that nobody answered.
func (a *alarm) checkDelivered() {
	a.t.Helper()
	taken := map[string]map[int64]bool{}
	for _, m := range manners {
		taken[m] = map[int64]bool{}
	}
	for _, r := range a.receiver.arrivals() {
		if r.taken {
			taken[r.manners][r.page] = true
		}
	}
	for _, p := range a.pages {
		for _, m := range manners {
			if _, done := a.answered[p.ID]; !done && !taken[m][p.ID] {
				a.t.Errorf("page %d never came through to who would %s", p.ID, m)
			}
		}
	}
}

// checkLog compares the log of every page with what arrived: an attempt has one key, no try began after the acknowledgement,
// what arrived was written down before, and what is told as accepted was.
func (a *alarm) checkLog() {
	a.t.Helper()
	type place struct {
		page    int64
		manners string
	}
	arrived, accepted, keys := map[place]int{}, map[place]int{}, map[place][]string{}
	for _, r := range a.receiver.arrivals() {
		at := place{r.page, r.manners}
		arrived[at]++
		if r.taken {
			accepted[at]++
		}
		if !slices.Contains(keys[at], r.key) {
			keys[at] = append(keys[at], r.key)
		}
	}
	for _, p := range a.pages {
		rec := a.record(p)
		tries, good, attempts := map[place]int{}, map[place]int{}, map[place]int{}
		for _, d := range rec.Deliveries {
			at := place{p.ID, a.mannersOf(d.UserID)}
			if d.Kind != paging.Webhook {
				continue
			}
			attempts[at]++
			for _, t := range rec.Tries {
				if t.DeliveryID != d.ID {
					continue
				}
				tries[at]++
				if t.Outcome == paging.TryAccepted {
					good[at]++
				}
				if t.Outcome == paging.TrySending {
					a.t.Errorf("page %d: a try of %s is under way for ever", p.ID, at.manners)
				}
				if ack, done := a.answered[p.ID]; done && t.StartedAt.After(ack) {
					a.t.Errorf("page %d: a try began at %s, after the answer at %s", p.ID, t.StartedAt, ack)
				}
			}
		}
		for _, m := range manners {
			at := place{p.ID, m}
			if arrived[at] > tries[at] || accepted[at] < good[at] || len(keys[at]) > attempts[at] {
				a.t.Errorf("page %d to who would %s: %d arrived of %d tries, %d were taken of %d told so, %d keys of %d attempts",
					p.ID, m, arrived[at], tries[at], accepted[at], good[at], len(keys[at]), attempts[at])
			}
		}
	}
}

func (a *alarm) mannersOf(user int64) string {
	i := slices.IndexFunc(a.team, func(u people.User) bool { return u.ID == user })
	return manners[i]
}

// checkSteps asks for each step of each page once.
func (a *alarm) checkSteps() {
	a.t.Helper()
	type step struct {
		Why        paging.Why
		Loop, Step int
	}
	want := []step{{paging.ByStep, 0, 0}, {paging.ByStep, 0, 1}, {paging.ByStep, 1, 0}, {paging.ByStep, 1, 1}, {paging.AsLastResort, 0, 0}}
	for _, p := range a.pages {
		var got []step
		for _, f := range a.asks(p) {
			if f.Why == paging.ByStep || f.Why == paging.AsLastResort {
				got = append(got, step{f.Why, f.Loop, f.Step})
			}
		}
		if diff := cmp.Diff(want, got[:min(len(got), len(want))]); diff != "" {
			a.t.Errorf("page %d (-want +got):\n%s", p.ID, diff)
		}
		rec := a.record(p)
		for _, d := range rec.Deliveries {
			running := 0
			for _, t := range rec.Tries {
				if t.DeliveryID == d.ID && t.Outcome == paging.TryLost {
					running++
				}
			}
			if running > 0 {
				a.t.Errorf("page %d: an attempt was taken from a living process", p.ID)
			}
		}
	}
}

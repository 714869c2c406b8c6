package call

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Tally counts calls by what became of them.
type Tally struct {
	Offered   int // links that went out
	Booked    int // calls that got a time, whatever became of them
	Set       int // of those, the ones that somebody set without a link
	Held      int
	NoShow    int
	Cancelled int
}

func (t *Tally) add(c Call) {
	if !c.OfferedAt.IsZero() {
		t.Offered++
	}
	if !c.BookedAt.IsZero() {
		t.Booked++
		if c.OfferedAt.IsZero() {
			t.Set++
		}
	}
	switch c.State {
	case Held:
		t.Held++
	case NoShow:
		t.NoShow++
	case Cancelled:
		t.Cancelled++
	}
}

// Rate is how many of the calls that came to their time were held, in percent; ok is false where none came to it.
func (t Tally) Rate() (percent int, ok bool) {
	if n := t.Held + t.NoShow; n > 0 {
		return (100*t.Held + n/2) / n, true
	}
	return 0, false
}

// Row is a tally of something.
type Row struct {
	Key string
	ID  int64 // of an engineer
	Tally
}

// Figures tell what came of calls.
type Figures struct {
	From, Until time.Time
	All         Tally
	Weeks       []Row // by the date of their Monday in UTC, the oldest first; weeks without a call are there
	Kinds       []Row // the most first
	Engineers   []Row // by who takes part, or offered it; the most first
	Calls       []Call
}

// Figures count the calls of so many weeks, up to the one that is now. A call counts in the week of its offer, or of its booking
// where nothing was offered.
func (s *Service) Figures(ctx context.Context, weeks int) (Figures, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Figures{}, err
	}
	until := monday(s.DB.Now(ctx)).AddDate(0, 0, 7)
	from := until.AddDate(0, 0, -7*min(max(weeks, 1), 53))
	calls, err := callsBetween(ctx, s.DB.Read(), from, until)
	return measure(calls, from, until), err
}

// measure counts calls; it is pure.
func measure(calls []Call, from, until time.Time) Figures {
	f := Figures{From: from, Until: until}
	weeks, kinds, people := map[string]*Row{}, map[string]*Row{}, map[int64]*Row{}
	for at := from; at.Before(until); at = at.AddDate(0, 0, 7) {
		key := at.Format(time.DateOnly)
		weeks[key] = &Row{Key: key}
	}
	for _, c := range calls {
		week := weeks[monday(c.counted()).Format(time.DateOnly)]
		if week == nil {
			continue
		}
		f.Calls = append(f.Calls, c)
		f.All.add(c)
		week.add(c)
		if kinds[string(c.Kind)] == nil {
			kinds[string(c.Kind)] = &Row{Key: string(c.Kind)}
		}
		kinds[string(c.Kind)].add(c)
		hosts := c.Hosts
		if len(hosts) == 0 {
			hosts = []int64{c.By}
		}
		for _, id := range hosts {
			if people[id] == nil {
				people[id] = &Row{ID: id}
			}
			people[id].add(c)
		}
	}
	f.Weeks, f.Kinds, f.Engineers = rows(weeks), most(rows(kinds)), most(rows(people))
	return f
}

// counted is when a call counts.
func (c Call) counted() time.Time {
	if c.OfferedAt.IsZero() {
		return c.BookedAt
	}
	return c.OfferedAt
}

// monday is the midnight in UTC at which the week of t began.
func monday(t time.Time) time.Time {
	t = t.UTC()
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func rows[K comparable](by map[K]*Row) (all []Row) {
	for _, r := range by {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) })
	return all
}

func most(all []Row) []Row {
	slices.SortStableFunc(all, func(a, b Row) int { return cmp.Compare(b.Offered+b.Booked, a.Offered+a.Booked) })
	return all
}

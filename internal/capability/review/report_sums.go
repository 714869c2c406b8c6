package review

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// sums are the numbers of a report, all from one list of tickets: whoever doubts one can count.
type sums struct {
	from, until    time.Time
	all            []Item // that were open at any time in the period
	opened, solved []Item // in it
	left           []Item // that were open at its end
	weeks          []week
	replies        map[int64]Replied
}

// week is a week of the period, shorter at its ends.
type week struct {
	from, until          time.Time
	opened, solved, open int // open: at its end
}

// sum counts. until is the end of the period, or now where that is to come. It is pure.
func sum(all []Item, replies map[int64]Replied, from, until time.Time, zone *time.Location) sums {
	s := sums{from: from, until: until, all: all, replies: replies}
	in := func(t, from, until time.Time) bool { return !t.IsZero() && !t.Before(from) && t.Before(until) }
	for _, i := range all {
		if in(i.CreatedAt, from, until) {
			s.opened = append(s.opened, i)
		}
		if in(i.SolvedAt, from, until) {
			s.solved = append(s.solved, i)
		}
		if i.openAt(until) {
			s.left = append(s.left, i)
		}
	}
	for _, w := range weeks(from, until, zone) {
		for _, i := range all {
			if in(i.CreatedAt, w.from, w.until) {
				w.opened++
			}
			if in(i.SolvedAt, w.from, w.until) {
				w.solved++
			}
			if i.openAt(w.until) {
				w.open++
			}
		}
		s.weeks = append(s.weeks, w)
	}
	return s
}

// openAt reports whether a ticket was there and not solved just before an instant.
func (i Item) openAt(t time.Time) bool {
	return i.CreatedAt.Before(t) && (i.SolvedAt.IsZero() || !i.SolvedAt.Before(t))
}

// weeks cuts a stretch at each Monday 0:00 on the wall of a zone.
func weeks(from, until time.Time, zone *time.Location) (all []week) {
	for from.Before(until) {
		local := from.In(zone)
		ahead := (int(time.Monday)-int(local.Weekday())+2*daysAWeek-1)%daysAWeek + 1
		next := Wall(zone, dateOf(local).AddDays(ahead), 0)
		if next.After(until) {
			next = until
		}
		all = append(all, week{from: from, until: next})
		from = next
	}
	return all
}

// by counts tickets of a priority.
func by(p ticket.Priority, items []Item) (n int) {
	for _, i := range items {
		if i.Priority == p {
			n++
		}
	}
	return n
}

// kept counts the first replies of the tickets that were opened, with the median of the hours they took; of is how many
// had a target and have been replied to or are late.
func (s sums) kept(p ticket.Priority) (met, of int, median time.Duration) {
	var took []time.Duration
	for _, i := range s.opened {
		r, ok := s.replies[i.ID]
		if !ok || p != 0 && i.Priority != p {
			continue
		}
		of++
		if r.Met {
			met++
		}
		took = append(took, r.After)
	}
	return met, of, middle(took)
}

// middle is the median: the lower one of two.
func middle(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// percent is n of all, rounded down: 99.9 % is not all.
func percent(n, all int) int {
	if all == 0 {
		return 0
	}
	return n * 100 / all
}

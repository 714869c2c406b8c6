package account

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Trend is one week of a customer's tickets.
type Trend struct {
	Week     bizcal.Date // its Monday, in UTC
	ByWeight [6]int      // tickets opened, by ticket.Priority
	Opened   int
	Tickets  []int64
	Answered int           // of those opened
	Median   time.Duration // until our first answer, of those answered; elapsed time
}

// trendWeeks is how far back trends look.
const trendWeeks = 12

// Trends tells week by week how a customer's tickets came and how soon we first answered, the oldest week first.
func (s *Service) Trends(ctx context.Context, organization int64) ([]Trend, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	first := people.Monday(bizcal.DateOf(s.DB.Now(ctx).UTC())).AddDays(-7 * (trendWeeks - 1))
	all, err := openedSince(ctx, s.DB.Read(), organization, people.DayBegins(first, time.UTC))
	if err != nil {
		return nil, err
	}
	weeks := make([]Trend, trendWeeks)
	waits := make([][]time.Duration, trendWeeks)
	for i := range weeks {
		weeks[i].Week = first.AddDays(7 * i)
	}
	for _, t := range all {
		i := int(t.at.Sub(people.DayBegins(first, time.UTC)) / (7 * 24 * time.Hour))
		if i < 0 || i >= trendWeeks || t.priority < ticket.Urgent || int(t.priority) >= len(weeks[i].ByWeight) {
			continue
		}
		weeks[i].ByWeight[t.priority]++
		weeks[i].Opened++
		weeks[i].Tickets = append(weeks[i].Tickets, t.id)
		if !t.answered.IsZero() {
			waits[i] = append(waits[i], t.answered.Sub(t.at))
		}
	}
	for i := range weeks {
		weeks[i].Answered, weeks[i].Median = len(waits[i]), median(waits[i])
	}
	return weeks, nil
}

// median is the middle of several, the mean of the two in the middle of an even number; 0 of none.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}

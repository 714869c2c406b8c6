package sla

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Verify holds what is kept of clocks to a replay of the log, for up to n tickets with the newest clocks, and says
// where they differ. It is for `daywatch doctor`.
func (s *Service) Verify(ctx context.Context, n int) (checked int, problems []string, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return 0, nil, err
	}
	ids, err := measured(ctx, s.DB.Read(), n)
	if err != nil {
		return 0, nil, err
	}
	for _, id := range ids {
		diff, err := s.compare(ctx, s.DB.Read(), id)
		if err != nil {
			return checked, problems, err
		}
		if checked++; diff != "" {
			problems = append(problems, fmt.Sprintf("ticket #%d: %s", id, diff))
		}
	}
	return checked, problems, nil
}

// compare replays a ticket's log and says what is kept otherwise; empty when all is as it should be.
func (s *Service) compare(ctx context.Context, q db.Querier, id int64) (string, error) {
	state, _, err := findState(ctx, q, id)
	if err != nil || state == nil {
		return "", err
	}
	events, err := event.Of(ctx, q, event.Ticket(id), 0)
	if err != nil {
		return "", err
	}
	m := &measure{ctx: ctx, q: q, s: s}
	replayed, err := Replay(m.hours, events)
	if err != nil || m.failed != nil {
		return "", err
	}
	clock.Step(m.hours, replayed, clock.Fact{Kind: clock.Passed, At: state.At})
	kept, err := clocksOf(ctx, q, id)
	if err != nil {
		return "", err
	}
	return disagreement(replayed, state, kept), m.failed
}

// disagreement compares what a log leads to with the state that is kept, and with the clocks beside it.
func disagreement(replayed, state *clock.State, kept []clock.Clock) string {
	byKey := map[string]clock.Clock{}
	for _, c := range replayed.Clocks {
		byKey[fmt.Sprint(c.Metric, c.Instance)] = c
	}
	for _, c := range append(kept, state.Clocks...) {
		want, ok := byKey[fmt.Sprint(c.Metric, c.Instance)]
		if !ok {
			return fmt.Sprintf("%s %d is kept, and the log knows nothing of it", c.Metric, c.Instance+1)
		}
		if a, b := written(want), written(c); a != b {
			return fmt.Sprintf("%s %d is kept as %s, and is %s by the log", c.Metric, c.Instance+1, b, a)
		}
	}
	known := map[string]bool{}
	for _, c := range append(kept, state.Clocks...) {
		known[fmt.Sprint(c.Metric, c.Instance)] = true
	}
	for _, c := range replayed.Clocks {
		if key := fmt.Sprint(c.Metric, c.Instance); !known[key] && c.Target.Seconds > 0 {
			return fmt.Sprintf("%s %d is missing", c.Metric, c.Instance+1)
		}
	}
	if a, b := replayed.Alarm(), state.Alarm(); !a.Equal(b) {
		return fmt.Sprintf("the next alarm is kept as %s, and is %s by the log", b.Format(time.RFC3339), a.Format(time.RFC3339))
	}
	return ""
}

// written is a clock as it is kept.
func written(c clock.Clock) string {
	raw, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

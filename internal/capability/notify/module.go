package notify

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// Module is what the package brings to a desk. Its pages are notifyui's.
func (s *Service) Module() module.Module {
	return module.Module{
		Name: "notify", Migrations: Migrations(), Handlers: []event.Handler{s.Handler(), s.timers()}, Run: s.Run,
		Health: []module.Check{{Name: "outgoing mail", Probe: s.probe}},
	}
}

// lateAfter is how long mail may hang before the desk counts as unwell.
const lateAfter = 15 * time.Minute

// probe says why mail does not leave. A single mail that its receiver puts off is no illness.
func (s *Service) probe(ctx context.Context) error {
	can, err := ready(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	if !can {
		c, err := s.counts(ctx)
		if err != nil {
			return err
		}
		return fault.New(fault.Unavailable,
			"No mail server or no address is set for outgoing mail; %d mails wait. Name both under Settings, Outgoing mail", c.Queued)
	}
	n, cause, err := hangingMails(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-lateAfter))
	if err != nil || n == 0 {
		return err
	}
	if cause == "" {
		cause = "nothing has tried to send them"
	}
	return fault.New(fault.Unavailable, "%d mails hang since more than %.0f minutes: %s. They go out by themselves once that is mended",
		n, lateAfter.Minutes(), cause)
}

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
		Name: "notify", Migrations: Migrations(), Handlers: []event.Handler{s.Handler()}, Run: s.Run,
		Health: []module.Check{{Name: "outgoing mail", Probe: s.probe}},
	}
}

// lateAfter is how long a mail may wait before the desk counts as unwell.
const lateAfter = 15 * time.Minute

// probe says why mail does not leave.
func (s *Service) probe(ctx context.Context) error {
	c, err := s.counts(ctx)
	if err != nil {
		return err
	}
	can, err := ready(ctx, s.DB.Read())
	switch {
	case err != nil:
		return err
	case !can:
		return fault.New(fault.Unavailable, "No mail server or no address is set for outgoing mail; %d mails wait. Name both under Settings, Outgoing mail", c.Queued)
	case c.Queued > 0 && s.DB.Now(ctx).Sub(c.Oldest) > lateAfter:
		return fault.New(fault.Unavailable, "%d mails wait, the oldest since %s. The outbox says what the mail server answered",
			c.Queued, c.Oldest.Format("2006-01-02 15:04 UTC"))
	}
	return nil
}

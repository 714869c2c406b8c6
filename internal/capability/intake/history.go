package intake

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Step is one thing that happened to a delivery.
type Step struct {
	At      time.Time
	What    StepKind
	ActorID int64  // who released it; 0: the desk itself
	Reason  string // why it was held
	Ticket  int64  // where it was filed
}

// StepKind says what a Step is.
type StepKind string

// The kinds of steps.
const (
	StepReceived StepKind = "received"
	StepHeld     StepKind = "held"
	StepReleased StepKind = "released" // or read again
	StepFiled    StepKind = "filed"
)

// History tells what happened to a delivery, oldest first.
func (s *Service) History(ctx context.Context, d Delivery) ([]Step, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return nil, err
	}
	events, err := event.Of(ctx, s.DB.Read(), event.Subject{Type: "delivery", ID: d.ID}, 0)
	if err != nil {
		return nil, err
	}
	return steps(d, events)
}

func steps(d Delivery, events []event.Event) ([]Step, error) {
	all := []Step{{At: d.ReceivedAt, What: StepReceived}}
	for _, e := range events {
		switch e.Kind {
		case HeldBack{}.EventKind():
			f, err := event.Decode[HeldBack](e)
			if err != nil {
				return nil, err
			}
			what := StepHeld
			if f.Released {
				what = StepReleased
			}
			all = append(all, Step{At: e.At, What: what, ActorID: e.ActorID, Reason: f.Reason})
		case MailFiled{}.EventKind():
			f, err := event.Decode[MailFiled](e)
			if err != nil {
				return nil, err
			}
			all = append(all, Step{At: e.At, What: StepFiled, Ticket: f.Ticket})
		}
	}
	return all, nil
}

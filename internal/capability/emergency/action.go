package emergency

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Action is something that a retrospective asks of somebody by a day. It can be open when the retrospective is done.
type Action struct {
	ID      int64
	RetroID int64
	Body    string
	Owner   int64
	DueAt   time.Time
	At      time.Time
	DoneBy  int64
	DoneAt  time.Time // zero: open
}

// ActionAdded is the fact that a retrospective asks something of somebody.
type ActionAdded struct {
	Retro int64 `json:"retro"`
	Owner int64 `json:"owner"`
}

// EventKind implements event.Fact.
func (ActionAdded) EventKind() string { return "emergency.action_added" }

// ActionDone is the fact that it is done.
type ActionDone struct {
	Retro  int64 `json:"retro"`
	Action int64 `json:"action"`
}

// EventKind implements event.Fact.
func (ActionDone) EventKind() string { return "emergency.action_done" }

// AddAction asks something of the owner, of the retrospective's where that is 0, by a day, by Timers.ActionsDays where that is
// zero.
func (s *Service) AddAction(ctx context.Context, retroID int64, a Action) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if a.Body = strings.TrimSpace(a.Body); a.Body == "" {
		return fault.Field("action", "Say what is to be done")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := findRetro(ctx, tx, retroID)
		if err != nil {
			return err
		}
		if _, err := s.Tickets.Lock(ctx, tx, r.TicketID); err != nil {
			return err
		}
		if a.Owner == 0 {
			a.Owner = r.Owner
		}
		if _, err := s.colleague(ctx, tx, a.Owner, "action_owner"); err != nil {
			return err
		}
		a.RetroID, a.At = retroID, tx.Now()
		if a.DueAt.IsZero() {
			timers, err := TimersKey.Get(ctx, tx)
			if err != nil {
				return err
			}
			a.DueAt = a.At.AddDate(0, 0, timers.ActionsDays)
		}
		if err := insertAction(ctx, tx, a); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(r.TicketID), ActionAdded{Retro: retroID, Owner: a.Owner})
	})
}

// FinishAction calls an action of a retrospective done.
func (s *Service) FinishAction(ctx context.Context, retroID, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	me, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := findRetro(ctx, tx, retroID)
		if err != nil {
			return err
		}
		if _, err := s.Tickets.Lock(ctx, tx, r.TicketID); err != nil {
			return err
		}
		if err := endAction(ctx, tx, retroID, id, me.UserID); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(r.TicketID), ActionDone{Retro: retroID, Action: id})
	})
}

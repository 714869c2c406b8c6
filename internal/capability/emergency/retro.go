package emergency

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Retro is what is learned from a page: a stub until somebody labels its ticket, then a page with an owner and a day by
// which it is due (oncall-and-incidents.md, Retros).
type Retro struct {
	ID          int64
	EmergencyID int64
	TicketID    int64
	PageID      int64
	At          time.Time // of the page
	Responder   int64     // who answered the page; 0: nobody yet
	Owner       int64     // the responder's manager, else whom the setting names; 0: nobody is known
	StartedAt   time.Time // zero: a stub
	DueAt       time.Time
	DoneAt      time.Time
	Facilitator int64 // somebody who was not in the emergency; 0: nobody yet
	Well        string
	Better      string
	Changes     string
}

// RetroState is where a retrospective stands.
type RetroState string

// The states.
const (
	Stub    RetroState = "stub"
	Started RetroState = "started"
	Late    RetroState = "late"
	Done    RetroState = "done"
)

// State is where it stands at now.
func (r Retro) State(now time.Time) RetroState {
	switch {
	case !r.DoneAt.IsZero():
		return Done
	case r.StartedAt.IsZero():
		return Stub
	case r.DueAt.Before(now):
		return Late
	}
	return Started
}

// RetroChange is what happens to a retrospective.
type RetroChange string

// The changes.
const (
	RetroStarted  RetroChange = "started"
	RetroWritten  RetroChange = "written"
	RetroFinished RetroChange = "finished"
)

// leaveStub makes the stub of a page.
func (s *Service) leaveStub(ctx context.Context, tx *db.Tx, e Emergency, pageID int64) error {
	id, err := insertRetro(ctx, tx, e.ID, pageID)
	if err != nil || id == 0 {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), RetroMade{Retro: id, Page: pageID})
}

// noteResponder keeps who answered a page first: their manager owns its retrospective.
func (s *Service) noteResponder(ctx context.Context, tx *db.Tx, pageID, userID int64) error {
	r, ok, err := findRetroOfPage(ctx, tx, pageID)
	if err != nil || !ok || r.Responder != 0 {
		return err
	}
	r.Responder = userID
	if r.Owner, err = s.retroOwner(ctx, tx, userID); err != nil {
		return err
	}
	return saveRetro(ctx, tx, r)
}

// retroOwner is the manager of who answered, else whom the setting names.
func (s *Service) retroOwner(ctx context.Context, q db.Querier, responder int64) (int64, error) {
	users, err := s.People.Named(ctx, q, responder)
	if err != nil {
		return 0, err
	}
	if m := users[responder].ManagerID; m != 0 {
		return m, nil
	}
	return RetroOwner.Get(ctx, q)
}

// startLabelled starts the stubs of a ticket that has the label.
func (s *Service) startLabelled(ctx context.Context, tx *db.Tx, t ticket.Ticket) error {
	tag, err := RetroTag.Get(ctx, tx)
	if err != nil || !slices.Contains(t.Tags, tag) {
		return err
	}
	stubs, err := findStubs(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, r := range stubs {
		if err := s.start(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) start(ctx context.Context, tx *db.Tx, r Retro) error {
	timers, err := TimersKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	r.StartedAt, r.DueAt = tx.Now(), tx.Now().AddDate(0, 0, timers.RetroDays)
	if r.Owner == 0 {
		if r.Owner, err = s.retroOwner(ctx, tx, r.Responder); err != nil {
			return err
		}
	}
	if err := saveRetro(ctx, tx, r); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(r.TicketID), RetroChanged{Retro: r.ID, What: RetroStarted, Owner: r.Owner})
}

// StartRetro labels the ticket of a stub, which begins it.
func (s *Service) StartRetro(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := findRetro(ctx, tx, id)
		if err != nil {
			return err
		}
		t, err := s.Tickets.Lock(ctx, tx, r.TicketID)
		if err != nil {
			return err
		}
		tag, err := RetroTag.Get(ctx, tx)
		if err != nil {
			return err
		}
		if t.Status == ticket.Closed || slices.Contains(t.Tags, tag) { // an archive takes no label
			if r, err = findRetro(ctx, tx, id); err != nil || !r.StartedAt.IsZero() {
				return err
			}
			return s.start(ctx, tx, r)
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, r.TicketID, ticket.Update{AddTags: []string{tag}})
		return err
	})
}

// Written is what a retrospective says.
type Written struct {
	Owner       int64
	Facilitator int64
	DueAt       time.Time
	Well        string
	Better      string
	Changes     string
}

// WriteRetro keeps what a retrospective says. Its facilitator must not have been in the emergency.
func (s *Service) WriteRetro(ctx context.Context, id int64, w Written) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.changeRetro(ctx, id, RetroWritten, func(tx *db.Tx, r *Retro) error {
		if w.Facilitator != 0 {
			u, err := s.colleague(ctx, tx, w.Facilitator, "facilitator")
			if err != nil {
				return err
			}
			in, err := tookPart(ctx, tx, r.EmergencyID, w.Facilitator)
			if err != nil {
				return err
			}
			if in || w.Facilitator == r.Responder {
				return fault.Field("facilitator", "%s answered for the emergency. Choose somebody who was not in it", u.Name)
			}
		}
		if w.Owner != 0 {
			if _, err := s.colleague(ctx, tx, w.Owner, "owner"); err != nil {
				return err
			}
		}
		if !r.StartedAt.IsZero() && w.DueAt.IsZero() {
			return fault.Field("due", "Say until when it is done")
		}
		r.Owner, r.Facilitator, r.DueAt = w.Owner, w.Facilitator, w.DueAt
		r.Well, r.Better, r.Changes = strings.TrimSpace(w.Well), strings.TrimSpace(w.Better), strings.TrimSpace(w.Changes)
		return nil
	})
}

// FinishRetro calls a retrospective done. It says something, and its actions may still be open.
func (s *Service) FinishRetro(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.changeRetro(ctx, id, RetroFinished, func(tx *db.Tx, r *Retro) error {
		if r.StartedAt.IsZero() {
			return fault.New(fault.Conflict, "This retrospective has not begun. Start it first")
		}
		if r.Well == "" && r.Better == "" && r.Changes == "" {
			return fault.Field("better", "Write what went well, what could go better or what changes before it is done")
		}
		r.DoneAt = tx.Now()
		return nil
	})
}

// changeRetro changes a retrospective that is not done, under its ticket's lock.
func (s *Service) changeRetro(ctx context.Context, id int64, what RetroChange, change func(*db.Tx, *Retro) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := findRetro(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := s.Tickets.Lock(ctx, tx, r.TicketID); err != nil {
			return err
		}
		if r, err = findRetro(ctx, tx, id); err != nil {
			return err
		}
		if !r.DoneAt.IsZero() {
			return fault.New(fault.Conflict, "This retrospective is done")
		}
		if err := change(tx, &r); err != nil {
			return err
		}
		if err := saveRetro(ctx, tx, r); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(r.TicketID), RetroChanged{Retro: id, What: what, Owner: r.Owner})
	})
}

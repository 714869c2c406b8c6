package shift

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Exemption is the record that somebody works shifts: why the rule of the day does not bind them.
type Exemption struct {
	ID      int64
	UserID  int64
	Reason  string // empty: nobody has said it yet
	Since   time.Time
	ByID    int64     // who recorded it; 0: the desk itself
	EndedAt time.Time // zero: it holds
	EndedBy int64
}

const longestReason = 500

// Exempted is the fact that somebody works shifts from now on, or that the reason was recorded. The reason itself is not
// in the log.
type Exempted struct {
	UserID int64 `json:"user"`
	Reason bool  `json:"reason"` // one was given
}

// EventKind implements event.Fact.
func (Exempted) EventKind() string { return "shift.exempted" }

// Bound is the fact that the rule of the day binds somebody again.
type Bound struct {
	UserID int64 `json:"user"`
}

// EventKind implements event.Fact.
func (Bound) EventKind() string { return "shift.bound" }

// Exempt records that somebody works shifts, and why. For who does already it records the reason anew. Only who arranges
// their work may.
func (s *Service) Exempt(ctx context.Context, userID int64, reason string) error {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case reason == "":
		return fault.Field("reason", "Say why they work at other hours: it is what the rule of the day is set aside by")
	case n > longestReason:
		return fault.Field("reason", "This reason has %d characters; up to %d are kept", n, longestReason)
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.arranged(ctx, tx, userID)
		if err != nil {
			return err
		}
		if !u.Shift {
			u.Work.Shift = true
			if _, err := s.People.SaveWorkIn(ctx, tx, userID, u.Work); err != nil { // which begins the record; see follow
				return err
			}
		}
		e, found, err := findExemption(ctx, tx, userID)
		if err != nil {
			return err
		}
		if !found { // who worked shifts before records were kept
			if e, err = s.begin(ctx, tx, userID); err != nil {
				return err
			}
		}
		actor, _ := access.From(ctx)
		if err := storeReason(ctx, tx, e.ID, reason, actor.UserID); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, subject(userID), Exempted{UserID: userID, Reason: true})
	})
}

// Bind ends it: the rule of the day holds for them from now on. What they are on call for outside of it shows as a
// conflict of its schedule.
func (s *Service) Bind(ctx context.Context, userID int64) error {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, err := s.arranged(ctx, tx, userID)
		if err != nil || !u.Shift {
			return err
		}
		u.Work.Shift = false
		_, err = s.People.SaveWorkIn(ctx, tx, userID, u.Work)
		return err
	})
}

// arranged gives somebody whose work the actor arranges.
func (s *Service) arranged(ctx context.Context, tx *db.Tx, userID int64) (people.User, error) {
	users, err := s.People.Named(ctx, tx, userID)
	u, ok := users[userID]
	switch {
	case err != nil:
		return u, err
	case !ok || !u.Role.Staff():
		return u, fault.New(fault.NotFound, "There is nobody %d in the team", userID)
	case !people.MayArrange(ctx, u):
		return u, fault.New(fault.Forbidden, "Only the manager of %s and administrators record that %s works shifts", u.Name, u.Name)
	}
	return u, nil
}

// begin writes down that somebody works shifts from now on.
func (s *Service) begin(ctx context.Context, tx *db.Tx, userID int64) (Exemption, error) {
	actor, _ := access.From(ctx)
	e := Exemption{UserID: userID, Since: tx.Now(), ByID: actor.UserID}
	return e, insertExemption(ctx, tx, &e)
}

// follow keeps the records in step with who works shifts, by whatever way that was said: form, file or program.
func (s *Service) follow() event.Handler {
	return event.Handler{Name: "shift", Kinds: []string{people.UserChanged{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			c, err := event.Decode[people.UserChanged](e)
			if err != nil || c.Field != "shift" {
				return err
			}
			if c.To == "true" {
				if _, err := s.begin(ctx, tx, e.Subject.ID); err != nil {
					return err
				}
				return s.Log.Append(ctx, tx, subject(e.Subject.ID), Exempted{UserID: e.Subject.ID})
			}
			actor, _ := access.From(ctx)
			if err := endExemption(ctx, tx, e.Subject.ID, actor.UserID); err != nil {
				return err
			}
			return s.Log.Append(ctx, tx, subject(e.Subject.ID), Bound{UserID: e.Subject.ID})
		}}
}

func subject(userID int64) event.Subject { return event.Subject{Type: "shift", ID: userID} }

// Exemptions gives the records of somebody, the newest first.
func (s *Service) Exemptions(ctx context.Context, userID int64) ([]Exemption, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return exemptionsOf(ctx, s.DB.Read(), userID)
}

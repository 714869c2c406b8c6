package entitlement

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Way is by which door somebody came.
type Way string

// The doors.
const (
	ByMail   Way = "mail"
	ByPortal Way = "portal"
)

// Outcome is what became of a refusal.
type Outcome string

// The outcomes.
const (
	Open      Outcome = ""
	LetIn     Outcome = "let_in"  // this once
	AsContact Outcome = "contact" // they were named as a contact, and let in
	Left      Outcome = "left"    // somebody looked and left it at that
)

// Silence is why somebody who was turned away was told nothing.
type Silence string

// The silences.
const (
	SilentMachine Silence = "machine" // a program wrote, and gets no answer of a program
	SilentRecent  Silence = "recent"  // they were told a short while ago
	SilentBrake   Silence = "brake"   // no answer went out: a brake, or the desk sends no mail
)

// letInFor is how long somebody who was let in once has to come.
const letInFor = 7 * 24 * time.Hour

// Refusal is somebody who was turned away.
type Refusal struct {
	ID             int64
	At             time.Time
	Door           Way
	Address        string // small letters
	Name           string
	UserID         int64 // 0: nobody whom the desk knows
	OrganizationID int64 // 0: none
	Organization   string
	Reason         Reason
	Subject        string
	DeliveryID     int64  // in the mail log; 0: it was no mail
	Told           string // Markdown; empty: nothing, see Silence
	Silence        Silence
	Outcome        Outcome
	SettledBy      int64
	SettledAt      time.Time
	TicketID       int64 // what became of it; 0: none yet
	Again          bool  // they had been told before and wrote again, as with the proof that they were asked for
}

// Path is the page of the refusal.
func (r Refusal) Path() string { return fmt.Sprint("/entitlement/", r.ID) }

// sentence says to the team why a mail is held.
func (why Reason) sentence(r Refusal) string {
	switch why {
	case Unlisted:
		return fmt.Sprintf("%s belongs to %s, which does not name them as a contact", r.Address, r.Organization)
	case Expired:
		return fmt.Sprintf("The contract of %s is over, and so is its grace", r.Organization)
	case OnHold:
		return fmt.Sprintf("Support for %s is on hold", r.Organization)
	case NotStarted:
		return fmt.Sprintf("The contract of %s has not begun", r.Organization)
	}
	return fmt.Sprintf("%s belongs to no organization", r.Address)
}

// Subject is what the facts of a refusal are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "refusal", ID: id} }

// TurnedAway is the fact that somebody was turned away.
type TurnedAway struct {
	Reason       Reason `json:"reason"`
	Door         Way    `json:"door"`
	User         int64  `json:"user,omitempty"`
	Organization int64  `json:"organization,omitempty"`
}

// EventKind implements event.Fact.
func (TurnedAway) EventKind() string { return "entitlement.turned_away" }

// Settled is the fact that somebody of the team decided about a refusal.
type Settled struct {
	Outcome Outcome `json:"outcome"`
}

// EventKind implements event.Fact.
func (Settled) EventKind() string { return "entitlement.settled" }

// Filter chooses refusals. Its zero value is those that wait.
type Filter struct {
	Settled        bool
	Reason         Reason // empty: any
	OrganizationID int64  // 0: any
	Before         int64  // number; 0: from the newest
	Limit          int    // 0 means 50, at most 200
}

// Refusals lists who was turned away, the newest first.
func (s *Service) Refusals(ctx context.Context, f Filter) ([]Refusal, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return listRefusals(ctx, s.DB.Read(), f)
}

// Refusal gives one; fault.NotFound when there is none.
func (s *Service) Refusal(ctx context.Context, id int64) (Refusal, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Refusal{}, err
	}
	return findRefusal(ctx, s.DB.Read(), id, "")
}

// Let lets somebody in this once: a held mail becomes a ticket, a customer of the portal may send what they wrote.
func (s *Service) Let(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.settle(ctx, id, LetIn, nil)
}

// LetAsContact names somebody as a contact of an organization by hand, and lets them in. A person whom the desk does not know
// becomes known. fault.Conflict on "user" where they cannot be named, such as past the limit.
func (s *Service) LetAsContact(ctx context.Context, id, organizationID int64) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.settle(ctx, id, AsContact, func(tx *db.Tx, r Refusal) error {
		u, err := s.People.Ensure(ctx, tx, r.Name, r.Address)
		if err != nil {
			return err
		}
		return s.People.NameContactIn(ctx, tx, people.Contact{UserID: u.ID, OrganizationID: organizationID, Proof: people.ProofByHand,
			ProvedAt: tx.Now(), ProvedBy: actor.UserID})
	})
}

// LetAsContactOf is LetAsContact for an organization by its name.
func (s *Service) LetAsContactOf(ctx context.Context, id int64, name string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	o, err := s.organizationCalled(ctx, name)
	if err != nil {
		return err
	}
	return s.LetAsContact(ctx, id, o.ID)
}

func (s *Service) organizationCalled(ctx context.Context, name string) (people.Organization, error) {
	o, err := s.People.OrganizationNamed(ctx, s.DB.Read(), name)
	if fault.Is(err, fault.NotFound) {
		return o, fault.Field("organization", "There is no organization called “%s”. Type its name as its page shows it", fault.Clip(name, 60))
	}
	return o, err
}

// Leave leaves it at what somebody was told.
func (s *Service) Leave(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.settle(ctx, id, Left, nil)
}

// settle keeps the outcome; what it takes besides goes first, and then the mail is let through. fault.Conflict where somebody
// decided already.
func (s *Service) settle(ctx context.Context, id int64, outcome Outcome, first func(tx *db.Tx, r Refusal) error) error {
	actor, _ := access.From(ctx)
	r, err := db.InTx(ctx, s.DB, func(tx *db.Tx) (Refusal, error) {
		r, err := lockRefusal(ctx, tx, id)
		if err != nil {
			return r, err
		}
		if r.Outcome != Open && !(r.Outcome == Left && outcome != Left) {
			return r, fault.New(fault.Conflict, "Somebody decided about this a moment ago. Load the page anew")
		}
		if first != nil {
			if err := first(tx, r); err != nil {
				return r, err
			}
		}
		if err := saveOutcome(ctx, tx, id, outcome, actor.UserID); err != nil {
			return r, err
		}
		return r, s.Log.Append(ctx, tx, Subject(id), Settled{Outcome: outcome})
	})
	if err != nil || outcome == Left || r.DeliveryID == 0 || s.Release == nil {
		return err
	}
	if err := s.Release(ctx, r.DeliveryID); err != nil && !fault.Is(err, fault.Conflict) { // let through from the mail log meanwhile
		return err
	}
	return nil
}

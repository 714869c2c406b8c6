package review

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Area is where a risk of an account lies.
type Area string

// Areas lists them (assigned-support.md, known-risk reviews).
func Areas() []Area {
	return []Area{"environment", "performance", "security", "upgrade", "capacity", "process", "others"}
}

// RiskState is how a risk stands.
type RiskState string

// The states of a risk.
const (
	RiskOpen      RiskState = "open"
	RiskMitigated RiskState = "mitigated" // something is done about it
	RiskAccepted  RiskState = "accepted"  // by the customer
	RiskClosed    RiskState = "closed"    // it is none any more
)

// RiskStates lists them in the order of a risk's life.
func RiskStates() []RiskState { return []RiskState{RiskOpen, RiskMitigated, RiskAccepted, RiskClosed} }

// Risk is something that may go wrong at a customer's, as far as we know.
type Risk struct {
	ID             int64
	OrganizationID int64
	Title          string
	Area           Area
	Likelihood     int    // 1 to 3
	Impact         int    // 1 to 3
	About          string // Markdown, inside
	Shared         bool   // agreed to be shared with the customer
	Said           string // to the customer, where it is shared; empty: the title
	OwnerID        int64  // 0: nobody
	DueOn          bizcal.Date
	State          RiskState
	Tickets        []int64
	By             int64
	At, ChangedAt  time.Time
}

// Weight sorts risks: likelihood times impact, 1 to 9.
func (r Risk) Weight() int { return r.Likelihood * r.Impact }

// Told is what the customer reads of a shared risk.
func (r Risk) Told() string {
	if r.Said != "" {
		return r.Said
	}
	return r.Title
}

const mostLinks = 50

func (r Risk) typed() (Risk, error) {
	r.Title, r.Said = oneLine(r.Title), oneLine(r.Said)
	switch {
	case r.Title == "" || len([]rune(r.Title)) > 200:
		return r, fault.Field("title", "Say in a line what may go wrong, up to 200 characters")
	case !slices.Contains(Areas(), r.Area):
		return r, fault.Field("area", "Choose where the risk lies")
	case r.Likelihood < 1 || r.Likelihood > 3:
		return r, fault.Field("likelihood", "Choose how likely it is")
	case r.Impact < 1 || r.Impact > 3:
		return r, fault.Field("impact", "Choose how bad it would be")
	case !slices.Contains(RiskStates(), r.State):
		return r, fault.Field("state", "Choose how it stands")
	case tooLong(r.About):
		return r, fault.Field("about", "Write up to %d characters", mostText)
	case len([]rune(r.Said)) > 500:
		return r, fault.Field("said", "Tell the customer in up to 500 characters")
	case len(r.Tickets) > mostLinks:
		return r, fault.Field("tickets", "A risk holds up to %d tickets, not %d", mostLinks, len(r.Tickets))
	}
	slices.Sort(r.Tickets)
	r.Tickets = slices.Compact(r.Tickets)
	return r, nil
}

// SaveRisk writes a risk into an account's register, or changes the one with its number.
func (s *Service) SaveRisk(ctx context.Context, r Risk) (Risk, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return r, err
	}
	r, err := r.typed()
	if err != nil {
		return r, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Risk, error) {
		if err := s.checkLinks(ctx, tx, r.OrganizationID, r.OwnerID, r.Tickets); err != nil {
			return r, err
		}
		actor, _ := access.From(ctx)
		r.ChangedAt = tx.Now()
		if r.ID == 0 {
			r.By, r.At = actor.UserID, tx.Now()
			if r.ID, err = insertRisk(ctx, tx, r); err != nil {
				return r, err
			}
		} else if err := updateRisk(ctx, tx, r); err != nil {
			return r, err
		}
		return r, s.Log.Append(ctx, tx, event.Subject{Type: "review_risk", ID: r.ID},
			Kept{What: "risk", Organization: r.OrganizationID, State: string(r.State)})
	})
}

// checkLinks makes sure that what is kept of an account names its own tickets, and somebody of the team.
func (s *Service) checkLinks(ctx context.Context, tx *db.Tx, organization, owner int64, tickets []int64) error {
	if err := lockAccount(ctx, tx, organization); err != nil {
		return err
	}
	for _, id := range tickets {
		t, err := s.Tickets.Load(ctx, tx, id)
		if fault.Is(err, fault.NotFound) || err == nil && t.OrganizationID != organization {
			return fault.Field("tickets", "#%d is no ticket of this account", id)
		}
		if err != nil {
			return err
		}
	}
	if owner == 0 {
		return nil
	}
	users, err := s.People.Named(ctx, tx, owner)
	if u := users[owner]; err == nil && (!u.Active || !u.Role.Staff()) {
		err = fault.Field("owner", "Choose somebody of the team")
	}
	return err
}

// Risks lists the register of an account, the heaviest first, those that are closed behind.
func (s *Service) Risks(ctx context.Context, organization int64) ([]Risk, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return risksOf(ctx, s.DB.Read(), organization, false)
}

// Risk gives one of a register; fault.NotFound when there is none.
func (s *Service) Risk(ctx context.Context, id int64) (Risk, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Risk{}, err
	}
	return findRisk(ctx, s.DB.Read(), id)
}

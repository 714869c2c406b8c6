package upgrade

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Result is what became of an upgrade.
type Result struct {
	Outcome Outcome
	Note    string // Markdown; needed for all but Done
	Version string // that runs now; empty: To where it is done, what ran before otherwise
}

// Record records the outcome. The environment's history gets the version that runs now. A postponed one may be recorded at any
// time, the others once the window has begun.
func (s *Service) Record(ctx context.Context, id int64, r Result) (Upgrade, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Upgrade{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Upgrade, error) {
		u, err := s.going(ctx, tx, id)
		if err != nil {
			return u, err
		}
		if r, err = r.checked(u, tx.Now()); err != nil {
			return u, err
		}
		u.State, u.Outcome, u.OutcomeNote, u.Reached, u.EndedAt = Ended, r.Outcome, r.Note, r.Version, tx.Now()
		if err := s.cancelCall(ctx, tx, &u, "The upgrade was postponed."); err != nil {
			return u, err
		}
		if r.Version != "" {
			if _, err := s.Environments.SetVersion(ctx, tx, u.EnvironmentID, r.Version, u.ID); err != nil {
				return u, err
			}
		}
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return u, err
		}
		if err := s.note(ctx, tx, u, Finished{Upgrade: u.ID, Outcome: r.Outcome, Version: r.Version}); err != nil || u.TicketID == 0 {
			return u, err
		}
		return u, s.setStatus(ctx, tx, u.TicketID, ticket.Open, ticket.Hold)
	})
}

// checked says what is missing of a result.
func (r Result) checked(u Upgrade, now time.Time) (Result, error) {
	r.Note, r.Version = strings.TrimSpace(r.Note), strings.TrimSpace(r.Version)
	switch {
	case !slices.Contains(Outcomes(), r.Outcome):
		return r, fault.Field("outcome", "Choose how it went")
	case r.Outcome != Postponed && (u.State != Ready || now.Before(u.WindowFrom)):
		return r, fault.Field("outcome", "The window has not begun. Until then an upgrade can only be postponed")
	case r.Outcome != Done && r.Note == "":
		return r, fault.Field("note", "Write down what happened, and what the next try needs")
	case len(r.Note) > longestText:
		return r, fault.Field("note", "This text is longer than the %d bytes that are possible", longestText)
	case r.Outcome == Postponed:
		r.Version = ""
		return r, nil
	}
	if r.Version == "" && (r.Outcome == Done || r.Outcome == Trouble) {
		r.Version = u.To
	}
	if r.Version == "" {
		r.Version = u.From
	}
	if r.Version != "" {
		v, err := version.Parse(r.Version)
		if err != nil {
			return r, err
		}
		r.Version = v.String()
	}
	return r, nil
}

// Again plans another try of an upgrade that was postponed or rolled back: with its plan, without its window.
func (s *Service) Again(ctx context.Context, id int64) (Upgrade, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Upgrade{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Upgrade, error) {
		last, err := lockUpgrade(ctx, tx, id)
		if err != nil {
			return last, err
		}
		if last.Outcome != Postponed && last.Outcome != RolledBack {
			return last, fault.New(fault.Conflict, "Only an upgrade that was postponed or rolled back is tried again")
		}
		e, err := s.Environments.ByID(ctx, tx, last.EnvironmentID)
		if err != nil {
			return last, err
		}
		actor, _ := access.From(ctx)
		u := Upgrade{OrganizationID: last.OrganizationID, EnvironmentID: last.EnvironmentID, TicketID: last.TicketID, State: Planning,
			From: last.From, To: last.To, Stops: last.Stops,
			Plan: last.Plan, PlanDocument: last.PlanDocument, Rollback: last.Rollback, Zone: last.Zone, EngineerID: last.EngineerID,
			Hold: last.Hold, AfterID: last.ID, By: actor.UserID,
			Organization: last.Organization, Environment: last.Environment}
		if t, err := s.Tickets.Load(ctx, tx, u.TicketID); u.TicketID != 0 && (err != nil || !t.Status.Live()) {
			u.TicketID = 0
		}
		return s.add(ctx, tx, u, e)
	})
}

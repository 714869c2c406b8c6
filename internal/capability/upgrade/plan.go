package upgrade

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/upgrade/path"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const (
	longestText   = 100_000
	longestWindow = 72 * time.Hour
	farthest      = 2 * 366 * 24 * time.Hour
)

// Begin starts to plan an upgrade of an environment: from what it runs, by the required stops. A ticket without a priority
// becomes one of high priority. What was begun is Planning; Change adds the rest.
func (s *Service) Begin(ctx context.Context, environmentID, ticketID int64, to string) (Upgrade, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Upgrade{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Upgrade, error) {
		e, err := s.Environments.ByID(ctx, tx, environmentID)
		if err != nil {
			return Upgrade{}, err
		}
		rules, err := Rules.Get(ctx, tx)
		if err != nil {
			return Upgrade{}, err
		}
		actor, _ := access.From(ctx)
		u := Upgrade{OrganizationID: e.OrganizationID, EnvironmentID: e.ID, TicketID: ticketID, State: Planning, From: e.Version, To: to,
			Hold: rules.Hold, By: actor.UserID,
			EngineerID: actor.UserID, Organization: e.Organization, Environment: e.Name}
		if !e.Release().Known() {
			u.From = ""
		}
		if u.Zone, err = s.zoneOf(ctx, tx, u); err != nil {
			return u, err
		}
		for _, stop := range path.Between(read(u.From), read(to), readAll(rules.Stops)) {
			u.Stops = append(u.Stops, stop.String())
		}
		return s.add(ctx, tx, u, e)
	})
}

// add keeps a new upgrade.
func (s *Service) add(ctx context.Context, tx *db.Tx, u Upgrade, e environment.Environment) (Upgrade, error) {
	if !e.Running() {
		return u, fault.Field("environment", "%s does not run any more. Choose another environment", e.Name)
	}
	u, err := u.checked(tx.Now())
	if err != nil {
		return u, err
	}
	if err := s.ofCustomer(ctx, tx, u); err != nil {
		return u, err
	}
	if u.ID, err = insertUpgrade(ctx, tx, u); err != nil {
		return u, err
	}
	if err := s.note(ctx, tx, u, Planned{Upgrade: u.ID, New: true, From: u.From, To: u.To}); err != nil || u.TicketID == 0 {
		return u, err
	}
	return u, s.raise(ctx, tx, u.TicketID)
}

// ofCustomer refuses a ticket of somebody else.
func (s *Service) ofCustomer(ctx context.Context, tx *db.Tx, u Upgrade) error {
	if u.TicketID == 0 {
		return nil
	}
	t, err := s.Tickets.Load(ctx, tx, u.TicketID)
	switch {
	case fault.Is(err, fault.NotFound), err == nil && t.OrganizationID != u.OrganizationID:
		return fault.Field("ticket", "#%d is no ticket of this customer's", u.TicketID)
	case err != nil:
		return err
	case !t.Status.Live():
		return fault.Field("ticket", "#%d is closed. Open a follow-up first", u.TicketID)
	}
	return nil
}

// raise gives a ticket without a priority a high one.
func (s *Service) raise(ctx context.Context, tx *db.Tx, ticketID int64) error {
	t, err := s.Tickets.Load(ctx, tx, ticketID)
	if err != nil || t.Priority != ticket.NoPriority {
		return err
	}
	high := ticket.High
	_, _, err = s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{Priority: &high})
	return err
}

// zoneOf is the zone of who asked, or of the organization's first contact; empty where nobody has one.
func (s *Service) zoneOf(ctx context.Context, q db.Querier, u Upgrade) (string, error) {
	ids, err := s.guests(ctx, q, u)
	if err != nil {
		return "", err
	}
	users, err := s.People.Named(ctx, q, ids...)
	for _, id := range ids {
		if users[id].Zone != "" {
			return users[id].Zone, err
		}
	}
	return "", err
}

// checked puts what was typed into its stored form.
func (u Upgrade) checked(now time.Time) (Upgrade, error) {
	for field, text := range map[string]*string{"from": &u.From, "to": &u.To} {
		*text = strings.TrimSpace(*text)
		if *text == "" && field == "from" {
			continue
		}
		v, err := version.Parse(*text)
		if err != nil {
			sentence, _ := fault.Public(err)
			return u, fault.Field(field, "%s", sentence)
		}
		*text = v.String()
	}
	if u.From != "" && version.Compare(read(u.To), read(u.From)) <= 0 {
		return u, fault.Field("to", "%s does not come behind %s, which runs now", u.To, u.From)
	}
	u.Stops = slices.DeleteFunc(slices.Clone(u.Stops), func(s string) bool { return strings.TrimSpace(s) == "" })
	stops, err := path.Read(u.Stops)
	if err != nil {
		return u, err
	}
	for i, v := range stops {
		u.Stops[i] = v.String()
	}
	if u.From != "" {
		if err := path.Check(read(u.From), read(u.To), stops); err != nil {
			return u, err
		}
	}
	for field, text := range map[string]string{"plan": u.Plan, "rollback": u.Rollback} {
		if len(text) > longestText {
			return u, fault.Field(field, "This text is longer than the %d bytes that are possible. Add it to the environment as a document", longestText)
		}
	}
	if _, err := time.LoadLocation(u.Zone); err != nil {
		return u, fault.Field("zone", "“%s” is no time zone. Write it as Europe/Berlin", fault.Clip(u.Zone, 40))
	}
	return u, u.checkWindow(now)
}

// checkWindow is about a window that is new; one that began stays as it is.
func (u Upgrade) checkWindow(now time.Time) error {
	switch length := u.WindowUntil.Sub(u.WindowFrom); {
	case !u.Windowed() && u.WindowUntil.IsZero():
		return nil
	case length <= 0:
		return fault.Field("hours", "The window ends behind its beginning: give its length in hours")
	case length > longestWindow:
		return fault.Field("hours", "A window is up to %d hours long. Plan the stops as upgrades of their own", int(longestWindow.Hours()))
	case u.WindowFrom.After(now.Add(farthest)):
		return fault.Field("window", "This window is more than two years ahead. Choose another day")
	}
	return nil
}

// Change changes the plan of an upgrade that has not ended. One that is ready stays complete: what would be missing is
// refused. A window that moves takes the call before it along, and has to be confirmed again.
func (s *Service) Change(ctx context.Context, after Upgrade) (Upgrade, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return after, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Upgrade, error) {
		before, err := lockUpgrade(ctx, tx, after.ID)
		if err != nil {
			return after, err
		}
		if before.State == Ended {
			return before, fault.New(fault.Conflict, "This upgrade has ended. Plan another one")
		}
		u := before
		u.TicketID, u.From, u.To, u.Stops, u.Plan, u.PlanDocument, u.Rollback = after.TicketID, after.From, after.To, after.Stops,
			after.Plan, after.PlanDocument, after.Rollback
		u.WindowFrom, u.WindowUntil, u.Zone, u.EngineerID, u.Hold = after.WindowFrom, after.WindowUntil, after.Zone, after.EngineerID, after.Hold
		if u, err = u.checked(tx.Now()); err != nil {
			return u, err
		}
		if err := s.checkLinks(ctx, tx, before, u); err != nil {
			return u, err
		}
		return s.changed(ctx, tx, before, u)
	})
}

// checkLinks refuses what stands for nobody and nothing.
func (s *Service) checkLinks(ctx context.Context, tx *db.Tx, before, u Upgrade) error {
	if u.TicketID != before.TicketID {
		if err := s.ofCustomer(ctx, tx, u); err != nil {
			return err
		}
	}
	if u.EngineerID != 0 && u.EngineerID != before.EngineerID {
		who, err := s.People.Named(ctx, tx, u.EngineerID)
		if err != nil {
			return err
		}
		if p := who[u.EngineerID]; !p.Active || !p.Role.Allows(access.UpdateTickets) {
			return fault.Field("engineer", "Choose an engineer of the team")
		}
	}
	if u.PlanDocument == 0 || u.PlanDocument == before.PlanDocument {
		return nil
	}
	documents, err := s.Environments.Documents(ctx, u.EnvironmentID)
	if err == nil && !slices.ContainsFunc(documents, func(d environment.Document) bool { return d.ID == u.PlanDocument }) {
		return fault.Field("plan_document", "This document is not one of the environment's. Choose another")
	}
	return err
}

// changed keeps the plan, and what follows from another window.
func (s *Service) changed(ctx context.Context, tx *db.Tx, before, u Upgrade) (Upgrade, error) {
	moved := !u.WindowFrom.Equal(before.WindowFrom) || !u.WindowUntil.Equal(before.WindowUntil)
	if u.State == Ready {
		if err := u.complete(tx.Now()); err != nil {
			return u, err
		}
	}
	if moved {
		u.ConfirmedAt, u.NoticedAt, u.AskedAt = time.Time{}, time.Time{}, time.Time{}
		if err := s.moveCall(ctx, tx, before, &u); err != nil {
			return u, err
		}
	}
	if err := updateUpgrade(ctx, tx, u); err != nil {
		return u, err
	}
	if u.State != Ready || !moved {
		return u, s.note(ctx, tx, u, Planned{Upgrade: u.ID, From: u.From, To: u.To})
	}
	if err := s.note(ctx, tx, u, Readied{Upgrade: u.ID, From: u.WindowFrom, Until: u.WindowUntil, Moved: true}); err != nil {
		return u, err
	}
	return u, s.announce(ctx, tx, &u, true)
}

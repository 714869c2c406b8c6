package ticket

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// OwnStanding is what a customer's organization has a right to. Who belongs to none stands as people.Active: what
// becomes of their tickets is for rules to say.
type OwnStanding struct {
	Entitlement  people.Entitlement
	Organization string // name; empty: none
	Region       string // key of the preferred one
	StartsOn     bizcal.Date
	EndsOn       bizcal.Date
	GraceEndsOn  bizcal.Date
}

// MayAsk reports whether new tickets are taken (tickets.md, Entitlement and organisations).
func (o OwnStanding) MayAsk() bool {
	return o.Entitlement == people.Active || o.Entitlement == people.Grace
}

// NotEntitled is why a customer cannot open tickets, in the chain of the error that OwnCreate gives.
type NotEntitled struct{ OwnStanding }

// Error says it in a word.
func (e NotEntitled) Error() string {
	return fmt.Sprintf("the organization is not entitled: %s", e.Entitlement)
}

// OwnStanding gives the customer's standing.
func (s *Service) OwnStanding(ctx context.Context) (OwnStanding, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnStanding{}, err
	}
	return s.standing(ctx, s.db.Read(), customerOf(ctx), s.db.Now(ctx))
}

func (s *Service) standing(ctx context.Context, q db.Querier, who customer, now time.Time) (OwnStanding, error) {
	none := OwnStanding{Entitlement: people.Active}
	o, err := s.organizationOf(ctx, q, who)
	if err != nil || o.ID == 0 {
		return none, err
	}
	return OwnStanding{Entitlement: o.Entitlement(now), Organization: o.Name, Region: o.Region, StartsOn: o.StartsOn, EndsOn: o.EndsOn,
		GraceEndsOn: o.GraceEndsOn()}, nil
}

// organizationOf gives the organization that a customer belongs to; the empty one where it is none.
func (s *Service) organizationOf(ctx context.Context, q db.Querier, who customer) (people.Organization, error) {
	users, err := s.people.Named(ctx, q, who.id)
	id := users[who.id].OrganizationID
	if err != nil || id == 0 {
		return people.Organization{}, err
	}
	orgs, err := s.people.OrganizationsNamed(ctx, q, id)
	return orgs[id], err
}

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
	users, err := s.people.Named(ctx, q, who.id)
	if err != nil {
		return none, err
	}
	id := users[who.id].OrganizationID
	if id == 0 {
		return none, nil
	}
	orgs, err := s.people.OrganizationsNamed(ctx, q, id)
	o, ok := orgs[id]
	if err != nil || !ok {
		return none, err
	}
	return OwnStanding{Entitlement: o.Entitlement(now), Organization: o.Name, Region: o.Region, StartsOn: o.StartsOn, EndsOn: o.EndsOn,
		GraceEndsOn: o.GraceEndsOn()}, nil
}

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
// becomes of their tickets is for the door and for rules to say.
type OwnStanding struct {
	Refusal      OwnRefusal // of the door; zero: it lets them in, or there is none
	Entitlement  people.Entitlement
	Organization string // name; empty: none
	Region       string // key of the preferred one
	StartsOn     bizcal.Date
	EndsOn       bizcal.Date
	GraceEndsOn  bizcal.Date

	judged bool // by a door
}

// MayAsk reports whether new tickets are taken (tickets.md, Entitlement and organisations).
func (o OwnStanding) MayAsk() bool {
	if o.judged {
		return o.Refusal.Reason == ""
	}
	return o.Entitlement == people.Active || o.Entitlement == people.Grace
}

// NotEntitled is why a customer cannot open tickets, in the chain of the error that OwnCreate gives.
type NotEntitled struct{ OwnStanding }

// Error says it in a word.
func (e NotEntitled) Error() string {
	return fmt.Sprintf("the organization is not entitled: %s", e.Entitlement)
}

// OwnStanding gives the customer's standing before they chose anything.
func (s *Service) OwnStanding(ctx context.Context) (OwnStanding, error) {
	return s.OwnStandingFor(ctx, OwnNew{})
}

// OwnStandingFor gives the customer's standing for a form or a follow-up: a door may leave some open to everybody.
func (s *Service) OwnStandingFor(ctx context.Context, n OwnNew) (OwnStanding, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnStanding{}, err
	}
	return s.standing(ctx, s.db.Read(), customerOf(ctx), n, s.db.Now(ctx))
}

func (s *Service) standing(ctx context.Context, q db.Querier, who customer, n OwnNew, now time.Time) (OwnStanding, error) {
	o, err := s.organizationOf(ctx, q, who)
	if err != nil {
		return OwnStanding{}, err
	}
	out := OwnStanding{Entitlement: people.Active}
	if o.ID != 0 {
		out = OwnStanding{Entitlement: o.Entitlement(now), Organization: o.Name, Region: o.Region, StartsOn: o.StartsOn, EndsOn: o.EndsOn,
			GraceEndsOn: o.GraceEndsOn()}
	}
	if s.door.Judge == nil || who.staff {
		return out, nil
	}
	a, err := s.asking(ctx, q, who, n)
	if err != nil {
		return out, err
	}
	out.judged = true
	out.Refusal, err = s.door.Judge(ctx, q, a)
	return out, err
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

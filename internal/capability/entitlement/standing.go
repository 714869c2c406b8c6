package entitlement

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Standing is who asks, and what they have a right to.
type Standing struct {
	User         people.User
	Organization people.Organization // ID 0: none
	Verdict      Verdict
	Contact      people.Contact // UserID 0: not named
	Until        bizcal.Date    // last day of support, grace included; zero: no end
	Namesakes    []Namesake     // of a stranger
}

// Namesake is an organization some of whose contacts share the mail domain of somebody. It is a hint to an engineer and no
// proof: whoever works at a provider shares a domain with all its customers.
type Namesake struct {
	OrganizationID int64
	Organization   string
	Contacts       int
}

// StandingOf says how a person stands now, as requester of a ticket of an organization (0: their own).
func (s *Service) StandingOf(ctx context.Context, userID, organizationID int64) (st Standing, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return st, err
	}
	q := s.DB.Read()
	users, err := s.People.Named(ctx, q, userID)
	if err != nil {
		return st, err
	}
	st.User = users[userID]
	a, err := s.asking(ctx, q, st.User, s.DB.Now(ctx))
	if err != nil {
		return st, err
	}
	if organizationID != 0 && organizationID != a.Organization.ID {
		orgs, err := s.People.OrganizationsNamed(ctx, q, organizationID)
		if err != nil {
			return st, err
		}
		a.Organization, a.Contact = orgs[organizationID], false
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return st, err
	}
	a.LetIn = false // what they have a right to, not what they were granted once
	st.Organization, st.Verdict, st.Until = a.Organization, rules.Judge(a), a.Organization.GraceEndsOn()
	if a.Contact {
		st.Contact, _, err = s.People.ContactOf(ctx, q, userID)
	}
	if err == nil && a.Organization.ID == 0 {
		st.Namesakes, err = s.namesakes(ctx, q, st.User.Email)
	}
	return st, err
}

// NearTo gives the organizations whose contacts share the domain of an address.
func (s *Service) NearTo(ctx context.Context, address string) ([]Namesake, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return s.namesakes(ctx, s.DB.Read(), address)
}

func (s *Service) namesakes(ctx context.Context, q db.Querier, address string) ([]Namesake, error) {
	_, domain, ok := strings.Cut(address, "@")
	if !ok || domain == "" {
		return nil, nil
	}
	return namesakes(ctx, q, domain)
}

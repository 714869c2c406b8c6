package discussion

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Known gives all that must not leave with a ticket: the names and domains of every customer of the desk, the people of this
// one, and the machines that anybody named in the ticket or in what is kept of the customer.
func (s *Service) Known(ctx context.Context, q db.Querier, ticketID int64) (boundary.Identifiers, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return boundary.Identifiers{}, err
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return boundary.Identifiers{}, err
	}
	ids := boundary.Identifiers{Allowed: rules.Allowed}
	organizations, err := s.People.AllOrganizations(ctx, q)
	if err != nil {
		return ids, err
	}
	for _, o := range organizations {
		ids.Organizations = append(append(ids.Organizations, o.Name), o.Aliases...)
		ids.Domains = append(ids.Domains, o.Domains...)
		for _, owner := range o.Owners {
			if owner.Side == people.Theirs {
				ids.People, ids.Mails = append(ids.People, owner.Name), append(ids.Mails, owner.Address)
			}
		}
	}
	return s.withTicket(ctx, q, ids, ticketID)
}

// withTicket adds the people of a ticket and what its texts tell of machines.
func (s *Service) withTicket(ctx context.Context, q db.Querier, ids boundary.Identifiers, ticketID int64) (boundary.Identifiers, error) {
	th, err := s.Tickets.Thread(ctx, ticketID)
	if err != nil {
		return ids, err
	}
	who := append(slices.Clone(th.Ticket.CCs), th.Ticket.RequesterID)
	contacts, err := s.People.ContactsOf(ctx, q, th.Ticket.OrganizationID)
	if err != nil {
		return ids, err
	}
	for _, c := range contacts {
		who = append(who, c.UserID)
	}
	for _, c := range th.Comments {
		who = append(who, c.AuthorID)
	}
	named, err := s.People.Named(ctx, q, who...)
	if err != nil {
		return ids, err
	}
	for _, u := range named {
		if !u.Role.Staff() { // who works here is no secret of a customer
			ids.People, ids.Mails = append(ids.People, u.Name), append(ids.Mails, u.Email)
		}
	}
	known := texts(th)
	if s.Kept != nil && th.Ticket.OrganizationID != 0 {
		kept, err := s.Kept(ctx, q, th.Ticket.OrganizationID)
		if err != nil {
			return ids, err
		}
		known = append(known, kept...)
	}
	return ids.Learn(known...), nil
}

// texts are the words of a ticket.
func texts(th ticket.Thread) []string {
	all := []string{th.Ticket.Subject}
	for _, c := range th.Comments {
		all = append(all, c.Body)
		for _, a := range c.Attachments {
			all = append(all, a.Name)
		}
	}
	for _, values := range th.Ticket.Fields {
		all = append(all, values...)
	}
	return all
}

package review

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// letter is what goes to people of a customer. It is a public comment in a conversation of its own: their answers come
// back to it, and whether it arrived is seen there (ADR 15).
type letter struct {
	organization people.Organization
	ticketID     int64 // the conversation so far; 0: a new one
	subject      string
	body         string // Markdown
	to           []int64
	files        []ticket.NewAttachment
	from         int64 // who writes; 0: the principal
}

// send gives the conversation that the letter went out in. It is solved: nobody waits for anything, until somebody answers.
func (s *Service) send(ctx context.Context, tx *db.Tx, l letter) (int64, error) {
	if err := s.checkReaders(ctx, tx, l); err != nil {
		return 0, err
	}
	ccs := l.to[1:]
	refused, err := s.Tickets.Refuses(ctx, tx)
	if err != nil {
		return 0, err
	}
	if refused.CCs { // the others see it where their organization shares tickets
		ccs = nil
	}
	if l.from == 0 {
		actor, _ := access.From(ctx)
		l.from = actor.UserID
	}
	words := ticket.NewComment{AuthorID: l.from, Public: true, Body: l.body, Files: l.files}
	if l.ticketID != 0 {
		t, err := s.Tickets.Lock(ctx, tx, l.ticketID)
		if err != nil {
			return 0, err
		}
		if t.Status != ticket.Closed {
			u, err := s.readdress(ctx, tx, l, t, refused.CCs)
			if err != nil {
				return 0, err
			}
			u.Comment, u.Accept = &words, []string{ticket.GuardCustomerCC}
			_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID, u)
			return t.ID, err
		}
	}
	t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: l.subject, RequesterID: l.to[0], Organization: l.organization.ID,
		AssigneeID: l.from, Channel: "web",
		Priority: ticket.Low, Stage: ticket.Other, CCs: ccs, Tags: []string{"account_review"}, Accept: []string{ticket.GuardCustomerCC}, Comment: words})
	if err != nil {
		return 0, err
	}
	solved := ticket.Solved
	_, _, err = s.Tickets.UpdateIn(access.AsSystem(ctx, "review"), tx, t.ID, ticket.Update{Status: &solved})
	return t.ID, err
}

// readdress lets a conversation go to the readers of a letter: contacts who are not among them leave it. Whom the customer
// took into it by themselves stays.
func (s *Service) readdress(ctx context.Context, q db.Querier, l letter, t ticket.Ticket, refused bool) (u ticket.Update, err error) {
	if !slices.Contains(l.to, t.RequesterID) {
		users, err := s.People.Named(ctx, q, t.RequesterID)
		if err == nil {
			err = fault.Field("to", "This goes on in a conversation with %s, who gets it too: choose them as well", users[t.RequesterID].Name)
		}
		return u, err
	}
	for _, id := range l.to {
		if !refused && id != t.RequesterID && !slices.Contains(t.CCs, id) {
			u.AddCCs = append(u.AddCCs, id)
		}
	}
	contacts, err := s.contactsOf(ctx, q, l.organization.ID)
	for _, id := range t.CCs {
		if slices.Contains(contacts, id) && !slices.Contains(l.to, id) {
			u.RemoveCCs = append(u.RemoveCCs, id)
		}
	}
	return u, err
}

// checkReaders makes sure that a letter goes to the customer's own people and nobody else's.
func (s *Service) checkReaders(ctx context.Context, q db.Querier, l letter) error {
	if len(l.to) == 0 {
		return fault.Field("to", "Choose who gets it. Contacts are named on the organization's page")
	}
	users, err := s.People.Named(ctx, q, l.to...)
	if err != nil {
		return err
	}
	for _, id := range l.to {
		u, known := users[id]
		switch {
		case !known || u.OrganizationID != l.organization.ID:
			return fault.Field("to", "Only people of %s get this", l.organization.Name)
		case u.Email == "":
			return fault.Field("to", "%s has no address", u.Name)
		}
	}
	return nil
}

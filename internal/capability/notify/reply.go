package notify

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// writing is what the mails about one ticket are made from.
type writing struct {
	from      From
	style     Style
	templates Templates
	ticket    ticket.Ticket
	comment   ticket.Comment
	users     map[int64]people.User
	org       string
}

// gather reads all that a mail about a comment may need.
func (s *Service) gather(ctx context.Context, tx *db.Tx, ticketID, commentID int64) (w writing, err error) {
	if w.from, err = MailFrom.Get(ctx, tx); err != nil {
		return w, err
	}
	if w.style, err = MailStyle.Get(ctx, tx); err != nil {
		return w, err
	}
	if w.templates, err = MailTemplates.Get(ctx, tx); err != nil {
		return w, err
	}
	if w.ticket, err = s.Tickets.Load(ctx, tx, ticketID); err != nil {
		return w, err
	}
	if w.comment, err = s.Tickets.LoadComment(ctx, tx, commentID); err != nil {
		return w, err
	}
	ids := append([]int64{w.ticket.RequesterID, w.ticket.AssigneeID, w.comment.AuthorID}, w.ticket.CCs...)
	if w.users, err = s.People.Named(ctx, tx, append(ids, w.ticket.Followers...)...); err != nil {
		return w, err
	}
	orgs, err := s.People.OrganizationsNamed(ctx, tx, w.ticket.OrganizationID)
	w.org = orgs[w.ticket.OrganizationID].Name
	return w, err
}

func (w writing) author() people.User    { return w.users[w.comment.AuthorID] }
func (w writing) requester() people.User { return w.users[w.ticket.RequesterID] }

func (w writing) values() values {
	return values{
		"ticket.id": number(w.ticket.ID), "ticket.subject": answered.ReplaceAllString(w.ticket.Subject, ""),
		"requester.name": w.requester().Name, "requester.first_name": firstName(w.requester().Name),
		"organization": w.org, "agent.name": w.author().Name, "desk.name": w.from.deskName(),
	}
}

// deskName is what mails call the desk.
func (f From) deskName() string {
	if f.Name == "" {
		return "Support"
	}
	return f.Name
}

// reply mails a public comment of ours to the requester and the CCs; first is set where it opens the thread.
func (s *Service) reply(ctx context.Context, tx *db.Tx, w writing, first bool) error {
	host := w.from.host(s.Host)
	m := Mail{
		Kind: Reply, Cause: fmt.Sprint("comment:", w.comment.ID), TicketID: w.ticket.ID, CommentID: w.comment.ID,
		ActorID: w.author().ID, MessageID: token.MessageID(s.Key, w.ticket.ID, w.comment.ID, host),
		Subject: replySubject(w.ticket.Subject, w.ticket.ID, w.style.SubjectTag, first),
	}
	var err error
	if m.Recipients, err = s.audience(ctx, tx, w); err != nil {
		return err
	}
	if m.InReplyTo, m.References, err = s.thread(ctx, tx, w.ticket.ID); err != nil {
		return err
	}
	if w.from.Address != "" {
		m.From, m.ReplyTo = w.from.sender(w.author().Name), w.from.replyTo(s.Key, w.ticket.ID)
	} else {
		m.From.Name = w.from.sender(w.author().Name).Name
	}
	if m.Text, m.HTML, err = s.replyBody(ctx, tx, w, host); err != nil {
		return err
	}
	id, err := s.post(ctx, tx, m)
	if err == nil && id != 0 {
		fresh(tx)[w.ticket.ID] = id
	}
	return err
}

func (s *Service) replyBody(ctx context.Context, tx *db.Tx, w writing, host string) (text, asHTML string, err error) {
	var b body
	b.markdown(w.comment.Body, markup.WithImages(pictures(w.comment, host)))
	b.signature(w.author().Signature)
	b.quiet(trimSeparators(fill(w.templates.Footer, w.values())))
	if w.style.Quote {
		if err := s.quoteLast(ctx, tx, &b, w); err != nil {
			return "", "", err
		}
	}
	text, asHTML = b.within(w.templates.Layout)
	return text, asHTML, nil
}

// audience is who gets the reply: the requester, and the CCs beside. Never its author, never the desk itself,
// never an account that is switched off.
func (s *Service) audience(ctx context.Context, tx *db.Tx, w writing) ([]Recipient, error) {
	var all []Recipient
	add := func(id int64, role Role) error {
		u := w.users[id]
		if u.Email == "" || !u.Active || u.ID == w.comment.AuthorID {
			return nil
		}
		own, err := s.own(ctx, tx, w.from, u.Email)
		if err == nil && !own {
			all = append(all, Recipient{Address: u.Email, Name: u.Name, Role: role})
		}
		return err
	}
	if err := add(w.ticket.RequesterID, To); err != nil {
		return nil, err
	}
	role := Cc
	if len(all) == 0 { // a mail has somebody it is to
		role = To
	}
	for _, id := range w.ticket.CCs {
		if err := add(id, role); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// freshKey is where a transaction keeps the replies it wrote, by ticket.
type freshKey struct{}

func fresh(tx *db.Tx) map[int64]int64 {
	return tx.Value(freshKey{}, func() any { return map[int64]int64{} }).(map[int64]int64)
}

// copyTo adds a person to the reply that this same transaction wrote: in one update the comment comes before
// the CCs that are added with it.
func (s *Service) copyTo(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	id := fresh(tx)[ticketID]
	if id == 0 {
		return nil
	}
	m, err := findMail(ctx, tx, id)
	if err != nil {
		return err
	}
	w, err := s.gather(ctx, tx, ticketID, m.CommentID)
	if err != nil {
		return err
	}
	w.ticket.RequesterID, w.ticket.CCs = 0, []int64{userID}
	more, err := s.audience(ctx, tx, w)
	for _, r := range more {
		r.Role = Cc
		if err := insertRecipient(ctx, tx, id, r); err != nil {
			return err
		}
	}
	return err
}

package app

import (
	"context"
	"fmt"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/capability/discussion/discussionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// discussions builds the service over the rest of the desk. Only a restricted one has a bridge.
func (d *Desk) discussions() *discussion.Service {
	deps := discussion.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Kept: d.keptOfCustomer}
	if d.boundary.Restricted {
		b := bridge{d}
		deps.Deliver, deps.Answers, deps.Close = b.deliver, b.answers, b.close
	}
	return discussion.New(deps)
}

// keptOfCustomer gives what the desk wrote down of a customer: notes, installations, the runbook.
func (d *Desk) keptOfCustomer(ctx context.Context, q db.Querier, organizationID int64) ([]string, error) {
	named, err := d.People.OrganizationsNamed(ctx, q, organizationID)
	if err != nil {
		return nil, err
	}
	environments, err := d.Environments.Of(ctx, q, organizationID)
	if err != nil {
		return nil, err
	}
	runbook, err := d.Reviews.Runbook(access.AsSystem(ctx, "discussion"), organizationID, 0)
	texts := []string{named[organizationID].Notes, runbook.Body}
	for _, e := range environments {
		texts = append(texts, e.Topology, e.Notes)
	}
	return texts, err
}

// discussionPages makes its pages.
func (d *Desk) discussionPages(shell *workspace.Shell) *discussionui.UI {
	return discussionui.New(discussionui.Deps{Discussions: d.Discussions, Tickets: d.Tickets, Named: d.Tickets.Named, Page: shell.Page, Now: d.DB.Now})
}

// bridge leads from a restricted desk to another of the process. It is the only way on which anything leaves: what it
// carries is a discussion.Crossing, and the word that it is over.
type bridge struct{ from *Desk }

// other is the desk at the far end: the one that the configuration names, else the first that is not restricted.
func (b bridge) other() (*Desk, error) {
	for _, o := range b.from.beside() {
		if !o.boundary.Restricted && (b.from.cfg.Discuss == "" || b.from.cfg.Discuss == o.Name) {
			return o, nil
		}
	}
	return nil, fault.New(fault.Unavailable, "There is no desk beside this one that takes discussion items. Name one with discuss = in daywatch.toml")
}

// The requester of items on the far side is nobody's account and gets no mail (RFC 2606 §2).
const (
	botName    = "Restricted desk"
	botAddress = "restricted-desk@daywatch.invalid"
	markDomain = "@discussion.invalid"
)

// deliver opens a ticket with an internal note. An item that came before is found by its mark.
func (b bridge) deliver(ctx context.Context, c discussion.Crossing) (ref string, err error) {
	o, err := b.other()
	if err != nil {
		return "", err
	}
	ctx = access.AsSystem(ctx, "system")
	return db.InTx(ctx, o.DB, func(tx *db.Tx) (string, error) {
		came, err := o.Tickets.ByMessageID(ctx, tx, c.Mark+markDomain)
		if err != nil {
			return "", err
		}
		if len(came) > 0 {
			return strconv.FormatInt(came[0].TicketID, 10), nil
		}
		bot, err := o.bot(ctx, tx)
		if err != nil {
			return "", err
		}
		t, err := o.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: fmt.Sprintf("Discussion item of restricted record %d", c.Number),
			RequesterID: bot.ID, Channel: "system",
			Tags:    []string{"restricted_discussion"},
			Comment: ticket.NewComment{AuthorID: bot.ID, Body: c.Text, MessageIDs: []string{c.Mark + markDomain}}})
		return strconv.FormatInt(t.ID, 10), err
	})
}

// bot is who asks on behalf of restricted desks.
func (d *Desk) bot(ctx context.Context, tx *db.Tx) (people.User, error) {
	u, err := d.People.Ensure(ctx, tx, botName, botAddress)
	if err != nil || u.MailFails {
		return u, err
	}
	return u, d.People.MarkMailFails(ctx, tx, botAddress, true)
}

// answers reads what people wrote on the far side.
func (b bridge) answers(ctx context.Context, ref string) ([]discussion.Answer, error) {
	o, err := b.other()
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return nil, err
	}
	ctx = access.AsSystem(ctx, "system")
	th, err := o.Tickets.Thread(ctx, id)
	if err != nil {
		return nil, err
	}
	names := make([]int64, len(th.Comments))
	for i, c := range th.Comments {
		names[i] = c.AuthorID
	}
	authors, err := o.Tickets.Named(ctx, names...)
	if err != nil {
		return nil, err
	}
	var all []discussion.Answer
	for _, c := range th.Comments {
		if u := authors[c.AuthorID]; u.Role.Staff() && c.Body != "" {
			all = append(all, discussion.Answer{Ref: strconv.FormatInt(c.ID, 10), Author: u.Name, Body: c.Body, At: c.At})
		}
	}
	return all, nil
}

// close solves the ticket on the far side, without a word.
func (b bridge) close(ctx context.Context, ref string) error {
	o, err := b.other()
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "system")
	return o.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := o.Tickets.Load(ctx, tx, id)
		if err != nil || t.Status == ticket.Solved || t.Status == ticket.Closed {
			return err
		}
		solved := ticket.Solved
		_, _, err = o.Tickets.UpdateIn(ctx, tx, id, ticket.Update{Status: &solved})
		return err
	})
}

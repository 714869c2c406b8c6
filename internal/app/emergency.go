package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// emergencies builds the service over the rest of the desk.
func (d *Desk) emergencies() *emergency.Service {
	return emergency.New(emergency.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, OnCall: d.OnCall.At, Settle: d.Paging.Resolve,
		Page: d.pageEmergency, Answer: d.answerPages, Addressees: d.Intake.Addressees, Owns: d.Intake.Owns, Closed: d.isClosed, Tell: d.tellOfEmergency,
		Hours: d.calendarOpen, Notice: d.answerEmergency})
}

func (d *Desk) pageEmergency(ctx context.Context, tx *db.Tx, a emergency.Alarm) error {
	urgency := paging.High
	if a.Low {
		urgency = paging.Low
	}
	_, err := d.Paging.Trigger(ctx, tx, paging.Alarm{Key: a.Key, Subject: a.Subject, Title: a.Title, Policy: a.Policy, Urgency: urgency,
		Except: a.Except, To: a.To, Only: a.Only})
	return err
}

// answerPages acknowledges what rings about a subject, for somebody who said so elsewhere.
func (d *Desk) answerPages(ctx context.Context, tx *db.Tx, subject event.Subject, userID int64) error {
	open, err := d.Paging.Open(ctx, tx, subject)
	if err != nil {
		return err
	}
	for _, p := range open {
		if p.State != paging.Triggered {
			continue
		}
		if _, err := d.Paging.AcknowledgeAs(ctx, tx, p.ID, userID, "ticket"); err != nil {
			return err
		}
	}
	return nil
}

// emergencyPaged tells emergencies what became of a page.
func (d *Desk) emergencyPaged(ctx context.Context, tx *db.Tx, c paging.Change) error {
	news := emergency.PageNews{PageID: c.Page.ID, Key: c.Page.Key, Subject: c.Page.Subject, By: c.By}
	switch c.Kind {
	case paging.WasTriggered:
		return d.Emergencies.Rang(ctx, tx, news)
	case paging.WasAcknowledged:
		return d.Emergencies.Answered(ctx, tx, news)
	}
	return nil
}

// emergencyCard describes a ticket or a hand-over for a page.
func (d *Desk) emergencyCard(ctx context.Context, q db.Querier, subject event.Subject) (paging.Card, error) {
	card, err := d.Emergencies.Card(ctx, q, subject)
	c := paging.Card{Title: card.Title, Path: card.Path}
	for _, f := range card.Facts {
		c.Facts = append(c.Facts, paging.Fact(f))
	}
	for _, m := range card.Messages {
		c.Messages = append(c.Messages, paging.Message(m))
	}
	if err == nil && subject.Type == event.Ticket(0).Type {
		t, err := d.Tickets.Load(ctx, q, subject.ID)
		if err != nil {
			return c, err
		}
		window, err := d.windowOpen(ctx, q, t.OrganizationID)
		if window != "" {
			c.Facts = append(c.Facts, paging.Fact{Label: "Their upgrade", Value: window})
		}
		c.Due, c.Promise = t.BreachAt, "to the "+strings.ReplaceAll(t.BreachMetric, "_", " ")
		return c, err
	}
	return c, err
}

// isClosed reports whether the desk's usual calendar is closed.
func (d *Desk) isClosed(ctx context.Context, q db.Querier, at time.Time) (bool, error) {
	usual, err := d.Calendars.TheDefault(ctx, q)
	if err != nil {
		return false, err
	}
	hours, _, err := d.Calendars.Compiled(ctx, q, usual.ID)
	if err != nil {
		return false, err
	}
	return !hours.Open(at), nil
}

// calendarOpen asks one calendar whether it is open, and when it opens next.
func (d *Desk) calendarOpen(ctx context.Context, q db.Querier, id int64, at time.Time) (bool, time.Time, error) {
	hours, _, err := d.Calendars.Compiled(ctx, q, id)
	if err != nil || hours.Open(at) {
		return err == nil, time.Time{}, err
	}
	opens, _ := hours.NextOpen(at)
	return false, opens, nil
}

// answerEmergency mails a customer what they should know at once.
func (d *Desk) answerEmergency(ctx context.Context, tx *db.Tx, a emergency.Answer) error {
	return d.Notify.SendRuleMail(access.AsSystem(ctx, "emergency"), tx, notify.RuleMail{Cause: a.Cause, TicketID: a.TicketID, To: []int64{a.To.ID},
		Subject: fmt.Sprintf("We have your emergency #%d", a.TicketID), Body: a.Body})
}

// tellOfEmergency mails those who answer for one.
func (d *Desk) tellOfEmergency(ctx context.Context, tx *db.Tx, n emergency.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Label: "Open the ticket", Path: n.Path})
}

// emergencyPages makes its pages.
func (d *Desk) emergencyPages(shell *workspace.Shell) *emergencyui.UI {
	return emergencyui.New(emergencyui.Deps{Emergencies: d.Emergencies, People: d.People, Tickets: d.Tickets, Page: shell.Page, Now: d.DB.Now})
}

// emergencyTeller tells in the thread what became of an emergency.
func emergencyTeller(pages *emergencyui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

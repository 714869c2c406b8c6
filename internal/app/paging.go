package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// paging builds the service over the rest of the desk.
func (d *Desk) paging() *paging.Service {
	carriers := d.carriers()
	return paging.New(paging.Deps{DB: d.DB, Log: d.Log, People: d.People, Link: d.link, Key: d.key, Logger: d.logger, Bare: d.boundary.Restricted,
		Senders: channel.Senders(carriers), Carriers: carriers, Tell: d.tellOfPaging, OnCall: d.OnCall.At, Lock: d.lockSubject,
		Busy: d.pageBusy, Card: d.pageCard, Changed: d.pageChanged,
		Publish: func(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }})
}

// pagingPages makes its pages.
func (d *Desk) pagingPages(shell *workspace.Shell) *pagingui.UI {
	return pagingui.New(pagingui.Deps{Paging: d.Paging, People: d.People, Page: shell.Page, Now: d.DB.Now, Schedules: d.scheduleTitles})
}

// lockSubject locks the row of what a page is about, where its own log tells of the page.
func (d *Desk) lockSubject(ctx context.Context, tx *db.Tx, subject event.Subject) error {
	switch subject.Type {
	case account.EngagementSubject(0).Type:
		return d.Accounts.LockTicket(ctx, tx, subject.ID)
	case alert.Subject(0).Type:
		return d.Alerts.Lock(ctx, tx, subject.ID)
	}
	if subject.Type != event.Ticket(0).Type {
		return nil
	}
	_, err := d.Tickets.Lock(ctx, tx, subject.ID)
	return err
}

// scheduleTitles lists what a step of an escalation policy can name.
func (d *Desk) scheduleTitles(ctx context.Context) (titles []string, err error) {
	all, err := d.OnCall.Schedules(ctx)
	for _, s := range all {
		titles = append(titles, s.Title)
	}
	return titles, err
}

// pagingTeller puts the facts of pages into the words of a ticket's thread.
func pagingTeller(pages *pagingui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

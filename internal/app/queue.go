package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/capability/queue/queueui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// queue builds the one queue and what moves work, over tickets and people.
func (d *Desk) queue() *queue.Service {
	return queue.New(queue.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Notify: d.announce,
		Chat: outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private}), Link: d.link, Bare: d.boundary.Restricted,
		Keeps: func(ctx context.Context, q db.Querier, ticketID int64) (bool, error) {
			return d.Accounts.Keeps(ctx, q, ticketID)
		}, // built later
		First: func(ctx context.Context, q db.Querier, userID int64) ([]int64, error) {
			return d.Accounts.First(ctx, q, userID)
		}})
}

// announce mails a list to those on shift.
func (d *Desk) announce(ctx context.Context, tx *db.Tx, n queue.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open the list", Path: n.Path})
}

// queuePages makes the pages of the queue; listed draws rows as the pages of tickets do, which need these first.
func (d *Desk) queuePages(shell *workspace.Shell, listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)) *queueui.UI {
	shell.Board = "/board"
	return queueui.New(queueui.Deps{Queue: d.Queue, Tickets: d.Tickets, People: d.People, Page: shell.Page, Now: d.DB.Now, Listed: listed})
}

// queueModule is what these pages bring along.
func queueModule(pages *queueui.UI) module.Module {
	return module.Module{Name: "queueui", Routes: pages.Routes, Nav: queueui.Nav(), Settings: queueui.Settings()}
}

// queuePanel stands beside a ticket.
func queuePanel(pages *queueui.UI) ticketui.Panel {
	return ticketui.Panel{ID: "queue", Render: pages.Panel}
}

// queueTeller tells in the thread how a ticket moved.
func queueTeller(pages *queueui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

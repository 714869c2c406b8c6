package app

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/capability/paging/reachui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// carriers are the ways out of the desk for pages.
func (d *Desk) carriers() map[paging.Kind]paging.Carrier {
	client := outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private})
	return channel.Carriers(channel.Deps{DB: d.DB, Client: client, Post: d.pageMail, Gone: d.methodGone, Link: d.link})
}

// pageMail puts a page into the outbox, which sends it.
func (d *Desk) pageMail(ctx context.Context, m channel.Mail) (id string, err error) {
	letter := notify.PageLetter{Key: m.Key, UserID: m.UserID, Name: m.Name, Address: m.Address, Subject: m.Subject, Lines: m.Lines,
		Facts: m.Facts, Quotes: m.Quotes}
	for _, l := range m.Links {
		letter.Links = append(letter.Links, notify.PageLink(l))
	}
	err = d.DB.Do(ctx, func(tx *db.Tx) error {
		id, err = d.Notify.SendPage(ctx, tx, letter)
		return err
	})
	return id, err
}

// methodGone takes away an address at which pages no longer arrive.
func (d *Desk) methodGone(ctx context.Context, m paging.Method, why string) error {
	ctx = access.AsSystem(ctx, "paging")
	return d.DB.Do(ctx, func(tx *db.Tx) error { return d.Paging.MethodGone(ctx, tx, m, why) })
}

// tellOfPaging mails a notice about pages.
func (d *Desk) tellOfPaging(ctx context.Context, tx *db.Tx, n paging.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Label: "How I am reached", Path: n.Path})
}

// ensurePushKeys gives a new desk its keys for web push.
func (d *Desk) ensurePushKeys(ctx context.Context, tx *db.Tx) error {
	return channel.EnsureVAPID(ctx, tx, d.Log)
}

// reachModule brings the pages by which pages reach people.
func (d *Desk) reachModule(shell *workspace.Shell) module.Module {
	pages := reachui.New(reachui.Deps{Paging: d.Paging, Page: shell.Page, Frame: shell.Frame, Now: d.DB.Now, Link: d.link, HandOver: handedOver})
	return module.Module{Name: "reachui", Routes: pages.Routes, Settings: reachui.Settings()}
}

// handedOver is where the emergency that a page is about is handed over.
func handedOver(p paging.Page) string {
	if p.Subject.Type != event.Ticket(0).Type || p.Urgency != paging.High {
		return ""
	}
	return fmt.Sprintf("/tickets/%d/emergency/hand-over", p.Subject.ID)
}

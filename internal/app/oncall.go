package app

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// oncall builds the service over the rest of the desk.
func (d *Desk) oncall() *oncall.Service {
	return oncall.New(oncall.Deps{DB: d.DB, Log: d.Log, People: d.People, Notify: d.announceDuty, Uses: d.scheduleUses, Fetch: d.fetchCalendar(),
		Pages: func(ctx context.Context, q db.Querier, userID int64, from, until time.Time) ([]time.Time, error) {
			return d.Paging.Pages(ctx, q, userID, from, until) // built later
		}})
}

// announceDuty mails what is new about being on call to those whom it concerns.
func (d *Desk) announceDuty(ctx context.Context, tx *db.Tx, n oncall.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open on-call", Path: n.Path})
}

// onWatch says on the sun band who is on call now.
func (d *Desk) onWatch(ctx context.Context) (*page.OnCall, error) {
	duty, ok, err := d.OnCall.Watch(ctx)
	if err != nil || !ok {
		return nil, err
	}
	who, err := d.People.Named(ctx, d.DB.Read(), duty.UserID)
	if err != nil {
		return nil, err
	}
	return &page.OnCall{Who: page.Person{ID: duty.UserID, Name: who[duty.UserID].Name, Href: "/on-call"}, Until: duty.Until}, nil
}

// nameOnCall says beside a ticket who is on call now.
func (d *Desk) nameOnCall(ctx context.Context) (g.Node, error) {
	on, err := d.onWatch(ctx)
	if err != nil || on == nil {
		return nil, err
	}
	return h.Span(h.A(h.Class("link"), h.Href(on.Who.Href), g.Text(on.Who.Name)),
		g.Text(" "+i18n.T(ctx, "ticket.on_call_until", "Time", i18n.FormatNear(ctx, on.Until, d.DB.Now(ctx))))), nil
}

// oncallPages makes its pages.
func (d *Desk) oncallPages(shell *workspace.Shell, bundle *i18n.Bundle) *oncallui.UI {
	shell.OnCall = d.onWatch
	return oncallui.New(oncallui.Deps{OnCall: d.OnCall, People: d.People, Page: shell.Page, Now: d.DB.Now, Link: d.link, Shifts: d.shiftPages(shell).Beside,
		Localize: func(ctx context.Context, locale string) context.Context { return bundle.WithLocale(ctx, locale) }})
}

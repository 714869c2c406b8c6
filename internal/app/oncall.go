package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// oncall builds the service over the rest of the desk.
func (d *Desk) oncall() *oncall.Service {
	return oncall.New(oncall.Deps{DB: d.DB, Log: d.Log, People: d.People, Notify: d.announceDuty, Fetch: d.fetchCalendar()})
}

// announceDuty mails what is new about being on call to those whom it concerns.
func (d *Desk) announceDuty(ctx context.Context, tx *db.Tx, n oncall.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open on-call", Path: n.Path})
}

// oncallPages makes its pages.
func (d *Desk) oncallPages(shell *workspace.Shell, bundle *i18n.Bundle) *oncallui.UI {
	return oncallui.New(oncallui.Deps{OnCall: d.OnCall, People: d.People, Page: shell.Page, Now: d.DB.Now, Link: d.link,
		Localize: func(ctx context.Context, locale string) context.Context { return bundle.WithLocale(ctx, locale) }})
}

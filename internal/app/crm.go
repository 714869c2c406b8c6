package app

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/crmui"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// crm builds the service over the rest of the desk. Its answers are pages of two thousand accounts, so its client reads more than
// others, and for longer.
func (d *Desk) crm() *crm.Service {
	client := outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private, Limit: 64 << 20, Timeout: 2 * time.Minute})
	return crm.New(crm.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Client: client, Calendars: d.calendarTitles, Tell: d.tellOfCRM,
		Publish: func(topic string) { d.Hub.Publish(topic, web.Event{Name: "changed"}) }, Link: d.link, Host: d.url.Hostname(),
		Restricted: d.boundary.Restricted, Logger: d.logger})
}

// calendarTitles are the titles of the desk's calendars by their numbers.
func (d *Desk) calendarTitles(ctx context.Context, q db.Querier) (map[int64]string, error) {
	all, err := d.Calendars.All(ctx, q)
	titles := make(map[int64]string, len(all))
	for _, c := range all {
		titles[c.ID] = c.Title
	}
	return titles, err
}

// tellOfCRM mails what those who configure the desk should read now.
func (d *Desk) tellOfCRM(ctx context.Context, tx *db.Tx, n crm.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it", Path: n.Path})
}

// crmPages makes its pages.
func (d *Desk) crmPages(shell *workspace.Shell) *crmui.UI {
	return crmui.New(crmui.Deps{CRM: d.CRM, People: d.People, Page: shell.Page, Now: d.DB.Now, Calendars: d.scheduleChoices})
}

// scheduleChoices are the titles of the desk's calendars, for a form.
func (d *Desk) scheduleChoices(ctx context.Context) (titles []string, err error) {
	all, err := d.Calendars.All(ctx, d.DB.Read())
	for _, c := range all {
		titles = append(titles, c.Title)
	}
	return titles, err
}

// crmSettings are what customers are taken over by. The connection holds secrets, and is no file's.
func crmSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(crm.WayKey, "By which API of Salesforce accounts are read: bulk or rest"),
		config.SettingOf(crm.MappingKey, "Where the CRM keeps what the desk takes over: objects, conditions, and their fields by our names"),
		config.SettingOf(crm.SKUsKey, "What a customer has who bought a SKU: level, tier, deployment, hours, tags; every line that fits counts"),
		config.SettingOf(crm.RulesKey, "Which accounts become customers, when they are marked for deletion, and how many are changed at once"),
		config.SettingOf(crm.GuardKey, "From when on a plan takes away so much that a person must say yes first"),
		config.SettingOf(crm.ScheduleKey, "When the desk asks the CRM by itself, in UTC, and whether it applies the plan"),
		config.SettingOf(crm.WriteBackKey, "What the desk tells the CRM: figures of tickets at accounts, and cases"),
	}
}

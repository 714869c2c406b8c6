package app

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// incidents builds the service over the rest of the desk.
func (d *Desk) incidents() *incident.Service {
	return incident.New(incident.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Key: d.key, Link: d.link, Named: d.calledByCustomers,
		Out:    outbound.New(outbound.Config{Agent: "Daywatch", Private: d.private, Timeout: 30 * time.Second}), // Statuspage waits 30 s
		Settle: d.Paging.Resolve, Page: d.pageIncident, OnDuty: d.speaksForUs, Tell: d.tellOfIncident, Mail: d.mailNews, Sealed: d.sealed()})
}

func (d *Desk) pageIncident(ctx context.Context, tx *db.Tx, policy, key, title string, subject event.Subject) error {
	_, err := d.Paging.Trigger(ctx, tx, paging.Alarm{Key: key, Subject: subject, Title: title, Policy: policy, Urgency: paging.High})
	return err
}

// longestShift is how long one person's duty may be to count as a shift: longer ones end with the hours of the setting.
const longestShift = 14 * 24 * time.Hour

// speaksForUs gives the shift of the communications managers.
func (d *Desk) speaksForUs(ctx context.Context, _ db.Querier, schedule string, at time.Time) (incident.Shift, error) {
	on, err := d.OnCall.Who(access.AsSystem(ctx, "incident"), schedule, at)
	if fault.Is(err, fault.NotFound) {
		return incident.Shift{}, nil
	}
	shift := incident.Shift{Title: schedule}
	for _, duty := range on {
		if duty.Shadow {
			continue
		}
		shift.People = append(shift.People, duty.UserID)
		if shift.From.Before(duty.From) {
			shift.From = duty.From
		}
		if shift.Until.IsZero() || duty.Until.Before(shift.Until) {
			shift.Until = duty.Until
		}
	}
	if shift.Until.Sub(shift.From) > longestShift {
		shift.From, shift.Until = time.Time{}, time.Time{}
	}
	return shift, err
}

// tellOfIncident mails members of the team.
func (d *Desk) tellOfIncident(ctx context.Context, tx *db.Tx, n incident.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it in the desk", Path: n.Path})
}

// mailNews mails somebody who asked for news of the status page.
func (d *Desk) mailNews(ctx context.Context, tx *db.Tx, l incident.Letter) error {
	return d.Notify.Circulate(ctx, tx, notify.Circular(l))
}

// newsCameBack pauses a reader of the status page who cannot be reached.
func (d *Desk) newsCameBack(ctx context.Context, tx *db.Tx, address, why string) error {
	return d.Incidents.Bounced(ctx, tx, address, why)
}

// incidentPages makes its pages.
func (d *Desk) incidentPages(shell *workspace.Shell) *incidentui.UI {
	return incidentui.New(incidentui.Deps{Incidents: d.Incidents, Tickets: d.Tickets, People: d.People, Page: shell.Page, Now: d.DB.Now, Link: d.link})
}

// incidentTeller tells in the thread that an incident is behind a ticket.
func incidentTeller(pages *incidentui.UI) ticketui.Teller {
	return ticketui.Teller{Say: pages.Told}
}

// incidentCard describes an incident for a page.
func (d *Desk) incidentCard(ctx context.Context, subject event.Subject) (paging.Card, error) {
	r, err := d.Incidents.Room(access.AsSystem(ctx, "paging"), subject.ID)
	if err != nil {
		return paging.Card{}, err
	}
	c := paging.Card{Title: r.Headline(d.DB.Now(ctx)), Path: r.Path(), Facts: []paging.Fact{
		{Label: "Severity", Value: fmt.Sprint("S", r.Severity)}, {Label: "Status", Value: string(r.Status)},
		{Label: "Tickets", Value: fmt.Sprint(len(r.Links))}}}
	if !r.DueAt.IsZero() {
		c.Facts = append(c.Facts, paging.Fact{Label: "Update due", Value: r.DueAt.Format("15:04 UTC")})
	}
	for _, u := range r.Updates[:min(3, len(r.Updates))] {
		c.Messages = append(c.Messages, paging.Message{At: u.CreatedAt, From: string(u.Status), Public: u.State == incident.Published, Text: u.Body})
	}
	return c, nil
}

// incidentSettings are what files have of incidents.
func incidentSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(incident.BodyLimit, "How many characters a public update has at most"),
		config.SettingOf(incident.CadenceKey, "Minutes from one public update to the next, by status and severity"),
		config.SettingOf(incident.WarnMinutes, "How many minutes before an update is due its writer is warned"),
		config.SettingOf(incident.Approvals, "The severities whose updates somebody else reads first: s1 to s4"),
		config.SettingOf(incident.DutyKey, "Who tells the customers of incidents, who is paged, and when shifts end without a schedule"),
		config.SettingOf(incident.TemplatesKey, "Prepared texts of public updates, with what must be filled in"),
		config.SettingOf(incident.MaintenanceKey, "What is published by itself about maintenance"),
		config.SettingOf(incident.PublicPageKey, "How the public status page is kept"),
	}
}

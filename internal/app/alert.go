package app

import (
	"context"
	"fmt"
	"strconv"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/alertapi"
	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// alerts builds the service over the rest of the desk.
func (d *Desk) alerts() *alert.Service {
	return alert.New(alert.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Page: d.pageAlert, Answer: d.answerAlert,
		Settle: d.Paging.Resolve, Policies: d.policyTitles})
}

// alertPages makes its pages, and the addresses that monitors report to.
func (d *Desk) alertPages(shell *workspace.Shell) alertDoors {
	return alertDoors{
		pages: alertui.New(alertui.Deps{Alerts: d.Alerts, People: d.People, Named: d.Tickets.Named, Page: shell.Page, Now: d.DB.Now, Link: d.link}),
		api:   alertapi.New(alertapi.Deps{Alerts: d.Alerts, Now: d.DB.Now, Logger: d.logger}),
	}
}

// alertDoors are the ways in to alerts: of people and of monitors.
type alertDoors struct {
	pages *alertui.UI
	api   *alertapi.API
}

// Routes adds both to mux.
func (a alertDoors) Routes(mux *web.Mux) {
	a.pages.Routes(mux)
	a.api.Routes(mux)
}

func (d *Desk) pageAlert(ctx context.Context, tx *db.Tx, c alert.Call) error {
	urgency := paging.High
	if c.Urgency == alert.Low {
		urgency = paging.Low
	}
	_, err := d.Paging.Trigger(ctx, tx, paging.Alarm{Key: c.Key, Subject: c.Subject, Title: c.Title, Policy: c.Policy, Urgency: urgency})
	return err
}

// answerAlert acknowledges the pages of an alert. Where nobody of the desk did, but somebody at the sender's side, there is
// nobody here to answer for them: they end.
func (d *Desk) answerAlert(ctx context.Context, tx *db.Tx, subject event.Subject, userID int64) error {
	if userID == 0 {
		return d.Paging.Resolve(ctx, tx, subject, "acknowledged where it came from")
	}
	return d.answerPages(ctx, tx, subject, userID)
}

// alertPaged tells an alert that somebody acknowledged its page.
func (d *Desk) alertPaged(ctx context.Context, tx *db.Tx, c paging.Change) error {
	if c.Kind != paging.WasAcknowledged {
		return nil
	}
	return d.Alerts.PageAnswered(ctx, tx, c.Page.Subject, c.By)
}

// alertCard describes an alert for a page.
func (d *Desk) alertCard(ctx context.Context, q db.Querier, subject event.Subject) (paging.Card, error) {
	a, err := d.Alerts.Find(ctx, q, subject.ID)
	if err != nil {
		return paging.Card{}, err
	}
	c := paging.Card{Title: a.Service + ": " + a.Summary, Path: fmt.Sprint("/alerts/", a.ID)}
	add := func(label, value string) {
		if value != "" {
			c.Facts = append(c.Facts, paging.Fact{Label: label, Value: value})
		}
	}
	add("Service", a.Service)
	add("Severity", string(a.Severity))
	add("Source", a.Said.Source)
	add("Since", a.OpenedAt.UTC().Format("15:04 UTC"))
	if a.Firing > 1 {
		add("Firing", strconv.Itoa(a.Firing))
	}
	if a.Folded > 0 {
		add("Storm", fmt.Sprintf("%d more alerts are folded into this one", a.Folded))
	}
	for _, l := range a.Said.Links {
		if l.Text == "runbook" {
			add("Runbook", l.Href)
		}
	}
	return c, nil
}

// policyTitles lists whom an alert can page.
func (d *Desk) policyTitles(ctx context.Context) (titles []string, err error) {
	all, err := d.Paging.Policies(ctx)
	for _, p := range all {
		titles = append(titles, p.Title)
	}
	return titles, err
}

package app

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// demoGovernmentHost is the name of the demo's second desk. Names below .localhost lead to the own machine (RFC 6761 §6.3).
const demoGovernmentHost = "gov.localhost"

// government adds the restricted desk to the demo's configuration: an address, a database, a key and files of its own.
func (c *Config) government() error {
	if len(c.Desks) > 1 {
		return nil
	}
	d := DeskConfig{Name: "Government", Hosts: []string{demoGovernmentHost}, Restricted: true}
	if err := d.complete(c.dir, 1); err != nil {
		return err
	}
	if err := d.reached(c.Server, 1); err != nil {
		return err
	}
	c.Desks = append(c.Desks, d)
	c.Server.restricted = append(c.Server.restricted, hostOf(d.URL), demoGovernmentHost)
	return nil
}

// demoCustomer is a customer of the restricted desk with who writes for them.
type demoCustomer struct {
	org, calendar string
	name, address string
	tickets       []demoMatter
}

type demoMatter struct {
	subject, body string
	severity      ticket.Severity
	ago           time.Duration
}

// demoCustomers are agencies that do not exist.
func demoCustomers() []demoCustomer {
	return []demoCustomer{
		{"Harbor and Tide Administration", GovernmentHours, "Renee Whitlock", "renee.whitlock@hta.example", []demoMatter{
			{"Runner jobs stay pending behind the proxy",
				"Jobs wait for a runner since the change window. Names are taken out:\n\nrunner=RUNNER-1 status=404 url=https://HOST-1/api/v4/jobs/request", 2, 3 * time.Hour},
			{"How to export audit events for a review", "Which of the exports holds who opened a project, and for how long is it kept?", 4, 26 * time.Hour}}},
		{"Bureau of Coastal Records", "24x7", "Marcus Ellery", "marcus.ellery@bcr.example", []demoMatter{
			{"Repository checks end with a timeout",
				"Checks of large repositories end after 30 minutes. Output, redacted:\n\nGitaly: HOST-2 rpc error: code = DeadlineExceeded",
				2, 50 * time.Minute}}},
	}
}

// fillGovernment writes a small world into the restricted desk: a team of which one person is not cleared, two customers with
// different hours, a few tickets.
func (d *Desk) fillGovernment(ctx context.Context) error {
	empty, err := d.People.NeedsSetup(ctx)
	if err != nil || !empty {
		return err
	}
	ctx = access.AsSystem(ctx, "demo")
	hash, err := d.People.HashPassword(ctx, demo.Password)
	if err != nil {
		return err
	}
	var cleared []people.User
	err = d.DB.Do(ctx, func(tx *db.Tx) error {
		for _, u := range []people.User{
			{Name: "Ada Lindqvist", Email: "admin@example.com", Role: access.Admin, Zone: "America/New_York", Region: "amer"},
			{Name: "Jolene Park", Email: "jolene@example.com", Role: access.Agent, Zone: "America/Chicago", Region: "amer"},
			{Name: "Theo Marsh", Email: "theo@example.com", Role: access.Agent, Zone: "America/Los_Angeles", Region: "amer"},
		} {
			u, err := d.People.ImportUser(ctx, tx, u, hash)
			if err != nil {
				return err
			}
			cleared = append(cleared, u)
		}
		return notify.MailFrom.Set(ctx, tx, d.Log, notify.From{Name: "Government support", Address: "support@" + demoGovernmentHost, Plus: true})
	})
	if err != nil {
		return err
	}
	for _, u := range cleared[:2] {
		if _, err := d.Clearances.Record(ctx, clearance.Verification{PersonID: u.ID, Verifier: "Hilda Brandt, People Operations",
			VerifiedOn: bizcal.DateOf(d.DB.Now(ctx)).String(),
			Proof:      clearance.RulesKey.Default.Proofs[0]}); err != nil {
			return err
		}
	}
	if err := d.governmentForms(ctx); err != nil {
		return err
	}
	for _, c := range demoCustomers() {
		if err := d.fillAgency(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// governmentForms are what customers of the restricted desk choose from. A first call is asked for by a tick; from then on it is
// written (domain/us-government.md).
func (d *Desk) governmentForms(ctx context.Context) error {
	for _, f := range []ticket.Field{
		{Key: "version", Title: "Version", Help: "As the page /help shows it, such as 18.6.2-ee.", Kind: ticket.TextField, Customers: true},
		{Key: "discovery_call", Title: "I would like a discovery call: 30 minutes, booked a business day ahead",
			Help: "Nobody shares a screen or a log in it. After it we go on here, in writing.",
			Kind: ticket.CheckField, Customers: true},
	} {
		if _, err := d.Tickets.SaveField(ctx, f); err != nil {
			return err
		}
	}
	forms, err := d.Tickets.Forms(ctx)
	if err != nil {
		return err
	}
	for _, f := range append(forms, ticket.Form{Title: "Licences and renewals", About: "Seats, keys and renewals.", Position: 9}) {
		if f.Customers = true; !f.Emergency && f.ID != 0 { // those that every desk has from the start, for its own use
			f.Fields = []ticket.FormField{{Key: "version"}, {Key: "discovery_call"}}
		}
		if _, err := d.Tickets.SaveForm(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) fillAgency(ctx context.Context, c demoCustomer) error {
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		hours, err := d.Calendars.ByTitle(ctx, tx, c.calendar)
		if err != nil {
			return err
		}
		org, err := d.People.SaveOrganizationIn(ctx, tx,
			people.Organization{Name: c.org, SupportLevel: "ultimate", Plan: "Ultimate", Region: "amer", CalendarID: hours.ID,
				Deployment: "self-managed", SharesTickets: true, GraceDays: 15, ContactLimit: 30})
		if err != nil {
			return err
		}
		u, err := d.People.ImportUser(ctx, tx, people.User{Name: c.name, Email: c.address, Role: access.EndUser, OrganizationID: org.ID,
			Zone: "America/New_York"}, "")
		if err != nil {
			return err
		}
		for _, m := range c.tickets {
			if _, err := d.Tickets.CreateIn(db.At(ctx, tx.Now().Add(-m.ago)), tx,
				ticket.NewTicket{Subject: m.subject, RequesterID: u.ID, Severity: m.severity, Channel: "portal",
					Comment: ticket.NewComment{Public: true, Format: ticket.Text, Body: m.body}}); err != nil {
				return err
			}
		}
		return nil
	})
}

package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoCRM gives the demo a taking over of customers that was applied a week ago, a field that is held against the CRM, and a plan
// of this morning that waits to be read.
func (d *Desk) demoCRM(ctx context.Context, quiet *event.Log, p *people.Service, t *ticket.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	now := d.DB.Now(ctx)
	s := crm.New(crm.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Calendars: d.calendarTitles})
	all, err := p.AllOrganizations(ctx, d.DB.Read())
	if err != nil {
		return err
	}
	var customers []people.Organization
	for _, o := range all {
		if o.ExternalID != "" && o.SupportLevel != "" && o.Entitlement(now) == people.Active && len(customers) < 14 {
			customers = append(customers, o)
		}
	}
	if len(customers) < 6 { // a small demo of a test
		return nil
	}
	week := db.At(ctx, now.Add(-7*24*time.Hour-2*time.Hour))
	r, err := s.StartFile(week, crm.File{Name: "customers.csv", Data: []byte(demoExport(customers, false))})
	if err != nil {
		return err
	}
	if _, err := s.Drive(week, r.ID, nil); err != nil {
		return err
	}
	if err := s.Apply(week, r.ID, ""); err != nil {
		return err
	}
	if _, err := s.Drive(week, r.ID, nil); err != nil {
		return err
	}
	_, err = s.SaveOverride(ctx, crm.Override{AccountID: customers[3].ExternalID, Field: crm.Health, Value: "green", Until: bizcal.DateOf(now).AddDays(30),
		Why: "The score counts a pilot that ended well; sales corrects it by the end of the month"})
	if err != nil {
		return err
	}
	morning := db.At(ctx, now.Add(-2*time.Hour))
	if r, err = s.StartFile(morning, crm.File{Name: "customers.csv", Data: []byte(demoExport(customers, true))}); err != nil {
		return err
	}
	_, err = s.Drive(morning, r.ID, nil)
	return err
}

// demoExport is what a CRM would export of some customers; later some of them have moved on.
func demoExport(customers []people.Organization, later bool) string {
	var b strings.Builder
	b.WriteString("id,name,type,website,sku,starts_on,ends_on,arr,quantity,health,segment,hold,hold_reason,account_owner,account_owner_email,csm,csm_email,contact_name,contact_email,contact_role\n")
	line := func(id, name, kind, website, sku, from, until string, arr, seats int, health, segment, hold, why string) {
		fmt.Fprintf(&b, "%s,%q,%s,%s,%s,%s,%s,%d,%d,%s,%s,%s,%q,Olga Brandt,olga.brandt@example.com,Chidi Eze,chidi.eze@example.com,,,\n",
			id, name, kind, website, sku, from, until, arr, seats, health, segment, hold, why)
	}
	for i, o := range customers {
		sku, health, hold, why := "SaaS - ", []string{"green", "green", "amber", "green"}[i%4], "", ""
		if o.Deployment == "self-managed" {
			sku = "Self-Managed - "
		}
		if o.SupportLevel == "ultimate" {
			sku += "Ultimate"
		} else {
			sku += "Premium"
		}
		if later {
			switch i {
			case 1:
				health = "red"
			case 2:
				sku = strings.Replace(sku, "Premium", "Ultimate", 1)
			case 3:
				health = "red" // held at green
			case 5:
				hold, why = "yes", "The invoice of last month is unpaid"
			}
		}
		line(o.ExternalID, o.Name, "Customer", "", sku, people.FormatDate(o.StartsOn), people.FormatDate(o.EndsOn), 24000+7000*i, 40+25*i,
			health, []string{"Large", "Mid-Market", "SMB"}[i%3], hold, why)
	}
	begins := customers[0].StartsOn
	line("C-9001", "Nordlys Resellers", "Partner", "nordlys.example", "", "", "", 0, 0, "", "", "", "")
	if later {
		line("C-9002", "Harbour Light Shipping", "Customer", "harbour-light.example", "SaaS - Premium", people.FormatDate(begins),
			people.FormatDate(begins.AddDays(730)), 36000, 75, "green", "Mid-Market", "", "")
		line("C-9003", "Twin Peaks Energy", "Customer", "twinpeaks.example", "SaaS - Ultimate", people.FormatDate(begins),
			people.FormatDate(begins.AddDays(730)), 90000, 200, "green", "Large", "", "")
		line("C-9004", "Twin Peaks Energy Trading", "Customer", "www.twinpeaks.example", "SaaS - Premium", people.FormatDate(begins),
			people.FormatDate(begins.AddDays(730)), 18000, 30, "green", "SMB", "", "")
		line("C-9005", "Old Mill Bakery", "Former Customer", "old-mill.example", "", "", "", 0, 0, "", "", "", "")
	}
	return b.String()
}

package crm

import (
	"fmt"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// writeBack has a desk whose customers came from Salesforce tell it of their tickets.
func (k *desk) writeBack() people.Organization {
	k.t.Helper()
	k.fake.FillWorld(60, time.Now().UTC())
	k.apply(k.plan())
	must(k.t, k.ChangeSetup(k.ctx, func(v *Setup) { v.WriteBack.Counts, v.WriteBack.Cases = true, true }))
	links, err := allLinks(k.ctx, k.DB.Read())
	must(k.t, err)
	first := int64(0)
	for id := range links {
		if first == 0 || id < first {
			first = id
		}
	}
	o, err := k.People.Organization(k.ctx, first)
	must(k.t, err)
	return o
}

func (k *desk) ticket(o people.Organization) int64 {
	k.t.Helper()
	system := access.AsSystem(k.t.Context(), "test")
	id, err := db.InTx(system, k.DB, func(tx *db.Tx) (int64, error) {
		u, err := k.People.Ensure(system, tx, "Dana", fmt.Sprintf("dana%d@customer.example", o.ID))
		if err != nil {
			return 0, err
		}
		if err := k.People.NameContactIn(system, tx, people.Contact{UserID: u.ID, OrganizationID: o.ID}); err != nil {
			return 0, err
		}
		t, err := k.Tickets.CreateIn(system, tx, ticket.NewTicket{Subject: "A secret of the customer", RequesterID: u.ID, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: "It is down", AuthorID: u.ID}})
		return t.ID, err
	})
	must(k.t, err)
	k.told(id)
	return id
}

// told hands the facts of a ticket to the subscriber, twice, as jobs may.
func (k *desk) told(id int64) {
	k.t.Helper()
	all, err := event.Of(k.ctx, k.DB.Read(), event.Ticket(id), 0)
	must(k.t, err)
	for range 2 {
		for _, e := range all {
			for _, s := range k.subscribers() {
				must(k.t, s.Handle(access.AsSystem(k.t.Context(), "job"), e))
			}
		}
	}
}

// TestCases opens and closes a case with a ticket, while Salesforce is away in between, and says nothing of what customers write.
func TestCases(t *testing.T) {
	each(t, salesforcetest.Config{Seed: 5}, func(t *testing.T, k *desk) {
		o := k.writeBack()
		k.fake.Down(true)
		id := k.ticket(o)
		must(t, k.sendCases(k.ctx, jobless))
		if c, ok, err := k.CaseOf(k.ctx, id); err != nil || !ok || c.Told != "" || c.Said == "" {
			t.Fatalf("while Salesforce is away: %+v, %v, %v", c, ok, err)
		}
		k.fake.Down(false)
		later := db.At(k.ctx, k.DB.Now(k.ctx).Add(time.Hour))
		must(t, k.sendCases(later, jobless))
		cases := k.fake.Table("Case")
		if len(cases) != 1 || cases[0]["Status"] != "New" || cases[0]["AccountId"] != o.ExternalID ||
			cases[0]["Subject"] != fmt.Sprintf("Support ticket #%d", id) {
			t.Fatalf("cases: %v", cases)
		}
		must(t, k.DB.Do(k.ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(k.ctx, "UPDATE tickets SET status = $1 WHERE id = $2", int(ticket.Solved), id)
			return err
		}))
		k.told(id)
		must(t, k.sendCases(later, jobless))
		must(t, k.sendCases(later, jobless))
		if cases = k.fake.Table("Case"); len(cases) != 1 || cases[0]["Status"] != "Closed" {
			t.Errorf("once it is solved: %v", cases)
		}
	})
}

// TestCounts tells accounts their tickets, and only where that changed. A restricted desk tells nothing.
func TestCounts(t *testing.T) {
	each(t, salesforcetest.Config{Seed: 5}, func(t *testing.T, k *desk) {
		o := k.writeBack()
		k.ticket(o)
		figures := func() (open string) {
			for _, r := range k.fake.Table("Account") {
				if r["Id"] == o.ExternalID {
					open = r["Open_Tickets__c"] + "/" + r["Tickets_90_Days__c"]
				}
			}
			return open
		}
		const route = "PATCH /services/data/v62.0/composite/sobjects"
		k.Restricted = true
		must(t, k.sendCounts(k.ctx))
		if got := figures(); got != "/" {
			t.Errorf("a restricted desk told %s", got)
		}
		k.Restricted = false
		must(t, k.sendCounts(k.ctx))
		asked := k.fake.Requests()[route]
		must(t, k.sendCounts(k.ctx))
		if got := figures(); got != "1/1" || asked == 0 || k.fake.Requests()[route] != asked {
			t.Errorf("told %s in %d requests, then %d", got, asked, k.fake.Requests()[route])
		}
	})
}

// TestExpiredOverride tells of an override whose time is over, once; then the field follows the CRM.
func TestExpiredOverride(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		today := k.DB.Now(k.ctx)
		o, err := k.SaveOverride(k.ctx, Override{AccountID: "C-1", Field: Level, Value: "gold", Why: "Until the order comes",
			Until: bizcal.DateOf(today.UTC())})
		must(t, err)
		const file = "id,name,sku\nC-1,Acme,SaaS - Premium\n"
		k.apply(k.file("a.csv", file))
		if got := k.organization("Acme").SupportLevel; got != "gold" {
			t.Fatalf("held at %s", got)
		}
		tomorrow := db.At(k.ctx, today.Add(24*time.Hour))
		for range 2 {
			must(t, k.DB.Do(tomorrow, func(tx *db.Tx) error { return k.expire(tomorrow, tx) }))
		}
		all, err := k.Overrides(k.ctx)
		must(t, err)
		if len(k.notices) != 1 || len(all) != 1 || !all[0].Expired {
			t.Errorf("told %v, kept %+v", k.notices, all)
		}
		k.ctx = tomorrow
		k.apply(k.file("a.csv", file))
		if got := k.organization("Acme").SupportLevel; got != "premium" {
			t.Errorf("after its time it is %s", got)
		}
		must(t, k.DropOverride(k.ctx, o.ID))
	})
}

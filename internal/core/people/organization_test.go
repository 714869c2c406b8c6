package people_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// whole is an organization with every fact that people can type.
func whole(t *testing.T, engineer int64) people.Organization {
	t.Helper()
	return people.Organization{Name: "Acme", ExternalID: "0015", Plan: "Premium", Region: "emea", Deployment: "saas", Version: "18.6",
		Notes: "Call Dana first", Tags: []string{"vip", " Two Words", "vip"}, Fields: map[string]string{"seats": "400", "sector": "bank"},
		SupportLevel: "ultimate", Tier: "signature", StartsOn: day(t, "2026-01-01"), EndsOn: day(t, "2026-12-31"), GraceDays: 15,
		Hold: true, HoldReason: "Invoice 7 is open", CalendarID: 3, ContactLimit: 30, Escalated: true, EscalationNote: "Upgrade went wrong",
		AssignedEngineerID: engineer, Partner: "Reseller GmbH", Segment: "enterprise", Health: "amber", ARR: 120_000, Seats: 400,
		Aliases: []string{"ACM", "Acme Inc"}, Domains: []string{"acme.example"}, SharesTickets: true,
		Owners: []people.Owner{{Side: people.Ours, Role: people.AccountOwner, UserID: engineer},
			{Side: people.Theirs, Role: "technical", Name: "Dana", Address: "dana@acme.example"}}}
}

func define(t *testing.T, k *desk) {
	t.Helper()
	set(t, k, people.OrganizationFields, []people.CustomField{{Key: "seats", Title: "Seats", Kind: "number"},
		{Key: "sector", Title: "Sector", Kind: "select", Options: []people.Option{{Value: "bank", Title: "Banking"}, {Value: "state", Title: "Public sector"}}},
		{Key: "since", Title: "Customer since", Kind: "date"}, {Key: "beta", Title: "In the beta", Kind: "checkbox"}})
}

func set[T any](t *testing.T, k *desk, key settings.Key[T], v T) {
	t.Helper()
	must(t, k.db.Do(system(t), func(tx *db.Tx) error { return key.Set(system(t), tx, event.NewLog(), v) }))
}

func TestOrganizationKeepsAll(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		define(t, k)
		bo := k.add(t, "bo", access.Agent)
		saved, err := k.SaveOrganization(as(t, bo), whole(t, bo.ID))
		must(t, err)
		got, err := k.Organization(as(t, bo), saved.ID)
		must(t, err)
		want := whole(t, bo.ID)
		want.ID, want.Tags, want.AssignedEngineer = saved.ID, []string{"two_words", "vip"}, "bo"
		want.CreatedAt, want.UpdatedAt, want.EscalatedAt = got.CreatedAt, got.UpdatedAt, got.CreatedAt
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
		named, err := k.OrganizationsNamed(t.Context(), k.db.Read(), saved.ID)
		must(t, err)
		if diff := cmp.Diff(got, named[saved.ID]); diff != "" {
			t.Errorf("by number (-alone +among others):\n%s", diff)
		}
		must(t, errOf(k.SaveOrganization(as(t, bo), got))) // nothing changed
		if facts := k.facts(t, "organization", saved.ID); len(facts) != 1 {
			t.Errorf("%d facts, want that it was made", len(facts))
		}
	})
}

// Every change is a fact that clocks and rules can listen to, without a word that somebody wrote.
func TestOrganizationChanges(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		define(t, k)
		bo := k.add(t, "bo", access.Agent)
		saved, err := k.SaveOrganization(as(t, bo), whole(t, bo.ID))
		must(t, err)
		must(t, errOf(k.SaveOrganization(as(t, bo), people.Organization{ID: saved.ID, Name: "Acme Labs", ContactLimit: 1})))
		facts := k.facts(t, "organization", saved.ID)
		var fact people.OrganizationSaved
		must(t, json.Unmarshal(facts[len(facts)-1].Data, &fact))
		want := []people.Change{
			{Field: "name", From: "Acme", To: "Acme Labs"}, {Field: "external_id", From: "0015"}, {Field: "plan", From: "Premium"},
			{Field: "support_level", From: "ultimate"}, {Field: "tier", From: "signature"}, {Field: "region", From: "emea"},
			{Field: "deployment", From: "saas"}, {Field: "version", From: "18.6"}, {Field: "starts_on", From: "2026-01-01"},
			{Field: "ends_on", From: "2026-12-31"}, {Field: "grace_days", From: "15", To: "0"}, {Field: "hold", From: "true", To: "false"},
			{Field: "calendar", From: "3"}, {Field: "contact_limit", From: "30", To: "1"}, {Field: "escalated", From: "true", To: "false"},
			{Field: "assigned_engineer", From: number(bo.ID)}, {Field: "tags", From: "two_words vip"},
			{Field: "partner", From: "Reseller GmbH"}, {Field: "segment", From: "enterprise"}, {Field: "health", From: "amber"},
			{Field: "arr", From: "120000"}, {Field: "seats", From: "400"}, {Field: "aliases", From: "ACM, Acme Inc"},
			{Field: "domains", From: "acme.example"}, {Field: "shares_tickets", From: "true", To: "false"}, {Field: "notes"}, {Field: "hold_reason"},
			{Field: "escalation_note"}, {Field: "owners"}, {Field: "field:seats", From: "400"}, {Field: "field:sector", From: "bank"},
		}
		if diff := cmp.Diff(want, fact.Changes); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
		for _, f := range facts {
			if strings.Contains(string(f.Data), "Invoice") || strings.Contains(string(f.Data), "Upgrade") {
				t.Errorf("the log keeps words: %s", f.Data)
			}
		}
	})
}

func TestOrganizationRefuses(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		define(t, k)
		bo := k.add(t, "bo", access.Agent)
		dana := k.contact(t, "Dana", "dana@acme.example")
		k.AttachCalendars(nil)
		must(t, errOf(k.SaveOrganization(as(t, bo), people.Organization{Name: "Beta", ExternalID: "17"})))
		for _, c := range []struct {
			field string
			kind  fault.Kind
			org   people.Organization
		}{
			{"support_level", fault.Invalid, people.Organization{SupportLevel: "platinum"}},
			{"tier", fault.Invalid, people.Organization{Tier: "platinum"}},
			{"ends_on", fault.Invalid, people.Organization{StartsOn: day(t, "2026-02-01"), EndsOn: day(t, "2026-01-31")}},
			{"grace_days", fault.Invalid, people.Organization{GraceDays: -1}},
			{"contact_limit", fault.Invalid, people.Organization{ContactLimit: 100_000}},
			{"hold_reason", fault.Invalid, people.Organization{Hold: true}},
			{"assigned_engineer", fault.Invalid, people.Organization{AssignedEngineerID: dana.ID}},
			{"assigned_engineer", fault.Invalid, people.Organization{AssignedEngineerID: 999}},
			{"health", fault.Invalid, people.Organization{Health: "blue"}},
			{"arr", fault.Invalid, people.Organization{ARR: -1}},
			{"seats", fault.Invalid, people.Organization{Seats: -1}},
			{"marked_why", fault.Invalid, people.Organization{MarkedAt: bo.CreatedAt}},
			{"owners", fault.Invalid, people.Organization{Owners: []people.Owner{{Role: "janitor", Name: "Jo"}}}},
			{"owners", fault.Invalid, people.Organization{Owners: []people.Owner{{Role: people.AccountOwner, UserID: 999}}}},
			{"owners", fault.Invalid, people.Organization{Owners: []people.Owner{{Role: people.AccountOwner}}}},
			{"external_id", fault.Conflict, people.Organization{ExternalID: "17"}},
			{"name", fault.Conflict, people.Organization{Name: "BETA"}},
			{"field_colour", fault.Invalid, people.Organization{Fields: map[string]string{"colour": "red"}}},
			{"field_seats", fault.Invalid, people.Organization{Fields: map[string]string{"seats": "many"}}},
			{"field_sector", fault.Invalid, people.Organization{Fields: map[string]string{"sector": "circus"}}},
			{"field_since", fault.Invalid, people.Organization{Fields: map[string]string{"since": "30.11."}}},
			{"field_beta", fault.Invalid, people.Organization{Fields: map[string]string{"beta": "perhaps"}}},
		} {
			if c.org.Name == "" {
				c.org.Name = "Acme"
			}
			wantKind(t, errOf(k.SaveOrganization(as(t, bo), c.org)), c.kind, c.field)
		}
		list, _, err := k.Organizations(as(t, bo), people.OrganizationFilter{})
		must(t, err)
		if len(list) != 1 {
			t.Errorf("%d organizations, want Beta alone", len(list))
		}
	})
}

// A value whose definition went stays, and an update that does not name it is no error.
func TestOrganizationFieldOutlivesItsDefinition(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		define(t, k)
		bo := k.add(t, "bo", access.Agent)
		saved, err := k.SaveOrganization(as(t, bo), people.Organization{Name: "Acme", Fields: map[string]string{"seats": "4", "sector": "bank"}})
		must(t, err)
		set(t, k, people.OrganizationFields, []people.CustomField{{Key: "seats", Title: "Seats", Kind: "number"}})
		saved.Fields = map[string]string{"seats": "5"}
		saved, err = k.SaveOrganization(as(t, bo), saved)
		must(t, err)
		if diff := cmp.Diff(map[string]string{"seats": "5", "sector": "bank"}, saved.Fields); diff != "" {
			t.Error(diff)
		}
		must(t, errOf(k.SaveOrganization(as(t, bo), saved))) // as it was read
	})
}

func TestDateKeepsNothingForNone(t *testing.T) {
	if text := people.FormatDate(bizcal.Date{}); text != "" {
		t.Errorf("no date reads %q", text)
	}
	_, err := people.ParseDate("ends_on", "2026-02-30")
	wantKind(t, err, fault.Invalid, "ends_on")
}

func number(id int64) string { b, _ := json.Marshal(id); return string(b) }

func errOf(_ any, err error) error { return err }

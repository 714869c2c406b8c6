package config

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const reef = "name: Reef AG\nplan: Premium\ncontact_limit: 3\npromise: {times: 'mon 09:00', zone: Europe/Berlin}\n"

// TestOrganizations are in files only where somebody put them: those of a CRM are no drift, are never pruned, and no
// revision holds them.
func TestOrganizations(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.organization(people.Organization{Name: "Plain", GraceDays: 15, ContactLimit: 30})
		k.organization(people.Organization{Name: "From the CRM", Plan: "Ultimate"})
		k.write("organizations/reef.yaml", reef)
		k.apply(Options{Prune: true})
		if got := k.plan(); !strings.HasPrefix(got, "Nothing to change: 1 objects") || strings.Contains(got, "CRM") {
			t.Errorf("after it was applied:\n%s", got)
		}
		k.edit("organizations/reef.yaml", "name: Reef AG", "name: Reef SE\nprevious_name: reef ag")
		k.edit("organizations/reef.yaml", "mon 09:00", "mon,fri 09:00")
		want := "> C3  organization “Reef AG” becomes “Reef SE”  organizations/reef.yaml\n    name: Reef AG → Reef SE\n    promise.times: mon 09:00 → mon,fri 09:00\n"
		if got := k.plan(); !strings.HasPrefix(got, want) {
			t.Errorf("a rename:\n%s", got)
		}
		if a := k.apply(Options{Prune: true}); a.Revision != 2 {
			t.Errorf("applied %+v", a)
		}
		revision, err := k.Revision(k.ctx, 2)
		k.must(err)
		if before := revision.before["organizations"]; len(before) != 1 || !strings.Contains(before["Reef AG"], "mon 09:00") {
			t.Errorf("the revision holds %v", before)
		}
		_, err = k.Rollback(k.ctx, 0, Options{})
		k.must(err)
		o, err := k.People.OrganizationNamed(k.ctx, k.DB.Read(), "Reef AG")
		k.must(err)
		promised, err := k.Clocks.PromisedOrganization(k.ctx, o.ID)
		k.must(err)
		if promised.Times != "mon 09:00" || promised.Zone != "Europe/Berlin" {
			t.Errorf("after the rollback they are promised %+v", promised)
		}
		if drift, err := k.Drift(k.ctx); err != nil || len(drift.Changes) > 0 {
			t.Errorf("drift: %+v, %v", drift.Changes, err)
		}
		o.Escalated, o.EscalationNote = true, "Daily call" // no business of files
		o.ContactLimit = 4
		k.organization(o)
		if drift, err := k.Drift(k.ctx); err != nil || len(drift.Changes) != 1 || len(drift.Changes[0].Fields) != 1 {
			t.Errorf("drift of what was changed by hand: %+v, %v", drift.Changes, err)
		}
		k.edit("organizations/reef.yaml", "name: Reef SE\nprevious_name: reef ag", "name: Reef AG")
		k.apply(Options{})
		if o, err = k.People.OrganizationNamed(k.ctx, k.DB.Read(), "Reef AG"); err != nil || o.ContactLimit != 3 || !o.Escalated {
			t.Errorf("applied again: %+v, %v", o, err)
		}
	})
}

// TestExportOrganizations writes those that files keep or name, and all with more than a name where that is asked for.
func TestExportOrganizations(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, o := range []people.Organization{{Name: "Plain", ExternalID: "C-1", GraceDays: 15, ContactLimit: 30}, {Name: "Named in a file"},
			{Name: "From the CRM", Plan: "Ultimate"}, {Name: "Promised", GraceDays: 15, ContactLimit: 30}} {
			k.organization(o)
		}
		promised, err := k.People.OrganizationNamed(k.ctx, k.DB.Read(), "Promised")
		k.must(err)
		k.must(k.Clocks.PromiseOrganization(k.ctx, promised.ID, "wed 10:00", "Europe/Rome"))
		k.write("organizations/reef.yaml", reef)
		k.apply(Options{})
		k.write("organizations/named.yaml", "name: Named in a file\n")
		if got := organizationFiles(k.export()); got != "organizations/named.yaml" {
			t.Errorf("wrote %s", got)
		}
		x, err := k.Export(k.ctx, k.dir, ExportOptions{Organizations: true})
		k.must(err)
		if got := organizationFiles(x); got != "organizations/from-the-crm.yaml organizations/promised.yaml" || len(x.Stale) > 0 {
			t.Errorf("of all, wrote %s; nobody has %v", got, x.Stale)
		}
		if got := k.plan(); !strings.HasPrefix(got, "Nothing to change") {
			t.Errorf("after that export:\n%s", got)
		}
	})
}

// TestOrganizationProblems name the file's own words for what the desk refuses.
func TestOrganizationProblems(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for text, want := range map[string]string{
			"name: A\nstarts_on: 2026-02-02\nends_on: 2026-01-01\n":         "organizations/a.yaml:3: ends_on: The contract would end on 2026-01-01",
			"name: A\nsupport_level: golden\n":                              "organizations/a.yaml:2: support_level: there is no support level “golden”",
			"name: A\nfields: {seats: many}\n":                              "organizations/a.yaml:2: fields.seats: This desk has no field seats",
			"name: A\npromise: {times: 'tue 25:00', zone: Asia/Tokyo}\n":    "organizations/a.yaml:2: promise.times: ",
			"name: A\npromise: {times: 'tue 15:00', zone: Asia/Atlantis}\n": "organizations/a.yaml:2: promise.zone: ",
			"name: A\nassigned_engineer: 7\n":                               "organizations/a.yaml:2: assigned_engineer: found the number 7 where a name belongs",
			"name: A\nprevious_name: B\nhold: true\n":                       "organizations/a.yaml:3: hold: found “true”",
			"name: A\nowners: {janitor: Jo}\n":                              "organizations/a.yaml:2: owners: This desk has no role “janitor”",
			"name: A\ndomains: [acme]\n":                                    "organizations/a.yaml:2: domains: “acme” is not a mail domain",
			"name: A\nrevenue: -1\n":                                        "organizations/a.yaml:2: revenue: A revenue of -1",
			"name: A\nescalated: true\n":                                    "organizations/a.yaml:2: escalated: there is no key “escalated”",
		} {
			k.write("organizations/a.yaml", text)
			if got := strings.Join(k.problems(), "\n"); !strings.Contains(got, want) {
				t.Errorf("%q:\n%s\nwant %q", text, got, want)
			}
		}
	})
}

// TestOrganizationOwners come back as they were written: accounts by their address, others with their name.
func TestOrganizationOwners(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("organizations/a.yaml", "name: A\npartner: Reseller\nrevenue: 120000\nseats: 40\naliases: [AA]\ndomains: [a.example]\nshares_tickets: true\n"+
			"owners: {account_owner: Kofi <kofi@sales.example>, technical: Dana; Eve <eve@a.example>}\n")
		k.apply(Options{})
		if got := k.plan(); !strings.HasPrefix(got, "Nothing to change") {
			t.Errorf("after it was applied:\n%s", got)
		}
		o, err := k.People.OrganizationNamed(k.ctx, k.DB.Read(), "A")
		k.must(err)
		if w, ok := o.Owner(people.AccountOwner); !ok || w.Side != people.Ours || w.Address != "kofi@sales.example" || len(o.Owners) != 3 ||
			o.ARR != 120_000 || !o.SharesTickets {
			t.Errorf("applied %+v", o)
		}
	})
}

func (k *desk) organization(o people.Organization) {
	k.t.Helper()
	k.do(func(tx *db.Tx) error {
		_, err := k.People.SaveOrganizationIn(k.ctx, tx, o)
		return err
	})
}

func organizationFiles(x Exported) string {
	var out []string
	for _, name := range x.Written {
		if strings.HasPrefix(name, "organizations/") {
			out = append(out, name)
		}
	}
	return strings.Join(out, " ")
}

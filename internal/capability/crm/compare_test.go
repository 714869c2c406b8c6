package crm

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// save stores an organization as a person does.
func (k *desk) save(o people.Organization) people.Organization {
	k.t.Helper()
	o, err := k.People.SaveOrganization(k.ctx, o)
	must(k.t, err)
	return o
}

// TestNobodyGuesses names what could be two, and leaves it as it is.
func TestNobodyGuesses(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		const short, long = "001A0000006Vm9r", "001A0000006Vm9rIAC"
		k.save(people.Organization{Name: "Twice One", ExternalID: short})
		k.save(people.Organization{Name: "Twice Two", ExternalID: long})
		k.save(people.Organization{Name: "Short", ExternalID: "001B0000006Vm9r"})
		k.save(people.Organization{Name: "Taken", ExternalID: "X-1"})
		k.save(people.Organization{Name: "By Domain", Domains: []string{"bydomain.example"}})
		k.save(people.Organization{Name: "By Name"})
		k.save(people.Organization{Name: "Torn"})
		k.save(people.Organization{Name: "Other Torn", Domains: []string{"torn.example"}})
		r := k.file("a.csv", "id,name,website,sku,ends_on\n"+
			long+",Twice,,SaaS - Premium,2099-01-01\n"+
			"001B0000006Vm9r"+strings.TrimPrefix(AccountKey("001B0000006Vm9r"), "001B0000006Vm9r")+",Short,,SaaS - Premium,2099-01-01\n"+
			"S-1,Shares,shared.example,SaaS - Premium,2099-01-01\n"+
			"S-2,Shares Too,www.shared.example,SaaS - Premium,2099-01-01\n"+
			"N-1,Namesake,,SaaS - Premium,2099-01-01\n"+
			"N-2,namesake,,SaaS - Premium,2099-01-01\n"+
			"T-1,Taken,,SaaS - Premium,2099-01-01\n"+
			"D-1,Renamed,bydomain.example,SaaS - Premium,2099-01-01\n"+
			"B-1,By Name,,SaaS - Premium,2099-01-01\n"+
			"O-1,Torn,torn.example,SaaS - Premium,2099-01-01\n"+
			"C-1,Contradicts,,SaaS - Premium,2099-01-01\n"+
			"C-1,Something Else,,SaaS - Premium,2099-01-01\n")
		for account, want := range map[string]string{long: "ambiguous " + DoubtTwo, "001B0000006Vm9r": "changed ",
			"S-1": "ambiguous " + DoubtSharedDomain, "S-2": "ambiguous " + DoubtSharedDomain,
			"N-1": "ambiguous " + DoubtSharedName, "N-2": "ambiguous " + DoubtSharedName, "T-1": "ambiguous " + DoubtNameTaken,
			"D-1": "changed ", "B-1": "changed ",
			"O-1": "ambiguous " + DoubtTwo, "C-1": "ambiguous " + DoubtContradicts} {
			if l := k.line(r, account); string(l.Kind)+" "+l.Reason != want {
				t.Errorf("%s is %s %s, want %s: %+v", account, l.Kind, l.Reason, want, l.Notes)
			}
		}
		if l := k.line(r, "S-1"); len(l.Notes) != 1 || l.Notes[0].Other != "Shares Too" {
			t.Errorf("who shares the domain is not named: %+v", l.Notes)
		}
		k.apply(r)
		if o := k.organization("Renamed"); o.ExternalID != "D-1" || o.SupportLevel != "premium" {
			t.Errorf("found by its domain: %+v", o)
		}
		if o := k.organization("Twice One"); o.SupportLevel != "" {
			t.Errorf("one that could be meant was changed: %+v", o)
		}
	})
}

// TestWhatPeopleWrote stays where the CRM says nothing; what the CRM gave it takes back.
func TestWhatPeopleWrote(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		const head = "id,name,sku,hold,hold_reason,csm,csm_email,segment\n"
		k.apply(k.file("a.csv", head+"1,Acme,SaaS - Premium,no,,Chidi Eze,chidi@sales.example,Large\n2,Seto,SaaS - Premium,yes,Unpaid,,,\n"))
		acme := k.organization("Acme")
		acme.Hold, acme.HoldReason = true, "They asked us to wait"
		acme.Tags = append(acme.Tags, "vip")
		acme.Owners = append(acme.Owners, people.Owner{Side: people.Ours, Role: people.SolutionArchitect, Name: "Sam"})
		k.save(acme)
		k.apply(k.file("a.csv", head+"1,Acme,SaaS - Ultimate,no,,,,\n2,Seto,SaaS - Premium,no,,,,\n"))
		acme, seto := k.organization("Acme"), k.organization("Seto")
		if !acme.Hold || acme.HoldReason != "They asked us to wait" || !slices.Equal(acme.Tags, []string{"sub_dotcom_ultimate", "vip"}) || acme.Segment != "" {
			t.Errorf("Acme: hold %v (%s), tags %v, segment %q", acme.Hold, acme.HoldReason, acme.Tags, acme.Segment)
		}
		if _, ok := acme.Owner(people.SolutionArchitect); !ok {
			t.Error("an owner whom a person named is gone")
		}
		if _, ok := acme.Owner(people.SuccessManager); ok {
			t.Error("an owner whom the CRM took back stays")
		}
		if seto.Hold {
			t.Error("a hold that the CRM put on and lifted stays")
		}
	})
}

// TestContacts names the people of the CRM, moves nobody, and keeps to the limit.
func TestContacts(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		elsewhere := k.save(people.Organization{Name: "Elsewhere"})
		must(t, k.DB.Do(k.ctx, func(tx *db.Tx) error {
			u, err := k.People.Ensure(k.ctx, tx, "Eve", "eve@elsewhere.example")
			if err != nil {
				return err
			}
			return k.People.NameContactIn(k.ctx, tx, people.Contact{UserID: u.ID, OrganizationID: elsewhere.ID})
		}))
		const file = "id,name,sku,contact_name,contact_email,contact_role,sold_to_email\n" +
			"1,Acme,SaaS - Premium,Dana Cole,dana@acme.example,Technical,buyer@acme.example\n" +
			"1,Acme,,Eve,eve@elsewhere.example,,\n" +
			"1,Acme,,Ada,ada@desk.test,,\n" +
			"1,Acme,,Both,both@shared.example,,\n" +
			"2,Seto,SaaS - Premium,Both,both@shared.example,,\n"
		r := k.file("a.csv", file)
		notes := map[string]string{}
		for _, n := range k.line(r, "1").Notes {
			notes[n.Value] = n.Word + " " + n.Other
		}
		if notes["eve@elsewhere.example"] != "contact_elsewhere Elsewhere" || notes["ada@desk.test"] != "contact_staff " ||
			notes["both@shared.example"] != "contact_shared Seto" {
			t.Errorf("notes: %v", notes)
		}
		if r.Progress.Lonely != 1 {
			t.Errorf("%d organizations without contacts, want Seto", r.Progress.Lonely)
		}
		k.apply(r)
		contacts, err := k.People.ContactsOf(k.ctx, k.DB.Read(), k.organization("Acme").ID)
		must(t, err)
		if len(contacts) != 2 || contacts[0].Proof == contacts[1].Proof {
			t.Errorf("contacts of Acme: %+v", contacts)
		}
		if again := k.file("a.csv", file); again.Progress.ToApply != 0 {
			t.Errorf("the second plan: %v", again.Progress.Kinds)
		}
		acme := k.organization("Acme")
		acme.ContactLimit = 2
		k.save(acme)
		r = k.file("a.csv", strings.Replace(file, "eve@elsewhere.example", "new@acme.example", 1))
		if l := k.line(r, "1"); l.Kind != Unchanged ||
			!slices.ContainsFunc(l.Notes, func(n Note) bool { return n.Word == "contact_limit" && n.Value == "new@acme.example" }) {
			t.Errorf("beyond the limit: %s, %+v", l.Kind, l.Notes)
		}
	})
}

// TestRefusedLine fails by itself, and the others of its batch are applied.
func TestRefusedLine(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		long := strings.Repeat("x", 300)
		r := k.apply(k.file("a.csv", "id,name,sku,segment\n1,Acme,SaaS - Premium,Large\n2,"+long+",SaaS - Premium,Large\n3,Seto,SaaS - Premium,Large\n"))
		if p := r.Progress; r.State != Done || p.Applied != 2 || p.Failed != 1 {
			t.Errorf("%s: %d applied, %d failed", r.State, p.Applied, p.Failed)
		}
		if l := k.line(r, "2"); l.State != Failed || !strings.HasPrefix(l.Said, "name: ") {
			t.Errorf("%s: %s", l.State, l.Said)
		}
		k.organization("Seto")
	})
}

// TestStopped has a refusal of Salesforce stop a run until somebody resumes it, and lets one run at a time.
func TestStopped(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		k.fake.FillWorld(20, k.DB.Now(k.ctx))
		segmentFrom := func(field string) {
			must(t, k.ChangeSetup(k.ctx, func(v *Setup) {
				v.Mapping.Account.Fields = maps.Clone(v.Mapping.Account.Fields) // they may be the default's
				v.Mapping.Account.Fields["segment"] = field
			}))
		}
		segmentFrom("Nope__c")
		if all, err := k.TryConnection(k.ctx); err != nil || all[1].Err == nil || all[2].Err != nil {
			t.Errorf("tried with a wrong field: %+v, %v", all, err)
		}
		r, err := k.Start(k.ctx)
		must(t, err)
		_, err = k.Start(k.ctx)
		wantKind(t, err, fault.Conflict, "")
		r, err = k.Drive(k.ctx, r.ID, nil)
		must(t, err)
		if !r.Stopped || r.Busy || !strings.Contains(r.Said, "No such column 'Nope__c'") {
			t.Fatalf("%+v", r)
		}
		segmentFrom("Sales_Segmentation__c")
		must(t, k.Resume(k.ctx, r.ID))
		if r = k.drive(r); r.State != Planned {
			t.Errorf("resumed, it is %s", r.State)
		}
		must(t, k.Abandon(k.ctx, r.ID))
		wantKind(t, k.Apply(k.ctx, r.ID, ""), fault.Conflict, "")
		wantKind(t, k.Apply(access.With(t.Context(), access.Principal{UserID: 9, Role: access.Lead}), r.ID, ""), fault.Forbidden, "")
	})
}

// TestSecrets keeps the connection's secrets to the desk, and with the app they belong to.
func TestSecrets(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		c, hasSecret, hasToken, err := k.Connection(k.ctx)
		must(t, err)
		if c.ClientSecret != "" || c.RefreshToken != "" || !hasSecret || !hasToken {
			t.Errorf("%+v", c)
		}
		must(t, k.SaveConnection(k.ctx, c)) // the secret stays
		k.fake.FillWorld(5, k.DB.Now(k.ctx))
		if all, err := k.TryConnection(k.ctx); err != nil || len(all) != 4 || all[1].Records != 5 || all[3].Err != nil {
			t.Errorf("tried: %+v, %v", all, err)
		}
		kept, err := ConnectionKey.Get(k.ctx, k.DB.Read())
		must(t, err)
		if kept.RefreshToken == salesforcetest.Refresh {
			t.Error("the refresh token was rotated, and the old one kept")
		}
		c.URL = "https://evil.example"
		wantKind(t, k.SaveConnection(k.ctx, c), fault.Invalid, "client_secret")
	})
}

package people_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func (k *desk) organization(t *testing.T, o people.Organization) people.Organization {
	t.Helper()
	o, err := k.SaveOrganization(system(t), o)
	must(t, err)
	return o
}

func (k *desk) contactsOf(t *testing.T, id int64) (ids []int64) {
	t.Helper()
	list, err := k.ContactsOf(t.Context(), k.db.Read(), id)
	must(t, err)
	for _, c := range list {
		ids = append(ids, c.UserID)
	}
	return ids
}

func TestNamedContacts(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		acme, globex := k.organization(t, people.Organization{Name: "Acme", ContactLimit: 1}), k.organization(t, people.Organization{Name: "Globex"})
		dana, eve := k.contact(t, "Dana", "dana@acme.example"), k.contact(t, "Eve", "eve@acme.example")
		if any, err := k.NamesContacts(t.Context(), k.db.Read()); err != nil || any {
			t.Fatalf("a new desk names contacts: %v, %v", any, err)
		}
		must(t, k.NameContact(as(t, bo), people.Contact{UserID: dana.ID, OrganizationID: acme.ID, Role: " Platform  lead",
			Proof: people.ProofLicense, ProvedBy: bo.ID}))
		must(t, k.NameContact(as(t, bo), people.Contact{UserID: dana.ID, OrganizationID: acme.ID, Role: "Platform lead",
			Proof: people.ProofSoldTo, ProvedBy: bo.ID})) // again, with a better proof
		got, named, err := k.ContactOf(t.Context(), k.db.Read(), dana.ID)
		must(t, err)
		if want := (people.Contact{UserID: dana.ID, OrganizationID: acme.ID, Role: "Platform lead", Proof: people.ProofSoldTo,
			ProvedBy: bo.ID, Since: got.Since}); !named || got.Since.IsZero() || got != want {
			t.Errorf("named %v %s", named, cmp.Diff(want, got))
		}
		u, err := k.User(as(t, bo), dana.ID)
		must(t, err)
		if u.OrganizationID != acme.ID {
			t.Error("a contact does not belong to the organization that names them")
		}
		for name, c := range map[string]people.Contact{
			"one too many": {UserID: eve.ID, OrganizationID: acme.ID}, "in two": {UserID: dana.ID, OrganizationID: globex.ID},
			"of the team": {UserID: bo.ID, OrganizationID: globex.ID}} {
			t.Run(name, func(t *testing.T) { wantKind(t, k.NameContact(as(t, bo), c), fault.Conflict, "user") })
		}
		wantKind(t, k.NameContact(as(t, bo), people.Contact{UserID: eve.ID, OrganizationID: globex.ID, Proof: "handshake"}), fault.Invalid, "proof")
		must(t, k.DropContact(as(t, bo), dana.ID))
		must(t, k.DropContact(as(t, bo), dana.ID))
		must(t, k.NameContact(as(t, bo), people.Contact{UserID: eve.ID, OrganizationID: acme.ID}))
		wantKind(t, k.NameContact(as(t, bo), people.Contact{UserID: dana.ID, OrganizationID: globex.ID}), fault.Conflict, "user") // belongs to Acme still
		if got := k.contactsOf(t, acme.ID); len(got) != 1 || got[0] != eve.ID {
			t.Errorf("Acme names %v, want Eve alone", got)
		}
		without, _, err := k.Organizations(as(t, bo), people.OrganizationFilter{WithoutContacts: true})
		must(t, err)
		if len(without) != 1 || without[0].ID != globex.ID {
			t.Errorf("without contacts: %v", without)
		}
	})
}

// Whoever moves to another organization, or to the team, is a contact of the old one no more.
func TestContactLeaves(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		acme, globex := k.organization(t, people.Organization{Name: "Acme"}), k.organization(t, people.Organization{Name: "Globex"})
		dana, eve := k.contact(t, "Dana", "dana@acme.example"), k.contact(t, "Eve", "eve@acme.example")
		for _, u := range []people.User{dana, eve} {
			must(t, k.NameContact(system(t), people.Contact{UserID: u.ID, OrganizationID: acme.ID}))
		}
		must(t, errOf(k.EditUser(system(t), dana.ID, people.Particulars{Name: "Dana", OrganizationID: globex.ID})))
		must(t, k.SetRole(system(t), eve.ID, access.Agent))
		if got := append(k.contactsOf(t, acme.ID), k.contactsOf(t, globex.ID)...); len(got) > 0 {
			t.Errorf("contacts still: %v", got)
		}
	})
}

// The rule at the door of the team: whom it refuses comes in by no way, and a newcomer waits switched off.
func TestEntryRule(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo, cy := k.add(t, "bo", access.Agent), k.add(t, "cy", access.Agent)
		dana := k.contact(t, "Dana", "dana@acme.example")
		refused := map[int64]bool{bo.ID: true}
		k.AttachEntry(func(_ context.Context, _ db.Querier, u people.User) error {
			if refused[u.ID] || u.Name == "new" {
				return fault.New(fault.Forbidden, "No record lets you in")
			}
			return nil
		})
		wantKind(t, errOf(k.SignIn(t.Context(), bo.Email, password)), fault.Forbidden, "")
		must(t, errOf(k.SignIn(t.Context(), cy.Email, password)))
		_, _, err := k.Identify(t.Context(), bo.ID, bo.CreatedAt.AddDate(1, 0, 0))
		wantKind(t, err, fault.Forbidden, "")
		_, _, err = k.Identify(t.Context(), dana.ID, bo.CreatedAt.AddDate(1, 0, 0))
		must(t, err)
		must(t, k.Deactivate(system(t), bo.ID))
		wantSentence(t, errOf(k.SignIn(t.Context(), bo.Email, password)), "No record lets you in")
		off, err := k.User(system(t), bo.ID)
		must(t, err)
		if why, err := k.Waits(system(t), off); err != nil || why != "No record lets you in" {
			t.Errorf("it waits for %q, %v", why, err)
		}
		_, err = k.Waits(t.Context(), off)
		wantKind(t, err, fault.Unauthorized, "")
		wantKind(t, k.Reactivate(system(t), bo.ID), fault.Forbidden, "")
		refused[dana.ID] = true
		wantKind(t, k.SetRole(system(t), dana.ID, access.Agent), fault.Forbidden, "")
		if fresh := k.add(t, "new", access.Agent); fresh.Active {
			t.Error("a newcomer whom the rule refuses is active")
		}
		delete(refused, bo.ID)
		must(t, k.Reactivate(system(t), bo.ID))
		must(t, errOf(k.SignIn(t.Context(), bo.Email, password)))
	})
}

func TestAssigningIsAsked(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		var asked []int64
		k.AttachAssigning(func(_ context.Context, _ *db.Tx, before, after people.Organization) error {
			asked = append(asked, before.AssignedEngineerID, after.AssignedEngineerID)
			if after.Name == "Full" {
				return fault.Field("assigned_engineer", "Enough")
			}
			return nil
		})
		acme := k.organization(t, people.Organization{Name: "Acme", AssignedEngineerID: bo.ID})
		acme.Version = "18"
		acme = k.organization(t, acme)
		acme.AssignedEngineerID = 0
		k.organization(t, acme)
		if diff := cmp.Diff([]int64{0, bo.ID, bo.ID, 0}, asked); diff != "" {
			t.Error(diff)
		}
		wantKind(t, errOf(k.SaveOrganization(system(t), people.Organization{Name: "Full", AssignedEngineerID: bo.ID})), fault.Invalid, "assigned_engineer")
	})
}

func TestTwoClaimOneDomain(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		acme := k.organization(t, people.Organization{Name: "Acme", Domains: []string{" @ACME.example", "acme.example.", "büro.example"}})
		if diff := cmp.Diff([]string{"acme.example", "büro.example"}, acme.Domains); diff != "" {
			t.Error(diff)
		}
		wantKind(t, errOf(k.SaveOrganization(system(t), people.Organization{Name: "Globex", Domains: []string{"acme.example"}})), fault.Conflict, "domains")
		for _, bad := range []string{"acme", "dana@acme.example", "a b.example", "-acme.example", "*.example"} {
			wantKind(t, errOf(k.SaveOrganization(system(t), people.Organization{Name: "Globex", Domains: []string{bad}})), fault.Invalid, "domains")
		}
		acme.Domains = acme.Domains[1:]
		k.organization(t, acme)
		globex := k.organization(t, people.Organization{Name: "Globex", Domains: []string{"acme.example"}})
		if id, err := k.OrganizationOfDomain(t.Context(), k.db.Read(), "ACME.example"); err != nil || id != globex.ID {
			t.Errorf("acme.example belongs to %d, %v", id, err)
		}
	})
}

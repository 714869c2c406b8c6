package crm

import (
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
)

// named gives the addresses of an organization's contacts, in the order of their names.
func (k *desk) named(organization string) (addresses []string) {
	k.t.Helper()
	contacts, users, err := k.People.NamedContacts(k.ctx, k.organization(organization).ID)
	must(k.t, err)
	for _, c := range contacts {
		addresses = append(addresses, users[c.UserID].Email)
	}
	return addresses
}

// complete makes a plan of a file that has all customers.
func (k *desk) complete(text string) Run {
	k.t.Helper()
	r, err := k.StartFile(k.ctx, File{Name: "all.csv", Data: []byte(text), Complete: true})
	must(k.t, err)
	return k.drive(r)
}

const contactHead = "id,name,sku,contact_name,contact_email,sold_to_email\n"

// TestContactsGone lists whom the CRM names no more, and takes them off where the desk wants that. They stay who they are; those
// for whom somebody vouches stay contacts.
func TestContactsGone(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		k.apply(k.complete(contactHead +
			"1,Acme,SaaS - Premium,Dana,dana@acme.example,buyer@acme.example\n1,Acme,,Per,per@acme.example,\n1,Acme,,Quin,quin@acme.example,\n2,Seto,SaaS - Premium,Yuki,yuki@seto.example,\n"))
		acme := k.organization("Acme")
		_, err := k.People.MeetContact(k.ctx, "Hand", "hand@acme.example", people.Contact{OrganizationID: acme.ID, Proof: people.ProofCRM})
		must(t, err)
		fewer := contactHead + "1,Acme,SaaS - Premium,Dana,dana@acme.example,\n2,Seto,SaaS - Premium,Yuki,yuki@seto.example,\n"

		r := k.complete(fewer)
		l := k.line(r, "1")
		if r.State != Done || r.Progress.Gone != 2 || r.Progress.Loss.Drop != 0 || l.Kind != Unchanged ||
			!slices.Contains(l.Notes, Note{Word: "contact_gone", Value: "per@acme.example"}) {
			t.Errorf("listed only: %s, %d gone, %+v, %+v", r.State, r.Progress.Gone, r.Progress.Loss, l.Notes)
		}
		if lines, err := k.Lines(k.ctx, r.ID, Filter{Gone: true}); err != nil || len(lines) != 1 || lines[0].AccountID != "1" {
			t.Errorf("who is gone is listed: %+v, %v", lines, err)
		}

		k.rules(func(r *Rules) { r.DropContacts = true })
		for what, part := range map[string]Run{"some of the customers": k.file("some.csv", fewer),
			"a file without contacts": k.complete("id,name,sku\n1,Acme,SaaS - Premium\n2,Seto,SaaS - Premium\n")} {
			if part.State != Done || part.Progress.Gone != 0 {
				t.Errorf("%s say nothing of contacts: %s, %d gone", what, part.State, part.Progress.Gone)
			}
		}
		r = k.complete(fewer)
		if !r.Progress.Guarded || r.Progress.Loss.Words() != "0 of 2 vanish, 0 of 2 lose their level, 2 of 4 contacts are taken off" {
			t.Fatalf("half of the contacts go: %v, %s", r.Progress.Guarded, r.Progress.Loss.Words())
		}
		per, err := k.People.ByAddress(k.ctx, k.DB.Read(), "per@acme.example")
		must(t, err)
		quin, err := k.People.ByAddress(k.ctx, k.DB.Read(), "quin@acme.example")
		must(t, err)
		must(t, k.People.NameContact(k.ctx, people.Contact{UserID: quin.ID, OrganizationID: acme.ID, Proof: people.ProofByHand,
			ProvedBy: k.admin.ID})) // meanwhile
		k.apply(r)
		if got := strings.Join(k.named("Acme"), " "); got != "buyer@acme.example dana@acme.example hand@acme.example quin@acme.example" {
			t.Errorf("contacts of Acme: %s", got)
		}
		if l := k.line(r, "1"); !slices.Contains(l.Notes, Note{Word: "contact_vouched", Value: "quin@acme.example"}) {
			t.Errorf("notes: %+v", l.Notes)
		}
		if u, err := k.People.ByAddress(k.ctx, k.DB.Read(), "per@acme.example"); err != nil || u.ID != per.ID || !u.Active || u.OrganizationID != acme.ID {
			t.Errorf("who was taken off is %+v, %v", u, err)
		}
		if again := k.complete(fewer); again.Progress.ToApply != 0 || again.Progress.Gone != 0 {
			t.Errorf("the second plan: %v, %d gone", again.Progress.Kinds, again.Progress.Gone)
		}
	})
}

// TestContactsMakeRoom lets whoever leaves make room for another within the limit, and says who is left without any.
func TestContactsMakeRoom(t *testing.T) {
	each(t, salesforcetest.Config{}, func(t *testing.T, k *desk) {
		k.rules(func(r *Rules) { r.DropContacts = true })
		k.apply(k.complete(contactHead + "1,Acme,SaaS - Premium,Dana,dana@acme.example,\n2,Seto,SaaS - Premium,Yuki,yuki@seto.example,\n"))
		acme := k.organization("Acme")
		acme.ContactLimit = 1
		k.save(acme)
		r := k.complete(contactHead + "1,Acme,SaaS - Premium,Next,next@acme.example,\n2,Seto,SaaS - Premium,,,\n")
		if r.Progress.Lonely != 1 || !k.line(r, "2").lonely(k.organization("Seto")) {
			t.Errorf("%d organizations are left without contacts, want Seto", r.Progress.Lonely)
		}
		k.apply(r)
		if got := strings.Join(k.named("Acme"), " "); got != "next@acme.example" {
			t.Errorf("contacts of Acme: %s", got)
		}
		if got := k.named("Seto"); len(got) != 0 {
			t.Errorf("contacts of Seto: %v", got)
		}
	})
}

package people_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestUsersBySearch(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		acme, err := k.SaveOrganization(as(t, ana), people.Organization{Name: "ACME"})
		must(t, err)
		uli := k.contact(t, "Ülı Ünal", "u_1@acme.example")
		must(t, second(k.EditUser(as(t, ana), uli.ID, people.Particulars{Name: "Ülı Ünal", OrganizationID: acme.ID})))
		k.contact(t, "Bob 100% Sure", "bob@acme.example")
		for _, c := range []struct {
			name   string
			filter people.Filter
			want   []string
		}{
			{"all", people.Filter{}, []string{"ana", "Bob 100% Sure", "Ülı Ünal"}},
			{"part of a name in any case, any script", people.Filter{Query: "üN"}, []string{"Ülı Ünal"}},
			{"part of an address", people.Filter{Query: "ACME.ex"}, []string{"Bob 100% Sure", "Ülı Ünal"}},
			{"wildcards are letters", people.Filter{Query: "%"}, []string{"Bob 100% Sure"}},
			{"underscore too", people.Filter{Query: "u_1"}, []string{"Ülı Ünal"}},
			{"the team", people.Filter{Kind: people.Team}, []string{"ana"}},
			{"customers", people.Filter{Kind: people.Customers, Query: "b"}, []string{"Bob 100% Sure"}},
			{"an organization's", people.Filter{OrganizationID: acme.ID}, []string{"Ülı Ünal"}},
			{"nobody", people.Filter{Query: "zzz"}, nil},
		} {
			users, next, err := k.Users(as(t, ana), c.filter)
			must(t, err)
			if got := names(users); !slices.Equal(got, c.want) || next != (people.Cursor{}) {
				t.Errorf("%s: %v (next %v), want %v", c.name, got, next, c.want)
			}
		}
	})
}

func names(users []people.User) (out []string) {
	for _, u := range users {
		out = append(out, u.Name)
	}
	return out
}

// Every page joined gives each person once, in order, also those who share a name.
func TestUsersByPage(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		for i := range 11 {
			k.contact(t, fmt.Sprintf("Person %d", i/3), fmt.Sprintf("p%d@c.example", i))
		}
		whole, _, err := k.Users(as(t, ana), people.Filter{})
		must(t, err)
		var got []people.User
		f := people.Filter{Limit: 4}
		for range 10 {
			users, next, err := k.Users(as(t, ana), f)
			must(t, err)
			got = append(got, users...)
			if next == (people.Cursor{}) {
				break
			}
			f.After, err = people.ParseCursor(next.String())
			must(t, err)
		}
		if diff := cmp.Diff(whole, got); diff != "" || len(whole) != 12 {
			t.Errorf("%d people; pages differ from the whole:\n%s", len(whole), diff)
		}
	})
}

func TestCursor(t *testing.T) {
	for _, text := range []string{"!", "bm90IGpzb24"} {
		_, err := people.ParseCursor(text)
		wantKind(t, err, fault.Invalid, "")
	}
	if c, err := people.ParseCursor(""); err != nil || c.String() != "" {
		t.Errorf("the beginning: %v, %v", c, err)
	}
}

func TestOrganizations(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		o, err := k.SaveOrganization(as(t, ana), people.Organization{Name: "Émile & Co", Plan: "Premium", Notes: "secret text"})
		must(t, err)
		_, err = k.SaveOrganization(as(t, ana), people.Organization{Name: "éMILE  & co"})
		wantKind(t, err, fault.Conflict, "name")
		_, err = k.SaveOrganization(as(t, ana), people.Organization{Name: "  "})
		wantKind(t, err, fault.Invalid, "name")
		_, err = k.SaveOrganization(as(t, ana), people.Organization{ID: 99, Name: "X"})
		wantKind(t, err, fault.NotFound, "")
		o.Plan, o.Notes = "Ultimate", "other secret text"
		must(t, second(k.SaveOrganization(as(t, ana), o)))
		facts := k.facts(t, "organization", o.ID)
		want := `{"name":"Émile & Co","changes":[{"field":"plan","from":"Premium","to":"Ultimate"},{"field":"notes"}]}`
		if len(facts) != 2 || !sameJSON(t, facts[1].Data, want) {
			t.Errorf("facts %s", facts[len(facts)-1].Data)
		}
		list, _, err := k.Organizations(as(t, ana), people.OrganizationFilter{Query: "ÉMI"})
		must(t, err)
		if len(list) != 1 || list[0].Plan != "Ultimate" || list[0].Members != 0 {
			t.Errorf("found %+v", list)
		}
		dana := k.contact(t, "Dana", "dana@emile.example")
		must(t, second(k.EditUser(as(t, ana), dana.ID, people.Particulars{Name: "Dana", OrganizationID: o.ID})))
		wantKind(t, second(k.EditUser(as(t, ana), dana.ID, people.Particulars{Name: "Dana", OrganizationID: 99})), fault.Invalid, "organization")
		named, err := k.OrganizationsNamed(t.Context(), k.db.Read(), o.ID, 0, 99)
		must(t, err)
		if len(named) != 1 || named[o.ID].Members != 1 {
			t.Errorf("named %+v", named)
		}
	})
}

// Nobody joins an organization by the domain of an address, whoever else from that domain is in it.
func TestNoJoiningByDomain(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		acme, err := k.SaveOrganization(as(t, ana), people.Organization{Name: "acme.example"})
		must(t, err)
		must(t, second(k.CreateContact(as(t, ana), "first@acme.example", people.Particulars{Name: "First", OrganizationID: acme.ID})))
		err = k.db.Do(system(t), func(tx *db.Tx) error {
			u, err := k.Ensure(system(t), tx, "Eve", "Eve@ACME.example")
			if err != nil || u.OrganizationID != 0 || u.Role != access.EndUser || u.Email != "eve@acme.example" {
				t.Errorf("a stranger became %+v, %v", u, err)
			}
			again, err := k.Ensure(system(t), tx, "Other Name", "eve@acme.example")
			if err != nil || again.ID != u.ID || again.Name != "Eve" {
				t.Errorf("the same address became %+v, %v", again, err)
			}
			return err
		})
		must(t, err)
		if hers := k.contact(t, "By hand", "hand@acme.example"); hers.OrganizationID != 0 {
			t.Error("a contact made by hand joined by domain")
		}
	})
}

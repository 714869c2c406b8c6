package demo

import (
	"context"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

var roles = map[content.Role]access.Role{
	"admin": access.Admin, "lead": access.Lead, "agent": access.Agent, "light_agent": access.LightAgent, "light agent": access.LightAgent,
}

// people writes staff, organizations, contacts, groups and saved replies.
func (f *filler) people(ctx context.Context, tx *db.Tx, w content.World) error {
	hash, err := f.People.HashPassword(ctx, Password)
	if err != nil {
		return err
	}
	if len(w.Tickets) > 0 {
		tx.At(w.Tickets[0].CreatedAt.AddDate(0, 0, -1))
	}
	members, err := f.staff(ctx, tx, w, hash)
	if err != nil {
		return err
	}
	if err := f.customers(ctx, tx, w); err != nil {
		return err
	}
	for _, p := range w.Contacts {
		if _, err := f.person(ctx, tx, p, access.EndUser, ""); err != nil {
			return err
		}
	}
	for _, g := range w.Groups {
		id, err := f.People.ImportGroup(ctx, tx, g.Name, members[g.Key]...)
		if err != nil {
			return err
		}
		f.groups[g.Key] = id
	}
	return f.library(ctx, tx, w)
}

func (f *filler) person(ctx context.Context, tx *db.Tx, p content.Person, role access.Role, hash string) (people.User, error) {
	if role == "" {
		role = access.Agent
	}
	u, err := f.People.ImportUser(ctx, tx, people.User{Name: p.Name, Email: p.Email, Role: role, OrganizationID: f.orgs[p.Org],
		Zone: p.Zone, Region: p.Region, Signature: p.Signature, Notes: notes(p), Work: f.work(p), Active: true}, hash)
	f.users[p.Key] = u
	return u, err
}

// notes keep a contact's title, for which contacts have no field of their own.
func notes(p content.Person) string {
	if p.Org == "" {
		return ""
	}
	return p.Title
}

func deployment(word string) string {
	if word == "SaaS" {
		return "saas"
	}
	return word
}

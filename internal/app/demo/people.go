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

// people writes organizations, staff, groups, contacts and saved replies.
func (f *filler) people(ctx context.Context, tx *db.Tx, w content.World) error {
	hash, err := f.People.HashPassword(ctx, Password)
	if err != nil {
		return err
	}
	if len(w.Tickets) > 0 {
		tx.At(w.Tickets[0].CreatedAt.AddDate(0, 0, -1))
	}
	for _, o := range w.Orgs {
		id, err := f.People.ImportOrganization(ctx, tx, people.Organization{Name: o.Name, Plan: o.Plan, Region: o.Region,
			Deployment: deployment(o.Deployment), Version: o.Version, Notes: o.Notes})
		if err != nil {
			return err
		}
		f.orgs[o.Key] = id
	}
	members := map[string][]int64{}
	for _, p := range w.Staff {
		u, err := f.person(ctx, tx, p, roles[p.Role], hash)
		if err != nil {
			return err
		}
		members[p.Group] = append(members[p.Group], u.ID)
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
		Zone: p.Zone, Region: p.Region, Signature: p.Signature, Notes: p.Title, Active: true}, hash)
	f.users[p.Key] = u
	return u, err
}

func deployment(word string) string {
	if word == "SaaS" {
		return "saas"
	}
	return word
}

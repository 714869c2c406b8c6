package scenario

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// password is everybody's of the team.
const password = "seven lanterns over the harbour"

// settle gives the desk a team in three regions and a customer of the Ultimate plan in EMEA with two people.
func (k *desk) settle(ctx context.Context, tx *db.Tx) error {
	var err error
	k.acme = people.Organization{Name: "Acme", Plan: "Ultimate", SupportLevel: "ultimate", Region: "emea", GraceDays: 15, ContactLimit: 30}
	if k.acme.ID, err = k.People.ImportOrganization(ctx, tx, k.acme); err != nil {
		return err
	}
	hash, err := k.People.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	for _, u := range []people.User{
		{Name: "Lea Admin", Email: "lea@desk.test", Role: access.Admin, Region: "emea", Zone: "Europe/Amsterdam"},
		{Name: "Ana Ruiz", Email: "ana@desk.test", Role: access.Agent, Region: "emea", Zone: "Europe/Amsterdam"},
		{Name: "Emil Berg", Email: "emil@desk.test", Role: access.Agent, Region: "emea", Zone: "Europe/Berlin"},
		{Name: "Ben Tran", Email: "ben@desk.test", Role: access.Agent, Region: "apac", Zone: "Australia/Brisbane"},
		{Name: "Cora Diaz", Email: "cora@desk.test", Role: access.Agent, Region: "amer", Zone: "America/Los_Angeles"},
	} {
		if err := k.join(ctx, tx, u, hash); err != nil {
			return err
		}
	}
	for _, u := range []people.User{
		{Name: "Dana Voss", Email: "dana@acme.test", Role: access.EndUser, OrganizationID: k.acme.ID},
		{Name: "Finn Olsen", Email: "finn@acme.test", Role: access.EndUser, OrganizationID: k.acme.ID},
	} {
		if err := k.join(ctx, tx, u, ""); err != nil {
			return err
		}
	}
	return nil
}

func (k *desk) join(ctx context.Context, tx *db.Tx, u people.User, hash string) error {
	u, err := k.People.ImportUser(ctx, tx, u, hash)
	k.users[mailbox(u.Email)] = u
	return err
}

// customer changes the terms of the customer, as the administrator does.
func (k *desk) customer(change func(o *people.Organization)) {
	k.t.Helper()
	o, err := k.People.Organization(k.as("lea"), k.acme.ID)
	k.must(err)
	change(&o)
	_, err = k.People.SaveOrganization(k.as("lea"), o)
	k.must(err)
}

package app

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// demoDuty gives the demo what on-call is there for: incidents of the past, told to nobody, and an emergency that somebody
// answers for.
func (d *Desk) demoDuty(ctx context.Context, world content.World, quiet *event.Log, p *people.Service, t *ticket.Service) error {
	ctx = access.AsSystem(ctx, "demo")
	past := incident.New(incident.Deps{DB: d.DB, Log: quiet, People: p, Tickets: t, Key: d.key, Link: d.link})
	if err := demo.Incidents(ctx, past, d.DB.Now(ctx)); err != nil {
		return err
	}
	who, ok := entitled(world)
	if !ok {
		return nil
	}
	raised, err := d.Emergencies.Raise(ctx, emergency.Raised{Name: who.Name, Address: who.Email, Subject: "Production down: every page answers 502",
		Body: "Since a few minutes ago every page of our installation answers 502, for all users. Nobody can push or deploy.\n\n" +
			"```\nproduction.log: Errno::ECONNREFUSED: connect(2) for 10.20.0.14:8075\n```\n\nNothing was changed today that we know of."})
	if err != nil {
		return err
	}
	return d.DB.Do(ctx, func(tx *db.Tx) error {
		on, err := d.OnCall.At(ctx, tx, oncall.CustomerEmergencies, tx.Now())
		if err != nil || len(on) == 0 { // in a hole of the night it rings, as it would
			return err
		}
		return d.answerPages(ctx, tx, event.Ticket(raised.ID), on[0])
	})
}

// entitled is somebody whose contract has emergencies.
func entitled(world content.World) (content.Person, bool) {
	at := slices.IndexFunc(world.Contacts, func(p content.Person) bool {
		return p.Language == "en" && slices.ContainsFunc(world.Orgs, func(o content.Org) bool {
			return o.Key == p.Org && o.Plan == "Ultimate" && o.Version != ""
		})
	})
	if at < 0 {
		return content.Person{}, false
	}
	return world.Contacts[at], true
}

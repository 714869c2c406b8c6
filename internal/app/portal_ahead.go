package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ahead is what goes on or is to come for the signed-in customer, as each part of the desk lets them see it.
func (d *Desk) ahead(ctx context.Context) ([]portal.Ahead, error) {
	var all []portal.Ahead
	for _, part := range []func(ctx context.Context) ([]portal.Ahead, error){d.aheadIncidents, d.aheadCalls, d.aheadUpgrades} {
		some, err := part(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// aheadIncidents are the public ones that touch their organization, and maintenance to come.
func (d *Desk) aheadIncidents(ctx context.Context) ([]portal.Ahead, error) {
	own, err := d.Incidents.Mine(ctx)
	if fault.Is(err, fault.NotFound) { // who belongs to no organization is touched by what touches everybody
		own.View, err = d.Incidents.View(ctx)
	}
	if err != nil {
		return nil, err
	}
	var list []portal.Ahead
	for _, t := range append(own.Going(), own.Coming()...) {
		a := portal.Ahead{Kind: portal.AheadIncident, Title: t.Title, Href: t.PublicPath()}
		if t.Status == incident.Scheduled {
			a.Kind, a.From, a.Until = portal.AheadWork, t.ScheduledFor, t.ScheduledUntil
		}
		for _, o := range own.Tickets {
			if o.Incident == t.ID {
				a.Tickets = append(a.Tickets, o.Ticket)
			}
		}
		list = append(list, a)
	}
	return list, nil
}

func (d *Desk) aheadCalls(ctx context.Context) ([]portal.Ahead, error) {
	calls, err := d.Calls.Own(ctx)
	list := make([]portal.Ahead, len(calls))
	for i, c := range calls {
		list[i] = portal.Ahead{Kind: portal.AheadCall, Title: c.Title, From: c.From, Until: c.Until, Room: c.Room, Tickets: []int64{c.TicketID}}
		if c.State == call.Offered {
			list[i].Kind, list[i].Until = portal.AheadOffer, c.ExpiresAt
		}
		if c.Nonce != "" {
			list[i].Href = d.Calls.BookingPath(c)
		}
	}
	return list, err
}

// aheadUpgrades are those of installations that they may see, once everybody knows of the window.
func (d *Desk) aheadUpgrades(ctx context.Context) (list []portal.Ahead, err error) {
	own, err := d.Environments.OwnList(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range own.All {
		upgrades, err := d.Upgrades.Upgrades(access.AsSystem(ctx, "portal"), upgrade.Filter{EnvironmentID: e.ID})
		if err != nil {
			return nil, err
		}
		for _, u := range upgrades {
			if u.State != upgrade.Ready || !u.WindowUntil.After(d.DB.Now(ctx)) {
				continue
			}
			list = append(list, portal.Ahead{Kind: portal.AheadUpgrade, Title: e.Name + ", " + u.Title(), From: u.WindowFrom, Until: u.WindowUntil,
				Href: portal.InstallationHref(e.ID), Tickets: []int64{u.TicketID}, Asks: u.ConfirmedAt.IsZero()})
		}
	}
	return list, nil
}

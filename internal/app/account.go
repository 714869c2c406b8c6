package app

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/holidays"
)

// accounts builds the service over the rest of the desk. What an organization's page, a file or a CRM says of its engineer
// becomes an assignment.
func (d *Desk) accounts() *account.Service {
	s := account.New(account.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Holidays: publicHolidays, Emergency: d.openEmergency,
		Ring: d.ringEngineer, Quiet: d.Paging.Resolve, Rotations: d.rotationsOf, Spent: d.minutesSpent, Order: d.placedOrder,
		Commitments: d.reviewCommitments, Notify: d.announceAccount})
	d.People.AttachAssigning(s.Assigning)
	return s
}

// placedOrder gives accounts the customer's own order of the open tickets, which reviews keep.
func (d *Desk) placedOrder(ctx context.Context, organization int64) ([]int64, error) {
	return d.Reviews.PlacedOrder(ctx, organization)
}

// publicHolidays gives the days off of somebody's region from a up to b, by their own clock.
func publicHolidays(ctx context.Context, q db.Querier, u people.User, a, b time.Time) (off []coverage.Span, err error) {
	countries, err := oncall.CountriesKey.Get(ctx, q)
	i := slices.IndexFunc(countries, func(c oncall.Country) bool { return c.Region == u.Region })
	if err != nil || i < 0 {
		return nil, err
	}
	for year := a.In(u.Location()).Year(); year <= b.In(u.Location()).Year(); year++ {
		for _, h := range holidays.Of(countries[i].Country, countries[i].Part, year) {
			day := coverage.Span{From: people.DayBegins(h.Date, u.Location()), Until: people.DayBegins(h.Date.AddDays(1), u.Location())}
			if day.From.Before(b) && a.Before(day.Until) {
				off = append(off, day)
			}
		}
	}
	return off, nil
}

// openEmergency tells accounts of the emergency that a ticket is.
func (d *Desk) openEmergency(ctx context.Context, q db.Querier, ticketID int64) (account.Emergency, bool, error) {
	e, ok, err := d.Emergencies.OpenOf(ctx, q, ticketID)
	return account.Emergency{ID: e.ID, Responsible: e.Responsible, Paged: e.Pages != emergency.PageNone}, ok, err
}

// ringEngineer pages an assigned engineer and nobody else, about a subject of its own: answering it leaves the page of whoever
// is on call as it is.
func (d *Desk) ringEngineer(ctx context.Context, tx *db.Tx, a account.Alarm) error {
	_, err := d.Paging.Trigger(ctx, tx, paging.Alarm{Key: a.Key, Subject: a.Subject, Title: a.Title, Urgency: paging.High, To: []int64{a.To}, Only: true})
	return err
}

// engagementCard describes the page of an engagement: what the emergency's own tells, and why it is theirs.
func (d *Desk) engagementCard(ctx context.Context, q db.Querier, subject event.Subject) (paging.Card, error) {
	e, err := d.Accounts.Find(ctx, q, subject.ID)
	if err != nil {
		return paging.Card{}, err
	}
	card, err := d.emergencyCard(ctx, q, event.Ticket(e.TicketID))
	card.Title = "Your account " + e.Organization + " has an emergency. " + card.Title
	return card, err
}

// engagementPaged tells accounts that somebody answered.
func (d *Desk) engagementPaged(ctx context.Context, tx *db.Tx, c paging.Change) error {
	if c.Kind != paging.WasAcknowledged || c.By == 0 {
		return nil
	}
	return d.Accounts.Answered(ctx, tx, c.Page.Subject.ID, c.By)
}

// rotationsOf lists the schedules that each person is on call for. Whoever only watches is not.
func (d *Desk) rotationsOf(ctx context.Context, q db.Querier) (map[int64][]string, error) {
	all, err := d.OnCall.SchedulesIn(ctx, q)
	in := map[int64][]string{}
	for _, s := range all {
		for _, l := range s.Layers {
			for _, id := range l.Users {
				if !l.Shadow && !slices.Contains(in[id], s.Title) {
					in[id] = append(in[id], s.Title)
				}
			}
		}
	}
	return in, err
}

// announceAccount mails what engineers and their managers should read. It rings nowhere.
func (d *Desk) announceAccount(ctx context.Context, tx *db.Tx, n account.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it", Path: n.Path})
}

// accountPages makes its pages.
func (d *Desk) accountPages(shell *workspace.Shell) *accountui.UI {
	return accountui.New(accountui.Deps{Accounts: d.Accounts, People: d.People, Tickets: d.Tickets, Promised: d.promisedTimes,
		Promise: d.Clocks.PromiseOrganization,
		Page:    shell.Page, Now: d.DB.Now})
}

// promisedTimes gives when an organization hears from us.
func (d *Desk) promisedTimes(ctx context.Context, organization int64) (times, zone string, err error) {
	c, err := d.Clocks.PromisedOrganization(ctx, organization)
	return c.Times, c.Zone, err
}

// accountTeller tells in the thread how a ticket found its engineer, and who was engaged.
func accountTeller(pages *accountui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

// accountSettings are what assigned engineers go by.
func accountSettings() []config.Setting {
	return []config.Setting{config.SettingOf(account.RulesKey, "How many accounts an engineer looks after, in which hours, and how cover for them is found")}
}

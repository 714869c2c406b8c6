package app

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/capability/entitlement/entitlementui"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// entitlements builds the service over the rest of the desk, and puts it at the doors.
func (d *Desk) entitlements() *entitlement.Service {
	s := entitlement.New(entitlement.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets,
		Answer: func(ctx context.Context, tx *db.Tx, r entitlement.Reply) (bool, error) {
			return d.Notify.SendCourtesy(access.AsSystem(ctx, "mail"), tx, notify.Courtesy(r))
		},
		Desk: d.Notify.DeskName, Emergency: emergencyAddress, Release: d.Intake.Release})
	d.Tickets.AttachDoor(ticket.Door{Judge: s.OwnJudge, TurnedAway: s.OwnTurnedAway})
	d.Intake.Door = func(ctx context.Context, tx *db.Tx, c intake.Caller) (string, error) {
		return s.MailDoor(ctx, tx, entitlement.Mail(c))
	}
	return s
}

// emergencyAddress reports whether mail to one of these calls an emergency.
func emergencyAddress(ctx context.Context, q db.Querier, to []string) (bool, error) {
	rules, err := emergency.RulesKey.Get(ctx, q)
	return slices.ContainsFunc(to, func(a string) bool {
		return slices.ContainsFunc(rules.Addresses, func(e string) bool { return people.Normalize(a) == people.Normalize(e) })
	}), err
}

// entitlementPages makes its pages.
func (d *Desk) entitlementPages(shell *workspace.Shell) *entitlementui.UI {
	return entitlementui.New(entitlementui.Deps{Entitlements: d.Entitlements, People: d.People, Tickets: d.Tickets, Page: shell.Page, Now: d.DB.Now})
}

// doorSettings are who may ask, what others are told, and the words about customers.
func doorSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(entitlement.RulesKey, "Who may ask for a ticket, and what happens to others"),
		config.SettingOf(entitlement.WordsKey, "What those are told who may not ask, by language and reason, as templates"),
		config.SettingOf(people.OwnerRoles, "Who may answer for a customer, on both sides"),
		config.SettingOf(people.Currency, "What the revenue of customers is counted in"),
	}
}

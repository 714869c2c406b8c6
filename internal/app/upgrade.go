package app

import (
	"context"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/upgradeui"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// upgrades builds the service over the rest of the desk.
func (d *Desk) upgrades() *upgrade.Service {
	return upgrade.New(upgrade.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, Environments: d.Environments, OnCall: d.holdingAt,
		Meet: d.meetForUpgrade, Notify: d.announceUpgrade,
		Move: func(ctx context.Context, tx *db.Tx, callID int64, at time.Time, minutes int) error {
			_, err := d.Calls.MoveIn(ctx, tx, callID, at, minutes)
			return err
		},
		CancelMeeting: func(ctx context.Context, tx *db.Tx, callID int64, reason string) error {
			_, err := d.Calls.CancelIn(ctx, tx, callID, reason)
			return err
		}})
}

// holdingAt gives everybody who is on call for anything at an instant, which may be to come.
func (d *Desk) holdingAt(ctx context.Context, q db.Querier, at time.Time) (on []int64, err error) {
	schedules, err := d.OnCall.SchedulesIn(ctx, q)
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	for _, s := range schedules {
		ids, err := d.OnCall.At(ctx, q, s.Title, at)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				on = append(on, id)
			}
		}
	}
	return on, nil
}

// meetForUpgrade sets the call before an upgrade.
func (d *Desk) meetForUpgrade(ctx context.Context, tx *db.Tx, m upgrade.Meeting) (int64, error) {
	c, err := d.Calls.ScheduleIn(ctx, tx,
		call.Booking{Kind: call.Upgrade, Subject: m.Subject, TicketID: m.TicketID, OrganizationID: m.OrganizationID, Title: m.Title,
			At: m.At, Minutes: m.Minutes, Hosts: m.Hosts, Guests: m.Guests, About: m.About})
	return c.ID, err
}

// upgradeCallChanged tells upgrades when their call was moved or called off elsewhere.
func (d *Desk) upgradeCallChanged(ctx context.Context, tx *db.Tx, c call.Call) error {
	switch c.State {
	case call.Booked:
		return d.Upgrades.CallChanged(ctx, tx, c.Subject.ID, c.ID, c.From)
	case call.Cancelled:
		return d.Upgrades.CallChanged(ctx, tx, c.Subject.ID, c.ID, time.Time{})
	}
	return nil
}

// announceUpgrade mails what those who accompany an upgrade, and those on call, should read now.
func (d *Desk) announceUpgrade(ctx context.Context, tx *db.Tx, n upgrade.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open the upgrade", Path: n.Path})
}

// upgradePages makes its pages.
func (d *Desk) upgradePages(shell *workspace.Shell) *upgradeui.UI {
	return upgradeui.New(upgradeui.Deps{Upgrades: d.Upgrades, Environments: d.Environments, People: d.People, Tickets: d.Tickets,
		Page: shell.Page, Now: d.DB.Now})
}

// upgradesInShift tells who is on call of the upgrades in their shifts.
func upgradesInShift(pages *upgradeui.UI) func(ctx context.Context, mine bool, shifts []oncallui.Span) (g.Node, error) {
	return func(ctx context.Context, mine bool, shifts []oncallui.Span) (g.Node, error) {
		stretches := make([]upgradeui.Stretch, len(shifts))
		for i, s := range shifts {
			stretches[i] = upgradeui.Stretch(s)
		}
		return pages.InShift(ctx, mine, stretches)
	}
}

// upgradeTeller tells in the thread how an upgrade goes.
func upgradeTeller(pages *upgradeui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

// windowOpen says for a page about an emergency that the customer upgrades at this moment; empty where they do not.
func (d *Desk) windowOpen(ctx context.Context, q db.Querier, organizationID int64) (string, error) {
	up, open, err := d.Upgrades.OpenAt(ctx, q, organizationID, d.DB.Now(ctx))
	if err != nil || !open {
		return "", err
	}
	return up.Title() + ", open since " + up.WindowFrom.UTC().Format("15:04 UTC") + ", until " + up.WindowUntil.UTC().Format("15:04 UTC"), nil
}

// upgradeSettings are what upgrades go by.
func upgradeSettings() []config.Setting {
	return []config.Setting{config.SettingOf(upgrade.Rules,
		"How upgrades of customers are accompanied: required stops, when who is on call is told, the call before, the form")}
}

package app

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// attention builds the service over the rest of the desk.
func (d *Desk) attention() *attention.Service {
	return attention.New(attention.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets, OnDuty: d.managersOn, Holding: d.holding,
		Hours: d.supportHours, Incident: d.partOfIncident, Notify: d.announceAttention})
}

// managersOn gives the managers on call; nobody where the desk keeps no such schedule.
func (d *Desk) managersOn(ctx context.Context, q db.Querier, at time.Time) ([]int64, error) {
	rules, err := emergency.RulesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	on, err := d.OnCall.At(ctx, q, rules.Managers, at)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return on, err
}

// holding gives everybody who is on call now, for anything.
func (d *Desk) holding(ctx context.Context, _ db.Querier, _ time.Time) ([]int64, error) {
	duties, err := d.OnCall.OnCall(access.AsSystem(ctx, "attention"))
	var on []int64
	for _, duty := range duties {
		if !duty.Shadow && !slices.Contains(on, duty.UserID) {
			on = append(on, duty.UserID)
		}
	}
	return on, err
}

// supportHours asks a calendar by its title whether support is open; no title, and one that is gone, asks the desk's own.
func (d *Desk) supportHours(ctx context.Context, q db.Querier, title string, at time.Time) (bool, time.Time, error) {
	c, err := d.Calendars.ByTitle(ctx, q, title)
	if title == "" || fault.Is(err, fault.NotFound) {
		c, err = d.Calendars.TheDefault(ctx, q)
	}
	if err != nil {
		return false, time.Time{}, err
	}
	return d.calendarOpen(ctx, q, c.ID, at)
}

// partOfIncident tells whether customers hear of a ticket's trouble from an incident that goes on. Maintenance to come is none.
func (d *Desk) partOfIncident(ctx context.Context, _ db.Querier, ticketID int64) (bool, error) {
	behind, err := d.Incidents.OfTicket(access.AsSystem(ctx, "attention"), ticketID)
	return slices.ContainsFunc(behind, func(i incident.Incident) bool { return i.Open() && i.Status != incident.Scheduled }), err
}

// announceAttention mails what managers, engineers and whoever asked should read now.
func (d *Desk) announceAttention(ctx context.Context, tx *db.Tx, n attention.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it", Path: n.Path})
}

// attentionPages makes its pages.
func (d *Desk) attentionPages(shell *workspace.Shell) *attentionui.UI {
	return attentionui.New(attentionui.Deps{Attention: d.Attention, People: d.People, Tickets: d.Tickets, Page: shell.Page, Now: d.DB.Now})
}

// attentionTeller tells in the thread how requests go.
func attentionTeller(pages *attentionui.UI) ticketui.Teller {
	return ticketui.Teller{Names: pages.Spoken, Say: pages.Told}
}

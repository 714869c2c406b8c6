package app

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/capability/review/reviewui"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// reviews builds the service over the rest of the desk.
func (d *Desk) reviews() *review.Service {
	return review.New(review.Deps{DB: d.DB, Log: d.Log, Blobs: d.Blobs, People: d.People, Tickets: d.Tickets, InCharge: d.inCharge,
		Agreed: d.agreedHours, Hours: d.hoursOfCustomer,
		Meet: d.meetForReview, Move: d.moveReview, CancelMeeting: d.cancelReview, HoldMeeting: d.holdReview, Replies: d.firstReplies, Upgrades: d.upgradesHeld,
		Away: d.awayFromReviews, Notify: d.announceReview})
}

// inCharge gives who answers for an account: its engineer, or who covers.
func (d *Desk) inCharge(ctx context.Context, q db.Querier, organization int64, at time.Time) (int64, error) {
	c, ok, err := d.Accounts.InCharge(ctx, q, organization, at)
	if err != nil || ok {
		return c.UserID, err
	}
	found, err := d.People.OrganizationsNamed(ctx, q, organization)
	return found[organization].AssignedEngineerID, err
}

// agreedHours gives what hours a customer has by contract.
func (d *Desk) agreedHours(ctx context.Context, q db.Querier, organization int64) (out []review.Agreement, err error) {
	all, err := d.Accounts.EngineersOf(ctx, q, organization)
	for _, a := range all {
		out = append(out, review.Agreement{UserID: a.UserID, WeekMinutes: 60 * a.Hours, From: a.StartsOn, Until: a.EndsOn})
	}
	return out, err
}

// hoursOfCustomer gives the calendar of a customer: their own, or else the desk's.
func (d *Desk) hoursOfCustomer(ctx context.Context, q db.Querier, o people.Organization) (*bizcal.Calendar, error) {
	id := o.CalendarID
	if id == 0 {
		usual, err := d.Calendars.TheDefault(ctx, q)
		if err != nil {
			return nil, err
		}
		id = usual.ID
	}
	hours, _, err := d.Calendars.Compiled(ctx, q, id)
	return hours, err
}

// meetForReview puts a review call into the calendars.
func (d *Desk) meetForReview(ctx context.Context, tx *db.Tx, i review.Invitation) (int64, error) {
	c, err := d.Calls.ScheduleIn(ctx, tx, call.Booking{Kind: call.Review, Subject: i.Subject, OrganizationID: i.OrganizationID,
		Title: i.Title, At: i.At, Minutes: i.Minutes,
		Hosts: i.Hosts, Guests: i.Guests, About: i.About})
	return c.ID, err
}

func (d *Desk) moveReview(ctx context.Context, tx *db.Tx, callID int64, at time.Time, minutes int) error {
	_, err := d.Calls.MoveIn(ctx, tx, callID, at, minutes)
	return err
}

func (d *Desk) cancelReview(ctx context.Context, tx *db.Tx, callID int64, reason string) error {
	_, err := d.Calls.CancelIn(ctx, tx, callID, reason)
	return err
}

func (d *Desk) holdReview(ctx context.Context, tx *db.Tx, callID int64) error {
	return d.Calls.HoldIn(ctx, tx, callID)
}

// reviewCallChanged tells a review what became of its call.
func (d *Desk) reviewCallChanged(ctx context.Context, tx *db.Tx, c call.Call) error {
	state := map[call.State]review.MeetingState{call.Booked: review.Planned, call.Held: review.Held, call.NoShow: review.NoShow,
		call.Cancelled: review.Cancelled}[c.State]
	return d.Reviews.CallChanged(access.AsSystem(ctx, "call"), tx, c.Subject.ID, c.ID,
		review.Called{State: state, At: c.From, Length: c.Minutes(), Why: c.Reason})
}

// firstReplies gives how the first reply of tickets went against its target.
func (d *Desk) firstReplies(ctx context.Context, q db.Querier, tickets ...int64) (map[int64]review.Replied, error) {
	all, err := d.Clocks.FirstReplies(ctx, q, tickets...)
	out := make(map[int64]review.Replied, len(all))
	for id, r := range all {
		out[id] = review.Replied{After: r.Used, Due: r.Target, Met: r.Met}
	}
	return out, err
}

// upgradesHeld gives the upgrades of a customer that ended in a stretch of time.
func (d *Desk) upgradesHeld(ctx context.Context, _ db.Querier, organization int64, from, until time.Time) (held []review.Upgraded, err error) {
	all, err := d.Upgrades.Upgrades(access.AsSystem(ctx, "review"), upgrade.Filter{Over: true, OrganizationID: organization})
	for _, u := range all {
		if !u.EndedAt.Before(from) && u.EndedAt.Before(until) {
			held = append(held, review.Upgraded{Title: u.Environment + ": " + u.Title(), At: u.EndedAt, Outcome: string(u.Outcome)})
		}
	}
	return held, err
}

// awayFromReviews gives who of the team is away, by the time off of the desk and by imported calendars.
func (d *Desk) awayFromReviews(ctx context.Context, q db.Querier, ids []int64, from, until time.Time) (map[int64][]review.Off, error) {
	found, err := d.OnCall.Absences(ctx, q, ids, from, until)
	all := map[int64][]review.Off{}
	for id, list := range found {
		for _, a := range list {
			all[id] = append(all[id], review.Off{From: a.From, Until: a.Until})
		}
	}
	return all, err
}

// announceReview mails what engineers and colleagues of the field should read.
func (d *Desk) announceReview(ctx context.Context, tx *db.Tx, n review.Notice) error {
	return d.Notify.Announce(ctx, tx, notify.Announcement{Cause: n.Cause, To: n.To, Subject: n.Subject, Lead: n.Lead, Lines: n.Lines,
		Label: "Open it", Path: n.Path})
}

// minutesSpent tells accounts what somebody logged, by customer.
func (d *Desk) minutesSpent(ctx context.Context, q db.Querier, userID int64, a, b time.Time) (map[int64]int, error) {
	return d.Reviews.SpentBy(ctx, q, userID, bizcal.DateOf(a), bizcal.DateOf(b.Add(-time.Microsecond)))
}

// reviewCommitments tells accounts which calls somebody is to lead.
func (d *Desk) reviewCommitments(ctx context.Context, q db.Querier, userID int64) (out []account.Commitment, err error) {
	led, err := d.Reviews.LedBy(ctx, q, userID, d.DB.Now(ctx))
	for _, m := range led {
		out = append(out, account.Commitment{Words: "Review call: " + m.Organization, Path: m.Path(), At: m.At})
	}
	return out, err
}

// reviewPages makes its pages.
func (d *Desk) reviewPages(shell *workspace.Shell) *reviewui.UI {
	return reviewui.New(reviewui.Deps{Reviews: d.Reviews, People: d.People, Tickets: d.Tickets, Page: shell.Page, Now: d.DB.Now})
}

// reviewTeller tells in the thread what was decided with the customer.
func reviewTeller(pages *reviewui.UI) ticketui.Teller { return ticketui.Teller{Say: pages.Told} }

// reviewSettings are what review calls go by.
func reviewSettings() []config.Setting {
	return []config.Setting{config.SettingOf(review.CallRules, "How many review calls of a series are in the calendars, and how long they last"),
		config.SettingOf(review.ReminderRules, "How many days before, and at what hour, those who promised something are reminded, customers among them")}
}

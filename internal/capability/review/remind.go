package review

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

const (
	actionKind  = "review.remind_action"
	requestKind = "review.remind_request"
)

// dueArgs is something that somebody promised by a day.
type dueArgs struct {
	ID int64 `json:"id"`
}

// searchBack bounds the look for a business day before one that is none.
const searchBack = 7

// At gives when somebody is reminded of what is due on a day: so many days before at the hour of their clock, or on the last
// business day before that; where this is over, on the day itself. Not ok: both are over. It is pure.
func (r Reminders) At(due bizcal.Date, zone *time.Location, open func(bizcal.Date) bool, now time.Time) (at time.Time, ok bool) {
	early := due.AddDays(-r.Days)
	for back := range searchBack {
		if day := early.AddDays(-back); open(day) {
			early = day
			break
		}
	}
	for _, day := range []bizcal.Date{early, due} {
		if at = Wall(zone, day, r.Hour*60); at.After(now) {
			return at, true
		}
	}
	return time.Time{}, false
}

// arm lets a job wait until somebody is to be reminded, in place of the one that waits so far.
func (s *Service) arm(ctx context.Context, tx *db.Tx, kind string, id, organization, owner int64, due bizcal.Date) error {
	key := fmt.Sprint(id)
	if _, err := job.Cancel(ctx, tx, kind, key); err != nil || due == (bizcal.Date{}) {
		return err
	}
	o, err := s.organization(ctx, tx, organization)
	if err != nil {
		return err
	}
	reader, err := s.reader(ctx, tx, o)
	if err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, owner)
	if err != nil {
		return err
	}
	if u := users[owner]; u.Role.Staff() {
		reader.Zone = u.Location()
	}
	hours, err := s.hours(ctx, tx, o)
	if err != nil {
		return err
	}
	rules, err := ReminderRules.Get(ctx, tx)
	if err != nil {
		return err
	}
	at, ok := rules.At(due, reader.Zone, businessDay(hours, reader.Zone), tx.Now())
	if !ok {
		return nil
	}
	_, err = job.Enqueue(ctx, tx, kind, dueArgs{id}, job.Options{At: at, Unique: key})
	return err
}

func (s *Service) armAction(ctx context.Context, tx *db.Tx, a Action) error {
	if !a.DoneAt.IsZero() || !a.RemindedAt.IsZero() {
		a.DueOn = bizcal.Date{}
	}
	return s.arm(ctx, tx, actionKind, a.ID, a.OrganizationID, a.OwnerID, a.DueOn)
}

func (s *Service) armRequest(ctx context.Context, tx *db.Tx, r Request) error {
	if r.State != RequestOpen || !r.RemindedAt.IsZero() {
		r.DueOn = bizcal.Date{}
	}
	return s.arm(ctx, tx, requestKind, r.ID, r.OrganizationID, r.AssigneeID, r.DueOn)
}

// followReminders lets what waits by the old rules wait by the new ones.
func (s *Service) followReminders() event.Handler {
	return event.Handler{Name: "review_reminders", Kinds: []string{settings.Changed{}.EventKind()}, Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
		changed, err := event.Decode[settings.Changed](e)
		if err != nil || changed.Name != ReminderRules.Name {
			return err
		}
		return s.rearm(ctx, tx)
	}}
}

func (s *Service) rearm(ctx context.Context, tx *db.Tx) error {
	actions, err := unremindedActions(ctx, tx)
	if err != nil {
		return err
	}
	for _, a := range actions {
		if err := s.armAction(ctx, tx, a); err != nil {
			return err
		}
	}
	requests, err := unremindedRequests(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if err := s.armRequest(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// reminder makes a job of what is done once for what is due: it finds out under the lock whether there is still anything to say.
func (s *Service) reminder(remind func(ctx context.Context, tx *db.Tx, id int64) error) func(context.Context, job.Job) error {
	return func(ctx context.Context, j job.Job) error {
		var a dueArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		ctx = access.AsSystem(ctx, "review")
		return s.DB.Do(ctx, func(tx *db.Tx) error { return remind(ctx, tx, a.ID) })
	}
}

// remindAction reminds whoever promised something: one of the team by a notice, somebody of the customer by mail. Where
// neither reaches them, whoever is in charge of the account hears of it.
func (s *Service) remindAction(ctx context.Context, tx *db.Tx, id int64) error {
	a, err := lockAction(ctx, tx, id)
	if err != nil || !a.DoneAt.IsZero() || !a.RemindedAt.IsZero() {
		return err
	}
	o, err := s.organization(ctx, tx, a.OrganizationID)
	if err != nil {
		return err
	}
	inCharge, err := s.inCharge(ctx, tx, o, tx.Now())
	if err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, a.OwnerID)
	if err != nil {
		return err
	}
	rules, err := ReminderRules.Get(ctx, tx)
	if err != nil {
		return err
	}
	a.RemindedAt = tx.Now()
	n := Notice{Cause: fmt.Sprint("review:action:", a.ID, ":due:", a.DueOn), Subject: "An action is due: " + o.Name, Lead: a.Owner + ": " + a.What, Lines: byDay(a.DueOn), Path: a.Path()}
	switch u := users[a.OwnerID]; {
	case u.Active && u.Role.Staff():
		err = s.tell(ctx, tx, n, u.ID)
	case u.Active && u.Email != "" && rules.Customers && inCharge != 0:
		a.TicketID, err = s.remindCustomer(ctx, tx, o, u, a, inCharge)
	default:
		err = s.tell(ctx, tx, n, inCharge)
	}
	if err != nil {
		return err
	}
	return updateAction(ctx, tx, a)
}

// remindCustomer mails somebody of the customer what they said they would do, in the name of whoever is in charge.
func (s *Service) remindCustomer(ctx context.Context, tx *db.Tx, o people.Organization, to people.User, a Action, from int64) (int64, error) {
	reader, err := s.reader(ctx, tx, o)
	if err != nil {
		return 0, err
	}
	if len(to.Locale) >= 2 {
		reader.Language = language(to.Locale[:2])
	}
	theirs, err := reader.In(ctx)
	if err != nil {
		return 0, err
	}
	day := i18n.FormatDate(theirs, noon(theirs, a.DueOn))
	ticketID, err := s.send(ctx, tx, letter{organization: o, ticketID: a.TicketID, subject: i18n.T(theirs, "letter.reminder", "What", fault.Clip(a.What, 120)),
		body: i18n.T(theirs, "letter.reminder_about", "Name", plain(to.Name), "Day", day, "What", plain(a.What)), to: []int64{to.ID}, from: from})
	if err != nil {
		return 0, err
	}
	return ticketID, s.Log.Append(ctx, tx, event.Subject{Type: "organization", ID: o.ID}, Sent{What: "reminder", Organization: o.ID, Ticket: ticketID, To: []int64{to.ID}})
}

// remindRequest reminds whoever has a request of the field; where nobody does, whoever asked hears that.
func (s *Service) remindRequest(ctx context.Context, tx *db.Tx, id int64) error {
	r, err := lockRequest(ctx, tx, id)
	if err != nil || r.State != RequestOpen || !r.RemindedAt.IsZero() {
		return err
	}
	r.RemindedAt = tx.Now()
	n := Notice{Cause: fmt.Sprint("field:", r.ID, ":due"), Subject: "The field waits for an answer: " + r.Subject, Lead: r.Organization + ": " + r.Subject, Lines: byDay(r.DueOn), Path: r.Path()}
	to := r.AssigneeID
	if to == 0 {
		n.Subject, to = "Nobody has your request yet: "+r.Subject, r.By
	}
	if err := s.tell(ctx, tx, n, to); err != nil {
		return err
	}
	return s.keepRequest(ctx, tx, r)
}

// byDay says by when something is due, for a notice; nothing where no day is set.
func byDay(d bizcal.Date) []string {
	if d == (bizcal.Date{}) {
		return nil
	}
	return []string{"Due on " + midnight(d).Format("Monday, 2 January 2006") + "."}
}

package review

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
)

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
	n := Notice{Cause: fmt.Sprint("review:action:", a.ID, ":due:", a.DueOn), Subject: "An action is due: " + o.Name,
		Lead: a.Owner + ": " + a.What, Lines: byDay(a.DueOn), Path: a.Path()}
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
	return ticketID, s.Log.Append(ctx, tx, event.Subject{Type: "organization", ID: o.ID},
		Sent{What: "reminder", Organization: o.ID, Ticket: ticketID, To: []int64{to.ID}})
}

// remindRequest reminds whoever has a request of the field; where nobody does, whoever asked hears that.
func (s *Service) remindRequest(ctx context.Context, tx *db.Tx, id int64) error {
	r, err := lockRequest(ctx, tx, id)
	if err != nil || r.State != RequestOpen || !r.RemindedAt.IsZero() {
		return err
	}
	r.RemindedAt = tx.Now()
	n := Notice{Cause: fmt.Sprint("field:", r.ID, ":due"), Subject: "The field waits for an answer: " + r.Subject,
		Lead: r.Organization + ": " + r.Subject, Lines: byDay(r.DueOn), Path: r.Path()}
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

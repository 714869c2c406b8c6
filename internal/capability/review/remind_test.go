package review

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// TestRemindedAt is on a business day before, at an hour of the wall, or on the day itself where that is over.
func TestRemindedAt(t *testing.T) {
	weekdays := func(d bizcal.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	for _, c := range []struct {
		days     int
		due, now string
		want     string
		open     func(bizcal.Date) bool
	}{
		{1, "2026-11-26", "2026-11-01 00:00", "2026-11-25 08:00", weekdays},
		{1, "2026-11-30", "2026-11-01 00:00", "2026-11-27 08:00", weekdays}, // Monday: told on Friday
		{1, "2026-11-30", "2026-11-28 00:00", "2026-11-30 08:00", weekdays},
		{0, "2026-11-30", "2026-11-28 00:00", "2026-11-30 08:00", weekdays},
		{1, "2026-11-30", "2026-11-30 08:00", "", weekdays},
		{2, "2026-03-30", "2026-03-01 00:00", "2026-03-28 08:00", func(bizcal.Date) bool { return true }},
		{1, "2026-03-30", "2026-03-01 00:00", "2026-03-29 07:00", func(bizcal.Date) bool { return true }}, // summer time
		{1, "2026-11-26", "2026-11-01 00:00", "2026-11-25 08:00", func(bizcal.Date) bool { return false }},
	} {
		now, err := time.Parse("2006-01-02 15:04", c.now)
		must(t, err)
		at, ok := Reminders{Days: c.days, Hour: 9}.At(date(t, c.due), berlin, c.open, now)
		if got := at.Format("2006-01-02 15:04"); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%d before %s, at %s: %s, %v", c.days, c.due, c.now, got, ok)
		}
	}
}

// reminded lists the subjects and first words of notices from the n-th on, with who got them, in order of the alphabet: several
// are due at one moment.
func (k *desk) reminded(n int) (all []string) {
	for _, notice := range k.notices[n:] {
		for _, u := range notice.To {
			all = append(all, u.Name+": "+notice.Subject+": "+notice.Lead)
		}
	}
	slices.Sort(all)
	return all
}

// promise has somebody do something by a day.
func (k *desk) promise(m Meeting, owner people.User, what, due string) Action {
	k.T.Helper()
	a, err := k.AddAction(k.As(k.ana), Action{MeetingID: m.ID, What: what, OwnerID: owner.ID, DueOn: date(k.T, due)})
	k.Must(err)
	return a
}

// TestActionsRemind tells one of the team by a notice, and somebody of the customer by mail in a conversation of their own, once and
// on time; what is done by then, or has another day, is not told.
func TestActionsRemind(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m := k.meet()
		k.promise(m, k.ana, "Send the plan", "2000-01-10")
		theirs := k.promise(m, k.dana, "Send *the* bundle", "2000-01-10")
		done := k.promise(m, k.ben, "Read the logs", "2000-01-10")
		later := k.promise(m, k.ben, "Rehearse", "2000-01-10")
		k.Must(k.FinishAction(k.As(k.ben), done.ID, true))
		later.DueOn = date(t, "2000-01-12")
		k.Must(k.ChangeAction(k.As(k.ana), later))
		said := len(k.notices)
		k.Wait(8*24*time.Hour + 9*time.Hour - time.Second) // Sunday the 9th, just before nine
		if got := k.reminded(said); len(got) != 0 {
			t.Errorf("early: %v", got)
		}
		k.Wait(time.Second)
		if diff := cmp.Diff([]string{"Ana Lima: An action is due: Seto Rail: Ana Lima: Send the plan"}, k.reminded(said)); diff != "" {
			t.Error(diff)
		}
		actions, err := k.Actions(k.Ctx, k.org.ID)
		k.Must(err)
		if actions[1].ID != theirs.ID || actions[1].TicketID == 0 || actions[1].RemindedAt.IsZero() {
			t.Fatalf("%+v", actions)
		}
		letter := k.Ticket(actions[1].TicketID)
		th, err := k.Tickets.Thread(k.Ctx, letter.ID)
		k.Must(err)
		if letter.RequesterID != k.dana.ID || len(letter.CCs) != 0 || letter.AssigneeID != k.ana.ID || letter.Status != ticket.Solved ||
			len(th.Comments) != 1 ||
			!th.Comments[0].Public || th.Comments[0].AuthorID != k.ana.ID || !strings.Contains(th.Comments[0].Body, `> Send \*the\* bundle`) {
			t.Errorf("%+v, %+v", letter, th.Comments)
		}
		if len(k.order()) != 0 {
			t.Error("the reminder is on the agenda")
		}
		k.Wait(20 * 24 * time.Hour)
		if diff := cmp.Diff([]string{"Ana Lima: An action is due: Seto Rail: Ana Lima: Send the plan",
			"Ben Ode: An action is due: Seto Rail: Ben Ode: Rehearse"}, k.reminded(said)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestRemindedOfOthers tells whoever is in charge of what somebody is to do whom the desk cannot write to, or is not to.
func TestRemindedOfOthers(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		k.Must(k.SaveRules(access.With(t.Context(), access.Principal{UserID: k.ana.ID, Role: access.Admin}), CallRules.Default, Reminders{Days: 1, Hour: 9}))
		m := k.meet()
		k.promise(m, k.dana, "Send the bundle", "2000-01-10")
		_, err := k.AddAction(k.As(k.ana), Action{MeetingID: m.ID, What: "Buy disks", Owner: "Their buyer", DueOn: date(t, "2000-01-10")})
		k.Must(err)
		said := len(k.notices)
		k.Wait(9 * 24 * time.Hour)
		want := []string{"Ana Lima: An action is due: Seto Rail: Dana Cole: Send the bundle", "Ana Lima: An action is due: Seto Rail: Their buyer: Buy disks"}
		if diff := cmp.Diff(want, k.reminded(said)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestReminderRules moves what waits when the rules change, and a reminder that comes a second time says nothing.
func TestReminderRules(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		m := k.meet()
		a := k.promise(m, k.ben, "Send the plan", "2000-01-10")
		r, err := k.Ask(k.As(k.sue), Request{OrganizationID: k.org.ID, Kind: "question", Subject: "ARM?", Body: "Please", DueOn: date(t, "2000-01-10")})
		k.Must(err)
		said := len(k.notices)
		admin := access.With(t.Context(), access.Principal{UserID: k.ana.ID, Role: access.Admin})
		for field, wrong := range map[string]Reminders{"days": {Days: 31}, "hour": {Hour: 24}} {
			if err := k.SaveRules(admin, CallRules.Default, wrong); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		k.Must(k.SaveRules(admin, CallRules.Default, Reminders{Days: 3, Hour: 7, Customers: true}))
		k.Wait(6*24*time.Hour + 7*time.Hour) // the 7th
		want := []string{"Ana Lima: The field waits for an answer: ARM?: Seto Rail: ARM?", "Ben Ode: An action is due: Seto Rail: Ben Ode: Send the plan"}
		if diff := cmp.Diff(want, k.reminded(said)); diff != "" {
			t.Error(diff)
		}
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			if _, err := job.Enqueue(ctx, tx, actionKind, dueArgs{a.ID}, job.Options{}); err != nil {
				return err
			}
			_, err := job.Enqueue(ctx, tx, requestKind, dueArgs{r.ID}, job.Options{})
			return err
		})
		k.Wait(10 * 24 * time.Hour)
		if diff := cmp.Diff(want, k.reminded(said)); diff != "" {
			t.Errorf("told twice: %s", diff)
		}
	})
}

// TestRequestsRemind reminds whoever has a request of the field by then, not of one that is answered, and whoever asked where
// nobody has it.
func TestRequestsRemind(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		lead := k.join("Lea Lead", access.Lead)
		ask := func(subject string) Request {
			r, err := k.Ask(k.As(k.sue), Request{OrganizationID: k.org.ID, Kind: "question", Subject: subject, Body: "Please", DueOn: date(t, "2000-01-10")})
			k.Must(err)
			return r
		}
		handed, answered, again := ask("Handed"), ask("Answered"), ask("Again")
		k.inCharge = func(time.Time) int64 { return 0 }
		ask("Nobody's")
		if got := k.notices[len(k.notices)-1]; len(got.To) != 1 || got.To[0].ID != lead.ID || !strings.Contains(got.Lead, "Nobody is in charge") {
			t.Errorf("%+v", got)
		}
		k.Must(k.Hand(k.As(k.ana), handed.ID, k.ben.ID))
		k.Must(k.Remark(k.As(k.ana), answered.ID, "Yes", true))
		k.Must(k.Remark(k.As(k.ana), again.ID, "Yes", true))
		k.Must(k.Remark(k.As(k.sue), again.ID, "Sure?", false))
		said := len(k.notices)
		k.Wait(9 * 24 * time.Hour)
		want := []string{"Ana Lima: The field waits for an answer: Again: Seto Rail: Again",
			"Ben Ode: The field waits for an answer: Handed: Seto Rail: Handed",
			"Sue Sales: Nobody has your request yet: Nobody's: Seto Rail: Nobody's"}
		if diff := cmp.Diff(want, k.reminded(said)); diff != "" {
			t.Error(diff)
		}
	})
}

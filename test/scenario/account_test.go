package scenario

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// assigned makes somebody the engineer of the customer, Monday to Friday from 09:00 to 18:00 in Amsterdam.
func (k *desk) assigned(name string, change ...func(a *account.Assignment)) account.Assignment {
	k.t.Helper()
	week, err := bizcal.ParseWeek("mon-fri: 09:00-18:00")
	k.must(err)
	a := account.Assignment{OrganizationID: k.acme.ID, UserID: k.users[name].ID, Hours: 8, Zone: "Europe/Amsterdam", Week: week, Auto: true}
	for _, c := range change {
		c(&a)
	}
	a, err = k.Accounts.Assign(k.as("lea"), a)
	k.must(err)
	return a
}

// standing gives who is there for the customer between two times of Amsterdam.
func (k *desk) standing(from, until string) account.Standing {
	k.t.Helper()
	all, err := k.Accounts.StandingsOf(k.as("lea"), k.acme.ID, at(from), at(until))
	k.must(err)
	if len(all) == 0 {
		k.t.Fatal("nobody is assigned")
	}
	return all[0]
}

// TestScenario23 has a new ticket go to whoever covers while the engineer is on time off; tickets of the engineer stay theirs when
// others answer, and when the customer writes.
func TestScenario23(t *testing.T) {
	play(t, "2026-10-15 09:00", func(t *testing.T, k *desk) {
		k.manages("mona", "ana")
		a := k.assigned("ana")
		if a.Hours != 8 {
			t.Errorf("an account has %d hours a week", a.Hours)
		}
		dana, emil := k.enter("dana"), k.signIn("emil")
		old := dana.open("3", "emea")
		k.stands(old, ticket.Open, "ana")
		off := k.off("ana", "2026-10-19 00:00", "2026-10-24 00:00")
		c, err := k.Accounts.AskCover(k.as("ana"), account.Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: k.users["emil"].ID,
			From: off.From, Until: off.Until})
		k.must(err)
		k.must(k.accept("emil", c.ID))
		k.until("2026-10-20 10:00")
		fresh := dana.open("3", "emea")
		k.stands(fresh, ticket.Open, "emil")
		k.reply(emil, old, "I am there for Ana. Which version is it?", "status", "pending")
		k.stands(old, ticket.Pending, "ana")
		dana.send(portal(old), "body", "19.4.1").leads(portal(old))
		k.stands(old, ticket.Open, "ana")
		emil.get("/today").shows(200, "Your accounts")
		k.until("2026-10-24 00:00")
		k.stands(fresh, ticket.Open, "ana")
		k.until("2026-10-26 10:00")
		k.stands(dana.open("3", "emea"), ticket.Open, "ana")
	})
}

// TestScenario36 refuses the sixth account and names the five, by whichever way it comes.
func TestScenario36(t *testing.T) {
	play(t, "2026-10-12 09:00", func(t *testing.T, k *desk) {
		names := []string{"Birch Labs", "Cedar Bank", "Dune Air", "Elm Media", "Fjord Rail"}
		var ids []int64
		k.do(func(ctx context.Context, tx *db.Tx) error {
			for _, n := range names {
				id, err := k.People.ImportOrganization(ctx, tx, people.Organization{Name: n, Plan: "Ultimate", Region: "emea"})
				if err != nil {
					return err
				}
				ids = append(ids, id)
			}
			return nil
		})
		for _, id := range ids {
			k.assigned("ana", func(a *account.Assignment) { a.OrganizationID = id })
		}
		sixth := func(err error, field string) {
			t.Helper()
			sentence, at := fault.Public(err)
			if !fault.Is(err, fault.Conflict) || at != field {
				t.Fatalf("the sixth account: %v on %q", err, at)
			}
			for _, n := range names {
				if !strings.Contains(sentence, n) {
					t.Errorf("%q does not name %s", sentence, n)
				}
			}
		}
		usual, err := k.Accounts.Usual(k.as("lea"), k.acme.ID)
		k.must(err)
		usual.UserID = k.users["ana"].ID
		_, err = k.Accounts.Assign(k.as("lea"), usual)
		sixth(err, "user")
		lea := k.signIn("lea")
		lea.post("/assignments", "organization", number(k.acme.ID), "user", k.number("ana"), "hours", "8", "zone", "Europe/Amsterdam",
			"week", "mon-fri: 09:00-18:00", "outside", "The rotation answers.").
			shows(422, "Ana Ruiz looks after 5 accounts already", "Birch Labs, Cedar Bank, Dune Air, Elm Media, Fjord Rail", "The rotation answers.")
		o, err := k.People.Organization(k.as("lea"), k.acme.ID)
		k.must(err)
		o.AssignedEngineerID = k.users["ana"].ID
		_, err = k.People.SaveOrganization(k.as("lea"), o)
		sixth(err, "assigned_engineer")
		if o, err := k.People.Organization(k.as("lea"), k.acme.ID); err != nil || o.AssignedEngineerID != 0 {
			t.Errorf("the organization names %d, %v", o.AssignedEngineerID, err)
		}
		all, err := k.Accounts.AccountsOf(k.as("lea"), k.DB.Read(), k.users["ana"].ID)
		k.must(err)
		k.must(k.Accounts.End(k.as("lea"), all[0].ID, "They moved to another plan"))
		k.customer(func(o *people.Organization) { o.AssignedEngineerID = k.users["ana"].ID })
		if now, err := k.Accounts.EngineersOf(k.as("lea"), k.DB.Read(), k.acme.ID); err != nil || len(now) != 1 ||
			now[0].UserID != k.users["ana"].ID || now[0].Hours != 8 {
			t.Errorf("what the organization says became %+v, %v", now, err)
		}
		k.customer(func(o *people.Organization) { o.AssignedEngineerID = k.users["emil"].ID })
		if now, err := k.Accounts.EngineersOf(k.as("lea"), k.DB.Read(), k.acme.ID); err != nil || len(now) != 1 || now[0].UserID != k.users["emil"].ID {
			t.Errorf("another engineer became %+v, %v", now, err)
		}
	})
}

// TestScenario37 gives new tickets of an account to its engineer at once and puts them on top; an emergency is never assigned by
// itself.
func TestScenario37(t *testing.T) {
	guarded(t, "2026-10-13 10:00", func(t *testing.T, k *desk) {
		k.assigned("emil")
		dana, emil, lea := k.enter("dana"), k.signIn("emil"), k.signIn("lea")
		global := k.mail(letter{from: "stranger@else.test", subject: "A global question", text: "How?"})
		emil.post(page(global, "/take")).leads(page(global, ""))
		before := time.Now()
		id := dana.open("4", "emea")
		k.stands(id, ticket.Open, "emil")
		given := events[account.Given](k, id)
		if len(given) != 1 || given[0].At.Sub(before) > time.Second {
			t.Errorf("it was given as %+v", given)
		}
		today := emil.get("/today").shows(200, "Your accounts", "Mine by due time").Main()
		if a, b := strings.Index(today, "It is down"), strings.Index(today, "A global question"); a < 0 || b < 0 || a > b {
			t.Errorf("the account's ticket stands at %d, the global one at %d", a, b)
		}
		k.reply(emil, id, "Which version is it?")
		k.reply(emil, global, "Like this.")
		lea.get("/accounts/split").shows(200, "Emil Berg", "Acme", "All other customers")
		csv := lea.get("/accounts/split.csv").shows(200).Text
		if !strings.Contains(csv, "Emil Berg,Acme,1,1,") || !strings.Contains(csv, "Emil Berg,,1,1,") {
			t.Errorf("the split is\n%s", csv)
		}
		emergency := k.emergency(dana)
		if got := k.ticket(emergency); got.AssigneeID != 0 {
			t.Errorf("the emergency has the owner %d", got.AssigneeID)
		}
		k.wait(time.Hour)
		if given := events[account.Given](k, emergency); len(given) != 0 {
			t.Errorf("the emergency was given as %+v", given)
		}
	})
}

// TestScenario39 names the minutes that time off leaves uncovered, until a named person accepts.
func TestScenario39(t *testing.T) {
	play(t, "2026-10-05 09:00", func(t *testing.T, k *desk) {
		k.manages("mona", "ana")
		a := k.assigned("ana")
		ana, emil, mona := k.signIn("ana"), k.signIn("emil"), k.signIn("mona")
		off := k.off("ana", "2026-10-26 00:00", "2026-10-28 00:00") // the Monday after the clocks change, and the Tuesday
		k.wait(0)
		if m := k.last("ana", notify.Notification); !strings.Contains(m.Text, "Acme: 1080 contract minutes have nobody") {
			t.Errorf("the engineer reads %q", m.Text)
		}
		const from, until = "2026-10-26 00:00", "2026-10-31 00:00"
		if st := k.standing(from, until); st.Gap() != 18*time.Hour || coverage.Sum(st.Stretches, coverage.Engineer) != 27*time.Hour {
			t.Errorf("the week is %v", st.Stretches)
		}
		ana.get(account.OffPath(off.ID)).shows(200, "1080", "Acme", "Gap")
		ana.post("/covers/ask", "assignment", number(a.ID), "time_off", number(off.ID), "user", k.number("emil"), "from",
			"2026-10-26T00:00", "until", "2026-10-28T00:00").
			leads(account.AccountPath(k.acme.ID))
		k.wait(0)
		if m := k.last("emil", notify.Notification); !strings.Contains(m.Subject, "Will you cover for Ana Ruiz at Acme?") {
			t.Errorf("who is asked reads %q", m.Subject)
		}
		if st := k.standing(from, until); st.Gap() != 18*time.Hour {
			t.Errorf("asking alone covers: %v", st.Stretches)
		}
		cover := k.standing(from, until).Covers[0]
		mona.post(cover.Path(), "do", "accept").shows(403, "Only the one who was asked answers this")
		k.until("2026-10-07 09:00") // 48 hours later
		if m := k.last("mona", notify.Notification); !strings.Contains(m.Subject, "Nobody covers Acme for Ana Ruiz") {
			t.Errorf("the manager reads %q", m.Subject)
		}
		emil.post(cover.Path(), "do", "accept").leads(account.AccountPath(k.acme.ID))
		st := k.standing(from, until)
		if st.Gap() != 0 || coverage.Sum(st.Stretches, coverage.Cover) != 18*time.Hour {
			t.Errorf("after the promise the week is %v", st.Stretches)
		}
		for when, want := range map[string]string{"2026-10-26 09:00": "emil", "2026-10-27 17:59": "emil", "2026-10-28 09:00": "ana"} {
			c, ok, err := k.Accounts.InCharge(k.system(), k.DB.Read(), k.acme.ID, at(when))
			if err != nil || !ok || c.UserID != k.users[want].ID {
				t.Errorf("at %s %+v is in charge, want %s: %v", when, c, want, err)
			}
		}
		mona.get(account.AccountPath(k.acme.ID)).shows(200, "Ana Ruiz", "Emil Berg", "Cover")
		k.deactivate("emil")
		if st := k.standing(from, until); st.Gap() != 18*time.Hour {
			t.Errorf("whoever promised left, and the week is %v", st.Stretches)
		}
	})
}

// TestLeaver catches an assigned engineer who leaves with open commitments.
func TestLeaver(t *testing.T) {
	play(t, "2026-10-12 09:00", func(t *testing.T, k *desk) {
		k.manages("mona", "ana")
		k.assigned("ana")
		dana := k.enter("dana")
		id := dana.open("3", "emea")
		k.deactivate("ana")
		k.wait(0)
		for _, who := range []string{"mona", "lea"} {
			if m := k.last(who, notify.Notification); !strings.Contains(m.Subject, "Ana Ruiz left accounts behind") ||
				!strings.Contains(m.Text, "Acme has no engineer now") {
				t.Errorf("%s reads %q: %q", who, m.Subject, m.Text)
			}
		}
		if st := k.standing("2026-10-12 00:00", "2026-10-17 00:00"); st.LeftAt.IsZero() || st.Gap() != 45*time.Hour {
			t.Errorf("it stands as %v since %v", st.Stretches, st.LeftAt)
		}
		lea := k.signIn("lea")
		lea.get(account.HandoverPath(k.users["ana"].ID)).shows(200, "Acme", "It is down")
		lea.get(account.AccountPath(k.acme.ID)).shows(200, "Without engineer")
		lea.get("/accounts").shows(200, "Without engineer")
		k.stands(id, ticket.Open, "ana")
		k.stands(dana.open("3", "emea"), ticket.New, "")
	})
}

// manages has somebody lead a colleague.
func (k *desk) manages(manager, name string) {
	k.t.Helper()
	k.enlist(people.User{Name: "Mona Petit", Email: manager + "@desk.test", Role: access.Lead, Region: "emea", Zone: "Europe/Amsterdam"})
	k.do(func(ctx context.Context, tx *db.Tx) error {
		w := k.users[name].Work
		w.ManagerID = k.users[manager].ID
		_, err := k.People.SaveWorkIn(ctx, tx, k.users[name].ID, w)
		return err
	})
}

// off plans time off between two times of Amsterdam.
func (k *desk) off(name, from, until string) people.TimeOff {
	k.t.Helper()
	off, err := k.People.PlanTimeOff(k.as(name), people.TimeOff{UserID: k.users[name].ID, From: at(from), Until: at(until)}, true)
	k.must(err)
	return off
}

// accept has somebody promise a cover.
func (k *desk) accept(name string, cover int64) error {
	_, err := k.Accounts.AnswerCover(k.as(name), cover, true, "")
	return err
}

func (k *desk) deactivate(name string) {
	k.t.Helper()
	k.must(k.People.Deactivate(k.as("lea"), k.users[name].ID))
}

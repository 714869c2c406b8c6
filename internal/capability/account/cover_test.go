package account

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// The week of the tests: Monday, 10 January, to Sunday.
const monday, sunday = "2000-01-10 00:00", "2000-01-17 00:00"

// TestTimeOffNamesTheMinutes tells the engineer how many minutes of which account have nobody, and shows a gap until a named
// person accepts; what was promised goes back by itself.
func TestTimeOffNamesTheMinutes(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		k.account("Birch", k.ana)
		k.account("Cedar", k.ben)
		off := k.off(k.ana, monday, "2000-01-12 00:00")
		n := k.notice("Your time off needs cover")
		if len(n.To) != 1 || n.To[0].ID != k.ana.ID || len(n.Lines) != 2 || n.Lines[0] != "Acme: 960 contract minutes have nobody" ||
			n.Path != OffPath(off.ID) {
			k.T.Errorf("the engineer reads %+v", n)
		}
		if got := hours(k.standing(monday, sunday)); got != "24 0 16" {
			k.T.Errorf("nobody is asked: %s", got)
		}
		c := k.asked(a, off, k.ben)
		if got := hours(k.standing(monday, sunday)); got != "24 0 16" {
			k.T.Errorf("asking alone covers: %s", got)
		}
		_, err := k.AnswerCover(k.As(k.ben), c.ID, true, "")
		k.Must(err)
		if got := hours(k.standing(monday, sunday)); got != "24 16 0" {
			k.T.Errorf("promised: %s", got)
		}
		before := k.open()
		k.until("2000-01-10 10:00")
		during := k.open()
		k.until("2000-01-11 23:59")
		kept := k.Ticket(during.ID)
		k.until("2000-01-12 00:00")
		if before.AssigneeID != k.ana.ID || during.AssigneeID != k.ben.ID || kept.AssigneeID != k.ben.ID {
			k.T.Errorf("before it has %d, during %d, on the last day %d", before.AssigneeID, during.AssigneeID, kept.AssigneeID)
		}
		if got := k.Ticket(during.ID); got.AssigneeID != k.ana.ID || k.cover(c.ID).State != Over {
			k.T.Errorf("afterwards it has %d, and the cover is %s", got.AssigneeID, k.cover(c.ID).State)
		}
		if got := hours(k.standing(monday, sunday)); got != "24 16 0" {
			k.T.Errorf("once it is over, the past is %s", got)
		}
	})
}

// TestEachMinuteHasOne parts the contract of a week with time off and two promises that leave a gap: each minute has the engineer,
// whoever promised, or nobody.
func TestEachMinuteHasOne(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, "2000-01-10 12:00", "2000-01-13 00:00")
		for _, c := range []Cover{{UserID: k.ben.ID, From: at("2000-01-10 12:00"), Until: at("2000-01-11 12:00")},
			{UserID: k.cho.ID, From: at("2000-01-11 10:00"), Until: at("2000-01-11 16:30")}} {
			c.AssignmentID, c.TimeOffID = a.ID, off.ID
			asked, err := k.AskCover(k.Ctx, c)
			k.Must(err)
			_, err = k.AnswerCover(k.As(map[int64]people.User{k.ben.ID: k.ben, k.cho.ID: k.cho}[c.UserID]), asked.ID, true, "")
			k.Must(err)
		}
		st := k.standing(monday, sunday)
		contract, err := a.Contract()
		k.Must(err)
		for m := at(monday); m.Before(at(sunday)); m = m.Add(time.Minute) {
			in := 0
			for _, s := range st.Stretches {
				if s.Has(m) {
					in++
				}
			}
			if want := contract.In(m); (in == 1) != want || in > 1 {
				k.T.Fatalf("%s is in %d stretches", m, in)
			}
		}
		if gap := coverage.Sum(st.Stretches, coverage.Gap); gap != 30*time.Minute+8*time.Hour {
			k.T.Errorf("the gap is %s", gap)
		}
	})
}

// TestNobodyPromisesInTime asks the manager after so many hours: fewer where the time off is sudden. Nobody asks where somebody
// promised.
func TestNobodyPromisesInTime(t *testing.T) {
	for _, test := range []struct {
		name, from, until string
		wait              time.Duration
	}{
		{"planned", monday, "2000-01-11 00:00", 48 * time.Hour},
		{"sudden", "2000-01-04 00:00", "2000-01-05 00:00", 4 * time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(k *desk) {
				k.assigned(k.ana)
				other := k.account("Birch", k.ana)
				off := k.off(k.ana, test.from, test.until)
				k.promised(other, off, k.ben)
				k.Wait(test.wait - time.Minute)
				if got := k.told("Nobody covers"); len(got) != 0 {
					k.T.Errorf("too early %v are asked", got)
				}
				k.Wait(time.Minute)
				if got := k.told("Nobody covers"); len(got) != 1 || got[0] != "Mia" {
					k.T.Errorf("asked are %v", got)
				}
				n := k.notice("Nobody covers Acme for Ana Lima")
				if n.Lead == "" || n.Path == "" {
					k.T.Errorf("the manager reads %+v", n)
				}
			})
		})
	}
}

// TestAskingIsChecked refuses a cover that could never be one.
func TestAskingIsChecked(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, monday, "2000-01-12 00:00")
		over := k.account("Birch", k.ana)
		k.Must(k.End(k.As(k.ada), over.ID, "Over"))
		for _, test := range []struct {
			name   string
			change func(c *Cover)
			kind   fault.Kind
			field  string
		}{
			{"themselves", func(c *Cover) { c.UserID = k.ana.ID }, fault.Invalid, "user"},
			{"nobody", func(c *Cover) { c.UserID = 0 }, fault.Invalid, "user"},
			{"a customer", func(c *Cover) { c.UserID = k.dan.ID }, fault.Invalid, "user"},
			{"without a beginning", func(c *Cover) { c.From = time.Time{} }, fault.Invalid, "from"},
			{"backwards", func(c *Cover) { c.Until = c.From }, fault.Invalid, "until"},
			{"the past", func(c *Cover) { c.From, c.Until = at("2000-01-02 09:00"), at("2000-01-03 07:00") }, fault.Invalid, "until"},
			{"nothing known", func(c *Cover) { c.AssignmentID = 9999 }, fault.NotFound, ""},
			{"what is over", func(c *Cover) { c.AssignmentID = over.ID }, fault.Conflict, ""},
		} {
			c := Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: k.ben.ID, From: off.From, Until: off.Until}
			test.change(&c)
			_, err := k.AskCover(k.As(k.ana), c)
			if _, on := fault.Public(err); !fault.Is(err, test.kind) || on != test.field {
				k.T.Errorf("%s: %v on %q", test.name, err, on)
			}
		}
		_, err := k.AskCover(k.As(k.ben), Cover{AssignmentID: a.ID, UserID: k.cho.ID, From: off.From, Until: off.Until})
		k.refused(err, fault.Forbidden, "", "Ana Lima and their manager")
		k.asked(a, off, k.ben)
		_, err = k.AskCover(k.As(k.ana), Cover{AssignmentID: a.ID, UserID: k.ben.ID, From: off.From, Until: off.Until})
		k.refused(err, fault.Invalid, "user", "was asked for that time already")
	})
}

// TestOnlyTheAskedAnswers has nobody else accept, wants a reason for a no, and tells whoever asked.
func TestOnlyTheAskedAnswers(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, monday, "2000-01-12 00:00")
		c := k.asked(a, off, k.ben)
		for _, u := range []people.User{k.ana, k.mia, k.lou, k.ada, k.cho} {
			_, err := k.AnswerCover(k.As(u), c.ID, true, "")
			k.refused(err, fault.Forbidden, "", "Only the one who was asked")
		}
		_, err := k.AnswerCover(k.As(k.ben), c.ID, false, " ")
		k.refused(err, fault.Invalid, "reason")
		_, err = k.AnswerCover(k.As(k.ben), c.ID, false, "I am away too")
		k.Must(err)
		if got := k.cover(c.ID); got.State != Declined || got.Reason != "I am away too" || got.AnsweredAt.IsZero() {
			k.T.Errorf("it is %+v", got)
		}
		if got := k.told("Ben Ode cannot cover Acme"); len(got) != 1 || got[0] != "Ana" {
			k.T.Errorf("the no reaches %v", got)
		}
		_, err = k.AnswerCover(k.As(k.ben), c.ID, true, "")
		k.refused(err, fault.Conflict, "")
		second := k.promised(a, off, k.cho)
		_, err = k.AnswerCover(k.As(k.cho), second.ID, false, "I fell ill") // a promise can be taken back by whoever gave it
		k.Must(err)
		if got := hours(k.standing(monday, sunday)); got != "24 0 16" {
			k.T.Errorf("taken back: %s", got)
		}
		late := k.asked(a, off, k.ben)
		k.until("2000-01-12 00:00")
		_, err = k.AnswerCover(k.As(k.ben), late.ID, true, "")
		k.refused(err, fault.Conflict, "", "over")
		if mine, err := k.CoversFor(k.As(k.ben)); err != nil || len(mine) != 0 {
			k.T.Errorf("what is over waits: %v, %v", mine, err)
		}
	})
}

// TestWithdraw takes back what is not needed, and tells whoever was asked.
func TestWithdraw(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, monday, "2000-01-12 00:00")
		c := k.promised(a, off, k.ben)
		k.refused(k.WithdrawCover(k.As(k.ben), c.ID), fault.Forbidden, "")
		k.Must(k.WithdrawCover(k.As(k.ana), c.ID))
		k.refused(k.WithdrawCover(k.As(k.ana), c.ID), fault.Conflict, "")
		if got := k.told("No cover is needed for Acme"); len(got) != 1 || got[0] != "Ben" {
			k.T.Errorf("told are %v", got)
		}
		if got := hours(k.standing(monday, sunday)); got != "24 0 16" {
			k.T.Errorf("withdrawn: %s", got)
		}
	})
}

// TestCancelledTimeOff takes back what was asked for because of it, ends early what had begun, and asks no manager.
func TestCancelledTimeOff(t *testing.T) {
	bubble(t, func(k *desk) {
		a := k.assigned(k.ana)
		off := k.off(k.ana, monday, "2000-01-14 00:00")
		c, open := k.promised(a, off, k.ben), k.asked(a, off, k.cho)
		k.until("2000-01-11 10:00")
		during := k.open()
		k.Must(k.People.CancelTimeOff(k.As(k.ana), off.ID))
		if got, other := k.cover(c.ID), k.cover(open.ID); got.State != Over || !got.Until.Equal(at("2000-01-11 10:00")) || other.State != Withdrawn {
			k.T.Errorf("they are %+v and %+v", got, other)
		}
		if got := k.Ticket(during.ID).AssigneeID; got != k.ana.ID {
			k.T.Errorf("what came meanwhile has %d", got)
		}
		if got := hours(k.standing(monday, sunday)); got != "31 9 0" {
			k.T.Errorf("the week is %s", got)
		}
		k.until("2000-01-20 00:00")
		if got := k.told("Nobody covers"); len(got) != 0 {
			k.T.Errorf("asked are %v", got)
		}
	})
}

// TestLeaveOnCall suggests leaving on-call from so many covered accounts on, where the setting says so.
func TestLeaveOnCall(t *testing.T) {
	bubble(t, func(k *desk) {
		rules := RulesKey.Default
		rules.LeaveOnCall = 2
		k.Must(k.SaveSetup(k.Ctx, rules))
		first, second := k.assigned(k.ana), k.account("Birch", k.ana)
		off := k.off(k.ana, monday, "2000-01-12 00:00")
		for i, a := range []Assignment{first, second} {
			c := k.asked(a, off, k.ben)
			leave, err := k.AnswerCover(k.As(k.ben), c.ID, true, "")
			k.Must(err)
			if leave != (i == 1) {
				k.T.Errorf("with %d accounts it suggests to leave: %t", i+1, leave)
			}
		}
		if f := coretest.Facts[CoverMoved](k.Core, AssignmentSubject(second.ID)); len(f) != 2 || !f[1].LeaveOnCall {
			k.T.Errorf("the log says %+v", f)
		}
	})
}

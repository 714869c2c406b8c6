package queue

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// pushed is a group with two people in EMEA, one of whom gives a third of the other's time, somebody who is pushed
// nothing, and Ana in AMER.
func (k *desk) pushed(rule Push) (group int64, full, third people.User) {
	k.T.Helper()
	in := func(modifier int, accepts int) func(*people.User) {
		return func(u *people.User) {
			u.RoundRobin, u.Accepts = people.RoundRobin{Active: true, Modifier: modifier}, accepts
		}
	}
	full = k.join("Full Time", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", in(90, 0))
	third = k.join("Third Time", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", in(30, 2))
	ana := k.join("Late Riser", "amer", "America/Los_Angeles", "mon-fri: 0800-1700", in(100, 0))
	g, err := k.People.SaveGroup(k.Ctx, people.Group{Name: "Billing", Members: []int64{full.ID, third.ID, ana.ID, k.eli.ID}})
	k.Must(err)
	rule.GroupID = g.ID
	k.Do(func(ctx context.Context, tx *db.Tx) error { return PushKey.Set(ctx, tx, k.Log, []Push{rule}) })
	return g.ID, full, third
}

// TestPush gives tickets of the group to whose turn it is, by shares and limits, and explains each.
func TestPush(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 09:00")
		group, full, third := k.pushed(Push{})
		got := map[int64]int{}
		var last int64
		for range 8 {
			last = k.open("an invoice", func(n *ticket.NewTicket) { n.GroupID = group })
			got[k.Ticket(last).AssigneeID]++
		}
		if diff := cmp.Diff(map[int64]int{full.ID: 6, third.ID: 2}, got); diff != "" {
			t.Errorf("shares of 90 and 30 (-want +got)\n%s", diff)
		}
		f := fact[Pushed](k, last)
		var why []Why
		for _, p := range f.Passed {
			why = append(why, p.Why)
		}
		slices.Sort(why)
		if f.Group != group || f.To != full.ID || len(f.Turns) == 0 || !slices.Contains(why, WhyInactive) || !slices.Contains(why, WhyElsewhere) {
			t.Errorf("the fact: %+v", f)
		}
		next := k.open("one more", func(n *ticket.NewTicket) { n.GroupID = group })
		if f := fact[Pushed](k, next); f.To != full.ID || !slices.Contains(f.Passed, Passed{third.ID, WhyFull}) {
			t.Errorf("who has as many as they take: %+v", f)
		}
		none := k.open("of no group", nil)
		if k.Ticket(none).AssigneeID != 0 {
			t.Error("a ticket of no group was pushed")
		}
	})
}

// TestPushWaits gives out what came at night when the first of the group begins to work, and what was too much when
// somebody has room again.
func TestPushWaits(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-03 04:00")
		group, full, third := k.pushed(Push{Most: 2})
		var ids []int64
		for range 5 {
			ids = append(ids, k.open("an invoice", func(n *ticket.NewTicket) { n.GroupID = group }))
		}
		owners := func() map[int64]int {
			by := map[int64]int{}
			for _, id := range ids {
				by[k.Ticket(id).AssigneeID]++
			}
			return by
		}
		if diff := cmp.Diff(map[int64]int{0: 5}, owners()); diff != "" {
			t.Errorf("at night (-want +got)\n%s", diff)
		}
		k.until("2000-01-03 06:59")
		if diff := cmp.Diff(map[int64]int{0: 5}, owners()); diff != "" {
			t.Errorf("before eight in Amsterdam (-want +got)\n%s", diff)
		}
		k.until("2000-01-03 07:00")
		if diff := cmp.Diff(map[int64]int{0: 1, full.ID: 2, third.ID: 2}, owners()); diff != "" {
			t.Errorf("in the morning (-want +got)\n%s", diff)
		}
		for _, id := range ids {
			if k.Ticket(id).AssigneeID == full.ID {
				k.update(id, ticket.Update{Status: ptr(ticket.Solved), Comment: &ticket.NewComment{Public: true, Body: "Paid."}}, full)
				break
			}
		}
		k.until("2000-01-03 07:05")
		if diff := cmp.Diff(map[int64]int{full.ID: 3, third.ID: 2}, owners()); diff != "" {
			t.Errorf("after one was solved (-want +got)\n%s", diff)
		}
		last := k.open("too much", func(n *ticket.NewTicket) { n.GroupID = group })
		if k.Ticket(last).AssigneeID != 0 {
			t.Error("somebody who is full was given one more")
		}
		k.eli.RoundRobin = people.RoundRobin{Active: true, Modifier: 100}
		_, err := k.People.SaveWork(k.Ctx, k.eli.ID, k.eli.Work)
		k.Must(err)
		k.until("2000-01-03 07:06")
		if got := k.Ticket(last).AssigneeID; got != k.eli.ID {
			t.Errorf("after Eli joined in it belongs to %d", got)
		}
	})
}

// TestPushFollowsThePerson is the half of acceptance scenario 31 that is the queue's: who is given another share gets it
// from the next ticket on.
func TestPushFollowsThePerson(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 09:00")
		group, full, third := k.pushed(Push{})
		full.RoundRobin.Active = false
		third.RoundRobin.Modifier, third.Accepts = 100, 0
		for _, u := range []people.User{full, third} {
			_, err := k.People.SaveWork(k.Ctx, u.ID, u.Work)
			k.Must(err)
		}
		for range 3 {
			id := k.open("an invoice", func(n *ticket.NewTicket) { n.GroupID = group })
			if f := fact[Pushed](k, id); f.To != third.ID || !slices.Contains(f.Passed, Passed{full.ID, WhyInactive}) {
				t.Errorf("the fact: %+v", f)
			}
		}
	})
}

// TestPushByFocus gives nothing to those whose time goes elsewhere.
func TestPushByFocus(t *testing.T) {
	for _, c := range []struct {
		focuses []people.Focus
		want    int64
	}{
		{nil, 8000}, {[]people.Focus{{Name: "Billing", Percent: 25}, {Name: "SaaS", Percent: 75}}, 2000}, {[]people.Focus{{Name: "SaaS", Percent: 100}}, 0},
	} {
		u := people.User{Work: people.Work{RoundRobin: people.RoundRobin{Active: true, Modifier: 80}, Focuses: c.focuses}}
		if got := shareOf(u, "billing"); got != c.want {
			t.Errorf("%v: %d, want %d", c.focuses, got, c.want)
		}
	}
}

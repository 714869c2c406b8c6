package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// managedBy names who manages the success of the customer; nobody takes them away.
func (k *desk) managedBy(name string) {
	k.t.Helper()
	k.customer(func(o *people.Organization) {
		o.Owners = nil
		if name != "" {
			o.Owners = []people.Owner{{Side: people.Ours, Role: people.SuccessManager, UserID: k.users[name].ID}}
		}
	})
}

// reviewCalls lists the states of the customer's review calls and when they are in Amsterdam, the first in front.
func (k *desk) reviewCalls() (all []string) {
	k.t.Helper()
	c, err := k.Reviews.Calling(k.system(), k.acme.ID)
	k.must(err)
	for _, m := range slices.Backward(c.Meetings) {
		all = append(all, string(m.State)+" "+m.At.In(amsterdam).Format("01-02 15:04"))
	}
	return all
}

func (k *desk) reviewsAre(want ...string) {
	k.t.Helper()
	if got := k.reviewCalls(); !slices.Equal(got, want) {
		k.t.Errorf("the calls are %q, not %q", got, want)
	}
}

// TestScenario41: without a customer success manager there is no series. With one, calls are in everybody's calendar at the
// customer's wall clock; the agenda is the open tickets in the customer's order; a decision changes the priority and stands
// in the thread; the minutes reach the customer; the series pauses when the success manager goes.
func TestScenario41(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.leaders()
		k.assigned("ana")
		ana, page := k.signIn("ana"), fmt.Sprintf("/accounts/%d/", k.acme.ID)
		series := []string{"every", "weekly", "from", "2026-10-20", "at", "15:00", "zone", "Europe/Amsterdam", "length", "30", "host", "",
			"kickoff", "2026-10-19", "kickoff_at", "10:00"}
		ana.get(page+"review").shows(http.StatusOK, "No customer success manager, so no review calls")
		ana.post(page+"review", series...).shows(http.StatusUnprocessableEntity, "has no customer success manager")
		k.reviewsAre()

		k.managedBy("saul")
		slow, down := k.written(ticket.Low), k.written(ticket.Normal)
		ana.post(page+"review", series...).leads(page + "review")
		k.reviewsAre("planned 10-19 10:00", "planned 10-20 15:00", "planned 10-27 15:00") // summer time ends in between
		first, err := k.Reviews.Meeting(k.system(), 2)
		k.must(err)
		if first.CallID == 0 || first.HostID != k.users["ana"].ID || !slices.Contains(first.Guests, k.users["dana"].ID) ||
			!slices.Contains(first.Guests, k.users["saul"].ID) {
			t.Errorf("the call is %+v", first.Meeting)
		}

		ana.post(page+"agenda", "move", fmt.Sprint(slow, ":0")).leads(page + "agenda")
		agenda, err := k.Reviews.Agenda(k.system(), k.acme.ID)
		k.must(err)
		if len(agenda.Open) != 2 || agenda.Open[0].ID != slow || agenda.Open[1].ID != down {
			t.Errorf("the agenda has %+v", agenda.Open)
		}
		if work, err := k.Accounts.OpenWork(k.system(), k.acme.ID); err != nil || len(work) != 2 || work[0].ID != slow || work[1].ID != down {
			t.Errorf("the account's open work is %+v, %v", work, err)
		}
		k.until("2026-10-19 11:00") // the kickoff is over
		k.until("2026-10-20 15:10")
		ana.post("/reviews/2/decide", "ticket", fmt.Sprint(slow), "kind", "priority", "priority", "high", "why", "They go live in November",
			"decided_by", "Dana Voss").leads("/reviews/2")
		said := facts[review.Decided](k, slow)
		if got := k.ticket(slow); got.Priority != ticket.High || len(said) != 1 || said[0].Was != "low" || said[0].Became != "high" || said[0].Meeting != 2 {
			t.Errorf("%+v, %+v", got, said)
		}
		ana.get(fmt.Sprintf("/tickets/%d", slow)).shows(http.StatusOK, "recorded a decision with the customer")
		ana.post("/reviews/2/action", "what", "Send the plan", "owner_id", k.number("ana"), "due_on", "2026-10-23").leads("/reviews/2")
		ana.post("/reviews/2/notes", "mode", "internal", "body", "CANARY they may leave").leads("/reviews/2")
		ana.post("/reviews/2/minutes", "mode", "public", "body", "We agreed on **the order**.", "to", k.number("dana")).leads("/reviews/2#minutes")
		k.wait(0)
		minutes := k.last("dana", notify.Reply)
		if !strings.Contains(minutes.Subject, "Review call of") {
			t.Errorf("the minutes are %+v", minutes)
		}
		held, err := k.Reviews.Meeting(k.system(), 2)
		k.must(err)
		th, err := k.Tickets.Thread(k.system(), held.TicketID)
		k.must(err)
		if held.State != review.Held || len(th.Comments) != 1 || strings.Contains(th.Comments[0].Body, "CANARY") ||
			k.ticket(held.TicketID).Status != ticket.Solved {
			t.Errorf("%+v, %+v", held.Meeting, th.Comments)
		}
		if c, err := k.Calls.Get(k.system(), held.CallID); err != nil || c.State != call.Held {
			t.Errorf("its minutes went out, and the call is %q, %v", c.State, err)
		}
		k.reviewsAre("planned 10-19 10:00", "held 10-20 15:00", "planned 10-27 15:00", "planned 11-03 15:00")

		k.managedBy("")
		k.reviewsAre("planned 10-19 10:00", "held 10-20 15:00", "dropped 10-27 15:00", "dropped 11-03 15:00")
		ana.get(page+"review").shows(http.StatusOK, "paused: there is no customer success manager any more")
		k.managedBy("saul")
		k.reviewsAre("planned 10-19 10:00", "held 10-20 15:00", "planned 10-27 15:00", "planned 11-03 15:00")
		changes, err := event.Of(k.system(), k.DB.Read(), event.Subject{Type: "review_series", ID: 1}, 0)
		k.must(err)
		if len(changes) != 3 {
			t.Errorf("the audit has %+v", changes)
		}
	})
}

package scenario

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

const timeOff = "/profile/time-off"

// TestScenario32 is about time off: how thin the region gets, the shifts in it that need cover, and the tickets to hand over.
func TestScenario32(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		k.hire(4) // seven in EMEA: one away is green, two are red
		dana, ana, emil := k.enter("dana"), k.signIn("ana"), k.signIn("emil")
		ids := []int64{dana.open("2", "emea"), dana.open("3", "emea")}
		for _, id := range ids {
			ana.post(page(id, "/take")).leads(page(id, ""))
			k.reply(ana, id, "Which version is it?", "status", "pending")
		}
		thread := answerTo(k.last("dana", notify.Reply))
		k.byDay("emil", "ana") // ana's week begins on the 19th
		k.coveredOff(ana, emil)
		ana.post(timeOff, "from", "2026-10-19", "until", "2026-10-23", "do", "check").
			shows(http.StatusOK, ">green<", "1 of 7 away (15 %)", "Tickets to hand over", fmt.Sprintf("href=\"/tickets/%d\"", ids[0])).hides(">red<")
		ana.post(timeOff, "from", "2026-10-19", "until", "2026-10-23").leads(timeOff)
		for _, id := range ids {
			m, err := k.Queue.SummaryOf(k.as("ana"), id)
			k.must(err)
			if m.LeaverID != k.users["ana"].ID || m.Problem != "It is down" || !m.BackAt.Equal(at("2026-10-24 00:00")) || !m.PostedAt.IsZero() {
				t.Errorf("the summary prepared for ticket %d is %+v", id, m)
			}
		}
		emil.post(timeOff, "from", "2026-10-23", "until", "2026-10-26").shows(http.StatusUnprocessableEntity, ">red<", "2 of 7",
			"Talk it over with your manager")
		ana.get("/team/capacity").shows(http.StatusOK, ">green<")

		last := fmt.Sprint("-", ids[1])
		ana.get("/queue/leave").shows(http.StatusOK, "It is down")
		ana.post("/queue/leave", "act"+last, "summary", "problem"+last, "It is down.", "next"+last, "Ask for the log.", "back"+last,
			"2026-10-26T08:00").leads("/queue/leave")
		if got := k.ticket(ids[1]); !slices.Contains(got.Tags, queue.TagSummary) {
			t.Errorf("the ticket with a summary is tagged %v", got.Tags)
		}
		k.until("2026-10-20 10:00")
		if id := k.mail(letter{from: "dana", to: thread, subject: "Re: It is down", text: "19.4.1"}); id != ids[1] {
			t.Fatalf("the customer's words are on ticket %d", id)
		}
		k.stands(ids[1], ticket.Open, "")
		k.waits("emea", ids[1])
	})
}

func TestScenario50(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		k.hire(4)
		ana, emil := k.signIn("ana"), k.signIn("emil")
		ana.get(timeOff).shows(http.StatusOK, "There is no balance to take it from")
		for week := range 30 { // more than anybody's balance
			first := time.Date(2026, time.November, 2+7*week, 0, 0, 0, 0, time.UTC)
			ana.post(timeOff, "from", first.Format(time.DateOnly), "until", first.AddDate(0, 0, 4).Format(time.DateOnly)).leads(timeOff)
		}
		emil.post(timeOff, "from", "2026-12-14").shows(http.StatusUnprocessableEntity, ">red<", "2 of 7")
		emil.post(timeOff, "from", "2026-12-14", "agreed", "on").leads(timeOff)
		emil.post(timeOff, "from", "2026-12-12", "until", "2026-12-13").leads(timeOff) // a weekend takes nothing from coverage
		off, err := k.People.TimeOffs(k.as("ana"), k.users["ana"].ID, time.Now())
		k.must(err)
		if len(off) != 30 {
			t.Errorf("%d stretches are kept", len(off))
		}
	})
}

// hire lets n more people of EMEA join.
func (k *desk) hire(n int) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		for i := range n {
			u := people.User{Name: fmt.Sprint("Engineer ", i), Email: fmt.Sprintf("engineer%d@desk.test", i), Role: access.Agent,
				Region: "emea", Zone: "Europe/Amsterdam"}
			if err := k.join(ctx, tx, u, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

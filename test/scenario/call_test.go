package scenario

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// booking reads the link of a call from the newest reply to somebody: the path alone.
func (k *desk) booking(name string) string {
	k.t.Helper()
	text := k.last(name, notify.Reply).Text
	link := regexp.MustCompile(`/book/[A-Za-z0-9_-]+`).FindString(text)
	if link == "" {
		k.t.Fatalf("no link in %q", text)
	}
	return link
}

// slot is how the page of a booking names an instant of Amsterdam.
func slot(when string) string { return strconv.FormatInt(at(when).Unix(), 10) }

// TestScenario33 offers a call from a ticket: the link is used once and names the ticket, calendars get what is booked and moved, a
// customer who does not come gets another link, and what came of it stands on the ticket.
func TestScenario33(t *testing.T) {
	play(t, "2026-10-13 09:00", func(t *testing.T, k *desk) {
		id := k.written(ticket.Normal)
		ana, dana := k.signIn("ana"), k.stranger()
		ana.get(page(id, "/call")).shows(http.StatusOK, "Try to make the call needless first", "Troubleshooting", "30 / 60 minutes")
		ana.post(page(id, "/call"), "kind", "troubleshooting", "hosts", decimal(k.users["ana"].ID), "text",
			"Choose a time for #{{number}}: {{link}}").leads(page(id, ""))
		link := k.booking("dana")
		if !strings.Contains(k.last("dana", notify.Reply).Text, fmt.Sprint("#", id)) {
			t.Error("the offer does not name the ticket")
		}
		dana.get(link+"?zone=Europe/Amsterdam").shows(http.StatusOK, "Choose a time: Troubleshooting", slot("2026-10-13 13:00")).hides(slot("2026-10-13 12:30"))
		dana.post(link, "at", slot("2026-10-13 14:00"), "minutes", "30", "zone", "Europe/Amsterdam", "about", "Why it is down").leads(link)
		dana.post(link, "at", slot("2026-10-13 15:00"), "minutes", "30").shows(http.StatusUnprocessableEntity, "This did not work: the link was used already")
		invitation := k.last("dana", notify.Appointment)
		if invitation.Method != "REQUEST" || !strings.Contains(invitation.Calendar, "SUMMARY:Support call #") ||
			!strings.Contains(invitation.Calendar, "DTSTART;TZID=Europe/Amsterdam:20261013T140000") {
			t.Errorf("the invitation is %+v", invitation)
		}
		dana.post(link+"/move", "at", slot("2026-10-13 15:30"), "zone", "Europe/Amsterdam").leads(link)
		if moved := k.last("dana", notify.Appointment); !strings.Contains(moved.Calendar, "SEQUENCE:1\r\n") ||
			!strings.Contains(moved.Calendar, "DTSTART;TZID=Europe/Amsterdam:20261013T153000") {
			t.Errorf("moved: %s", moved.Calendar)
		}
		k.until("2026-10-13 15:39")
		if n := len(k.mails("ana", notify.Notification)); n != 0 {
			t.Errorf("%d notifications before ten minutes are over", n)
		}
		ana.post("/calls/1/missed").shows(http.StatusUnprocessableEntity, "a customer who is late is still a customer who comes")
		k.until("2026-10-13 15:40")
		if asked := k.last("ana", notify.Notification); !strings.HasPrefix(asked.Subject, "Did they come?") {
			t.Errorf("who takes part is asked %q", asked.Subject)
		}
		ana.post("/calls/1/missed").leads("/calls/1")
		second := k.booking("dana")
		if second == link {
			t.Fatal("the customer who did not come got the old link")
		}
		dana.get(link).shows(http.StatusOK, "We missed you in this call")
		dana.post(second, "at", slot("2026-10-14 10:00"), "minutes", "60", "zone", "Europe/Amsterdam").leads(second)
		k.until("2026-10-14 11:00")
		ana.post("/calls/2/held", "summary", "The limit was too low; it is raised now.", "notes", "They run two versions.").leads("/calls/2")
		k.tellsOfCalls(t, id, ana)
	})
}

// tellsOfCalls looks at what stands on the ticket, and at the figures.
func (k *desk) tellsOfCalls(t *testing.T, id int64, ana *visitor) {
	t.Helper()
	if reply := k.last("dana", notify.Reply); !strings.Contains(reply.Text, "The limit was too low") || strings.Contains(reply.Text, "two versions") {
		t.Errorf("the customer reads %s", reply.Text)
	}
	ana.get(page(id, "")).shows(http.StatusOK, "The limit was too low", "They run two versions.", "offered a call",
		"recorded that nobody came to the call", "held the call", "no-show")
	var states []call.State
	for _, f := range facts[call.Was](k, id) {
		states = append(states, f.State)
	}
	if want := fmt.Sprint([]call.State{call.Offered, call.Booked, call.Booked, call.Offered, call.NoShow, call.Booked, call.Held}); fmt.Sprint(states) != want {
		t.Errorf("the ticket tells %v, want %v", states, want)
	}
	figures, err := k.Calls.Figures(k.system(), 1)
	k.must(err)
	if want := (call.Tally{Offered: 2, Booked: 2, Held: 1, NoShow: 1}); figures.All != want || len(figures.Engineers) != 1 {
		t.Errorf("counted: %+v", figures.All)
	}
}

// TestCallInTheNightOfTheClocks books the hour that Amsterdam has twice: both are offered, told apart, and it is the second one that
// everybody's calendar shows.
func TestCallInTheNightOfTheClocks(t *testing.T) {
	play(t, "2026-10-23 12:00", func(t *testing.T, k *desk) {
		id := k.written(ticket.Normal)
		k.do(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE users SET hours = '{"sunday":["00:00-06:00"]}' WHERE id = $1`, k.users["ana"].ID)
			return err
		})
		k.signIn("ana").post(page(id, "/call"), "kind", "discovery", "hosts", decimal(k.users["ana"].ID), "text", "{{link}}").leads(page(id, ""))
		link, dana := k.booking("dana"), k.stranger()
		second := time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC)
		dana.get(link+"?zone=Europe/Amsterdam").shows(http.StatusOK, "UTC+2, before the clocks go back · 00:30 UTC",
			"UTC+1, after the clocks went back · 01:30 UTC")
		dana.post(link, "at", strconv.FormatInt(second.Unix(), 10), "minutes", "15", "zone", "Europe/Amsterdam").leads(link)
		dana.get(link).shows(http.StatusOK, "02:30 to 02:45 (UTC+1, after the clocks went back)", "01:30 to 01:45 (UTC)")
		m := k.last("dana", notify.Appointment)
		if !strings.Contains(m.Calendar, "DTSTART:20261025T013000Z") ||
			!strings.Contains(m.Text, "02:30 to 02:45 (Europe/Amsterdam, UTC+1, after the clocks went back)") {
			t.Errorf("the mail says %s\n%s", m.Text, m.Calendar)
		}
	})
}

package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// TestScenario12 is in winter: the list of 07:00 UTC is made as the offices of EMEA open.
func TestScenario12(t *testing.T) {
	play(t, "2026-11-09 17:00", func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		first, next, elsewhere := dana.open("2", "emea"), dana.open("2", "emea"), dana.open("2", "amer")
		k.reply(ana, next, "Which version is it?")
		k.until("2026-11-09 17:30")
		dana.send(portal(next), "body", "19.4.1").leads(portal(next))
		k.until("2026-11-09 18:30")
		rest := dana.open("4", "")
		k.due(first, clock.FirstReply, "Tue 11:00")
		k.due(next, clock.NextReply, "Tue 11:30")
		k.due(rest, clock.FirstReply, "Tue 18:30")
		_, err := k.People.PlanTimeOff(k.as("emil"),
			people.TimeOff{UserID: k.users["emil"].ID, From: at("2026-11-10 00:00"), Until: at("2026-11-11 00:00")}, true)
		k.must(err)

		k.until("2026-11-10 08:00") // 07:00 UTC
		lists, err := k.Queue.Lists(k.as("ana"), queue.ShiftList, 5)
		k.must(err)
		if len(lists) != 1 || !lists[0].At.Equal(at("2026-11-10 08:00")) || !lists[0].Until.Equal(at("2026-11-10 17:00")) {
			t.Fatalf("the lists are %+v", lists)
		}
		classes := map[int64]queue.Class{}
		for _, i := range lists[0].Items {
			classes[i.TicketID] = i.Class
		}
		if d := cmp.Diff(map[int64]queue.Class{first: queue.P1, next: queue.P2, rest: queue.P3}, classes); d != "" {
			t.Errorf("the list (-want +got; ticket %d is AMER's):\n%s", elsewhere, d)
		}
		shift := []int64{k.users["lea"].ID, k.users["ana"].ID}
		if got := slices.Sorted(slices.Values(lists[0].People)); !slices.Equal(got, slices.Sorted(slices.Values(shift))) {
			t.Errorf("the list is for %v, want %v", got, shift)
		}
		k.posted(lists[0], first)

		path := fmt.Sprint("/queue/lists/", lists[0].ID)
		ana.get(path).shows(http.StatusOK, "P1", "P2", "P3", "I take it")
		ana.post(path+"/claim", "ticket", fmt.Sprint(first)).leads(path)
		k.stands(first, ticket.Open, "ana")
		ana.get(path).shows(http.StatusOK, "Ana Ruiz has it")
		k.until("2026-11-10 17:00")
		ended, err := k.Queue.ListByID(k.as("ana"), lists[0].ID)
		k.must(err)
		for _, i := range ended.Items {
			if want := i.TicketID == next; i.Missed != want {
				t.Errorf("at the end of the shift ticket %d is marked as missed: %t", i.TicketID, i.Missed)
			}
		}
	})
}

// posted wants the list in the mail of those on shift, and of nobody else.
func (k *desk) posted(l queue.List, first int64) {
	k.t.Helper()
	for _, name := range []string{"lea", "ana", "emil", "ben", "cora"} {
		var got int
		for _, m := range k.mails(name, notify.Notification) {
			if strings.Contains(m.Subject, "Shift list EMEA: 1 P1, 1 P2, 1 P3") && strings.Contains(m.Text, fmt.Sprintf("P1 #%d", first)) &&
				strings.Contains(m.Text, l.Path()) {
				got++
			}
		}
		want := 0
		if slices.Contains(l.People, k.users[name].ID) {
			want = 1
		}
		if got != want {
			k.t.Errorf("the list went to %s %d times, want %d", name, got, want)
		}
	}
}

func TestScenario13(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		k.until("2026-10-16 17:50")
		id, answered := dana.open("2", "emea"), dana.open("2", "emea")
		k.until("2026-10-19 12:00")
		k.reply(ana, answered, "Sorry that it took so long.")
		// The breach is on Monday at 09:50 UTC, so that two business days end on Wednesday between two reports.
		k.until("2026-10-21 15:59")
		if reports := k.reports(); len(reports) != 0 {
			t.Errorf("reports before two business days were over: %+v", reports)
		}
		k.until("2026-10-22 23:59")
		want := []string{"amer 2026-10-21 14:00", "apac 2026-10-21 21:30", "emea 2026-10-22 07:00", "amer 2026-10-22 14:00", "apac 2026-10-22 21:30"}
		if d := cmp.Diff(want, k.reports(id)); d != "" {
			t.Errorf("reports with ticket %d (-want +got):\n%s", id, d)
		}
		if m := k.last("cora", notify.Notification); !strings.Contains(m.Subject, "Very breached: 1") {
			t.Errorf("AMER's last mail is %q", m.Subject)
		}
		k.reply(ana, id, "Sorry that it took so long.")
		k.until("2026-10-23 23:59")
		if reports := k.reports(); len(reports) != len(want) {
			t.Errorf("reports after the first reply: %v", reports)
		}
	})
}

// reports lists, by region and time in UTC, the reports that hold something, which must be the tickets named.
func (k *desk) reports(want ...int64) (list []string) {
	k.t.Helper()
	all, err := k.Queue.Lists(k.as("lea"), queue.VeryBreachedReport, 50)
	k.must(err)
	for _, l := range slices.Backward(all) {
		if len(l.Items) == 0 {
			continue
		}
		var ids []int64
		for _, i := range l.Items {
			ids = append(ids, i.TicketID)
		}
		if len(want) > 0 && !slices.Equal(ids, want) {
			k.t.Errorf("the report of %s holds %v, want %v", l.At, ids, want)
		}
		list = append(list, l.Region+" "+l.At.UTC().Format(time.DateOnly+" 15:04"))
	}
	return list
}

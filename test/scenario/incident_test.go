package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// issue is what the public reads of the incident elsewhere.
const issue = "https://issues.test/production/4711"

// declare begins an incident by its form, and gives it as the team sees it.
func (k *desk) declare(v *visitor, fields ...string) incident.Incident {
	k.t.Helper()
	v.post("/incidents/new", append([]string{"title", "Pushes fail", "issue_url", issue, "at_once", "on"}, fields...)...).leads("/incidents/1")
	return k.room(1).Incident
}

// stranger is somebody who never signs in.
func (k *desk) stranger() *visitor {
	k.t.Helper()
	v := k.visitor()
	v.enter = func() {}
	return v
}

func (k *desk) room(id int64) incident.Room {
	k.t.Helper()
	r, err := k.Incidents.Room(k.as("lea"), id)
	k.must(err)
	return r
}

func TestScenario19(t *testing.T) {
	play(t, "2026-11-11 10:00", func(t *testing.T, k *desk) {
		k.onDuty(oncall.IncidentCommunications, "emil")
		k.pager()
		ana, lea := k.signIn("ana"), k.signIn("lea")
		lea.post("/settings/components", "title", "Git", "showcase", "on").leads("/settings/components")
		i := k.declare(ana, "severity", "1", "template", "First word", "field-impact", "no push gets through", "health-1", "major_outage")
		if want := at("2026-11-11 10:10"); !i.DueAt.Equal(want) {
			t.Errorf("the next word is due %s, want %s", i.DueAt, want)
		}
		ana.get("/incidents/1").shows(http.StatusOK, "Next update", "10 min", "09:10 UTC", "no push gets through", "Emil Berg")
		k.stranger().get("/status/").shows(http.StatusOK, "Major service outage", "We are investigating: no push gets through",
			"Next update by 11 Nov 2026, 09:10 UTC")

		k.until("2026-11-11 10:08")
		if m := k.last("emil", notify.Notification); !strings.Contains(m.Subject, "Incident 1: an update is due at 09:10 UTC") {
			t.Errorf("the warning is %q", m.Subject)
		}
		if got := k.paged("emil"); len(got) != 0 {
			t.Errorf("paged before it is late: %v", got)
		}
		k.until("2026-11-11 10:11")
		if got := k.paged("emil"); len(got) != 1 || !strings.Contains(got[0], "late since 09:10 UTC") {
			t.Errorf("late, the pages are %v", got)
		}
		ana.get("/incidents/1").shows(http.StatusOK, "The public update is late", "1 min late")
		ana.post("/incidents/1/updates", "status", "identified", "body", "", "do", "publish").shows(http.StatusUnprocessableEntity,
			"status and components change only with an update")
		ana.post("/incidents/1/updates", "status", "identified", "body", strings.Repeat("x", 221), "do",
			"publish").shows(http.StatusUnprocessableEntity, "221 characters; up to 220")
		if got := k.room(1).Status; got != incident.Investigating {
			t.Errorf("without an update it is %s", got)
		}
		ana.post("/incidents/1/edit", "title", "Pushes fail", "severity", "2", "issue_url", issue).leads("/incidents/1")
		ana.post("/incidents/1/updates", "status", "identified", "body", "It is a full disk.", "do", "publish").leads("/incidents/1")
		if r := k.room(1); r.Status != incident.Identified || !r.DueAt.Equal(at("2026-11-11 10:41")) {
			t.Errorf("identified as S2 it is %s, due %s", r.Status, r.DueAt)
		}
		if open, err := k.Paging.Open(k.system(), k.DB.Read(), incident.Subject(1)); err != nil || len(open) != 0 {
			t.Errorf("after the word pages ring: %v, %v", open, err)
		}
		ana.post("/incidents/1/updates", "status", "resolved", "body", "All pushes go through.", "do", "publish").leads("/incidents/1")
		k.until("2026-11-11 18:00")
		if got := k.paged("emil"); len(got) != 1 {
			t.Errorf("after the end the pages are %v", got)
		}
		k.stranger().get("/status/").shows(http.StatusOK, "All systems operational", "1 day with trouble")
	})
}

func TestScenario20(t *testing.T) {
	play(t, "2026-11-11 10:00", func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		before := dana.send("/portal/new", "subject", "Push", "body", "Is it "+issue+"?", "severity", "2", "region", "emea", "do",
			"send").ticket("/portal/tickets/")
		i := k.declare(ana, "severity", "2", "body", "We are investigating.")
		k.wait(time.Second)
		after := dana.send("/portal/new", "subject", "Push", "body", "It is "+site+i.PublicPath()+" again", "severity", "2", "region",
			"emea", "do", "send").ticket("/portal/tickets/")
		other := dana.open("2", "emea")
		for id, want := range map[int64]bool{before: true, after: true, other: false} {
			if got := slices.Contains(k.ticket(id).Tags, i.Tag()); got != want {
				t.Errorf("ticket %d is tagged: %t, want %t", id, got, want)
			}
		}
		ana.get(page(before, "")).shows(http.StatusOK, "Incident 1: Pushes fail", "linked it to incident 1")
		k.until("2026-11-11 10:05")
		ana.get("/incidents/1/answer").shows(http.StatusOK, "2 tickets are linked")
		ana.post("/incidents/1/answer", "text", "We work on it: "+i.PublicPath()).leads("/incidents/1/answer")
		k.wait(time.Minute)
		for _, id := range []int64{before, after} {
			if said := k.thread(id); len(said) != 2 || !said[1].Public || !k.ticket(id).Replied {
				t.Errorf("ticket %d has %d comments", id, len(said))
			}
			if c := k.clock(id, clock.FirstReply); c.Phase != clock.Fulfilled {
				t.Errorf("the first reply of ticket %d is %s", id, c.Phase)
			}
		}
		if k.ticket(other).Replied {
			t.Error("an unrelated ticket is answered")
		}
		ana.get("/incidents/1/answer").shows(http.StatusOK, "2 done, 0 refused")
		k.secret(ana, other)
	})
}

// secret declares a confidential incident from a ticket, and tries to speak of it in public.
func (k *desk) secret(ana *visitor, id int64) {
	k.t.Helper()
	ana.post("/incidents/new", "title", "Leak", "severity", "1", "confidential", "on", "body", "Only for us", "at_once", "on", "ticket",
		fmt.Sprint(id)).leads("/incidents/2")
	ana.post("/incidents/2/answer", "text", "You are affected").shows(http.StatusUnprocessableEntity, "confidential")
	ana.post("/incidents/2/answer", "text", "You are affected", "internal", "on").leads("/incidents/2/answer")
	k.wait(time.Minute)
	if x := k.ticket(id); x.Replied || !slices.Contains(x.Tags, "incident-2") {
		k.t.Errorf("replied %t, tags %v", x.Replied, x.Tags)
	}
	if said := k.thread(id); len(said) != 2 || said[1].Public || said[1].Format != ticket.Markdown {
		k.t.Errorf("the ticket has %d comments", len(said))
	}
	k.stranger().get("/status/").shows(http.StatusOK).hides("Leak", "Only for us")
	k.stranger().get("/status/incidents/" + k.room(2).Code).shows(http.StatusNotFound)
}

func TestScenario21(t *testing.T) {
	play(t, "2026-11-11 10:00", func(t *testing.T, k *desk) {
		k.onDuty(oncall.IncidentCommunications, "emil") // for weeks, so that the hours of the setting end their shifts
		k.wait(6 * time.Minute)
		ana := k.signIn("ana")
		k.until("2026-11-11 17:01") // 16:00 UTC
		first, err := k.Incidents.HandOvers(k.as("ana"), 9)
		k.must(err)
		if len(first) != 1 || !first[0].Until.Equal(at("2026-11-11 17:00")) || len(first[0].Open) != 0 ||
			!slices.Equal(first[0].People, []int64{k.users["emil"].ID}) {
			t.Fatalf("the record of a quiet shift is %+v", first)
		}
		if m := k.last("emil", notify.Notification); !strings.Contains(m.Subject, "Hand-over: 11 Nov 08:00 to 11 Nov 16:00 UTC") {
			t.Errorf("the mail is %q", m.Subject)
		}
		k.declare(ana, "severity", "3", "body", "We are investigating.")
		k.until("2026-11-12 01:01")
		second, err := k.Incidents.HandOvers(k.as("ana"), 9)
		k.must(err)
		if len(second) != 2 || len(second[0].Open) != 1 || second[0].Published != 1 {
			t.Fatalf("the record of a busy shift is %+v", second)
		}
		path := incident.HandOverPath + "/" + fmt.Sprint(second[0].ID)
		ana.get(path).shows(http.StatusOK, "Pushes fail", "Investigating")
		ana.post(path, "note", "Watch the disk.").leads(path)
		k.signIn("emil").get(path).shows(http.StatusOK, "Watch the disk.", "Ana Ruiz")
		ana.get(incident.HandOverPath).shows(http.StatusOK, "1 open", "0 open")
	})
}

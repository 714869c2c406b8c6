package attention

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// TestJudge finds the first reason against a request, and what belongs elsewhere before what is only too early.
func TestJudge(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	rules := Stars.Default
	good := func() situation {
		return situation{now: now, kind: Business, open: true, rules: rules, ticket: ticket.Ticket{Status: ticket.Open, Stage: ticket.FirstReply,
			CreatedAt: now.Add(-3 * time.Hour), WaitingSince: now.Add(-3 * time.Hour), BreachAt: now.Add(-time.Hour)}}
	}
	for _, c := range []struct {
		name   string
		change func(s *situation)
		want   Because // "" is taken
		when   time.Time
	}{
		{"as it should be", func(*situation) {}, "", time.Time{}},
		{"late by an hour exactly", func(s *situation) { s.kind = FirstReplyLate }, "", time.Time{}},
		{"late by less", func(s *situation) { s.kind, s.ticket.BreachAt = FirstReplyLate, now.Add(-59*time.Minute) }, BecauseEarly, now.Add(time.Minute)},
		{"answered", func(s *situation) { s.kind, s.ticket.Replied = FirstReplyLate, true }, BecauseEarly, time.Time{}},
		{"without a clock", func(s *situation) { s.kind, s.ticket.BreachAt = FirstReplyLate, time.Time{} }, BecauseEarly, time.Time{}},
		{"thirty minutes old exactly", func(s *situation) { s.ticket.CreatedAt = now.Add(-30 * time.Minute) }, BecauseYoung, now},
		{"a microsecond older", func(s *situation) { s.ticket.CreatedAt = now.Add(-30*time.Minute - time.Microsecond) }, "", time.Time{}},
		{"our turn is over", func(s *situation) { s.ticket.WaitingSince = time.Time{} }, BecauseNotOurTurn, time.Time{}},
		{"pending", func(s *situation) { s.ticket.Status = ticket.Pending }, BecauseNotOurTurn, time.Time{}},
		{"solved", func(s *situation) { s.ticket.Status = ticket.Solved }, BecauseOver, time.Time{}},
		{"emergency", func(s *situation) { s.ticket.Stage = ticket.Emergency }, BecauseEmergency, time.Time{}},
		{"emergency by form", func(s *situation) { s.form = ticket.Form{ID: 1, Emergency: true} }, BecauseEmergency, time.Time{}},
		{"a young emergency", func(s *situation) { s.ticket.Stage, s.ticket.CreatedAt = ticket.Emergency, now }, BecauseEmergency, time.Time{}},
		{"incident", func(s *situation) { s.incident = true }, BecauseIncident, time.Time{}},
		{"an account at risk", func(s *situation) { s.kind = AccountAtRisk }, BecauseAccount, time.Time{}},
		{"something to tell", func(s *situation) { s.kind = JustTelling }, BecauseTelling, time.Time{}},
		{"asked already", func(s *situation) { s.asked = true }, BecauseAsked, time.Time{}},
		{"a form that a rule closes", func(s *situation) { s.form = ticket.Form{ID: 1, Closes: true} }, BecauseForm, time.Time{}},
		{"a form that is not listed", func(s *situation) { s.rules.Forms, s.form = []string{"SaaS"}, ticket.Form{ID: 1, Title: "Billing"} },
			BecauseForm, time.Time{}},
		{"a form that is listed", func(s *situation) { s.rules.Forms, s.form = []string{"SaaS"}, ticket.Form{ID: 1, Title: "SaaS"} }, "", time.Time{}},
		{"at night", func(s *situation) { s.open, s.opens = false, now.Add(time.Hour) }, BecauseClosedNow, now.Add(time.Hour)},
	} {
		s := good()
		c.change(&s)
		r, ok := s.judge()
		if ok != (c.want == "") || r.Because != c.want || !r.When.Equal(c.when) || !ok && r.Error() == "" {
			t.Errorf("%s: %+v, %v; want %q at %s", c.name, r, ok, c.want, c.when)
		}
	}
}

// TestAsk: a request tags the ticket, stands in it as a note, and goes to the manager on call; nobody on call makes it one
// for every lead.
func TestAsk(t *testing.T) {
	bubble(t, func(k *desk) {
		r := k.star(Urgent)
		if want := r.At.Add(30 * time.Minute); r.ManagerID != k.mia.ID || !r.DueAt.Equal(want) || r.State != Waiting {
			k.T.Errorf("%+v, due %s", r, want)
		}
		tk := k.Ticket(r.TicketID)
		if !slices.Contains(tk.Tags, TagSubmitted) || tk.CommentCount != 2 || tk.WaitingSince.IsZero() {
			k.T.Errorf("%+v", tk)
		}
		th, err := k.Tickets.Thread(k.Ctx, r.TicketID)
		k.Must(err)
		if note := th.Comments[1]; note.Public || note.AuthorID != k.sue.ID || !strings.Contains(note.Body, "They go live at noon") ||
			!strings.Contains(note.Body, "A call") {
			k.T.Errorf("%+v", note)
		}
		if got := coretest.Facts[Requested](k.Core, event.Ticket(r.TicketID)); len(got) != 1 || got[0].Manager != k.mia.ID ||
			k.told(k.mia, "attention:1:asked") != 1 {
			k.T.Errorf("%+v, %+v", got, k.notices)
		}
		_, err = k.Ask(k.As(k.ana), Asking{TicketID: r.TicketID, Urgency: Timely, Kind: Stalled, Reason: "x", Wanted: "y"})
		if because(err) != BecauseAsked || !fault.Is(err, fault.Conflict) {
			k.T.Errorf("a second request: %v", err)
		}
		k.onDuty = nil
		if r := k.star(Timely); r.ManagerID != 0 || k.told(k.mia, "attention:2:asked") != 1 || k.told(k.ana, "attention:2:asked") != 0 {
			k.T.Errorf("with nobody on call: %+v, %+v", r, k.notices)
		}
	})
}

// TestAskRefused: what is not filled in is said at its field, and nothing comes of what is refused.
func TestAskRefused(t *testing.T) {
	bubble(t, func(k *desk) {
		id := k.open(nil)
		good := Asking{TicketID: id, Urgency: Urgent, Kind: Stalled, Reason: "x", Wanted: "y"}
		k.Wait(10 * time.Minute)
		_, err := k.Ask(k.As(k.sue), good)
		var refusal Refusal
		if !errors.As(err, &refusal) || refusal.Because != BecauseYoung || !refusal.When.Equal(k.Ticket(id).CreatedAt.Add(30*time.Minute)) {
			k.T.Errorf("a ticket of ten minutes: %v", err)
		}
		k.Wait(time.Hour)
		for field, change := range map[string]func(a *Asking){
			"urgency": func(a *Asking) { a.Urgency = "now" }, "kind": func(a *Asking) { a.Kind = "" }, "reason": func(a *Asking) { a.Reason = " \n" },
			"wanted": func(a *Asking) { a.Wanted = strings.Repeat("x", longest+1) },
		} {
			a := good
			change(&a)
			if _, err := k.Ask(k.As(k.sue), a); !fault.Is(err, fault.Invalid) || fieldOf(err) != field {
				k.T.Errorf("%s: %v", field, err)
			}
		}
		if _, err := k.Ask(k.As(k.dana), good); !fault.Is(err, fault.Forbidden) {
			k.T.Errorf("the customer: %v", err)
		}
		k.closed = true
		if _, err := k.Ask(k.As(k.sue), good); because(err) != BecauseClosedNow {
			k.T.Errorf("at night: %v", err)
		}
		if tk := k.Ticket(id); len(tk.Tags) > 0 || tk.CommentCount != 1 || len(k.notices) > 0 {
			k.T.Errorf("something came of it: %+v", tk)
		}
	})
}

func fieldOf(err error) string {
	_, field := fault.Public(err)
	return field
}

// TestClock: the manager is warned at half of the time and everybody hears at its end, each once and to the second; who
// looks in time hears neither.
func TestClock(t *testing.T) {
	bubble(t, func(k *desk) {
		r := k.star(Timely)
		k.Wait(30*time.Minute - time.Second)
		if got := coretest.Facts[Timed](k.Core, event.Ticket(r.TicketID)); len(got) != 0 {
			k.T.Errorf("before half of the time: %+v", got)
		}
		k.Wait(time.Second)
		if diff := cmp.Diff([]Timed{{Request: r.ID}}, coretest.Facts[Timed](k.Core, event.Ticket(r.TicketID))); diff != "" ||
			k.told(k.mia, "attention:1:warned") != 1 {
			k.T.Error(diff, k.notices)
		}
		k.Wait(30*time.Minute - time.Second)
		if n := len(coretest.Facts[Timed](k.Core, event.Ticket(r.TicketID))); n != 1 {
			k.T.Errorf("before the end: %d", n)
		}
		k.Wait(time.Second)
		if diff := cmp.Diff([]Timed{{Request: r.ID}, {Request: r.ID, Breach: true}},
			coretest.Facts[Timed](k.Core, event.Ticket(r.TicketID))); diff != "" || k.told(k.mia, "attention:1:breached") != 1 {
			k.T.Error(diff, k.notices)
		}
		if got := k.request(r.ID); !got.BreachedAt.Equal(got.DueAt) || !got.WarnedAt.Equal(r.At.Add(30*time.Minute)) {
			k.T.Errorf("%+v", got)
		}
		k.Wait(24 * time.Hour)
		if n := len(coretest.Facts[Timed](k.Core, event.Ticket(r.TicketID))); n != 2 {
			k.T.Errorf("after a day: %d", n)
		}
		quick := k.star(Urgent)
		k.Wait(14 * time.Minute)
		k.Must(k.Look(k.As(k.mia), quick.ID))
		k.Wait(2 * time.Hour)
		if n := len(coretest.Facts[Timed](k.Core, event.Ticket(quick.TicketID))); n != 0 {
			k.T.Errorf("though somebody looked: %d", n)
		}
		in, err := k.Indicators(k.As(k.sue), r.At.Add(-time.Hour))
		k.Must(err)
		if in.Asked != 2 || in.Open != 2 || in.Judged != 2 || in.InTime != 1 {
			k.T.Errorf("%+v", in)
		}
	})
}

// TestLate: what fell due while the desk was down is marked with how late it came.
func TestLate(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]int64{0: 0, 59 * time.Second: 0, time.Minute: 60, 3 * time.Hour: 3 * 3600} {
		if got := late(at, at.Add(after)); got != want {
			t.Errorf("%s after its time is %d s late, want %d", after, got, want)
		}
	}
}

// TestTriage: eyes, an engineer who is free, and an outcome that is written down; labels are those of the desk.
func TestTriage(t *testing.T) {
	bubble(t, func(k *desk) {
		r := k.star(Urgent)
		mia := k.As(k.mia)
		if err := k.Look(k.As(k.ana), r.ID); !fault.Is(err, fault.Forbidden) {
			k.T.Errorf("an engineer triages: %v", err)
		}
		k.Must(k.Look(mia, r.ID))
		if err := k.Look(mia, r.ID); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("twice: %v", err)
		}
		k.holding = []int64{k.ben.ID}
		if err := k.Engage(mia, r.ID, k.ben.ID); fieldOf(err) != "engineer" || !strings.Contains(err.Error(), "on call") {
			k.T.Errorf("somebody on call: %v", err)
		}
		for _, id := range []int64{0, k.sue.ID, k.dana.ID, 999} {
			if err := k.Engage(mia, r.ID, id); fieldOf(err) != "engineer" {
				k.T.Errorf("%d: %v", id, err)
			}
		}
		k.Must(k.Engage(mia, r.ID, k.ana.ID))
		if got := k.request(r.ID); got.State != Engaged || got.EngineerID != k.ana.ID || k.Ticket(r.TicketID).AssigneeID != k.ana.ID ||
			k.told(k.ana, "attention:1:engaged") != 1 {
			k.T.Errorf("%+v", got)
		}
		other := k.star(NotUrgent)
		if err := k.Engage(mia, other.ID, k.ana.ID); fieldOf(err) != "engineer" || !strings.Contains(err.Error(), "another request") {
			k.T.Errorf("somebody on a request: %v", err)
		}
		if err := k.Resolve(mia, r.ID, " ", nil); fieldOf(err) != "next" {
			k.T.Errorf("nothing written: %v", err)
		}
		if err := k.Resolve(mia, r.ID, "x", []string{"Escalation::Moon"}); fieldOf(err) != "labels" {
			k.T.Errorf("a label of nobody: %v", err)
		}
		k.Must(k.Resolve(mia, r.ID, "Ana calls at 11:00", []string{"Escalation::License-Issue"}))
		if got := k.request(r.ID); got.State != Resolved || got.Outcome != "Ana calls at 11:00" || got.EndedAt.IsZero() ||
			k.told(k.sue, "attention:1:resolved") != 1 {
			k.T.Errorf("%+v", got)
		}
		if k.Ticket(r.TicketID).Status != ticket.Open || k.Ticket(r.TicketID).AssigneeID != k.ana.ID {
			k.T.Error("resolving a request solved the ticket")
		}
		if err := k.Unstar(mia, other.ID, "A licence matter", "", nil); fieldOf(err) != "agreed" {
			k.T.Errorf("nothing agreed: %v", err)
		}
		k.Must(k.Unstar(mia, other.ID, "A licence matter", "Sue asks the licence team", nil))
		if got := k.request(other.ID); got.State != Unstarred || !slices.Contains(k.Ticket(other.TicketID).Tags, TagUnstarred) || got.Agreed == "" {
			k.T.Errorf("%+v", got)
		}
		if err := k.Resolve(mia, other.ID, "x", nil); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("decided twice: %v", err)
		}
		in, err := k.Indicators(mia, r.At)
		k.Must(err)
		if in.Resolved != 1 || in.Unstarred != 1 || in.Open != 0 || len(in.Labels) != 1 || in.Labels[0] != (Count{"Escalation::License-Issue", 1}) {
			k.T.Errorf("%+v", in)
		}
		k.open(nil)
		if _, err := k.Ask(k.As(k.sue), Asking{TicketID: r.TicketID, Urgency: Timely, Kind: Stalled, Reason: "Again", Wanted: "More"}); err != nil {
			k.T.Errorf("asked again after it was resolved: %v", err)
		}
	})
}

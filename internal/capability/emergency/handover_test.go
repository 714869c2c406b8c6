package emergency

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var eight = Answers{Problem: "502 for everyone", Done: "Rolled back", RuledOut: "The load balancer", Theory: "A migration holds a lock",
	Alternatives: "The disk", Escalation: "Database team", Next: "Kill the migration", Assumptions: "No data was lost"}

// handing is a desk with an emergency of Ana's and others on call.
func handing(k *desk) int64 {
	id := k.emergency(k.dana)
	k.acked(id, k.ana)
	k.onCall["Customer emergencies"] = []int64{k.ana.ID, k.ben.ID, k.cora.ID}
	k.onCall["Support managers"] = []int64{k.mia.ID}
	k.pages, k.settled = nil, nil
	return id
}

// TestHandOver offers an emergency to the next, who accepts: until then who gave it answers for it, and both are paged.
func TestHandOver(t *testing.T) {
	bubble(t, func(k *desk) {
		id := handing(k)
		h, err := k.HandOver(k.As(k.ana), id, 0, eight)
		k.Must(err)
		k.askedNow(h, k.ben)
		if e := k.last(id); e.Responsible != k.ana.ID {
			t.Errorf("before the word of the other %d answers for it", e.Responsible)
		}
		k.Wait(10 * time.Minute)
		k.Wait(10 * time.Minute)
		if len(k.pages) != 3 {
			t.Fatalf("paged %d times in 20 minutes", len(k.pages))
		}
		keys := map[string]bool{}
		for _, p := range k.pages {
			keys[p.Key] = true
			if !p.Only || p.Subject != HandOverSubject(h) || !cmp.Equal(p.To, []int64{k.ben.ID, k.ana.ID}) {
				t.Errorf("page %+v", p)
			}
		}
		if len(keys) != 3 {
			t.Errorf("the pages have the keys %v", keys)
		}
		if err := k.Accept(k.As(k.cora), h); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody accepted who was not asked: %v", err)
		}
		k.Must(k.Accept(k.As(k.ben), h))
		if e, got := k.last(id), k.Ticket(id); e.Responsible != k.ben.ID || got.AssigneeID != k.ben.ID || !e.Open() {
			t.Errorf("%d answers for it, %d has the ticket", e.Responsible, got.AssigneeID)
		}
		if err := k.Accept(k.As(k.ben), h); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted twice: %v", err)
		}
		rang := len(k.pages)
		k.Wait(time.Hour)
		if len(k.pages) != rang {
			t.Errorf("it rings after the word was given")
		}
		th, err := k.Tickets.Thread(k.As(k.ana), id)
		k.Must(err)
		note := th.Comments[len(th.Comments)-1]
		if note.Public || !strings.Contains(note.Body, "Kill the migration") || !strings.Contains(note.Body, "Assumptions made") {
			t.Errorf("the thread ends with %+v", note)
		}
	})
}

func (k *desk) askedNow(handOver int64, want people.User) {
	k.T.Helper()
	h, _, _, err := k.HandOverOf(k.As(k.ana), handOver)
	k.Must(err)
	if h.To != want.ID {
		k.T.Errorf("%d is asked, want %s (%d)", h.To, want.Name, want.ID)
	}
}

// TestRefused asks the next after each who says no, and at the end the managers, then nobody: it stays with who has it.
func TestRefused(t *testing.T) {
	bubble(t, func(k *desk) {
		id := handing(k)
		h, err := k.HandOver(k.As(k.ana), id, 0, eight)
		k.Must(err)
		if err := k.Refuse(k.As(k.ben), h, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("refused without a word: %v", err)
		}
		for _, c := range []struct{ who, next people.User }{{k.ben, k.cora}, {k.cora, k.mia}, {k.mia, people.User{}}} {
			k.askedNow(h, c.who)
			k.Must(k.Refuse(k.As(c.who), h, "Another one burns"))
			k.askedNow(h, c.next)
		}
		if last := k.pages[len(k.pages)-1]; !cmp.Equal(last.To, []int64{k.ana.ID}) || !strings.Contains(last.Title, "Nobody") {
			t.Errorf("with nobody left it pages %+v", last)
		}
		if e := k.last(id); e.Responsible != k.ana.ID {
			t.Errorf("%d answers for it", e.Responsible)
		}
		if err := k.OfferTo(k.As(k.ben), h, k.lea.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody else asked for Ana: %v", err)
		}
		k.Must(k.OfferTo(k.As(k.ana), h, k.lea.ID))
		k.Must(k.Accept(k.As(k.lea), h))
		_, _, offers, err := k.HandOverOf(k.As(k.ana), h)
		k.Must(err)
		var answers []string
		for _, o := range offers {
			answers = append(answers, o.Answer)
		}
		if !cmp.Equal(answers, []string{"refused", "refused", "refused", "accepted"}) || k.last(id).Responsible != k.lea.ID {
			t.Errorf("answers %v", answers)
		}
	})
}

func TestHandOverRefuses(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		if _, err := k.HandOver(k.As(k.ana), id, 0, eight); !fault.Is(err, fault.Conflict) {
			t.Errorf("nobody answers for it: %v", err)
		}
		k.acked(id, k.ana)
		if _, err := k.HandOver(k.As(k.ben), id, 0, eight); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by somebody else: %v", err)
		}
		if _, err := k.HandOver(k.As(k.ana), id, 0, eight); !fault.Is(err, fault.Invalid) {
			t.Errorf("nobody on call: %v", err)
		}
		for _, field := range []string{"problem", "done", "next"} {
			a := eight
			*map[string]*string{"problem": &a.Problem, "done": &a.Done, "next": &a.Next}[field] = " "
			_, err := k.HandOver(k.As(k.ana), id, k.ben.ID, a)
			if _, got := fault.Public(err); got != field {
				t.Errorf("without %s the error names %q: %v", field, got, err)
			}
		}
		h, err := k.HandOver(k.As(k.mia), id, k.ben.ID, eight) // a lead for her
		k.Must(err)
		if _, err := k.HandOver(k.As(k.ana), id, k.cora.ID, eight); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second hand-over: %v", err)
		}
		k.Must(k.Withdraw(k.As(k.ana), h))
		if err := k.Accept(k.As(k.ben), h); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted what is off: %v", err)
		}
	})
}

// TestEndsWithEmergency ends a hand-over with what it was about.
func TestEndsWithEmergency(t *testing.T) {
	each(t, func(k *desk) {
		id := handing(k)
		h, err := k.HandOver(k.As(k.ana), id, 0, eight)
		k.Must(err)
		_, err = k.Resolve(k.As(k.ana), Closing{TicketID: id})
		k.Must(err)
		if o, _, _, err := k.HandOverOf(k.As(k.ana), h); err != nil || o.Ending != endedWithEmergency {
			t.Errorf("the hand-over is %+v, %v", o, err)
		}
	})
}

// TestBusyLast proposes who has an emergency already behind all others.
func TestBusyLast(t *testing.T) {
	each(t, func(k *desk) {
		id := handing(k)
		k.acked(k.emergency(k.dana), k.ben)
		list, err := k.Successors(k.As(k.ana), id)
		k.Must(err)
		var ids []int64
		for _, u := range list {
			ids = append(ids, u.ID)
		}
		if want := []int64{k.cora.ID, k.mia.ID, k.ben.ID}; !cmp.Equal(ids, want) {
			t.Errorf("successors %v, want %v", ids, want)
		}
	})
}

// TestShiftEnd finds the end of a shift to five minutes, whatever the shifts are.
func TestShiftEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 10, 16, 8, 0, 0, 0, time.UTC)
		begin := now.Add(-time.Duration(rapid.IntRange(6, 480).Draw(t, "since")) * time.Minute)
		end := now.Add(time.Duration(rapid.IntRange(-5, 120).Draw(t, "until")) * time.Minute)
		lead := 30 * time.Minute
		on := func(at time.Time) bool { return !at.Before(begin) && at.Before(end) }
		got := shiftEnd(on, now, lead)
		switch {
		case end.After(now.Add(lead)):
			if !got.IsZero() {
				t.Fatalf("a shift until %s ends %s", end, got)
			}
		case !end.After(now):
			if !got.Equal(now) && on(now.Add(-shiftEvery)) {
				t.Fatalf("a shift that ended %s ends %s", end, got)
			}
		case got.Before(end) || got.Sub(end) >= shiftEvery:
			t.Fatalf("a shift until %s ends %s", end, got)
		}
	})
}

// TestShiftTold tells who answers for an emergency once that their shift ends.
func TestShiftTold(t *testing.T) {
	bubble(t, func(k *desk) {
		id := handing(k)
		k.OnCall = k.untilOnCall(time.Now().Add(40 * time.Minute))
		k.Wait(9 * time.Minute)
		if len(k.told) != 0 {
			t.Fatalf("told %+v", k.told)
		}
		k.Wait(2 * time.Minute)
		for range 3 {
			k.Wait(5 * time.Minute)
		}
		if len(k.told) != 1 || k.told[0].To[0].ID != k.ana.ID || !strings.HasSuffix(k.told[0].Path, "/hand-over") {
			t.Fatalf("told %+v", k.told)
		}
		live, err := k.Service.Open(k.As(k.ana))
		if err != nil || len(live) != 1 || live[0].TicketID != id || live[0].ShiftEnds.IsZero() {
			t.Errorf("the list is %+v, %v", live, err)
		}
	})
}

func (k *desk) untilOnCall(end time.Time) func(ctx context.Context, _ db.Querier, _ string, at time.Time) ([]int64, error) {
	return func(_ context.Context, _ db.Querier, _ string, at time.Time) ([]int64, error) {
		if at.Before(end) {
			return []int64{k.ana.ID}, nil
		}
		return []int64{k.ben.ID}, nil
	}
}

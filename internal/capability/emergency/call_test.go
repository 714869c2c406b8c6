package emergency

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestDeadlines takes a call through whatever may happen in it: its next deadlines always lie where its timers put them, one of
// each kind, and a call that ended has none.
func TestDeadlines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		timers := TimersKey.Default
		now := time.Date(2026, 10, 16, 8, 0, 0, 0, time.UTC)
		c := Call{StartedAt: now, BreakFrom: now, SilentSince: now, ProblemAt: now}
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "minutes")) * time.Minute)
			c = c.After(rapid.SampledFrom(CallChanges()).Draw(t, "what"), timers, now)
			all := c.Deadlines(timers)
			if !c.EndedAt.IsZero() {
				if len(all) != 0 {
					t.Fatalf("an ended call runs up to %v", all)
				}
				return
			}
			seen := map[Timer]time.Time{}
			for i, d := range all {
				if i > 0 && d.At.Before(all[i-1].At) {
					t.Fatalf("%v is out of order", all)
				}
				seen[d.Timer] = d.At
			}
			_, pause := seen[BreakOver]
			_, work := seen[BreakDue]
			if len(seen) != len(all) || pause == work || pause != !c.BreakUntil.IsZero() {
				t.Fatalf("the deadlines are %v", all)
			}
			_, silent := seen[FollowUpDue]
			if silent != !c.SilentSince.IsZero() || silent && seen[CloseDue].Sub(seen[FollowUpDue]) != 15*time.Minute {
				t.Fatalf("silent since %v: %v", c.SilentSince, all)
			}
		}
	})
}

// TestCallTimers lets a call go on: each timer tells who answers for the emergency at its instant, once.
func TestCallTimers(t *testing.T) {
	bubble(t, func(k *desk) {
		id := k.emergency(k.dana)
		k.acked(id, k.ana)
		if err := k.StartCall(k.As(k.ana), id, "http://call.test"); !fault.Is(err, fault.Invalid) {
			t.Errorf("an open link: %v", err)
		}
		k.Must(k.StartCall(k.As(k.ana), id, "https://call.test/1"))
		if err := k.StartCall(k.As(k.ana), id, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second call: %v", err)
		}
		subjects := func() (list []string) {
			for _, n := range k.told {
				if len(n.To) != 1 || n.To[0].ID != k.ana.ID {
					t.Errorf("told %+v", n.To)
				}
				list = append(list, strings.TrimPrefix(n.Subject, "#1: "))
			}
			k.told = nil
			return list
		}
		k.Wait(14*time.Minute + 59*time.Second)
		if got := subjects(); got != nil {
			t.Errorf("early: %v", got)
		}
		k.Wait(time.Second)
		if got := subjects(); !cmp.Equal(got, []string{"the customer is silent"}) {
			t.Errorf("after 15 minutes: %v", got)
		}
		k.Wait(15 * time.Minute)
		if got := subjects(); !cmp.Equal(got, []string{"still no word from the customer"}) {
			t.Errorf("after 30 minutes: %v", got)
		}
		_, err := k.Tickets.Update(k.As(k.dana), id, ticket.Update{})
		if err == nil {
			t.Error("a customer updated the ticket")
		}
		k.Must(k.ChangeCall(k.As(k.ana), id, CustomerHere, ""))
		k.Wait(59*time.Minute + 59*time.Second)
		if got := subjects(); got != nil {
			t.Errorf("while they talk: %v", got)
		}
		k.Wait(time.Second)
		if got := subjects(); !cmp.Equal(got, []string{"time for a break"}) {
			t.Errorf("after 90 minutes: %v", got)
		}
		k.Must(k.ChangeCall(k.As(k.ana), id, BreakBegan, ""))
		k.Wait(15 * time.Minute)
		if got := subjects(); got != nil {
			t.Errorf("at the end of the break: %v", got)
		}
		c, _, _, err := k.CallOf(k.As(k.ana), k.last(id).ID)
		k.Must(err)
		if !c.BreakUntil.IsZero() || !c.BreakFrom.Equal(c.StartedAt.Add(105*time.Minute)) {
			t.Errorf("after the break: %+v", c)
		}
		k.Wait(75 * time.Minute) // three hours
		if got := subjects(); !cmp.Equal(got, []string{"what is the problem now?"}) {
			t.Errorf("after three hours: %v", got)
		}
		k.Must(k.ChangeCall(k.As(k.ana), id, Redefined, "The cache is full"))
		k.Must(k.ChangeCall(k.As(k.ana), id, CallEnded, ""))
		k.Wait(5 * time.Hour)
		if got := subjects(); got != nil {
			t.Errorf("after the end: %v", got)
		}
		lines, err := k.Lines(k.As(k.ana), id)
		if err != nil || len(lines) != 1 || lines[0].Body != "The cache is full" {
			t.Errorf("the log is %+v, %v", lines, err)
		}
		if n := len(eventsOf[Reminded](k, id)); n != 5 {
			t.Errorf("the thread has %d reminders", n)
		}
	})
}

// TestLog keeps what was written, in order, with what is pinned at the top, and out of the customer's sight.
func TestLog(t *testing.T) {
	each(t, func(k *desk) {
		id := k.emergency(k.dana)
		comments := k.Ticket(id).CommentCount
		for _, words := range []string{"top shows 100 %", "restart did not help", "rollback works"} {
			k.Must(k.Note(k.As(k.ana), id, words))
		}
		lines, err := k.Lines(k.As(k.ben), id)
		k.Must(err)
		k.Must(k.Pin(k.As(k.ben), id, lines[2].ID, true))
		k.Must(k.Pin(k.As(k.ben), id, lines[2].ID, true))
		if lines, err = k.Lines(k.As(k.ben), id); err != nil || lines[0].Body != "rollback works" || !lines[0].Pinned ||
			lines[1].Body != "top shows 100 %" || lines[1].By != k.ana.ID {
			t.Errorf("lines %+v, %v", lines, err)
		}
		if err := k.Note(k.As(k.ana), id, "  "); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty line: %v", err)
		}
		if _, err := k.Lines(k.As(k.dana), id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the customer reads the log: %v", err)
		}
		if got := k.Ticket(id).CommentCount; got != comments {
			t.Errorf("the log made %d comments", got-comments)
		}
	})
}

// eventsOf decodes what the log of a ticket says, of one kind.
func eventsOf[F event.Fact](k *desk, id int64) (list []F) {
	k.T.Helper()
	var kind F
	all, err := event.Of(k.T.Context(), k.DB.Read(), event.Ticket(id), 0)
	k.Must(err)
	for _, e := range all {
		if e.Kind == kind.EventKind() {
			f, err := event.Decode[F](e)
			k.Must(err)
			list = append(list, f)
		}
	}
	return list
}

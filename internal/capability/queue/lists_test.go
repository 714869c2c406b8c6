package queue

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestShiftList is acceptance scenario 12: at 07:00 UTC those on shift in EMEA get a list of P1, P2 and P3, tick it off by
// claiming, and what nobody has of P1 and P2 at the end of the shift is marked.
func TestShiftList(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-03 06:00")
		k.off(k.sam, "2000-01-03 00:00", "2000-01-04 00:00")
		day := time.Date(2000, 1, 3, 0, 0, 0, 0, time.UTC)
		in := func(region string, breach time.Time, change func(*ticket.NewTicket)) int64 {
			id := k.open("for "+region, func(n *ticket.NewTicket) {
				n.Region = &region
				if change != nil {
					change(n)
				}
			})
			k.breach(id, breach)
			return id
		}
		p2 := in("emea", day.Add(16*time.Hour), nil)
		k.reply(p2, k.eli)
		k.reply(p2, k.dana)
		p1, p1All := in("emea", day.Add(10*time.Hour), nil), in("", day.Add(16*time.Hour+30*time.Minute), nil)
		p3 := in("emea", day.Add(17*time.Hour+30*time.Minute), nil)
		in("amer", day.Add(10*time.Hour), nil)
		in("emea", day.Add(40*time.Hour), nil)
		in("emea", day.Add(10*time.Hour), func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		away := in("emea", day.Add(11*time.Hour), func(n *ticket.NewTicket) { n.AssigneeID = k.sam.ID })

		k.until("2000-01-03 06:59")
		if lists, err := k.Lists(k.Ctx, ShiftList, 5); err != nil || len(lists) != 0 {
			t.Fatalf("a list before its hour, or on a weekend that nobody works: %+v, %v", lists, err)
		}
		k.until("2000-01-03 07:00")
		lists, err := k.Lists(k.Ctx, ShiftList, 5)
		k.Must(err)
		if len(lists) != 1 {
			t.Fatalf("lists: %+v", lists)
		}
		l := lists[0]
		classes := map[int64]Class{}
		for _, i := range l.Items {
			classes[i.TicketID] = i.Class
		}
		if diff := cmp.Diff(map[int64]Class{p1: P1, p1All: P1, away: P1, p2: P2, p3: P3}, classes); diff != "" {
			t.Errorf("classes (-want +got)\n%s", diff)
		}
		if diff := cmp.Diff([]int64{k.eli.ID}, l.People); diff != "" || l.Short() != 1 || !l.Until.Equal(day.Add(16*time.Hour)) || l.Late {
			t.Errorf("for %v until %v, %d at once, late %v", l.People, l.Until, l.Short(), l.Late)
		}
		if len(k.notices) != 1 || k.notices[0].Subject != "Shift list EMEA: 3 P1, 1 P2, 1 P3" || len(k.notices[0].To) != 1 || len(k.notices[0].Lines) != 2 {
			t.Errorf("notices: %+v", k.notices)
		}

		k.Must(k.Claim(k.As(k.eli), l.ID, p1))
		k.Must(k.Claim(k.As(k.eli), l.ID, away)) // Sam is off
		if k.Ticket(p1).AssigneeID != k.eli.ID || k.Ticket(away).AssigneeID != k.eli.ID {
			t.Error("a claim did not assign")
		}
		if f := fact[Pulled](k, p1); f.List != l.ID || f.To != k.eli.ID {
			t.Errorf("the fact: %+v", f)
		}
		if err := k.Claim(k.As(k.ana), l.ID, p1); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Eli Okoro") {
			t.Errorf("claimed twice: %v", err)
		}
		k.until("2000-01-03 16:00")
		l, err = k.ListByID(k.Ctx, l.ID)
		k.Must(err)
		var missed []int64
		for _, i := range l.Items {
			if i.Missed {
				missed = append(missed, i.TicketID)
			}
		}
		slices.Sort(missed)
		want := []int64{p2, p1All}
		slices.Sort(want)
		if diff := cmp.Diff(want, missed); diff != "" || !l.Ended {
			t.Errorf("missed (-want +got)\n%s", diff)
		}
	})
}

// TestVeryBreachedReport is acceptance scenario 13: two working days behind its breach a ticket without a first reply is
// reported at 07:00, 14:00 and 21:30 UTC, and somebody takes it on.
func TestVeryBreachedReport(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-06 12:00") // a Thursday
		id, answered := k.open("Nobody answers", nil), k.open("Answered", nil)
		for _, t := range []int64{id, answered} {
			k.breach(t, time.Date(2000, 1, 6, 16, 0, 0, 0, time.UTC))
		}
		k.reply(answered, k.eli)
		k.reply(answered, k.dana)
		reported := func() (at []string) {
			lists, err := k.Lists(k.Ctx, VeryBreachedReport, 50)
			k.Must(err)
			for _, l := range slices.Backward(lists) {
				if len(l.Items) > 0 {
					at = append(at, l.At.Format("Mon 15:04 ")+l.Region)
				}
				for _, i := range l.Items {
					if i.TicketID != id {
						t.Errorf("ticket %d is reported", i.TicketID)
					}
				}
			}
			return at
		}
		k.until("2000-01-11 22:00")
		want := []string{"Mon 21:30 apac", "Tue 07:00 emea", "Tue 14:00 amer", "Tue 21:30 apac"} // due Monday 16:00: the weekend does not count
		if diff := cmp.Diff(want, reported()); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		reports := 0
		for _, n := range k.notices {
			if n.Subject == "Very breached: 1" {
				reports++
			}
		}
		if reports != len(want) {
			t.Errorf("%d of %d reports were posted", reports, len(want))
		}
		lists, err := k.Lists(k.Ctx, VeryBreachedReport, 1)
		k.Must(err)
		k.Must(k.Claim(k.As(k.aki), lists[0].ID, id))
		k.Must(k.Done(k.As(k.aki), lists[0].ID, id))
		l, err := k.ListByID(k.Ctx, lists[0].ID)
		k.Must(err)
		if i := l.Items[0]; i.ClaimedBy != k.aki.ID || i.DoneBy != k.aki.ID || k.Ticket(id).AssigneeID != k.aki.ID {
			t.Errorf("taken on and done: %+v", i)
		}
	})
}

// TestWatchEnds is acceptance scenario 11: at the end of EMEA's queue hours it is kept whether its queue is clean, with
// what is left; a desk that did not run then tells so later.
func TestWatchEndsAreKept(t *testing.T) {
	bubble(t, func(k *desk) {
		stop := k.run()
		k.until("2000-01-03 09:00")
		region := "emea"
		id := k.open("for EMEA", func(n *ticket.NewTicket) { n.Region = &region })
		board := func() RegionState {
			b, err := k.Board(k.Ctx)
			k.Must(err)
			i := slices.IndexFunc(b.Regions, func(r RegionState) bool { return r.Region.Key == region })
			return b.Regions[i]
		}
		if r := board(); r.Clean() || len(r.Left) != 1 || r.Left[0].ID != id || r.Duty != OnQueue || r.Next.Key != "amer" || len(r.On) != 2 {
			t.Errorf("the board at ten in Amsterdam: clean %v, left %v, %s, next %q, %d on", r.Clean(), r.Left, r.Duty, r.Next.Key, len(r.On))
		}
		k.until("2000-01-03 16:00")
		if r := board(); r.Last == nil || r.Last.Clean() || r.Last.Late {
			t.Fatalf("the last hand-over: %+v", r.Last)
		}
		_, ok, err := k.TakeTop(k.As(k.eli))
		k.Must(err)
		if r := board(); !ok || !r.Clean() || r.Duty != OnExtra || len(r.On) != 0 {
			t.Errorf("after it was taken: clean %v, %s, %d on", r.Clean(), r.Duty, len(r.On))
		}
		k.until("2000-01-04 15:00")
		stop()
		k.until("2000-01-05 03:00")
		k.run()
		k.until("2000-01-05 16:00")
		records, err := k.HandOvers(k.Ctx, region, 3)
		k.Must(err)
		type end struct {
			At   string
			Left []int64
			Late bool
		}
		var got []end
		for _, r := range records {
			got = append(got, end{r.Ended.Format("2 Jan 15:04"), r.Left, r.Late})
		}
		want := []end{{"5 Jan 16:00", []int64{}, false}, {"4 Jan 16:00", []int64{}, true}, {"3 Jan 16:00", []int64{id}, false}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestListsAskWhoMay(t *testing.T) {
	each(t, func(k *desk) {
		for name, use := range map[string]func(context.Context) error{
			"line":     func(ctx context.Context) error { _, err := k.Line(ctx); return err },
			"board":    func(ctx context.Context) error { _, err := k.Board(ctx); return err },
			"lists":    func(ctx context.Context) error { _, err := k.Lists(ctx, ShiftList, 1); return err },
			"today":    func(ctx context.Context) error { _, err := k.Today(ctx); return err },
			"claim":    func(ctx context.Context) error { return k.Claim(ctx, 1, 1) },
			"done":     func(ctx context.Context) error { return k.Done(ctx, 1, 1) },
			"leave":    func(ctx context.Context) error { _, err := k.Leave(ctx, nil); return err },
			"rehome":   func(ctx context.Context) error { return k.Rehome(ctx, Rehome{}) },
			"summary":  func(ctx context.Context) error { return k.Summarize(ctx, Summary{}) },
			"handover": func(ctx context.Context) error { _, err := k.HandOvers(ctx, "", 1); return err },
		} {
			if err := use(k.As(k.dana)); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s for a customer: %v", name, err)
			}
			if err := use(t.Context()); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("%s for nobody: %v", name, err)
			}
		}
	})
}

package queue

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRehomeWhilePending is acceptance scenario 10: answered in APAC, rehomed at the end of the shift while the customer
// has the word; their reply un-assigns it, it stands in AMER's list, and a day later without an owner it is a satellite.
func TestRehomeWhilePending(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-03 03:00")
		id := k.open("Runner stuck", nil) // of a customer who prefers AMER
		k.update(id, ticket.Update{AssigneeID: &k.aki.ID, Status: ptr(ticket.Pending),
			Comment: &ticket.NewComment{Public: true, Body: "Which version?"}}, k.aki)
		k.until("2000-01-03 08:00")
		k.Must(k.Rehome(k.As(k.aki), Rehome{TicketID: id}))
		if got := k.Ticket(id); got.AssigneeID != k.aki.ID || got.Status != ticket.Pending || !slices.Contains(got.Tags, TagRehomed) {
			t.Fatalf("rehomed while pending: %s of %d, tags %v", got.Status, got.AssigneeID, got.Tags)
		}
		if f := fact[RehomeBegan](k, id); f.From != "apac" || f.To != "amer" || !f.Waits || f.Hot != "" {
			t.Errorf("the fact: %+v", f)
		}

		k.until("2000-01-03 15:00") // in the middle of AMER's watch
		k.reply(id, k.dana)
		if got := k.Ticket(id); got.AssigneeID != 0 || got.Status != ticket.Open {
			t.Fatalf("after the reply it is %s and belongs to %d", got.Status, got.AssigneeID)
		}
		l, err := k.Line(k.Ctx)
		k.Must(err)
		if amer := l.Of("amer"); len(amer) != 1 || amer[0].ID != id || !amer[0].Rehomed {
			t.Fatalf("AMER's list: %+v", amer)
		}
		before := l.Of("amer")[0].Weight.Total

		k.until("2000-01-04 14:59")
		if slices.Contains(k.facts(id), (Satellite{}).EventKind()) {
			t.Error("a satellite before all of the watch went by")
		}
		k.until("2000-01-04 15:01")
		if f := fact[Satellite](k, id); f.Region != "amer" || f.Turns != 1 {
			t.Errorf("the fact: %+v", f)
		}
		k.until("2000-01-05 15:01")
		if f := fact[Satellite](k, id); f.Turns != 2 {
			t.Errorf("a day later: %+v", f)
		}
		l, err = k.Line(k.Ctx)
		k.Must(err)
		if after := l.Of("amer")[0]; after.Turns != 2 || after.Weight.Total <= before {
			t.Errorf("it weighs %d after %d turns, %d before", after.Weight.Total, after.Turns, before)
		}
		counts, err := k.Counts(k.Ctx, k.DB.Now(k.Ctx).AddDate(0, 0, -7))
		k.Must(err)
		if counts[MoveSatellite] != 2 || counts[MoveRehomed] != 1 {
			t.Errorf("counts: %v", counts)
		}

		k.update(id, ticket.Update{AssigneeID: &k.ana.ID}, k.ana)
		if got := k.Ticket(id); slices.Contains(got.Tags, TagRehomed) || !slices.Contains(got.Tags, TagReceived) {
			t.Errorf("tags of what was received: %v", got.Tags)
		}
		if f := fact[RehomeEnded](k, id); f.To != k.ana.ID || f.Turns != 2 {
			t.Errorf("the fact: %+v", f)
		}
		k.until("2000-01-07 15:01")
		if f := fact[Satellite](k, id); f.Turns != 2 {
			t.Errorf("it has an owner and still goes round: %+v", f)
		}
	})
}

// TestRehomeWhileOpen un-assigns at once; taken within the watch it is no satellite.
func TestRehomeWhileOpen(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-03 10:00")
		id := k.open("Geo lags", nil)
		k.update(id, ticket.Update{AssigneeID: &k.aki.ID}, k.aki)
		k.Must(k.Rehome(k.As(k.aki), Rehome{TicketID: id, Note: "Logs are attached."}))
		if got := k.Ticket(id); got.AssigneeID != 0 || got.Region != "amer" {
			t.Fatalf("it belongs to %d and prefers %q", got.AssigneeID, got.Region)
		}
		want := []string{"queue.rehome_began", "queue.released"}
		if diff := cmp.Diff(want, k.facts(id)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		k.until("2000-01-03 22:59")
		if _, ok, err := k.TakeTop(k.As(k.ana)); !ok || err != nil {
			t.Fatalf("%v, %v", ok, err)
		}
		k.until("2000-01-06 00:00")
		if slices.Contains(k.facts(id), (Satellite{}).EventKind()) {
			t.Errorf("facts: %v", k.facts(id))
		}
	})
}

// TestHotRehome tells the kind that was said, and finds a ticket that was held for more than a shift of its region.
func TestHotRehome(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 02:00")
		take := func(id int64) { k.update(id, ticket.Update{AssigneeID: &k.aki.ID}, k.aki) }
		call, held := k.open("A call was promised", nil), k.open("Held too long", nil)
		take(call)
		take(held)
		k.Must(k.Rehome(k.As(k.aki), Rehome{TicketID: call, Hot: HotCall}))
		k.until("2000-01-04 02:00") // AMER's watch from 13:00 to 23:00 went by
		k.Must(k.Rehome(k.As(k.aki), Rehome{TicketID: held}))
		for id, want := range map[int64]HotKind{call: HotCall, held: HotHeld} {
			if f := fact[RehomeBegan](k, id); f.Hot != want {
				t.Errorf("ticket %d: %+v, want %s", id, f, want)
			}
			moves, err := k.Moves(k.Ctx, id, 10)
			k.Must(err)
			if !slices.ContainsFunc(moves, func(m Move) bool { return m.Kind == MoveHot && m.Detail == string(want) && m.By == k.aki.ID }) {
				t.Errorf("moves of %d: %+v", id, moves)
			}
		}
	})
}

// TestRegionChanged ends a rehome that goes elsewhere, and hours that change make other rounds.
func TestRegionChanged(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.until("2000-01-03 09:00")
		gone, stays := k.open("Goes elsewhere", nil), k.open("Stays", nil)
		for _, id := range []int64{gone, stays} {
			k.update(id, ticket.Update{AssigneeID: &k.aki.ID}, k.aki)
			k.Must(k.Rehome(k.As(k.aki), Rehome{TicketID: id}))
		}
		k.update(gone, ticket.Update{Region: ptr("emea")}, k.eli)
		if f := fact[RehomeEnded](k, gone); f.To != 0 || f.Region != "amer" {
			t.Errorf("the fact: %+v", f)
		}
		regions := slices.Clone(people.Regions.Default)
		regions[2].Queue = []int{13, 14} // AMER now ends at 15:00, not at 23:00
		k.setRegions(regions)
		k.until("2000-01-03 15:01")
		if f := fact[Satellite](k, stays); f.Turns != 1 {
			t.Errorf("by the new hours: %+v", f)
		}
		k.until("2000-01-04 14:00")
		if f := fact[Satellite](k, stays); f.Turns != 1 {
			t.Errorf("the old hours counted, too: %+v", f)
		}
		if slices.Contains(k.facts(gone), (Satellite{}).EventKind()) {
			t.Error("what goes elsewhere went round AMER")
		}
	})
}

func TestRehomeRefuses(t *testing.T) {
	each(t, func(k *desk) {
		mine := k.open("mine", func(n *ticket.NewTicket) { n.AssigneeID, n.Region = k.aki.ID, ptr("") })
		for name, c := range map[string]struct {
			r     Rehome
			kind  fault.Kind
			field string
		}{
			"no region":       {Rehome{TicketID: mine}, fault.Invalid, "region"},
			"no such region":  {Rehome{TicketID: mine, Region: "mars"}, fault.Invalid, "region"},
			"there already":   {Rehome{TicketID: mine, Region: "apac"}, fault.Invalid, "region"},
			"no kind of heat": {Rehome{TicketID: mine, Region: "amer", Hot: "warm"}, fault.Invalid, "hot"},
			"no such ticket":  {Rehome{TicketID: 999, Region: "amer"}, fault.NotFound, ""},
		} {
			err := k.Rehome(k.As(k.aki), c.r)
			if _, field := fault.Public(err); !fault.Is(err, c.kind) || field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := k.Ticket(mine); got.AssigneeID != k.aki.ID || len(got.Tags) > 0 {
			t.Errorf("a refused rehome left something: %+v", got)
		}
	})
}

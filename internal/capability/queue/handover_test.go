package queue

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestHandOver gives a ticket to a colleague with an internal note; it stands on their day until they begin with it.
func TestHandOver(t *testing.T) {
	each(t, func(k *desk) {
		id := k.open("Sidekiq is stuck", func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		k.Must(k.HandOver(k.As(k.eli), id, k.sam.ID, "Waits for a heap dump."))
		if got := k.Ticket(id); got.AssigneeID != k.sam.ID || got.CommentCount != 2 || got.Replied {
			t.Errorf("it belongs to %d, with %d comments, replied %v", got.AssigneeID, got.CommentCount, got.Replied)
		}
		f := fact[HandedOver](k, id)
		note, err := k.Tickets.LoadComment(k.Ctx, k.DB.Read(), f.Comment)
		k.Must(err)
		if f.From != k.eli.ID || f.To != k.sam.ID || note.Public || note.Body != "Waits for a heap dump." || note.AuthorID != k.eli.ID {
			t.Errorf("the fact %+v and its note %+v", f, note)
		}
		handed := func() int {
			day, err := k.Today(k.As(k.sam))
			k.Must(err)
			return len(day.Handed)
		}
		if handed() != 1 {
			t.Errorf("%d tickets stand on Sam's day as handed over", handed())
		}
		k.update(id, ticket.Update{Comment: &ticket.NewComment{Body: "I have it."}}, k.sam)
		if handed() != 0 {
			t.Error("Sam has begun, and it still stands there")
		}
	})
}

func TestHandOverRefuses(t *testing.T) {
	each(t, func(k *desk) {
		id := k.open("mine", func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		for name, c := range map[string]struct {
			to    int64
			note  string
			field string
		}{
			"no note":    {k.sam.ID, "  ", "note"},
			"nobody":     {0, "take it", "to"},
			"a customer": {k.dana.ID, "take it", "to"},
			"no such":    {9999, "take it", "to"},
			"has it":     {k.eli.ID, "take it", "to"},
		} {
			err := k.HandOver(k.As(k.eli), id, c.to, c.note)
			if _, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := k.HandOver(t.Context(), id, k.sam.ID, "take it"); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("a stranger: %v", err)
		}
		k.Must(k.Release(k.As(k.eli), id, "I am the wrong one."))
		if diff := cmp.Diff([]string{"queue.released"}, k.facts(id)); diff != "" || k.Ticket(id).AssigneeID != 0 {
			t.Errorf("released: %s", diff)
		}
		if err := k.Release(k.As(k.eli), id, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("released twice: %v", err)
		}
	})
}

// TestSummary is the heart of acceptance scenario 32: planned time off prepares a summary of each open ticket; posted, it
// lets the customer's word take the ticket into the queue while its owner is off, and the next owner's first act ends it.
func TestSummary(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 08:00")
		id, other := k.open("Backup fails", func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID }), k.open("not Eli's", nil)
		off := k.off(k.eli, "2000-01-04 00:00", "2000-01-08 00:00")
		if m, err := k.SummaryOf(k.As(k.eli), id); err != nil || m.Problem != "Backup fails" || !m.PostedAt.IsZero() || !m.BackAt.Equal(off.Until) {
			t.Fatalf("what is prepared: %+v, %v", m, err)
		}
		if found, err := findSummaries(k.Ctx, k.DB.Read(), "s.ticket_id", other); err != nil || len(found) > 0 {
			t.Errorf("prepared for somebody else's: %+v, %v", found, err)
		}
		k.Must(k.Summarize(k.As(k.eli), Summary{TicketID: id, Problem: "Backups stop at 80 %", Next: "Ask for the log", BackAt: off.Until}))
		got := k.Ticket(id)
		if got.AssigneeID != k.eli.ID || !slices.Contains(got.Tags, TagSummary) || !slices.Contains(got.Followers, k.eli.ID) {
			t.Fatalf("summarized: %+v", got)
		}
		note, err := k.Tickets.LoadComment(k.Ctx, k.DB.Read(), fact[Summarized](k, id).Comment)
		k.Must(err)
		for _, want := range []string{"Backups stop at 80 %", "**Action taken**\nnone", "Ask for the log", "Sat 8 Jan 2000, 01:00 CET"} {
			if !strings.Contains(note.Body, want) || note.Public {
				t.Errorf("the note lacks %q: %s", want, note.Body)
			}
		}

		k.reply(id, k.dana) // Eli is still here
		if got := k.Ticket(id); got.AssigneeID != k.eli.ID {
			t.Fatalf("taken from Eli, who is here: %d", got.AssigneeID)
		}
		k.until("2000-01-05 10:00")
		k.update(id, ticket.Update{Comment: &ticket.NewComment{Body: "A colleague adds a note."}}, k.sam)
		if k.Ticket(id).AssigneeID != k.eli.ID {
			t.Error("a note of a colleague's took it from Eli")
		}
		k.reply(id, k.dana)
		if got := k.Ticket(id); got.AssigneeID != 0 || !slices.Contains(got.Tags, TagSummary) {
			t.Fatalf("after the reply it belongs to %d, tags %v", got.AssigneeID, got.Tags)
		}
		if f := fact[Released](k, id); f.From != k.eli.ID || f.Reason != Absent {
			t.Errorf("the fact: %+v", f)
		}
		if _, ok, err := k.TakeTop(k.As(k.sam)); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if got := k.Ticket(id); got.AssigneeID != k.sam.ID || slices.Contains(got.Tags, TagSummary) {
			t.Errorf("with its new owner: %d, tags %v", got.AssigneeID, got.Tags)
		}
	})
}

// TestTimeOffCancelled drops what was prepared and not used.
func TestTimeOffCancelled(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 08:00")
		id := k.open("Backup fails", func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		off := k.off(k.eli, "2000-01-04 00:00", "2000-01-08 00:00")
		k.Must(k.People.CancelTimeOff(k.Ctx, off.ID))
		if found, err := findSummaries(k.Ctx, k.DB.Read(), "s.ticket_id", id); err != nil || len(found) > 0 {
			t.Errorf("left behind: %+v, %v", found, err)
		}
	})
}

// TestLeave does what was chosen for each ticket, and tells what could not be done.
func TestLeave(t *testing.T) {
	bubble(t, func(k *desk) {
		k.until("2000-01-03 08:00")
		mine := func(subject string) int64 {
			return k.open(subject, func(n *ticket.NewTicket) { n.AssigneeID = k.eli.ID })
		}
		hand, sum, free, pause, keep, bad, solved := mine("a"), mine("b"), mine("c"), mine("d"), mine("e"), mine("f"), mine("g")
		k.update(solved, ticket.Update{Status: ptr(ticket.Solved), Comment: &ticket.NewComment{Public: true, Body: "Done."}}, k.eli)
		theirs := k.open("h", func(n *ticket.NewTicket) { n.AssigneeID = k.sam.ID })
		outcomes, err := k.Leave(k.As(k.eli), []Choice{
			{TicketID: hand, Act: ActHand, To: k.sam.ID, Note: "Knows Geo."}, {TicketID: sum, Act: ActSummary, Summary: Summary{Problem: "b"}},
			{TicketID: free, Act: ActRelease}, {TicketID: pause, Act: ActPause, Reason: "Dana is on holiday, too"}, {TicketID: keep},
			{TicketID: bad, Act: ActHand, To: k.sam.ID}, {TicketID: solved, Act: ActTag}, {TicketID: theirs, Act: ActRelease},
		})
		k.Must(err)
		failed := map[int64]bool{}
		for _, o := range outcomes {
			failed[o.TicketID] = o.Err != nil
		}
		want := map[int64]bool{hand: false, sum: false, free: false, pause: false, bad: true, solved: false, theirs: true}
		if diff := cmp.Diff(want, failed); diff != "" {
			t.Errorf("failed (-want +got)\n%s", diff)
		}
		if k.Ticket(hand).AssigneeID != k.sam.ID || k.Ticket(free).AssigneeID != 0 || k.Ticket(pause).PauseReason == "" ||
			!slices.Contains(k.Ticket(sum).Tags, TagSummary) || !slices.Contains(k.Ticket(solved).Tags, TagSolved) || k.Ticket(theirs).AssigneeID != k.sam.ID {
			t.Error("not all was done as it was chosen")
		}

		k.off(k.eli, "2000-01-04 00:00", "2000-01-08 00:00")
		k.until("2000-01-05 10:00")
		k.reply(solved, k.dana) // it comes back
		if got := k.Ticket(solved); got.AssigneeID != 0 || got.Status != ticket.Open {
			t.Errorf("a solved one came back: %s of %d", got.Status, got.AssigneeID)
		}
	})
}

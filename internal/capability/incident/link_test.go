package incident

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestLinks links tickets that speak of an incident, those of before and those of after, and leaves others alone.
func TestLinks(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		before := k.open(k.dana, "See https://issues.test/i/12, it hits us")
		other := k.open(k.dana, "See https://issues.test/i/123 instead")
		i := k.declare(2)
		k.Wait(time.Minute)
		after := k.open(k.dana, "Is it this? <https://desk.test"+i.PublicPath()+">")
		late := k.open(k.dirk, "Nothing works")
		_, err := k.Tickets.Update(k.As(k.ana), late, ticket.Update{Comment: &ticket.NewComment{Body: "It is https://desk.test" + i.Path() + "."}})
		k.Must(err)
		for id, want := range map[int64]bool{before: true, other: false, after: true, late: true} {
			if got := slices.Contains(k.Ticket(id).Tags, i.Tag()); got != want {
				t.Errorf("ticket %d is tagged: %t, want %t", id, got, want)
			}
		}
		r := k.room(i.ID)
		if len(r.Links) != 3 || len(r.Waiting) != 3 || !slices.Equal(r.Reports, []int64{other}) {
			t.Errorf("links %v, waiting %v, reports %v", r.Links, r.Waiting, r.Reports)
		}
		k.Must(k.Unlink(k.As(k.ana), i.ID, after))
		refused(t, k.Unlink(k.As(k.ana), i.ID, after), fault.Conflict, "", "not linked")
		_, err = k.Tickets.Update(k.As(k.ana), after, ticket.Update{Comment: &ticket.NewComment{Body: "No, not https://desk.test" + i.PublicPath()}})
		k.Must(err)
		if slices.Contains(k.Ticket(after).Tags, i.Tag()) {
			t.Error("a mention links again what somebody found unrelated")
		}
		k.Must(k.LinkTicket(k.As(k.ana), i.ID, after))
		if list, err := k.OfTicket(k.As(k.ana), after); err != nil || len(list) != 1 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

// TestAnswerAll answers each linked ticket in its customer's language, once, and counts first replies.
func TestAnswerAll(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		i := k.declare(2)
		english, german := k.open(k.dana, "https://issues.test/i/12"), k.open(k.dirk, "https://issues.test/i/12")
		closed := k.open(k.dana, "https://issues.test/i/12")
		k.Wait(time.Minute)
		run, err := k.AnswerAll(k.As(k.ana), Answer{Incident: i.ID, Texts: map[string]string{"": "We are on it.", "de": "Wir arbeiten daran."}, Solve: true,
			Only: []int64{english, german}})
		k.Must(err)
		k.Wait(time.Minute)
		for id, want := range map[int64]string{english: "We are on it.", german: "Wir arbeiten daran."} {
			x := k.Ticket(id)
			thread, err := k.Tickets.Thread(k.As(k.ana), id)
			k.Must(err)
			if last := thread.Comments[len(thread.Comments)-1]; last.Body != want || !last.Public || !x.Replied || x.Status != ticket.Solved {
				t.Errorf("ticket %d: %q, replied %t, %s", id, last.Body, x.Replied, x.Status)
			}
		}
		if k.Ticket(closed).Replied {
			t.Error("a ticket that was not chosen was answered")
		}
		runs, err := k.Runs(k.As(k.ana), i.ID)
		k.Must(err)
		if len(runs) != 1 || runs[0].Number != run || len(runs[0].Bulks) != 2 || runs[0].Count(ticket.BulkDone) != 2 || runs[0].Total() != 2 {
			t.Errorf("%+v", runs)
		}
		_, err = k.AnswerAll(k.As(k.ana), Answer{Incident: i.ID, Texts: map[string]string{"": " "}})
		refused(t, err, fault.Invalid, "text", "Write what")
	})
}

// TestConfidential says nothing in public: neither on the page nor on tickets nor to subscribers.
func TestConfidential(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.Must(k.Subscribe(k.T.Context(), ByMail, "x@out.test", "", nil))
		b, err := k.Confirm(k.T.Context(), k.token(1))
		k.Must(err)
		if b.State != Active {
			t.Fatal(b)
		}
		asked := len(k.letters)
		git := k.component("Git", 0)
		i, err := k.Declare(k.As(k.ana), NewIncident{Title: "Leak", Severity: 1, Confidential: true, PublishAtOnce: true,
			First: NewUpdate{Body: "Inside only", Changes: []Change{{Component: git, To: MajorOut}}}})
		k.Must(err)
		id := k.open(k.dana, "https://desk.test"+i.Path())
		k.Wait(time.Minute)
		v, err := k.View(k.T.Context())
		k.Must(err)
		if len(v.Threads) != 0 || v.Worst() != Operational || len(k.letters) != asked {
			t.Errorf("%d threads are public, Git is %s, %d letters", len(v.Threads), v.Worst(), len(k.letters)-asked)
		}
		if _, err := k.PublicThread(k.T.Context(), i.Code); !fault.Is(err, fault.NotFound) {
			t.Errorf("its page: %v", err)
		}
		if !slices.Contains(k.Ticket(id).Tags, i.Tag()) {
			t.Error("the ticket lacks its tag")
		}
		_, err = k.AnswerAll(k.As(k.ana), Answer{Incident: i.ID, Texts: map[string]string{"": "Known"}})
		refused(t, err, fault.Invalid, "internal", "confidential")
		_, err = k.AnswerAll(k.As(k.ana), Answer{Incident: i.ID, Internal: true, Texts: map[string]string{"": "Known"}})
		k.Must(err)
		k.Wait(time.Minute)
		if x := k.Ticket(id); x.Replied || x.CommentCount != 2 {
			t.Errorf("replied %t, %d comments", x.Replied, x.CommentCount)
		}
	})
}

// TestMentions finds an address that stands whole, wherever it stands.
func TestMentions(t *testing.T) {
	const address = "https://issues.test/i/12"
	for text, want := range map[string]bool{address: true, "(" + address + ")": true, address + "3": false, address + "3 " + address: true, address + "/": true,
		address + "#note": true, address + "-b": false, "https://issues.test/i/1": false, "": false, address + "ä": false} {
		if got := mentions(text, address); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		before, after := rapid.String().Draw(t, "before"), rapid.StringMatching(`[ .,;)>\n][\s\S]*`).Draw(t, "after")
		if !mentions(before+address+after, address) {
			t.Fatalf("not found in %q", before+address+after)
		}
	})
}

package scenario

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// monday is a working morning in Amsterdam, in summer time.
const monday = "2026-10-12 09:00"

func TestScenario05(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		id, ana := k.mail(letter{from: "dana", subject: "502 everywhere", text: "Since 16:38."}), k.signIn("ana")
		ana.post(page(id, "/take")).leads(page(id, ""))
		pending := ticket.Pending
		_, err := k.Tickets.Send(k.as("ana"), ticket.Reply{TicketID: id, Body: "I asked the team.",
			Then: ticket.Update{Status: &pending, Accept: []string{ticket.GuardPending}}})
		var found ticket.Findings
		if !errors.As(err, &found) || found[0].Code != ticket.GuardPending {
			t.Fatalf("pending with a note: %v", err)
		}
		if n := len(k.thread(id)); n != 1 {
			t.Errorf("the refused note was added: %d comments", n)
		}
		ana.send(page(id, "/reply"), "mode", "internal", "body", "I asked the team.", "status", "pending").leads(page(id, ""))
		k.stands(id, ticket.Open, "ana") // on the page a note brings no status along
		for _, accept := range []string{"", ticket.GuardPending} {
			ana.post(page(id, "/update"), "status", "pending", "accept", accept).
				shows(http.StatusUnprocessableEntity, "an internal note does not reach them").hides(`name="accept"`)
		}
		k.stands(id, ticket.Open, "ana")
		k.reply(ana, id, "Which version is it?", "status", "pending")
		k.stands(id, ticket.Pending, "ana")
	})
}

func TestScenario06(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		ana := k.signIn("ana")
		id, task := k.mail(letter{from: "dana", subject: "Slow", text: "It is slow."}),
			k.mail(letter{from: "dana", subject: "Away until May", text: "Please keep it."})
		ana.post(page(id, "/update"), "priority", "high").leads(page(id, ""))
		ana.post(page(task, "/update"), "type", "task").leads(page(task, ""))
		k.due(id, clock.FirstReply, "Mon 13:00")
		for _, held := range []int64{id, task} {
			ana.post(page(held, "/update"), "status", "hold").
				shows(http.StatusUnprocessableEntity, "on-hold does not stop the clock", fmt.Sprintf("name=%q value=%q", "accept", ticket.GuardHold))
			k.stands(held, ticket.New, "")
			ana.post(page(held, "/update"), "status", "hold", "accept", ticket.GuardHold).leads(page(held, ""))
			k.stands(held, ticket.Hold, "ana")
		}
		k.due(id, clock.FirstReply, "Mon 13:00")
		k.until("2026-10-16 08:59")
		k.stands(id, ticket.Hold, "ana")
		k.until("2026-10-16 09:00")
		k.stands(id, ticket.Open, "ana")
		k.until("2026-11-16 09:00")
		k.stands(task, ticket.Hold, "ana")
	})
}

func TestScenario07(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		id, ana := k.mail(letter{from: "dana", subject: "502 everywhere", text: "Since 16:38."}), k.signIn("ana")
		ana.post(page(id, "/take")).leads(page(id, ""))
		k.reply(ana, id, "Which version is it?", "status", "pending")
		thread := answerTo(k.last("dana", notify.Reply))
		colleague := letter{from: "sven@contractor.test", to: thread, subject: "Re: 502 everywhere", text: "It is 19.4.1."}
		if at := k.mail(colleague); at != id {
			t.Fatalf("the stranger's mail is on ticket %d", at)
		}
		said := k.thread(id)
		stranger, note := said[len(said)-2], said[len(said)-1]
		if stranger.Public || !stranger.Outside || stranger.Body == "" {
			t.Fatalf("a stranger's words are kept as %+v", stranger)
		}
		if note.Public || !strings.Contains(note.Body, "sven@contractor.test is not on this ticket") {
			t.Errorf("the note to the engineer is %+v", note)
		}
		k.stands(id, ticket.Pending, "ana")
		k.told("ana", id)
		ana.get(page(id, "")).shows(http.StatusOK, "sven@contractor.test", fmt.Sprintf("/comments/%d/ask-cc", stranger.ID))
		ana.post(fmt.Sprintf("/comments/%d/ask-cc", stranger.ID)).leads(page(id, "#composer"))
		draft, err := k.Tickets.Draft(k.as("ana"), id)
		k.must(err)
		if !draft.Public || !strings.Contains(draft.Body, "sven@contractor.test") {
			t.Fatalf("the question to the customer is %+v", draft)
		}
		k.reply(ana, id, draft.Body)

		k.mail(letter{from: "dana", to: thread, cc: "sven@contractor.test", subject: "Re: 502 everywhere", text: "Yes, please."})
		sven, err := k.People.ByAddress(k.system(), k.DB.Read(), "sven@contractor.test")
		k.must(err)
		if got := k.ticket(id); !slices.Contains(got.CCs, sven.ID) {
			t.Errorf("after the customer's word the CCs are %v, without %d", got.CCs, sven.ID)
		}
		k.mail(colleague.saying("And the log says 502."))
		said = k.thread(id)
		if c := said[len(said)-1]; !c.Public || c.Outside {
			t.Errorf("a CC's words are kept as %+v", c)
		}
	})
}

func TestScenario08(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		dana, finn, ana := k.enter("dana"), k.enter("finn"), k.signIn("ana")
		target := dana.open("2", "emea")
		k.until("2026-10-12 10:00")
		source := finn.open("3", "emea")
		_, err := k.Tickets.Merge(k.as("ana"), ticket.Merge{Source: source, Target: target, Comment: "The same cause.", Public: true})
		var found ticket.Findings
		if !errors.As(err, &found) || found[0].Code != ticket.GuardMerge {
			t.Fatalf("a public merge: %v", err)
		}
		k.stands(source, ticket.New, "")
		mailed := len(k.mails("dana", "")) + len(k.mails("finn", ""))
		ana.post(page(source, "/merge"), "number", fmt.Sprint("#", target), "comment", "The same cause.").leads(page(target, ""))
		k.due(target, clock.FirstReply, "Mon 13:00")
		if c := k.clock(target, clock.FirstReply); c.Used != time.Hour {
			t.Errorf("the target's clock used %s", c.Used)
		}
		got, said := k.ticket(target), k.thread(target)
		if c := said[len(said)-1]; c.Public || got.Replied || got.Stage != ticket.FirstReply || !slices.Contains(got.CCs, k.users["finn"].ID) {
			t.Errorf("the target is %+v, its last comment %+v", got, c)
		}
		if closed := k.ticket(source); closed.Status != ticket.Closed || closed.MergedInto != target {
			t.Errorf("the source is %s and leads to %d", closed.Status, closed.MergedInto)
		}
		if c := k.clock(source, clock.FirstReply); c.Phase == clock.Running {
			t.Errorf("the source's clock runs on: %+v", c.Clock)
		}
		if n := len(k.mails("dana", "")) + len(k.mails("finn", "")); n != mailed {
			t.Errorf("the merge sent %d mails to customers", n-mailed)
		}
	})
}

// saying is the same letter with other words.
func (l letter) saying(text string) letter {
	l.text = text
	return l
}

// told wants a notification about a ticket on somebody's page.
func (k *desk) told(name string, id int64) {
	k.t.Helper()
	notes, _, err := k.Notify.Notifications(k.as(name), 0)
	k.must(err)
	if !slices.ContainsFunc(notes, func(n notify.Note) bool { return n.TicketID == id }) {
		k.t.Errorf("%s was told nothing of ticket %d: %+v", name, id, notes)
	}
}

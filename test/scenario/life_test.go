package scenario

import (
	"net/http"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestScenario09(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		ana := k.signIn("ana")
		id, kept := k.mail(letter{from: "dana", subject: "502 everywhere", text: "Since 16:38."}),
			k.mail(letter{from: "finn", subject: "Away", text: "Until December."})
		for _, waiting := range []int64{id, kept} {
			ana.post(page(waiting, "/take")).leads(page(waiting, ""))
			ana.post(page(waiting, "/update"), "priority", "high").leads(page(waiting, ""))
			k.reply(ana, waiting, "Which version is it?", "status", "pending")
		}
		ana.post(page(kept, "/update"), "exception", ticket.SkipAutosolve, "reason", "Away until December, as agreed").leads(page(kept, ""))
		ana.get(page(kept, "")).shows(http.StatusOK, "Away until December, as agreed")
		thread := answerTo(k.last("dana", notify.Reply))

		mailed := len(k.mails("dana", ""))
		k.until("2026-10-19 09:00") // the reply left ten seconds behind
		k.mailed("dana", mailed)
		k.until("2026-10-19 09:01")
		k.mailed("dana", mailed+1)
		k.stands(id, ticket.Pending, "ana")
		k.until("2026-10-26 08:01") // 14 days; it is winter time now
		k.mailed("dana", mailed+2)
		k.stands(id, ticket.Solved, "ana")
		k.until("2026-11-02 08:00")
		k.stands(id, ticket.Solved, "ana")
		k.until("2026-11-02 08:01")
		k.stands(id, ticket.Closed, "ana")
		k.stands(kept, ticket.Pending, "ana")
		k.mailed("finn", 2) // that we have it, and the reply: no reminder

		k.until("2026-11-03 10:00")
		next := k.mail(letter{from: "dana", to: thread, subject: "Re: 502 everywhere", text: "It is back."})
		k.stands(id, ticket.Closed, "ana")
		got := k.ticket(next)
		if next == id || got.FollowUpOf != id || got.OrganizationID != k.acme.ID || got.Region != "emea" || got.Priority != ticket.High ||
			got.Stage != ticket.FirstReply {
			t.Errorf("the follow-up is %+v", got)
		}
		k.due(next, clock.FirstReply, "Tue 14:00")
		e, err := k.Clocks.Explain(k.as("ana"), next)
		k.must(err)
		if e.Policy.Title != "Standard" {
			t.Errorf("the customer's terms are %q", e.Policy.Title)
		}
	})
}

// mailed wants so many mails to somebody so far.
func (k *desk) mailed(name string, want int) {
	k.t.Helper()
	list := k.mails(name, "")
	if len(list) != want {
		var subjects []string
		for _, m := range list {
			subjects = append(subjects, m.CreatedAt.In(amsterdam).Format("Mon 2 Jan 15:04:05 ")+m.Subject)
		}
		slices.Sort(subjects)
		k.t.Errorf("%d mails to %s, want %d: %q", len(list), name, want, subjects)
	}
}

package discussion

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRefused: every sort of identifier keeps a draft from leaving, wherever it stands, and is named with its place.
func TestRefused(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.T
		for what, text := range map[string]string{
			"the name": "It is the Helvetia Space Agency", "its acronym": "at HSA", "a contact": "Okonkwo says", "an address": "from jane.okonkwo@mail.example",
			"a host of theirs": "on web-3.agency.gov", "a host of the ticket": "fine\non sidekiq-west",
			"its short name": "gitaly-07 is down", "an IP address": "10.4.0.9",
			"a key": "glpat-abcdefGHIJKL12345678",
		} {
			for _, field := range []string{"nature", "version", "tried", "question"} {
				d := k.draft()
				for _, f := range d.Fields() {
					if f.Name == field {
						*f.Text += "\n" + text
					}
				}
				_, err := k.Write(k.As(k.ana), d)
				var places Places
				if !errors.As(err, &places) || !fault.Is(err, fault.Invalid) || len(places) != 1 || places[0].Field != field ||
					places[0].Line != 2+strings.Count(text, "\n") {
					t.Errorf("%s in %s: %v", what, field, err)
				}
				clean, found, err := k.Clean(k.As(k.ana), d)
				if err != nil || len(found) != 1 {
					t.Errorf("%s: %v, %v", what, found, err)
				}
				if len(found) == 1 && strings.Contains(clean.Nature+clean.Version+clean.Tried+clean.Question, found[0].Text) {
					t.Errorf("%s is left in %+v", what, clean)
				}
			}
		}
		k.Wait(time.Minute)
		if len(k.came) != 0 {
			t.Errorf("%d items left", len(k.came))
		}
	})
}

// TestCross delivers once, also where the far side was down, reads answers inwards and closes without a word.
func TestCross(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.T
		k.down = true
		_, err := k.Write(k.As(k.ana), k.draft())
		k.Must(err)
		k.Wait(time.Second)
		if got := k.shown(); got.State != Leaving || len(k.came) != 0 {
			t.Errorf("while the other side is down: %s", got.State)
		}
		k.down = false
		k.Wait(time.Hour)
		if got := k.shown(); got.State != Away || got.Ref != "77" || len(k.came) != 1 || k.deliveries < 2 {
			t.Errorf("%s %q after %d deliveries", got.State, got.Ref, k.deliveries)
		}
		c := k.came[0]
		if !strings.Contains(c.Text, "restricted desk") || !strings.Contains(c.Text, "Gitaly loses") ||
			strings.Contains(c.Text, "Helvetia") || c.Number != k.ticket.ID {
			t.Errorf("%+v crossed", c)
		}
		k.answered = []Answer{{Ref: "5", Author: "Cem", Body: "Yes: 60 s", At: k.DB.Now(t.Context())}}
		if got := k.shown(); len(got.Answers) != 1 || got.Answers[0].Body != "Yes: 60 s" || got.Stale {
			t.Errorf("%+v", got)
		}
		k.down = true
		if got := k.shown(); len(got.Answers) != 1 || !got.Stale {
			t.Errorf("while the other side is down: %+v", got)
		}
		k.down = false
		solved := ticket.Solved
		_, err = k.Tickets.Update(k.As(k.ana), k.ticket.ID, ticket.Update{Status: &solved, Comment: &ticket.NewComment{Public: true, Body: "Done"}})
		k.Must(err)
		k.Wait(time.Minute)
		if got := k.shown(); got.State != Closed || len(k.closed) != 1 || k.closed[0] != "77" {
			t.Errorf("%s, closed %v", got.State, k.closed)
		}
	})
}

// TestSecondReader: the author does not let their own item out.
func TestSecondReader(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.T
		ctx := k.As(k.ana)
		k.Must(k.DB.Do(ctx, func(tx *db.Tx) error {
			r := RulesKey.Default
			r.SecondReader = true
			return RulesKey.Set(ctx, tx, k.Log, r)
		}))
		i, err := k.Write(ctx, k.draft())
		k.Must(err)
		k.Wait(time.Minute)
		if waiting, err := k.Waiting(ctx); err != nil || len(waiting) != 1 || len(k.came) != 0 {
			t.Errorf("%v, %v; %d left", waiting, err, len(k.came))
		}
		if _, err := k.Approve(ctx, i.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the author: %v", err)
		}
		_, err = k.Approve(k.As(k.ben), i.ID)
		k.Must(err)
		k.Wait(time.Minute)
		if got := k.shown(); got.State != Away || got.ReaderID != k.ben.ID || len(k.came) != 1 {
			t.Errorf("%+v", got)
		}
		if _, err := k.Approve(k.As(k.ben), i.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("again: %v", err)
		}
	})
}

// TestStopped: what became known after it was written, and before it left, keeps it here.
func TestStopped(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.T
		k.down = true
		d := k.draft()
		d.Tried = "Restarted praefect-nine"
		_, err := k.Write(k.As(k.ana), d)
		k.Must(err)
		k.Wait(time.Millisecond)
		_, err = k.Tickets.Update(k.As(k.ana), k.ticket.ID, ticket.Update{Comment: &ticket.NewComment{Body: "hostname=praefect-nine"}})
		k.Must(err)
		k.down = false
		k.Wait(time.Hour)
		if got := k.shown(); got.State != Stopped || !strings.Contains(got.Problem, "praefect-nine") || len(k.came) != 0 {
			t.Errorf("%+v, %d left", got, len(k.came))
		}
	})
}

func TestBadDrafts(t *testing.T) {
	bubble(t, func(k *desk) {
		t := k.T
		for field, d := range map[string]Draft{"nature": {Question: "?"}, "question": {Nature: "x"},
			"tried": {Nature: "x", Question: "?", Tried: strings.Repeat("x", longest+1)}} {
			d.TicketID = k.ticket.ID
			_, err := k.Write(k.As(k.ana), d)
			if _, at := fault.Public(err); !fault.Is(err, fault.Invalid) || at != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		k.Deliver = nil
		if _, err := k.Write(k.As(k.ana), k.draft()); !fault.Is(err, fault.Conflict) {
			t.Errorf("without a bridge: %v", err)
		}
	})
}

// TestKept: a machine that only what is kept of the customer names must not leave either.
func TestKept(t *testing.T) {
	bubble(t, func(k *desk) {
		d := k.draft()
		d.Tried = "Failed over to pg-vault-03"
		_, err := k.Write(k.As(k.ana), d)
		var places Places
		if !errors.As(err, &places) || len(places) != 1 || places[0].Text != "pg-vault-03" {
			k.T.Errorf("%v: %+v", err, places)
		}
	})
}

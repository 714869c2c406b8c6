package notify

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// A reply carries its files: pictures where the text shows them, everything else beside it, the same bytes
// at every try.
func TestFiles(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		upload := func(name, kind, content string) int64 {
			a, err := k.Tickets.Upload(ctx, name, kind, strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			return a.ID
		}
		shot, other, log := upload("shot.png", "image/png", "PNG"), upload("other.png", "image/png", "PNG2"),
			upload("größe.log", "text/plain", strings.Repeat("line\n", 50_000))
		tk := k.opened(t, ctx, k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		tries := 0
		k.relay.answer = func(env submit.Envelope) []submit.Recipient {
			if tries++; tries == 1 {
				return outcome(env, submit.Recipient{Outcome: submit.Deferred, Code: 451})
			}
			return outcome(env, submit.Recipient{Outcome: submit.Sent, Code: 250})
		}
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Attachments: []int64{shot, other, log},
			Body: fmt.Sprintf("See ![the page](attachment:%d).", shot)}})
		k.drain(t, ctx)
		k.drain(t, db.At(ctx, k.DB.Now(ctx).Add(maxWait)))
		checkSameBytes(t, k.relay.taken)
		if len(k.relay.taken) != 2 {
			t.Fatalf("%d tries", len(k.relay.taken))
		}
		m := parsed(t, k.relay.taken[1].text)
		got := map[string]string{}
		for _, a := range m.Attachments {
			got[a.Name] = fmt.Sprint(a.Inline, " ", a.ContentID != "", " ", len(content(t, a)))
		}
		want := map[string]string{"shot.png": "true true 3", "other.png": "false false 4", "größe.log": "false false 250000"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", got, want)
		}
		if !strings.Contains(m.Text, "[image: the page]") {
			t.Errorf("text: %s", m.Text)
		}
	})
}

const maxWait = 5 * time.Minute

func content(t *testing.T, a mailwire.Attachment) string {
	t.Helper()
	r, err := a.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// A mail whose file is gone waits for it; it neither goes out without the file nor stops the others.
func TestMissingFileWaits(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		tk := k.opened(t, ctx, k.dana, "Help", func(n *ticket.NewTicket) { n.Comment.MayAnswer = false })
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Here",
			Files: []ticket.NewAttachment{{Name: "gone.log", ContentType: "text/plain", Size: 3, Hash: strings.Repeat("0", 64)}}}})
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "And this"}})
		k.drain(t, ctx)
		all := k.mails(t, Reply)
		if all[0].State != Queued || !strings.Contains(all[0].LastError, "gone.log") || len(k.relay.taken) != 1 || all[1].State != Sent {
			t.Errorf("%s (%s), %s, %d taken", all[0].State, all[0].LastError, all[1].State, len(k.relay.taken))
		}
	})
}

// The quote of the customer's mail is off at first; on, it is marked, and holds only their own new words.
func TestQuotedHistory(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ctx := as(t.Context(), k.ana)
		k.set(t, func(tx *db.Tx) error { return MailStyle.Set(ctx, tx, k.log, Style{Quote: true}) })
		tk := k.opened(t, ctx, k.dana, "Help", func(n *ticket.NewTicket) {
			n.Comment.MayAnswer, n.Comment.Body = false, "It <b>fails</b>.\n> what you wrote\nBye"
			n.Comment.Folds = []ticket.Fold{{Start: 17, End: 34, Kind: "quote"}}
		})
		k.update(t, ctx, tk.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Try again"}})
		m := k.mails(t, Reply)[0]
		if !strings.Contains(m.Text, "Dana Whitfield wrote:\n> It <b>fails</b>.\n> Bye") || strings.Contains(m.Text, "what you wrote") {
			t.Errorf("text:\n%s", m.Text)
		}
		if !strings.Contains(m.HTML, markup.QuoteMark) || strings.Contains(m.HTML, "<b>") {
			t.Errorf("HTML:\n%s", m.HTML)
		}
	})
}

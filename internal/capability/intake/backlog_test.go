package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// conversation is a thread of chloe's that answers itself: each mail names only the one before it, or all.
func conversation(name string, n int, all bool) (mails []string) {
	var ids []string
	for i := range n {
		id := fmt.Sprintf("<%s%d@acme.test>", name, i)
		lines := []string{"From: " + chloe, "To: " + support, "Subject: Re: " + name, "Message-ID:\r\n " + id, fmt.Sprint("word ", i)}
		if i > 0 {
			lines = append(lines, "In-Reply-To: "+ids[i-1])
		}
		if all && i > 0 {
			lines = append(lines, "References: "+strings.Join(ids, "\r\n "))
		}
		mails = append(mails, letterOf(lines...))
		ids = append(ids, id)
	}
	return mails
}

// TestBacklogKeepsThreads files conversations that waited: by the queue with its many workers, and with the
// newest mail first. Each is one ticket, in order.
func TestBacklogKeepsThreads(t *testing.T) {
	const long = 20
	bubble(t, func(t *testing.T, k *desk) {
		deliveries := map[string][]int64{}
		for _, name := range []string{"one", "two", "three", "four"} {
			for _, raw := range conversation(name, long, name < "th") {
				d, _ := k.receive(inbound(raw))
				deliveries[name] = append(deliveries[name], d.ID)
			}
		}
		for _, id := range slices.Backward(deliveries["one"]) {
			k.file(id)
		}
		stop := k.run()
		time.Sleep(time.Minute)
		synctest.Wait()
		stop()
		for name, ids := range deliveries {
			ticket := k.delivery(ids[0]).TicketID
			var want []string
			for i, id := range ids {
				if d := k.delivery(id); d.State != Filed || d.TicketID != ticket {
					t.Errorf("%s: mail %d is %s on ticket %d, want %d", name, i, d.State, d.TicketID, ticket)
				}
				want = append(want, fmt.Sprintf("public %s: word %d", chloe, i))
			}
			if diff := cmp.Diff(want, k.words(ticket)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

// TestPoisonedQuestion files an answer although the mail it answers crashes the parser.
func TestPoisonedQuestion(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		k.Parse = (&poison{}).parse
		k.receive(inbound(letterOf("From: "+dana, "Message-ID: <bad@acme.test>", "POISON")))
		k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Re: x", "In-Reply-To: <bad@acme.test>"))
	})
}

func TestMessageIDIn(t *testing.T) {
	for head, want := range map[string]string{
		"": "", "Subject: x\r\n\r\nMessage-ID: <body@x>": "", "message-id: <a@b>\r\n": "a@b", "X: y\nMESSAGE-ID :<a@b>\n": "a@b",
		"Message-ID:\r\n <folded@b>\r\n\r\n": "folded@b", "Message-ID: no brackets": "", "Message-ID: <open": "", "Message-ID:": "",
		"Message-ID: <\x00\xff@b>": "\uFFFD@b", "X-Message-ID: <no@b>\r\n": "", "Message-ID: <" + strings.Repeat("x", 2000) + ">": "",
	} {
		if got := messageIDIn([]byte(head)); got != want {
			t.Errorf("%.40q: %q, want %q", head, got, want)
		}
	}
}

func FuzzMessageIDIn(f *testing.F) {
	f.Add([]byte("Message-ID:\r\n <folded@b>\r\n\r\n"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if id := messageIDIn(head); db.Text(id) != id || strings.ContainsAny(id, ">\n") {
			t.Errorf("%q", id)
		}
	})
}

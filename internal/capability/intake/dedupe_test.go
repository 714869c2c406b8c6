package intake

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// TestSenderTriesAgain shows that a sender's retry is absorbed and that a robot's next identical alert is not
// (mail.md E2).
func TestSenderTriesAgain(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		alert := letterOf("From: monitor@acme.test", "To: "+support, "Subject: Disk full", "Message-ID: <always@the.same>")
		first, fresh := k.at(monday).receive(inbound(alert))
		if !fresh {
			t.Fatal("the first delivery is not fresh")
		}
		for _, after := range []time.Duration{0, time.Minute, time.Hour - time.Second} {
			if again, fresh := k.at(monday.Add(after)).receive(inbound(alert)); fresh || again.ID != first.ID {
				t.Errorf("after %v: delivery %d, fresh %v; want %d absorbed", after, again.ID, fresh, first.ID)
			}
		}
		var next Delivery
		for n := 2; n <= 3; n++ {
			if next, fresh = k.at(monday.Add(time.Duration(n) * 61 * time.Minute)).receive(inbound(alert)); !fresh || next.Generation != n {
				t.Fatalf("generation %d, fresh %v; want a new generation %d", next.Generation, fresh, n)
			}
		}
		a, b := k.file(first.ID), k.file(next.ID)
		if a.TicketID == b.TicketID || b.State != Filed || b.SameAs != 0 || !strings.Contains(k.notes(b.TicketID), "identical mail came before") {
			t.Errorf("second alert on ticket %d, first on %d, notes %q", b.TicketID, a.TicketID, k.notes(b.TicketID))
		}
		if c := k.balanced(); c.Received != 4 || c.Pending != 1 { // with the desk's first mail
			t.Errorf("%+v", c)
		}
	})
}

// TestSameKeyAtOnce shows that many connections with one delivery make one row, whether they meet in one commit or
// in several.
func TestSameKeyAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		const rounds, connections = 5, 12
		for round := range rounds {
			raw := letterOf("From: "+chloe, "To: "+support, fmt.Sprint("Subject: round ", round))
			ids, fresh, errs := make([]int64, connections), make([]bool, connections), make([]error, connections)
			process := []*desk{k, wire(t, k.DB, t.TempDir())} // two that know nothing of one another
			atOnce(connections, func(i int) { ids[i], fresh[i], errs[i] = process[i%2].Receive(k.ctx, inbound(raw)) })
			news := 0
			for i := range ids {
				if errs[i] != nil || ids[i] != ids[0] || ids[i] == 0 {
					t.Errorf("connection %d got delivery %d, %v; want %d", i, ids[i], errs[i], ids[0])
				}
				if fresh[i] {
					news++
				}
			}
			if news != 1 {
				t.Errorf("%d connections were the first", news)
			}
		}
		if c := k.balanced(); c.Received != rounds+1 {
			t.Errorf("%d rows for %d mails", c.Received, rounds+1)
		}
	})
}

// atOnce runs fn n times side by side, started together.
func atOnce(n int, fn func(i int)) {
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

// TestCheck05SameMessageIDOtherContent keeps both of two mails with one Message-ID.
func TestCheck05SameMessageIDOtherContent(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		a := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Report", "Message-ID: <1@acme.test>", "Monday"))
		b := k.filed(letterOf("From: "+chloe, "To: "+support, "Subject: Report", "Message-ID: <1@acme.test>", "Tuesday"))
		if a.TicketID == b.TicketID || b.SameAs != 0 || !strings.Contains(k.notes(b.TicketID), "same Message-ID") {
			t.Errorf("tickets %d and %d, notes %q", a.TicketID, b.TicketID, k.notes(b.TicketID))
		}
	})
}

// TestCheck05TwoWays is one mail to two addresses of the desk, and one in two mailboxes: one comment, a row for
// every delivery.
func TestCheck05TwoWays(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		raw := letterOf("From: "+chloe, "To: "+support, "Cc: "+billing, "Subject: Report", "Message-ID: <1@acme.test>", "Date: Mon, 23 Nov 2026 09:00:00 +0000")
		a := k.filed("Received: from a by b; Mon, 23 Nov 2026 09:00:01 +0000\r\n" + raw)
		in := inbound("Received: from a by c; Mon, 23 Nov 2026 09:00:02 +0000\r\n" + raw)
		in.EnvTo, in.Key = []string{billing}, "another"
		b := k.take(in)
		c := k.take(Inbound{Channel: "imap:other", Key: "other|INBOX|1|1", Body: strings.NewReader(raw), Size: int64(len(raw))})
		d := k.take(Inbound{Channel: "imap:other", Key: "other|INBOX|1|2", Body: strings.NewReader(raw), Size: int64(len(raw))})
		for _, copy := range []Delivery{b, c, d} {
			if copy.State != Filed || copy.SameAs != a.ID || copy.TicketID != a.TicketID || copy.CommentID != a.CommentID {
				t.Errorf("%s: %s, same as %d on ticket %d; want %d on %d", copy.Channel, copy.State, copy.SameAs, copy.TicketID, a.ID, a.TicketID)
			}
		}
		if n := len(k.thread(a.TicketID).Comments); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

// TestCheck33ListAndDirect is a mail that comes directly and through a mailing list, which adds a footer.
func TestCheck33ListAndDirect(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		head := []string{"From: " + dana, "To: users@list.test, " + support, "Subject: Crash on start", "Message-ID: <c@elsewhere.test>",
			"Date: Mon, 23 Nov 2026 09:00:00 +0000"}
		direct := k.filed(letterOf(append(head, "Received: from elsewhere.test by mx.desk.test; Mon, 23 Nov 2026 09:00:01 +0000", "It crashes.")...))
		list := k.filed(letterOf(append(head, "Received: from list.test by mx.desk.test; Mon, 23 Nov 2026 09:03:00 +0000", "List-Id: <users.list.test>",
			"Precedence: list", "\nIt crashes.\n_______________________________________________\nusers mailing list\nhttps://list.test/listinfo/users")...))
		if list.SameAs != direct.ID || len(k.thread(direct.TicketID).Comments) != 1 {
			t.Errorf("same as %d, want %d; %q", list.SameAs, direct.ID, k.words(direct.TicketID))
		}
	})
}

// TestCheck06NothingInTheHeader files mails that lack what every mail should have, once.
func TestCheck06NothingInTheHeader(t *testing.T) {
	mails := map[string]string{
		"no Message-ID": letterOf("From: "+dana, "To: "+support, "Subject: x", "Date: Mon, 23 Nov 2026 09:00:00 +0000"),
		"no Date":       letterOf("From: "+dana, "To: "+support, "Subject: x", "Message-ID: <x@elsewhere.test>"),
		"no From":       letterOf("To: "+support, "Subject: x"),
		"no To":         letterOf("From: "+dana, "Subject: x"),
		"no header":     "\r\nOnly words\r\n",
		"no body":       "Subject: x\r\n\r\n",
		"nothing":       "",
		"zero bytes":    strings.Repeat("\x00", 100),
		"nobody":        letterOf("From: <>", "Return-Path: <>", "Subject: x"),
	}
	onEach(t, func(t *testing.T, k *desk) {
		for name, raw := range mails {
			t.Run(name, func(t *testing.T) {
				k := k.in(t)
				k.ctx = t.Context() // without a principal, as a way in calls
				in := Inbound{Channel: "imap:a", Key: "a|INBOX|1|" + name, Body: strings.NewReader(raw), Size: int64(len(raw))}
				id, fresh, err := k.Receive(k.ctx, in)
				if err != nil || !fresh {
					t.Fatal(fresh, err)
				}
				if err := k.File(k.ctx, id); err != nil {
					t.Fatal(err)
				}
				again, fresh, err := k.Receive(k.ctx, in)
				if err != nil || fresh || again != id {
					t.Errorf("fetched again: delivery %d, fresh %v, %v", again, fresh, err)
				}
				d, err := findDelivery(k.ctx, k.DB.Read(), id)
				if err != nil || d.State != Filed || d.TicketID == 0 || d.Sender == "" {
					t.Errorf("%+v, %v", d, err)
				}
			})
		}
	})
}

// TestCheck03Renumbered is a mailbox that is made anew with the same mails, two of them equal: no new tickets.
func TestCheck03Renumbered(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ledger := &imapLedger{k.Service}
		box := map[uint32]string{}
		for uid := uint32(1); uid <= 4; uid++ {
			box[uid] = letterOf("From: "+chloe, "To: "+support, fmt.Sprint("Subject: mail ", uid/2)) // 2 and 3 are equal
		}
		before := imapfetch.Place{Account: "Support #1", Mailbox: "INBOX", UIDValidity: 10}
		k.fetch(ledger, before, 5, box)
		k.fileAll()
		tickets := k.tickets()

		after := imapfetch.Place{Account: "Support #1", Mailbox: "INBOX", UIDValidity: 11}
		renumbered := map[uint32]string{21: box[3], 22: box[1], 23: box[4], 24: box[2]}
		if got := k.fetch(ledger, after, 25, renumbered); got != 4 {
			t.Errorf("%d mails were fetched anew, want 4", got)
		}
		renumbered[25] = letterOf("From: "+chloe, "To: "+support, "Subject: really new")
		if got := k.fetch(ledger, after, 26, renumbered); got != 1 {
			t.Errorf("%d mails were fetched in the next pass, want 1", got)
		}
		k.fileAll()
		if n := k.tickets(); n != tickets+1 {
			t.Errorf("%d tickets, want %d", n, tickets+1)
		}
		for _, d := range k.log1() {
			if strings.Contains(k.notes(d.TicketID), "identical") {
				t.Errorf("an account's name with a # is taken for a generation: %q", k.notes(d.TicketID))
			}
		}
	})
}

// fetch does a pass of imapfetch over a mailbox with these mails, and counts those it fetched.
func (k *desk) fetch(l *imapLedger, p imapfetch.Place, uidNext uint32, box map[uint32]string) int {
	k.t.Helper()
	below, err := l.Opened(k.ctx, p, uidNext)
	if err != nil {
		k.t.Fatal(err)
	}
	var uids []uint32
	for uid := range uidNext {
		if _, ok := box[uid]; ok {
			uids = append(uids, uid)
		}
	}
	missing, err := l.Missing(k.ctx, p, uids)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, uid := range missing {
		raw := box[uid]
		m := imapfetch.Fetched{Key: imapfetch.Key{Place: p, UID: uid}, Body: io.NewSectionReader(strings.NewReader(raw), 0, int64(len(raw))),
			Size: int64(len(raw)), SHA256: sha256.Sum256([]byte(raw)), Rescan: uid < below}
		if err := l.Store(k.ctx, m); err != nil {
			k.t.Fatal(err)
		}
	}
	return len(missing)
}

// log1 is the first page of the mail log.
func (k *desk) log1() []Delivery {
	k.t.Helper()
	all, err := k.Deliveries(k.ctx, LogFilter{Limit: 200})
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// fileAll files what is pending, oldest first.
func (k *desk) fileAll() {
	k.t.Helper()
	pending, err := db.Column[int64](k.ctx, k.DB.Read(), "SELECT id FROM mail_deliveries WHERE state = 'pending' ORDER BY id")
	if err != nil {
		k.t.Fatal(err)
	}
	for _, id := range pending {
		k.file(id)
	}
}

// TestIMAPTrouble shows what becomes of a mail that cannot be fetched, and of one too large to be.
func TestIMAPTrouble(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		ledger := &imapLedger{k.Service}
		stuck := imapfetch.Key{Place: imapfetch.Place{Account: "a", Mailbox: "INBOX", UIDValidity: 1}, UID: 9}
		before := k.tickets()
		for try := 1; try <= maxTries+1; try++ {
			if n, err := ledger.Failed(k.ctx, stuck, fmt.Errorf("the server broke off\nstack")); n != try || err != nil {
				t.Fatalf("try %d: %d, %v", try, n, err)
			}
		}
		if n := k.tickets(); n != before+1 {
			t.Errorf("%d tickets about the mail, want 1", n-before)
		}
		raw := letterOf("From: "+chloe, "To: "+support, "Subject: a film")
		err := ledger.Store(k.ctx, imapfetch.Fetched{Key: imapfetch.Key{Place: stuck.Place, UID: 10}, Size: int64(len(raw)),
			Body: io.NewSectionReader(strings.NewReader(raw), 0, int64(len(raw))), HeaderOnly: true, Note: "The mail has 80 MB, only its header is here."})
		if err != nil {
			t.Fatal(err)
		}
		k.fileAll()
		if d := k.log1()[0]; k.notes(d.TicketID) != "The mail has 80 MB, only its header is here." {
			t.Errorf("%q", k.notes(d.TicketID))
		}
	})
}

// TestFiledAtOnce files the mails of one new sender, and the copies of one mail, side by side: no try fails, no
// person and no comment is doubled. On PostgreSQL these are races that constraints and a lock decide.
func TestFiledAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		for round := range 5 {
			sender := fmt.Sprintf("new%d@elsewhere.test", round)
			var ids []int64
			for i := range 4 {
				d, _ := k.receive(inbound(letterOf("From: "+sender,
					fmt.Sprintf("To: %s, x%d@elsewhere.test, y%d@elsewhere.test", support, round, round), fmt.Sprint("Subject: ", i))))
				in := inbound(letterOf("From: "+sender, "To: "+support, "Subject: copy", fmt.Sprintf("Message-ID: <%d@elsewhere.test>", round)))
				in.Key = fmt.Sprint("copy", round, i)
				c, _ := k.receive(in)
				ids = append(ids, d.ID, c.ID)
			}
			errs := make([]error, len(ids))
			atOnce(len(ids), func(i int) { errs[i] = k.File(k.ctx, ids[i]) })
			comments := map[int64]bool{}
			for i, id := range ids {
				d := k.delivery(id)
				if errs[i] != nil || d.State != Filed {
					t.Errorf("delivery %d is %s: %v", id, d.State, errs[i])
				}
				comments[d.CommentID] = true
			}
			if len(comments) != 5 {
				t.Errorf("%d comments for 4 mails and 4 copies of one", len(comments))
			}
		}
		k.balanced()
	})
}

// TestBadNeighbour stores what came at the same moment as a mail that the engine refuses.
func TestBadNeighbour(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		before := k.balanced().Received
		const connections = 12
		errs, fresh := make([]error, connections), make([]bool, connections)
		atOnce(connections, func(i int) {
			ctx, cancel := context.WithCancel(k.ctx)
			defer cancel()
			if i == 3 {
				cancel() // its client is gone
			}
			_, fresh[i], errs[i] = k.Receive(ctx, inbound(letterOf("From: "+chloe, "To: "+support, fmt.Sprint("Subject: ", i))))
		})
		stored := 0
		for i := range errs {
			if fresh[i] {
				stored++
			}
			if i != 3 && !fresh[i] || fresh[i] != (errs[i] == nil) {
				t.Errorf("mail %d: fresh %v, %v", i, fresh[i], errs[i])
			}
		}
		if c := k.balanced(); c.Received-before != stored {
			t.Errorf("%d mails were acknowledged and %d rows made", stored, c.Received-before)
		}
	})
}

// TestRawBytes gives every mail back byte for byte, from the row or from the blob store.
func TestRawBytes(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		for _, raw := range []string{"", "\x00\xff\r\r\n.\n", strings.Repeat("x", inRow), strings.Repeat("y", inRow+1)} {
			in := inbound(raw)
			d, _ := k.receive(in)
			r, size, done, err := k.Raw(k.ctx, d.Hash)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(io.NewSectionReader(r, 0, size))
			if diff := cmp.Diff(raw, string(got)); err != nil || diff != "" {
				t.Errorf("%d bytes came back different: %v", len(raw), err)
			}
			if err := done(); err != nil {
				t.Error(err)
			}
			customer := access.With(k.ctx, access.Principal{UserID: k.chloe.ID, Role: access.EndUser})
			if _, _, _, err := k.Raw(customer, d.Hash); !fault.Is(err, fault.Forbidden) {
				t.Errorf("a customer may read raw mail: %v", err)
			}
		}
	})
}

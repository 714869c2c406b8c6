package intake

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(),
	ticket.Migrations(), Migrations()}

var key = []byte("0123456789abcdef0123456789abcdef")

// desk is the package with the real core beneath it, an engineer, and the customers chloe and dana, of whom
// chloe has written a ticket.
type desk struct {
	*Service
	t      testing.TB
	ctx    context.Context
	log    *event.Log
	ana    people.User
	chloe  people.User
	ticket int64 // chloe's
}

const (
	support = "support@desk.test"
	billing = "billing@desk.test"
	ana     = "ana@desk.test"
	chloe   = "chloe@acme.test"
	dana    = "dana@elsewhere.test"
)

// wire builds the package on a migrated database that may hold a desk already.
func wire(t testing.TB, d *db.DB, blobs string) *desk {
	t.Helper()
	store, err := blob.OpenDir(blobs)
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	s := New(Deps{DB: d, Log: log, Blobs: store, People: persons, Tickets: ticket.NewService(d, log, persons, store), Key: key, Desk: "d1"})
	return &desk{Service: s, t: t, ctx: access.AsSystem(t.Context(), "test"), log: log}
}

// newDesk fills a fresh database with the people and chloe's ticket.
func newDesk(t testing.TB, d *db.DB) *desk {
	t.Helper()
	return newDeskIn(t, d, t.TempDir())
}

func newDeskIn(t testing.TB, d *db.DB, blobs string) *desk {
	t.Helper()
	k := wire(t, d, blobs)
	k.do(func(tx *db.Tx) error {
		if err := Addresses.Set(k.ctx, tx, k.log, []string{support, billing}); err != nil {
			return err
		}
		var err error
		if k.ana, err = k.People.ImportUser(k.ctx, tx, people.User{Name: "Ana Ruiz", Email: ana, Role: access.Agent}, ""); err != nil {
			return err
		}
		k.chloe, err = k.People.ImportUser(k.ctx, tx, people.User{Name: "Chloe Martin", Email: chloe, Role: access.EndUser}, "")
		return err
	})
	first := k.filed(letterOf("From: Chloe <"+chloe+">", "To: "+support, "Subject: Backup fails", "Message-ID: <first@acme.test>"))
	k.ticket = first.TicketID
	return k
}

func onEach(t *testing.T, fn func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { fn(t, newDesk(t, d)) })
}

// in gives the desk to a subtest.
func (k *desk) in(t *testing.T) *desk {
	sub := *k
	sub.t = t
	return &sub
}

func (k *desk) do(fn func(tx *db.Tx) error) {
	k.t.Helper()
	if err := k.DB.Do(k.ctx, fn); err != nil {
		k.t.Fatal(err)
	}
}

// letterOf is a mail with the header lines given. A line without a colon begins the body.
func letterOf(lines ...string) string {
	head, body := []string{}, "It stops at 40 %."
	for _, l := range lines {
		if strings.Contains(l, ":") && !strings.HasPrefix(l, "\n") {
			head = append(head, l)
		} else {
			body = strings.TrimPrefix(l, "\n")
		}
	}
	return strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n"
}

// inbound is a mail that came by LMTP for the support address.
func inbound(raw string) Inbound {
	hash, _ := fingerprint(strings.NewReader(raw), support)
	return Inbound{Channel: "lmtp", Key: hash, Within: retryWindow, EnvFrom: "env@elsewhere.test", EnvTo: []string{support},
		Body: strings.NewReader(raw), Size: int64(len(raw))}
}

// receive stores a mail and gives its delivery.
func (k *desk) receive(in Inbound) (Delivery, bool) {
	k.t.Helper()
	id, fresh, err := k.Receive(k.ctx, in)
	if err != nil {
		k.t.Fatal(err)
	}
	return k.delivery(id), fresh
}

func (k *desk) delivery(id int64) Delivery {
	k.t.Helper()
	d, err := k.Delivery(k.ctx, id)
	if err != nil {
		k.t.Fatal(err)
	}
	return d
}

// file files a delivery and gives it as it stands then.
func (k *desk) file(id int64) Delivery {
	k.t.Helper()
	if err := k.File(k.ctx, id); err != nil {
		k.t.Fatal(err)
	}
	k.balanced()
	return k.delivery(id)
}

// take receives and files a mail.
func (k *desk) take(in Inbound) Delivery {
	k.t.Helper()
	d, _ := k.receive(in)
	return k.file(d.ID)
}

// filed receives and files a mail that must not be held.
func (k *desk) filed(raw string) Delivery {
	k.t.Helper()
	d := k.take(inbound(raw))
	if d.State != Filed {
		k.t.Fatalf("the mail is %s: %s, %s", d.State, d.Reason, d.Detail)
	}
	return d
}

// balanced asserts that every delivery is in one state (mail.md E5).
func (k *desk) balanced() Counts {
	k.t.Helper()
	c, err := k.Counts(k.ctx)
	if err != nil {
		k.t.Fatal(err)
	}
	var rows int
	if err := k.DB.Read().QueryRow(k.ctx, "SELECT count(*) FROM mail_deliveries").Scan(&rows); err != nil {
		k.t.Fatal(err)
	}
	if c.Received != rows || c.Received != c.Filed+c.Held+c.Dead+c.Pending {
		k.t.Fatalf("%d rows, received %d ≠ filed %d + held %d + dead %d + pending %d", rows, c.Received, c.Filed, c.Held, c.Dead, c.Pending)
	}
	return c
}

// thread gives a ticket as an engineer sees it.
func (k *desk) thread(id int64) ticket.Thread {
	k.t.Helper()
	th, err := k.Tickets.Thread(k.ctx, id)
	if err != nil {
		k.t.Fatal(err)
	}
	return th
}

// words are the comments of a ticket in order, each as "public|note author: first line".
func (k *desk) words(id int64) []string {
	k.t.Helper()
	th := k.thread(id)
	var out []string
	for _, c := range th.Comments {
		who, err := k.People.Named(k.ctx, k.DB.Read(), c.AuthorID)
		if err != nil {
			k.t.Fatal(err)
		}
		kind := "note"
		if c.Public {
			kind = "public"
		}
		if c.Outside {
			kind += " outside"
		}
		out = append(out, fmt.Sprintf("%s %s: %s", kind, who[c.AuthorID].Email, firstLine(strings.TrimSpace(c.Body))))
	}
	return out
}

// notes are what the desk itself remarked on a ticket.
func (k *desk) notes(id int64) string {
	k.t.Helper()
	var out []string
	for _, c := range k.thread(id).Comments {
		if c.Channel == "system" {
			out = append(out, c.Body)
		}
	}
	return strings.Join(out, "\n")
}

// tickets counts the tickets of the desk.
func (k *desk) tickets() (n int) {
	k.t.Helper()
	if err := k.DB.Read().QueryRow(k.ctx, "SELECT count(*) FROM tickets").Scan(&n); err != nil {
		k.t.Fatal(err)
	}
	return n
}

// update changes a ticket as the desk.
func (k *desk) update(id int64, u ticket.Update) ticket.Comment {
	k.t.Helper()
	_, c, err := func() (t ticket.Ticket, c ticket.Comment, err error) {
		err = k.DB.Do(k.ctx, func(tx *db.Tx) error { t, c, err = k.Tickets.UpdateIn(k.ctx, tx, id, u); return err })
		return t, c, err
	}()
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

// reply is a public word of Ana's on chloe's ticket; it gives the Message-ID under which it went out.
func (k *desk) reply(body string) (messageID string) {
	k.t.Helper()
	c := k.update(k.ticket, ticket.Update{Comment: &ticket.NewComment{AuthorID: k.ana.ID, Public: true, Body: body, Channel: "web"}})
	return token.MessageID(key, k.ticket, c.ID, "desk.test")
}

func plus(ticket int64) string { return "support+" + token.Reply(key, ticket) + "@desk.test" }

func status(s ticket.Status) ticket.Update { return ticket.Update{Status: &s} }

// at gives the desk with its clock bent.
func (k *desk) at(when time.Time) *desk {
	bent := *k
	bent.ctx = db.At(k.ctx, when)
	return &bent
}

func body(raw string) (*bytes.Reader, int64) { return bytes.NewReader([]byte(raw)), int64(len(raw)) }

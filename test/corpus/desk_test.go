package corpus

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(),
	ticket.Migrations(), intake.Migrations()}

// desk is a fresh desk that takes mail.
type desk struct {
	t       testing.TB
	ctx     context.Context
	people  *people.Service
	tickets *ticket.Service
	intake  *intake.Service
	db      *db.DB
}

func newDesk(t testing.TB, engine db.Engine) *desk {
	t.Helper()
	d := dbtest.Open(t, engine, migrations)
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	tickets := ticket.NewService(d, log, persons, blobs)
	in := intake.New(intake.Deps{DB: d, Log: log, Blobs: blobs, People: persons, Tickets: tickets, Desk: "corpus",
		Key: []byte("0123456789abcdef0123456789abcdef")})
	return &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), people: persons, tickets: tickets, intake: in, db: d}
}

// start is when the first mail comes; each next one comes a moment later, so that two runs see the same times.
var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// feed receives and files every mail. It gives what could not be filed, by where it is from.
func (k *desk) feed(all []mail) map[string]error {
	k.t.Helper()
	broken := map[string]error{}
	for i, m := range all {
		ctx := db.At(k.ctx, start.Add(time.Duration(i)*10*time.Second))
		id, fresh, err := k.intake.Receive(ctx, intake.Inbound{Channel: "imap:corpus", Key: m.where, Body: bytes.NewReader(m.raw), Size: int64(len(m.raw))})
		if err != nil || !fresh {
			k.t.Fatalf("%s: fresh %v, %v", m.where, fresh, err)
		}
		if err := file(ctx, k.intake, id); err != nil {
			broken[m.where] = err
		}
	}
	return broken
}

// file makes a panic an error, as the queue does.
func file(ctx context.Context, in *intake.Service, id int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return in.File(ctx, id)
}

// deliveries lists the whole mail log, oldest first.
func (k *desk) deliveries() []intake.Delivery {
	k.t.Helper()
	var all []intake.Delivery
	for before := int64(0); ; {
		page, err := k.intake.Deliveries(k.ctx, intake.LogFilter{Before: before, Limit: 200})
		if err != nil {
			k.t.Fatal(err)
		}
		if len(page) == 0 {
			return all
		}
		all = append(page, all...)
		before = page[len(page)-1].ID
	}
}

// dump writes everything a person can see of the desk, a line for each thing. Texts are their hashes.
func (k *desk) dump() []string {
	k.t.Helper()
	var out []string
	for _, d := range k.deliveries() {
		out = append(out, fmt.Sprintf("delivery %d %s %s %s %s %q %q ticket %d comment %d same %d from %q %q auto %q hash %s %s",
			d.ID, d.Key, d.State, d.Reason, d.Hash[:8], d.Detail, d.MessageID, d.TicketID, d.CommentID, d.SameAs, d.Sender, d.Subject,
			d.Automatic, d.ContentHash, d.FiledAt))
	}
	for id := int64(1); ; id++ {
		th, err := k.tickets.Thread(k.ctx, id)
		if fault.Is(err, fault.NotFound) {
			return out
		}
		if err != nil {
			k.t.Fatal(err)
		}
		out = append(out, k.lines(th)...)
	}
}

func (k *desk) lines(th ticket.Thread) []string {
	t := th.Ticket
	who := func(id int64) string {
		u, err := k.people.Named(k.ctx, k.db.Read(), id)
		if err != nil {
			k.t.Fatal(err)
		}
		return u[id].Email + "/" + u[id].Name
	}
	out := []string{fmt.Sprintf("ticket %d %q %s %s by %s cc %v tags %v follows %d at %s waits %s", t.ID, t.Subject, t.Status, t.Priority,
		who(t.RequesterID), t.CCs, t.Tags, t.FollowUpOf, t.CreatedAt, t.WaitingSince)}
	for _, c := range th.Comments {
		out = append(out, fmt.Sprintf("  comment %d by %s public %v outside %v %s text %s html %s folds %v mail %d at %s", c.ID, who(c.AuthorID), c.Public,
			c.Outside, c.Automatic, digest(c.Body), digest(c.HTML), c.Folds, c.DeliveryID, c.At))
		for _, a := range c.Attachments {
			out = append(out, fmt.Sprintf("    file %q %s %d %s %q inline %v", a.Name, a.ContentType, a.Size, a.Hash, a.ContentID, a.Inline))
		}
	}
	for _, e := range th.History {
		out = append(out, fmt.Sprintf("  event %d %s at %s", e.Seq, e.Kind, e.At))
	}
	return out
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

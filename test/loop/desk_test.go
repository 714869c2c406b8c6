package loop

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(),
	ticket.Migrations(), notify.Migrations(), intake.Migrations()}

// wire carries mail between mailboxes and counts it.
type wire struct {
	mu    sync.Mutex
	boxes map[string]func(from, to string, raw []byte) error // by domain
	sent  []string                                           // "from > to"
	strip []string                                           // header fields that get lost on the way
}

// submit is what a desk takes for its relay.
func (w *wire) submit(_ context.Context, _ submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
	var raw bytes.Buffer
	if err := msg(&raw); err != nil {
		return nil, err
	}
	var out []submit.Recipient
	for _, to := range env.To {
		r := submit.Recipient{Address: to, Outcome: submit.Sent, Code: 250}
		if err := w.carry(env.From, to, raw.Bytes()); err != nil {
			r.Outcome, r.Text = submit.Deferred, err.Error()
		}
		out = append(out, r)
	}
	return out, nil
}

// carry brings a mail to the mailbox of its domain. Mail to nobody is gone.
func (w *wire) carry(from, to string, raw []byte) error {
	w.mu.Lock()
	w.sent = append(w.sent, from+" > "+to)
	box := w.boxes[to[strings.LastIndexByte(to, '@')+1:]]
	w.mu.Unlock()
	if box == nil {
		return nil
	}
	return box(from, to, without(raw, w.strip))
}

// without drops header fields, folded lines and all, and with them the ticket numbers in the subject.
func without(raw []byte, fields []string) []byte {
	head, body, _ := strings.Cut(string(raw), "\r\n\r\n")
	var kept []string
	dropping := false
	for _, line := range strings.Split(head, "\r\n") {
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			name, _, _ := strings.Cut(line, ":")
			if name == "Subject" && len(fields) > 0 {
				line = number.ReplaceAllString(line, "")
			}
			dropping = false
			for _, f := range fields {
				dropping = dropping || strings.EqualFold(f, name)
			}
		}
		if !dropping {
			kept = append(kept, line)
		}
	}
	return []byte(strings.Join(kept, "\r\n") + "\r\n\r\n" + body)
}

var number = regexp.MustCompile(` \[#\d+\]`)

// desk takes mail and answers it by itself.
type desk struct {
	ctx    context.Context
	db     *db.DB
	intake *intake.Service
	notify *notify.Service
	admin  people.User
	run    func(ctx context.Context)
}

// newDesk makes a desk at support@domain that hangs on the wire.
func newDesk(t *testing.T, d *db.DB, w *wire, domain string) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	key := sha256.Sum256([]byte(domain))
	log := event.NewLog()
	p := people.New(d, log)
	tickets := ticket.NewService(d, log, p, blobs)
	k := &desk{ctx: access.AsSystem(t.Context(), "test"), db: d}
	k.intake = intake.New(intake.Deps{DB: d, Log: log, Blobs: blobs, People: p, Tickets: tickets, Key: key[:], Desk: domain})
	k.notify = notify.New(notify.Deps{DB: d, Log: log, People: p, Tickets: tickets, Key: key[:], Desk: domain, Own: k.intake.Owns, Submit: w.submit})
	log.Attach([]event.Handler{k.notify.Handler()}, nil)
	err = d.Do(k.ctx, func(tx *db.Tx) (err error) {
		support := "support@" + domain
		if k.admin, err = p.ImportUser(k.ctx, tx, people.User{Name: "Cleo Hart", Email: "cleo@" + domain, Role: access.Admin}, ""); err != nil {
			return err
		}
		return errors.Join(intake.Addresses.Set(k.ctx, tx, log, []string{support}),
			notify.MailFrom.Set(k.ctx, tx, log, notify.From{Address: support, Name: domain, Personal: true, Plus: true}),
			notify.MailRelay.Set(k.ctx, tx, log, notify.Relay{Host: "wire", Security: submit.Plain, UnknownSeconds: 600}))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.boxes[domain] = k.receive
	k.run = func(ctx context.Context) {
		var wg sync.WaitGroup
		wg.Go(func() { job.NewRunner(d, job.Config{Poll: time.Minute}, k.intake.Module().Workers, nil).Run(ctx) })
		wg.Go(func() { k.notify.Run(ctx) })
		wg.Wait()
	}
	return k
}

func (k *desk) receive(from, to string, raw []byte) error {
	sum := sha256.Sum256(append([]byte(from+to), raw...))
	_, _, err := k.intake.Receive(context.Background(), intake.Inbound{Channel: "lmtp", Key: hex.EncodeToString(sum[:]), Within: time.Hour,
		EnvFrom: from, EnvTo: []string{to},
		Body: bytes.NewReader(raw), Size: int64(len(raw))})
	return err
}

// breakers counts the notes about brakes that the administrator got.
func (k *desk) breakers(t *testing.T) (n int) {
	t.Helper()
	notes, _, err := k.notify.Notifications(access.With(t.Context(), k.admin.Principal("web")), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range notes {
		if note.Kind == notify.Breaker {
			n++
		}
	}
	return n
}

// play runs two desks on a wire for some hours of bent time, on both engines, and gives them at the end.
func play(t *testing.T, w func() *wire, begin func(w *wire), end func(t *testing.T, w *wire, a, b *desk)) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			one, two := dbtest.Open(t, engine, migrations).DSN(), dbtest.Open(t, engine, migrations).DSN()
			synctest.Test(t, func(t *testing.T) {
				w := w()
				a, b := newDesk(t, open(t, one), w, "a.test"), newDesk(t, open(t, two), w, "b.test")
				ctx, stop := context.WithCancel(t.Context())
				var wg sync.WaitGroup
				wg.Go(func() { a.run(ctx) })
				wg.Go(func() { b.run(ctx) })
				begin(w)
				time.Sleep(3 * time.Hour)
				stop()
				wg.Wait()
				end(t, w, a, b)
				a.db.Close()
				b.db.Close()
			})
		})
	}
}

// open opens a database inside the bubble, so that its goroutines belong to it.
func open(t *testing.T, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

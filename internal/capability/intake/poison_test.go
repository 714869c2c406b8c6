package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// bubble runs fn on both engines with fake time, on a desk that was filled before.
func bubble(t *testing.T, fn func(t *testing.T, k *desk)) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) { fn(t, newDeskIn(t, d, t.TempDir())) })
}

// run starts the desk's jobs.
func (k *desk) run() (stop func()) {
	ctx, cancel := context.WithCancel(k.t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { job.NewRunner(k.DB, job.Config{Poll: time.Minute}, k.Module().Workers, nil).Run(ctx) })
	return func() { cancel(); wg.Wait() }
}

// poison makes the parser panic on mails that hold the word, until it is mended.
type poison struct{ mended atomic.Bool }

func (p *poison) parse(ctx context.Context, raw io.ReaderAt, size int64, lim mailwire.Limits) *mailwire.Message {
	text, _ := io.ReadAll(io.NewSectionReader(raw, 0, size))
	if !p.mended.Load() && strings.Contains(string(text), "POISON") {
		panic("index out of range [3] with length 3")
	}
	return mailwire.Parse(ctx, raw, size, lim)
}

// TestCheck08Poison runs a mail that crashes the parser through the real queue: the next mails are filed at
// once, it becomes a ticket with the raw mail, and is read again after the fix.
func TestCheck08Poison(t *testing.T) {
	bubble(t, func(t *testing.T, k *desk) {
		p := &poison{}
		k.Parse = p.parse
		stop := k.run()
		defer stop()
		raw := letterOf("From: Dana <"+dana+">", "To: "+support, "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "\nPOISON\nsecond line")
		bad, _ := k.receive(inbound(raw))
		for i := range 3 {
			k.receive(inbound(letterOf("From: "+chloe, "To: "+support, fmt.Sprint("Subject: behind it ", i))))
		}
		time.Sleep(time.Second)
		if c := k.balanced(); c.Pending != 1 || c.Filed != 4 {
			t.Errorf("a second later: %+v", c)
		}
		time.Sleep(time.Minute)
		if d := k.delivery(bad.ID); d.State != Pending || d.Attempts == 0 || d.Error != "panic: index out of range [3] with length 3" {
			t.Errorf("between its tries: %s, %d tries, %q", d.State, d.Attempts, d.Error)
		}
		time.Sleep(time.Hour)
		dead := k.delivery(bad.ID)
		k.buried(dead, raw)
		if c := k.balanced(); c.Dead != 1 || c.Pending != 0 {
			t.Errorf("%+v", c)
		}

		if n, err := k.RetryAll(k.ctx); n != 1 || err != nil { // not mended yet
			t.Fatal(n, err)
		}
		time.Sleep(time.Hour)
		if d := k.delivery(bad.ID); d.State != Dead || d.TicketID != dead.TicketID {
			t.Errorf("read again in vain: %s on ticket %d, want dead on %d", d.State, d.TicketID, dead.TicketID)
		}

		p.mended.Store(true)
		if err := k.Retry(k.ctx, bad.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		k.readAgain(dead)
	})
}

// buried asserts that a delivery is a ticket with the raw mail on it.
func (k *desk) buried(d Delivery, raw string) {
	k.t.Helper()
	if d.State != Dead || d.Reason != ReasonPoison || d.Attempts != maxTries || d.TicketID == 0 {
		k.t.Fatalf("%+v", d)
	}
	th := k.thread(d.TicketID)
	if th.Ticket.Subject != "[unreadable mail] Grüße" || !cmp.Equal(th.Ticket.Tags, []string{deadTag}) {
		k.t.Errorf("%q, tags %v", th.Ticket.Subject, th.Ticket.Tags)
	}
	if got := k.words(d.TicketID)[0]; !strings.HasPrefix(got, "public "+dana) {
		k.t.Errorf("from %q", got)
	}
	if got := k.notes(d.TicketID); !strings.Contains(got, "index out of range") || strings.Contains(got, "goroutine") {
		k.t.Errorf("note %q", got)
	}
	files := th.Comments[0].Attachments
	if len(files) != 1 || files[0].Name != "message.eml" || files[0].Size != int64(len(raw)) {
		k.t.Fatalf("%+v", files)
	}
	r, err := k.Blobs.Open(k.ctx, files[0].Hash)
	if err != nil {
		k.t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || string(got) != raw {
		k.t.Errorf("the attached mail differs, %v", err)
	}
}

// readAgain asserts that a dead letter stands on its ticket as if it had been read at once.
func (k *desk) readAgain(dead Delivery) {
	k.t.Helper()
	d := k.delivery(dead.ID)
	if d.State != Filed || d.TicketID != dead.TicketID || d.CommentID == dead.CommentID || d.Error != "" {
		k.t.Fatalf("%+v", d)
	}
	th := k.thread(d.TicketID)
	last := th.Comments[len(th.Comments)-1]
	if th.Ticket.Subject != "Grüße" || len(th.Ticket.Tags) != 0 || !last.Public || !strings.HasPrefix(last.Body, "POISON\nsecond") {
		k.t.Errorf("%q, tags %v, %+v", th.Ticket.Subject, th.Ticket.Tags, last)
	}
	k.balanced()
}

// TestKiller is a mail that takes the whole process down, so that no try of it ever ends: it is read in another
// process, and in this one only if that lives.
func TestKiller(t *testing.T) {
	end := errors.New("signal: killed")
	for name, tt := range map[string]struct {
		apart error
		state State
	}{"guilty": {end, Dead}, "innocent": {nil, Filed}} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, k *desk) {
				var apart, here atomic.Int32
				raw := letterOf("From: "+dana, "To: "+support, "Subject: x")
				k.Apart = func(_ context.Context, r io.Reader) error {
					apart.Add(1)
					if all, err := io.ReadAll(r); err != nil || string(all) != raw {
						t.Errorf("the other process gets %q, %v", all, err)
					}
					return tt.apart
				}
				k.Parse = func(ctx context.Context, r io.ReaderAt, size int64, lim mailwire.Limits) *mailwire.Message {
					here.Add(1)
					return mailwire.Parse(ctx, r, size, lim)
				}
				d, _ := k.receive(inbound(raw))
				k.do(func(tx *db.Tx) error { // as the third process leaves it
					_, err := tx.Exec(k.ctx,
						"UPDATE jobs SET state = 'running', attempt = 1, crashes = $1, lease_until = $2 WHERE id = (SELECT max(id) FROM jobs)",
						suspicious-1, tx.Now().Add(time.Minute))
					return err
				})
				stop := k.run()
				time.Sleep(10 * time.Minute)
				stop()
				d = k.delivery(d.ID)
				if d.State != tt.state || d.TicketID == 0 || apart.Load() != 1 {
					t.Errorf("%+v, read apart %d times", d, apart.Load())
				}
				if tt.state == Dead && (here.Load() != 0 || !strings.Contains(k.notes(d.TicketID), "signal: killed")) {
					t.Errorf("read here %d times; %s", here.Load(), k.notes(d.TicketID))
				}
				k.balanced()
			})
		})
	}
}

// TestSalvage shows what a dead letter's ticket says of mails that no reader of headers likes, and that the
// true sender takes the ticket over once the mail can be read.
func TestSalvage(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		for _, tt := range []struct{ raw, env, subject, sender, real string }{
			{raw: "garbage", env: dana, subject: "(no subject)", sender: dana, real: dana},
			{raw: "garbage", env: "", subject: "(no subject)", sender: nobody, real: nobody},
			{raw: "From: \"a\" <b@c.test\r\nSubject: half a =?utf-8?q?w", env: "bounce@list.test", subject: "half a =?utf-8?q?w",
				sender: "bounce@list.test", real: "b@c.test"},
			{raw: letterOf("From: "+dana, "Subject: large", "\n"+strings.Repeat("large\n", inRow/5)), env: chloe, subject: "large", sender: dana, real: dana},
		} {
			in := inbound(tt.raw)
			in.EnvFrom, in.Key = tt.env, tt.raw[:7]+tt.env
			d, _ := k.receive(in)
			k.do(func(tx *db.Tx) error {
				return k.poisoned(k.ctx, tx, d.ID, maxTries, fmt.Errorf("panic: oh\nstack"))
			})
			d = k.delivery(d.ID)
			who := k.words(d.TicketID)[0]
			if got := k.thread(d.TicketID).Ticket.Subject; got != deadSubject+tt.subject || !strings.Contains(who, tt.sender) {
				t.Errorf("%.20q: %q from %q", tt.raw, got, who)
			}
			if err := k.Retry(k.ctx, d.ID); err != nil {
				t.Fatal(err)
			}
			if d = k.file(d.ID); d.State != Filed {
				t.Fatalf("%+v", d)
			}
			requester, err := k.People.Named(k.ctx, k.DB.Read(), k.thread(d.TicketID).Ticket.RequesterID)
			for _, u := range requester {
				if u.Email != tt.real || err != nil {
					t.Errorf("%.20q: the requester is %s, want %s, %v", tt.raw, u.Email, tt.real, err)
				}
			}
		}
	})
}

// TestReleaseWhileItsJobIsRunning shows that letting a mail through just when its first job ends is not lost.
func TestReleaseWhileItsJobIsRunning(t *testing.T) {
	bubble(t, func(t *testing.T, k *desk) {
		d, _ := k.receive(inbound(letterOf("From: "+dana, "To: "+support, "Subject: x", "X-Spam-Flag: YES")))
		w := k.Module().Workers[0]
		handle := w.Handle
		w.Handle = func(ctx context.Context, j job.Job) error {
			err := handle(ctx, j)
			if held := k.delivery(d.ID); held.State == Held { // committed, while the job's row still stands
				if err := k.Release(access.AsSystem(ctx, "test"), d.ID); err != nil {
					return err
				}
			}
			return err
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { job.NewRunner(k.DB, job.Config{Poll: time.Minute}, []job.Worker{w}, nil).Run(ctx) })
		time.Sleep(time.Minute)
		cancel()
		wg.Wait()
		if d = k.delivery(d.ID); d.State != Filed {
			t.Errorf("the released mail is %s", d.State)
		}
	})
}

package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
	"github.com/daywatch/daywatch/internal/platform/mailwire/smtpd"
)

// outage makes a database refuse to keep mail, and mends it.
type outage struct {
	name    string
	engine  db.Engine
	silent  bool // the database answers all the same, so only storing can tell
	strike  func(t *testing.T, k *desk, dsn string)
	recover func(t *testing.T, k *desk, dsn string)
}

func outages() []outage {
	return []outage{{
		name: "the disk is full", engine: db.SQLite, silent: true,
		strike: func(t *testing.T, k *desk, _ string) {
			k.do(func(tx *db.Tx) error { // https://www.sqlite.org/pragma.html#pragma_max_page_count
				_, err := tx.Exec(k.ctx, "PRAGMA max_page_count = 1") // which means: no larger than it is
				return err
			})
		},
		recover: func(t *testing.T, k *desk, _ string) {
			k.do(func(tx *db.Tx) error { _, err := tx.Exec(k.ctx, "PRAGMA max_page_count = 1000000"); return err })
		},
	}, {
		name: "the database is down", engine: db.PostgreSQL,
		strike: func(t *testing.T, k *desk, dsn string) {
			asAdmin(t, dsn, "ALTER DATABASE %s WITH ALLOW_CONNECTIONS false")
			asAdmin(t, dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'")
		},
		recover: func(t *testing.T, k *desk, dsn string) {
			asAdmin(t, dsn, "ALTER DATABASE %s WITH ALLOW_CONNECTIONS true")
		},
	}}
}

// asAdmin runs a statement about the database of dsn from another database of its server.
func asAdmin(t *testing.T, dsn, statement string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	admin, err := db.Open(context.Background(), u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	err = admin.Do(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), fmt.Sprintf(statement, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCheck07Outage takes the database away while mail comes: every way in says "not now", nothing half is
// kept, and afterwards all of it is filed without a hand.
func TestCheck07Outage(t *testing.T) {
	for _, o := range outages() {
		t.Run(o.name, func(t *testing.T) {
			made, blobs := dbtest.Open(t, o.engine, migrations), t.TempDir()
			dsn := made.DSN()
			made.Close()
			synctest.Test(t, func(t *testing.T) {
				d, err := db.Open(t.Context(), dsn)
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				k := newDeskIn(t, d, blobs)
				waiting, _ := k.receive(inbound(letterOf("From: "+dana, "To: "+support, "Subject: waits", strings.Repeat("long ", 20000))))
				o.strike(t, k, dsn)
				k.refuses(o.silent)
				stop := k.run()
				time.Sleep(5 * time.Minute)
				if !o.silent {
					if err := k.File(k.ctx, waiting.ID); !fault.Is(err, fault.Unavailable) {
						t.Errorf("filing says %v", err)
					}
				}
				o.recover(t, k, dsn)
				for name, way := range k.waysIn() { // the senders try again
					if err := way(); err != nil {
						t.Errorf("%s after the recovery: %v", name, err)
					}
				}
				time.Sleep(5 * time.Minute)
				stop()
				if c := k.balanced(); c.Filed != 2+len(k.waysIn()) || c.Received != c.Filed {
					t.Errorf("%+v", c)
				}
			})
		})
	}
}

// waysIn are all ways in, each with a mail of its own that does not fit into the pages a database has left.
func (k *desk) waysIn() map[string]func() error {
	raw := func(subject string) string {
		return letterOf("From: "+dana, "To: "+support, "Subject: "+subject, strings.Repeat("words ", 30000))
	}
	section := func(s string) *io.SectionReader { return io.NewSectionReader(strings.NewReader(s), 0, int64(len(s))) }
	return map[string]func() error{
		"lmtp": func() error {
			s := raw("lmtp")
			_, err := k.Listener(nil).Store(k.ctx,
				smtpd.Delivery{Channel: "lmtp", Key: "k1", From: dana, To: []string{support}, Body: section(s), Size: int64(len(s))})
			return err
		},
		"pipe": func() error {
			s := raw("pipe")
			_, err := k.Pipe(k.ctx, dana, []string{support}, section(s), int64(len(s)))
			return err
		},
		"import": func() error {
			s := raw("import")
			_, _, err := k.Import(k.ctx, "old.mbox:0", section(s), int64(len(s)))
			return err
		},
		"imap": func() error {
			s := raw("imap")
			return (&imapLedger{k.Service}).Store(k.ctx,
				imapfetch.Fetched{Key: imapfetch.Key{Place: imapfetch.Place{Account: "a", Mailbox: "INBOX", UIDValidity: 1}, UID: 1},
					Body: section(s), Size: int64(len(s)), SHA256: sha256.Sum256([]byte(s))})
		},
	}
}

// refuses asserts that no way in takes a mail, and that each says it for the time being.
func (k *desk) refuses(silent bool) {
	k.t.Helper()
	for name, way := range k.waysIn() {
		err := way()
		code, _ := fault.SMTPReply(err)
		if !fault.Is(err, fault.Unavailable) || code != 451 || fault.ExitCode(err) != 75 {
			k.t.Errorf("%s says %v (%d, exit %d)", name, err, code, fault.ExitCode(err))
		}
	}
	if silent {
		return
	}
	if err := k.Listener(nil).Ready(k.ctx); !fault.Is(err, fault.Unavailable) {
		k.t.Errorf("ready: %v", err)
	}
	if err := k.Listener(nil).Known(k.ctx, support); !fault.Is(err, fault.Unavailable) {
		k.t.Errorf("known: %v", err)
	}
}

// TestListener answers for the recipients of this desk, and passes on that the disk is nearly full.
func TestListener(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		l := k.Listener(nil)
		for rcpt, known := range map[string]bool{support: true, "SUPPORT@Desk.Test": true, plus(1): true, "bounce+1.aaaa@desk.test": true,
			billing: true, "sales@desk.test": false, "support@other.test": false, "bounce+1.aaaa@other.test": false, "": false} {
			if err := l.Known(k.ctx, rcpt); (err == nil) != known || !known && !fault.Is(err, fault.NotFound) {
				t.Errorf("%q: %v, want known %v", rcpt, err, known)
			}
		}
		if err := l.Ready(k.ctx); err != nil {
			t.Error(err)
		}
		full := k.Listener(func() error { return fault.Wrap(fault.Unavailable, smtpd.ErrNoRoom, "The disk is nearly full") })
		if err := full.Ready(k.ctx); !errors.Is(err, smtpd.ErrNoRoom) {
			t.Errorf("a full disk: %v", err)
		}
		k.do(func(tx *db.Tx) error { return Addresses.Set(k.ctx, tx, k.log, []string{}) })
		if err := errors.Join(l.Ready(k.ctx), l.Known(k.ctx, "anyone@any.test")); err != nil {
			t.Errorf("a desk that is being set up refuses the next mail: %v", err)
		}
	})
}

// TestBrokenBody keeps nothing of a mail whose bytes cannot be read to their end.
func TestBrokenBody(t *testing.T) {
	onEach(t, func(t *testing.T, k *desk) {
		before := k.balanced()
		for _, size := range []int64{100, inRow + 100} {
			if _, _, err := k.Receive(k.ctx, Inbound{Channel: "lmtp", Key: "k", Body: brokenReader{}, Size: size}); err == nil {
				t.Error("a mail that cannot be read is acknowledged")
			}
			if _, _, err := k.Receive(k.ctx, Inbound{Channel: "lmtp", Key: "k", Body: bytes.NewReader(make([]byte, 10)), Size: size}); err == nil {
				t.Error("a mail that ends too early is acknowledged")
			}
		}
		if after := k.balanced(); after != before {
			t.Errorf("%+v, before %+v", after, before)
		}
	})
}

type brokenReader struct{}

func (brokenReader) ReadAt([]byte, int64) (int, error) { return 0, errors.New("input/output error") }

package imapfetch

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/rig"
)

func letters(n int) []string {
	var all []string
	for i := range n {
		all = append(all, letterNo(i))
	}
	slices.Sort(all)
	return all
}

// All mail is fetched whatever its flags, dates and Message-IDs say, and leaves the mailbox unread.
func TestCheck03EveryMailIsFetchedOnce(t *testing.T) {
	const n = 120
	box, b := serveIMAP(t, full, nil, nil), newBook()
	for i := range n {
		box.put(t, letterNo(i), [][]imap.Flag{nil, {imap.FlagSeen}, {imap.FlagAnswered}}[i%3]...)
	}
	begin(t, box.config(), b)
	b.until(t, "all mails", b.settled(n))
	if diff := cmp.Diff(letters(n), b.texts()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if all, unseen := box.count(t, "Processed"); all != n || unseen != n-n/3 {
		t.Errorf("%d mails in Processed, %d unseen, want %d and %d: fetching must not mark mail as read", all, unseen, n, n-n/3)
	}
	for key, m := range b.stored {
		if m.SHA256 != sha256.Sum256([]byte(m.text)) || m.Size != int64(len(m.text)) || m.InternalDate.Year() != 2025 || m.HeaderOnly || m.Rescan {
			t.Errorf("%s: %+v", key, m.Fetched)
		}
	}
	if b.twice != 0 {
		t.Errorf("%d mails were stored twice", b.twice)
	}
}

func TestNewMailIsFoundByLooking(t *testing.T) {
	for name, caps := range map[string]imap.CapSet{"beside IDLE": full, "without IDLE": {imap.CapIMAP4rev1: {}, imap.CapMove: {}}} {
		t.Run(name, func(t *testing.T) {
			box, b := serveIMAP(t, caps, nil, nil), newBook()
			begin(t, box.config(), b)
			for i := range 5 {
				b.until(t, "quiet", b.settled(i))
				box.put(t, letterNo(i))
			}
			b.until(t, "the last", b.settled(5))
		})
	}
}

// What was stored before a crash is moved and not fetched again.
func TestCheck02StoredMailIsOnlyMoved(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	box.put(t, letterNo(0))
	stop := begin(t, box.config(), b)
	b.until(t, "the mail", b.settled(1))
	stop()
	key := b.order[0]
	// The crash: the mail is in the ledger, and in the mailbox under the UID that the ledger has.
	box2, b2 := serveIMAP(t, full, nil, nil), newBook()
	box2.put(t, letterNo(0))
	b2.stored[key] = b.stored[key]
	b2.order = []Key{key}
	begin(t, box2.config(), b2)
	b2.until(t, "the move", b2.settled(1))
	if all, _ := box2.count(t, "Processed"); all != 1 || b2.twice != 0 || len(b2.stored) != 1 {
		t.Errorf("%d moved, %d stored again, %d keys", all, b2.twice, len(b2.stored))
	}
}

func TestOneBadMailDoesNotStopTheOthers(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	for i := range 5 {
		box.put(t, letterNo(i))
	}
	b.refuse = func(m Fetched) error {
		if m.UID == 2 {
			return errors.New("poison")
		}
		return nil
	}
	begin(t, box.config(), b)
	b.until(t, "the others", b.settled(4))
	bad := slices.IndexFunc(b.phases, func(s Status) bool { return s.Phase == Waiting && s.Pending == 1 })
	if bad < 0 {
		t.Error("the first round did not end with the one mail pending")
	}
	if all, _ := box.count(t, "Failed"); all != 1 {
		t.Errorf("%d mails in Failed, want 1", all)
	}
	for key, n := range b.tries {
		if key.UID != 2 || n != 5 {
			t.Errorf("%s tried %d times, want only mail 2, 5 times", key, n)
		}
	}
}

func TestCheck07LedgerDownPausesAndLosesNothing(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	for i := range 3 {
		box.put(t, letterNo(i))
	}
	b.refuse = func(m Fetched) error {
		if len(b.order) == 1 {
			return fault.New(fault.Unavailable, "the disk is full")
		}
		return nil
	}
	begin(t, box.config(), b)
	b.until(t, "trouble", func() bool { return b.status.Phase == Troubled })
	if !fault.Is(b.status.Err, fault.Unavailable) {
		t.Errorf("the status tells %v", b.status.Err)
	}
	b.until(t, "the first to be moved", func() bool { all, _ := box.count(t, "INBOX"); return all == 2 })
	b.set(func() { b.refuse, b.down = nil, fault.New(fault.Unavailable, "the database is away") })
	b.until(t, "trouble", func() bool { return b.status.Phase == Troubled && strings.Contains(b.status.Err.Error(), "database") })
	b.set(func() { b.down = nil })
	b.until(t, "all mails", b.settled(3))
	if len(b.tries) != 0 {
		t.Errorf("trouble of ours was counted against mails: %v", b.tries)
	}
}

// A server that renumbers a mailbox must not make its mails new ones.
func TestCheck03RenumberedMailboxBringsNothingTwice(t *testing.T) {
	box, b := serveIMAP(t, imap.CapSet{imap.CapIMAP4rev1: {}}, nil, nil), newBook() // no MOVE: mail stays
	for i := range 3 {
		box.put(t, letterNo(i))
	}
	stop := begin(t, box.config(), b)
	b.until(t, "the mails", func() bool { return len(b.order) == 3 && b.status.Phase == Waiting })
	stop()
	if err := box.user.Delete("INBOX"); err != nil {
		t.Fatal(err)
	}
	box.create(t, "INBOX")
	for i := range 4 { // one of them new, and all of them numbered anew
		box.put(t, letterNo(3-i))
	}
	stop = begin(t, box.config(), b)
	b.until(t, "the new mail", func() bool { return len(b.stored) == 7 && b.status.Phase == Waiting })
	if len(b.order) != 4 || b.joined != 3 {
		t.Errorf("%d mails taken in and %d known again, want 4 and 3", len(b.order), b.joined)
	}
	// Mail that comes after the renumbering is no rescan, even if it is the same.
	box.put(t, letterNo(0))
	b.until(t, "the same mail again", func() bool { return len(b.order) == 5 })
	stop()
}

func TestServerWithoutMove(t *testing.T) {
	box, b := serveIMAP(t, imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}}, nil, nil), newBook()
	box.put(t, letterNo(0))
	box.put(t, letterNo(1), imap.FlagDeleted) // another client's business: no EXPUNGE may take it
	begin(t, box.config(), b)
	b.until(t, "both", func() bool { return len(b.order) == 2 && b.status.Phase == Waiting })
	b.until(t, "another look", func() bool { return len(b.phases) > 0 && countPhase(b.phases, Waiting) > 2 })
	if all, unseen := box.count(t, "INBOX"); all != 2 || unseen != 0 || b.twice != 0 {
		t.Errorf("%d mails, %d unseen, %d stored twice, want 2, 0, 0", all, unseen, b.twice)
	}
}

func countPhase(all []Status, p Phase) (n int) {
	for _, s := range all {
		if s.Phase == p {
			n++
		}
	}
	return n
}

func TestCheck20OversizeMailComesAsItsHeader(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	big := "From: a@a.test\r\nSubject: big\r\n\r\n" + strings.Repeat("x", 3<<20)
	box.put(t, big)
	cfg := box.config()
	cfg.MaxSize = 2 << 20
	begin(t, cfg, b)
	b.until(t, "the header", b.settled(1))
	m := b.stored[b.order[0]]
	if m.text != "From: a@a.test\r\nSubject: big\r\n\r\n" || !m.HeaderOnly || !strings.Contains(m.Note, "3 MB") {
		t.Errorf("got %q, note %q", m.text, m.Note)
	}
}

// A connection that swallows everything looks alive. The next look finds out, and the mail comes by a new one.
func TestCheck09BlackHole(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	proxy := rig.StartProxy(t, fmt.Sprintf("127.0.0.1:%d", box.port))
	cfg := box.config()
	cfg.Port, cfg.CommandTimeout = proxy.Port, 200*time.Millisecond
	begin(t, cfg, b)
	b.until(t, "quiet", b.settled(0))
	proxy.BlackHole()
	box.put(t, letterNo(0))
	b.until(t, "the mail", b.settled(1))
	b.until(t, "the reason", func() bool {
		return slices.ContainsFunc(b.phases, func(s Status) bool { return errors.Is(s.Err, errSilent) })
	})
	if n := proxy.Connections(); n < 2 {
		t.Errorf("%d connections, want a second one", n)
	}
}

// go-imap ends a literal on a lost connection like a whole one: half a mail must not pass for a mail.
func TestMailCutShortIsFetchedAgain(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	proxy := rig.StartProxy(t, fmt.Sprintf("127.0.0.1:%d", box.port))
	text := "Subject: long\r\n\r\n" + strings.Repeat("0123456789abcdef", 20_000)
	box.put(t, text)
	proxy.CutAfter(100_000)
	cfg := box.config()
	cfg.Port = proxy.Port
	begin(t, cfg, b)
	b.until(t, "the mail", b.settled(1))
	if got := b.stored[b.order[0]].text; got != text {
		t.Errorf("%d octets kept, want %d", len(got), len(text))
	}
	if len(b.tries) != 1 {
		t.Errorf("the cut was not seen: tries %v", b.tries)
	}
}

func TestConnectionsGrowOld(t *testing.T) {
	box, b := serveIMAP(t, full, nil, nil), newBook()
	proxy := rig.StartProxy(t, fmt.Sprintf("127.0.0.1:%d", box.port))
	cfg := box.config()
	cfg.Port, cfg.MaxAge, cfg.Poll = proxy.Port, time.Millisecond, 2*time.Millisecond
	begin(t, cfg, b)
	b.until(t, "a third connection", func() bool { return proxy.Connections() >= 3 })
	box.put(t, letterNo(0))
	b.until(t, "the mail", b.settled(1))
	if i := slices.IndexFunc(b.phases, func(s Status) bool { return s.Phase == Troubled }); i >= 0 {
		t.Errorf("age is told as trouble: %v", b.phases[i].Err)
	}
}

func TestSecurity(t *testing.T) {
	cert, pool := rig.Certificate(t)
	server := &tls.Config{Certificates: []tls.Certificate{cert}}
	inTLS := func(l net.Listener) net.Listener { return tls.NewListener(l, server) }
	client := &tls.Config{RootCAs: pool}
	tests := []struct {
		name   string
		box    *mailbox
		edit   func(*Config)
		wanted bool
		kind   fault.Kind
	}{
		{"TLS", serveIMAP(t, full, inTLS, nil), func(c *Config) { c.Security, c.TLSConfig = TLS, client }, true, 0},
		{"STARTTLS", serveIMAP(t, full, nil, server), func(c *Config) { c.Security, c.TLSConfig = StartTLS, client }, true, 0},
		{"an unknown certificate", serveIMAP(t, full, inTLS, nil), func(c *Config) { c.Security = TLS }, false, fault.Unavailable},
		{"no STARTTLS there", serveIMAP(t, full, nil, nil), func(c *Config) { c.Security, c.TLSConfig = StartTLS, client }, false, fault.Unavailable},
		{"a wrong password", serveIMAP(t, full, nil, nil), func(c *Config) { c.Password = "old" }, false, fault.Unauthorized},
		{"no such mailbox", serveIMAP(t, full, nil, nil), func(c *Config) { c.Mailbox = "Post" }, false, fault.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, cfg := newBook(), tt.box.config()
			tt.edit(&cfg)
			tt.box.put(t, letterNo(0))
			begin(t, cfg, b)
			if tt.wanted {
				b.until(t, "the mail", b.settled(1))
				return
			}
			b.until(t, "trouble", func() bool { return b.status.Phase == Troubled })
			if !fault.Is(b.status.Err, tt.kind) {
				t.Errorf("error %v of kind %d, want %d", b.status.Err, fault.KindOf(b.status.Err), tt.kind)
			}
		})
	}
}

func TestConfigsThatCannotWork(t *testing.T) {
	good := Config{Account: "desk", Host: "mail.example"}
	for field, edit := range map[string]func(*Config){
		"account":   func(c *Config) { c.Account = "" },
		"host":      func(c *Config) { c.Host = "" },
		"security":  func(c *Config) { c.Security = Plain },
		"processed": func(c *Config) { c.Failed = "inbox" },
	} {
		cfg := good
		edit(&cfg)
		err := Run(context.Background(), cfg, newBook(), slog.Default())
		if _, got := fault.Public(err); !fault.Is(err, fault.Invalid) || got != field {
			t.Errorf("%s: error %v of field %q", field, err, got)
		}
	}
}

func TestBackoff(t *testing.T) {
	low, high := time.Second, 5*time.Minute
	for troubles, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300} {
		if got := backoff(low, high, troubles, 0); got != want*time.Second {
			t.Errorf("after %d troubles: %v, want %v", troubles, got, want*time.Second)
		}
		if got := backoff(low, high, troubles, 0.9999); got < want*time.Second/2 || got >= want*time.Second {
			t.Errorf("after %d troubles with all luck: %v", troubles, got)
		}
	}
	if a, z := jitter(time.Minute, 0), jitter(time.Minute, 1); a != time.Minute || z != 75*time.Second {
		t.Errorf("jitter from %v to %v, want 60 s to 75 s", a, z)
	}
}

// What TestCheck09BlackHole shows with short times ends within two minutes with the real ones.
func TestCheck09DeadConnectionKeepsMailBackForLessThanTwoMinutes(t *testing.T) {
	c := Config{}.withDefaults()
	if worst := jitter(c.Poll, 1) + c.CommandTimeout + c.BackoffMin; worst > 2*time.Minute-10*time.Second {
		t.Errorf("%v pass before a new connection is tried", worst)
	}
}

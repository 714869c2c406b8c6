package imapfetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/rig"
)

func dovecot(r *rig.Rig) Config {
	return Config{Host: "127.0.0.1", Port: r.IMAPPort, Security: Plain, Username: rig.User, Password: rig.Password}
}

// One rig serves all subtests; each leaves the mailbox empty.
func TestAgainstDovecot(t *testing.T) {
	r := rig.Start(t, rig.Options{})
	t.Run("IDLE brings mail at once", func(t *testing.T) { idleBringsMail(t, r) })
	t.Run("over TLS", func(t *testing.T) { overTLS(t, r) })
	t.Run("a full mailbox of old mail, part of it read", func(t *testing.T) { oldMail(t, r) })
	t.Run("a mailbox made anew", func(t *testing.T) { madeAnew(t, r) })
	t.Run("a black hole", func(t *testing.T) { blackHole(t, r) })
	t.Run("by token", func(t *testing.T) { byToken(t, r) })
	t.Run("killed again and again", func(t *testing.T) { killed(t, r) })
}

func idleBringsMail(t *testing.T, r *rig.Rig) {
	b, cfg := newBook(), dovecot(r)
	cfg.Poll = time.Hour // nothing but word from the server can wake the fetcher
	begin(t, cfg, b)
	b.until(t, "quiet", b.settled(0))
	for i := range 3 {
		r.Swaks("--from", "ada@a.test", "--to", rig.User, "--header", fmt.Sprintf("Subject: wake %d", i))
		b.until(t, "the mail", b.settled(i+1))
	}
	for i, text := range b.texts() {
		if !strings.Contains(text, "Subject: wake ") || !strings.HasPrefix(text, "Return-Path: <ada@a.test>") {
			t.Errorf("mail %d is\n%s", i, text)
		}
	}
	c := r.IMAP(t)
	if all, unseen := r.Count(t, c, "Processed"); all != 3 || unseen != 3 {
		t.Errorf("%d mails in Processed, %d unseen, want 3 and 3", all, unseen)
	}
}

func overTLS(t *testing.T, r *rig.Rig) {
	for security, port := range map[Security]int{TLS: r.IMAPSPort, StartTLS: r.IMAPPort} {
		b, cfg := newBook(), dovecot(r)
		cfg.Security, cfg.Port, cfg.TLSConfig = security, port, &tls.Config{RootCAs: r.Pool}
		r.Append(t, r.IMAP(t), "INBOX", letterNo(0), nil)
		stop := begin(t, cfg, b)
		b.until(t, string(security), b.settled(1))
		stop()
	}
}

// The desk was off for ten days, and a person has read half of the mail meanwhile.
func oldMail(t *testing.T, r *rig.Rig) {
	const n = 1000
	c := r.IMAP(t)
	for i := range n {
		o := &imap.AppendOptions{Time: time.Now().Add(-10 * 24 * time.Hour)}
		if i%2 == 0 {
			o.Flags = []imap.Flag{imap.FlagSeen}
		}
		r.Append(t, c, "INBOX", letterNo(i), o)
	}
	b := newBook()
	begin(t, dovecot(r), b)
	b.until(t, "all of it", b.settled(n))
	if got := b.texts(); !slices.Equal(got, letters(n)) || b.twice != 0 {
		t.Errorf("%d texts, not those that were put there; %d stored twice", len(got), b.twice)
	}
}

func madeAnew(t *testing.T, r *rig.Rig) {
	c := r.IMAP(t)
	fill := func(n int) {
		if err := c.Create("Desk", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			r.Append(t, c, "Desk", letterNo(n-i), nil)
		}
	}
	b, cfg := newBook(), dovecot(r)
	cfg.Mailbox = "Desk"
	fill(20)
	stop := begin(t, cfg, b)
	b.until(t, "the mails", b.settled(20))
	stop()
	if err := c.Delete("Desk").Wait(); err != nil {
		t.Fatal(err)
	}
	fill(21)
	begin(t, cfg, b)
	b.until(t, "the one new mail", b.settled(21))
	if b.joined != 20 || len(b.below) != 1 {
		t.Errorf("%d mails known again and %d renumberings, want 20 and 1", b.joined, len(b.below))
	}
}

func blackHole(t *testing.T, r *rig.Rig) {
	proxy := rig.StartProxy(t, fmt.Sprintf("127.0.0.1:%d", r.IMAPPort))
	b, cfg := newBook(), dovecot(r)
	cfg.Port, cfg.Poll, cfg.CommandTimeout = proxy.Port, 300*time.Millisecond, 500*time.Millisecond
	begin(t, cfg, b)
	b.until(t, "quiet", b.settled(0))
	proxy.BlackHole()
	r.Append(t, r.IMAP(t), "INBOX", letterNo(1), nil)
	b.until(t, "the mail", b.settled(1))
	if !slices.ContainsFunc(b.phases, func(s Status) bool { return errors.Is(s.Err, errSilent) }) {
		t.Error("nothing tells why the connection was given up")
	}
}

// A token that expired is replaced at the next connection. While the consent is gone the mail waits.
func byToken(t *testing.T, r *rig.Rig) {
	gone := fault.New(fault.Unauthorized, "The consent for the mailbox was withdrawn; give it again")
	b, cfg := newBook(), dovecot(r)
	var asked atomic.Int64
	cfg.Password = ""
	cfg.Token = func(context.Context) (string, error) {
		switch asked.Add(1) {
		case 1:
			return rig.Token(time.Now().Add(-time.Minute)), nil
		case 2:
			return "", gone
		}
		return rig.Token(time.Now().Add(time.Hour)), nil
	}
	r.Append(t, r.IMAP(t), "INBOX", letterNo(0), nil)
	begin(t, cfg, b)
	b.until(t, "the mail", b.settled(1))
	var kinds []fault.Kind
	for _, s := range b.phases {
		if s.Phase == Troubled {
			kinds = append(kinds, fault.KindOf(s.Err))
		}
	}
	if want := []fault.Kind{fault.Unavailable, fault.Unauthorized}; !slices.Equal(kinds, want) {
		t.Errorf("troubles of kinds %v, want %v", kinds, want)
	}
}

// Killed at any point, the fetcher loses no mail and takes none in twice.
func killed(t *testing.T, r *rig.Rig) {
	mails := 40
	if os.Getenv("DAYWATCH_RIG") == "full" {
		mails = 200
	}
	c := r.IMAP(t)
	before, _ := r.Count(t, c, "Processed")
	for i := range mails {
		r.Append(t, c, "INBOX", letterNo(i), nil)
	}
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	deaths := make(chan map[string]int, 1)
	go func() { deaths <- runMortal(ctx, t, dir, r.IMAPPort) }()
	rig.Eventually(t, "an empty mailbox", func() bool { all, _ := r.Count(t, c, "INBOX"); return all == 0 })
	cancel()
	fell := <-deaths
	names, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	slices.Sort(got)
	if !slices.Equal(got, letters(mails)) {
		t.Errorf("%d mails kept, want the %d that were put there", len(got), mails)
	}
	if after, _ := r.Count(t, c, "Processed"); int(after-before) != mails {
		t.Errorf("%d mails in Processed, want %d", after-before, mails)
	}
	if fell["after it is durable"] == 0 && mails > 100 {
		t.Error("the process never died between the ledger and the move")
	}
	t.Logf("%d mails, killed %v", mails, fell)
}

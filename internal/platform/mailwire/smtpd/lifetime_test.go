package smtpd

import (
	"crypto/tls"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/test/rig"
	"github.com/emersion/go-smtp"
)

func TestConnectionsOverTheLimitHear421(t *testing.T) {
	addr, _ := start(t, Config{MaxConns: 2}, &shelf{})
	first, second := dial(t, addr), dial(t, addr)
	first.hear()
	second.hear()
	if got := dial(t, addr).hear(); !strings.HasPrefix(got, "421 4.3.2") {
		t.Errorf("the third hears %q, want 421", got)
	}
	first.ask("QUIT", "221")
	io.Copy(io.Discard, first.r) // the server has let go of it
	if got := dial(t, addr).hear(); !strings.HasPrefix(got, "220") {
		t.Errorf("the next hears %q, want 220", got)
	}
}

func TestShutdownFinishesTheMailUnderWay(t *testing.T) {
	store := &shelf{gate: make(chan struct{})}
	addr, stop := start(t, Config{}, store)
	idle := dial(t, addr)
	idle.hear()
	busy := dial(t, addr)
	busy.open("EHLO", "a@h", "x@h")
	busy.ask("DATA", "354")
	busy.say(letter + ".\r\n")
	<-store.gate // the mail is within Store

	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	if _, err := io.Copy(io.Discard, idle.r); err != nil {
		t.Errorf("the idle client sees %v, want an end", err)
	}
	select {
	case <-stopped:
		t.Error("the server ended before the mail was kept")
	default:
	}
	store.gate <- struct{}{}
	if got := busy.hear(); !strings.HasPrefix(got, "250") {
		t.Errorf("the busy client hears %q, want 250", got)
	}
	<-stopped
	if n := len(store.all()); n != 1 {
		t.Errorf("%d mails kept, want 1", n)
	}
}

// A desk whose clock is bent stamps mail by that clock, and counts its patience by the machine's.
func TestBentClockCutsNobodyOff(t *testing.T) {
	store := &shelf{}
	bent := func() time.Time { return time.Now().AddDate(0, 0, -7) }
	addr, _ := start(t, Config{Now: bent, Wall: time.Now}, store)
	c := dial(t, addr)
	c.open("EHLO", "a@h", "x@h")
	c.ask("DATA", "354")
	c.ask(letter+".", "250")
	if n := len(store.all()); n != 1 {
		t.Errorf("%d mails kept, want 1", n)
	}
}

func TestSilentClientIsLetGo(t *testing.T) {
	// A clock that stands in the past makes every deadline be over.
	past := func() time.Time { return time.Unix(0, 0) }
	addr, _ := start(t, Config{Now: past}, &shelf{})
	c := dial(t, addr)
	if _, err := io.Copy(io.Discard, c.r); err != nil {
		t.Errorf("got %v, want an end", err)
	}
}

func TestStartTLS(t *testing.T) {
	cert, pool := rig.Certificate(t)
	store := &shelf{}
	addr, _ := start(t, Config{TLS: &tls.Config{Certificates: []tls.Certificate{cert}}}, store)
	c, err := smtp.NewClientStartTLS(dial(t, addr).Conn, &tls.Config{RootCAs: pool, ServerName: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SendMail("a@h", []string{"x@h"}, strings.NewReader(letter)); err != nil {
		t.Fatal(err)
	}
	if got := store.all()[0].bytes; !strings.Contains(got, "with ESMTPS id") {
		t.Errorf("trace %q does not tell ESMTPS", got)
	}
}

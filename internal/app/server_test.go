package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var quiet = slog.New(slog.DiscardHandler)

func write(t *testing.T, dir, text string) string {
	t.Helper()
	path := filepath.Join(dir, "daywatch.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigErrors(t *testing.T) {
	for name, c := range map[string]struct{ toml, says string }{
		"mistyped name": {"[server]\nadress = \"x\"\n", "adress"},
		"no TOML":       {"[server\n", "not valid TOML"},
		"bad url":       {"[server]\nurl = \"desk\"\n", `"desk" is no address of a site`},
		"second desk":   {"[[desk]]\nname = \"A\"\n[[desk]]\nname = \"B\"\n", "Desk 2 (B) needs host names"},
	} {
		_, err := LoadConfig(write(t, t.TempDir(), c.toml))
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFirstStart: an empty folder becomes a desk whose configuration can be read again.
func TestFirstStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "desk")
	cfg, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := OpenDesk(t.Context(), cfg.Server, cfg.Desks[0], quiet)
	if err != nil {
		t.Fatal(err)
	}
	first := string(d.key)
	d.Close()
	again, err := OpenDesk(t.Context(), cfg.Server, cfg.Desks[0], quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if string(again.key) != first || len(first) != 32 {
		t.Errorf("the key changed between two starts")
	}
	for _, secret := range []string{"desk.key", "desk.db"} {
		info, err := os.Stat(filepath.Join(dir, secret))
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v, %v", secret, info.Mode(), err)
		}
	}
}

func twoDesks(t *testing.T) *Server {
	t.Helper()
	cfg, err := LoadConfig(write(t, t.TempDir(), `
[[desk]]
name = "One"
hosts = ["one.test"]
[[desk]]
name = "Two"
hosts = ["two.test"]
`))
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewServer(t.Context(), cfg, quiet, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestDesksByHost: one process, two desks; what is in one is not in the other.
func TestDesksByHost(t *testing.T) {
	s := twoDesks(t)
	ctx := access.AsSystem(t.Context(), "test")
	one := s.Desks()[0]
	if _, err := one.People.Add(ctx, "Ana Ruiz", "ana@one.test", access.Admin, "correct horse battery"); err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"one.test": http.StatusSeeOther, "two.test": http.StatusUnprocessableEntity, "elsewhere.test": http.StatusSeeOther} {
		form := url.Values{"address": {"ana@one.test"}, "password": {"correct horse battery"}}
		r := httptest.NewRequest(http.MethodPost, "http://"+host+"/sign-in", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if got := w.Code; (got == http.StatusSeeOther) != (want == http.StatusSeeOther) {
			t.Errorf("%s: %d %s", host, got, w.Body)
		}
	}
}

// TestPagesNeedASignIn asks for every page without signing in: none shows a thing.
func TestPagesNeedASignIn(t *testing.T) {
	s := twoDesks(t)
	for _, path := range []string{"/tickets", "/tickets/1", "/tickets/rows", "/search?q=x", "/people", "/organizations", "/settings",
		"/notifications", "/outbox", "/palette?q=x", "/live?topics=tickets", "/band", "/attachments/1/x", "/comments/1/mail", "/profile"} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://one.test"+path, nil))
		if w.Code != http.StatusSeeOther && w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestMailToTicket runs a whole process: a mail over a real socket becomes a ticket, and the process ends
// in good order.
func TestMailToTicket(t *testing.T) {
	dir := t.TempDir()
	smtpAddr, webAddr := freeAddr(t), freeAddr(t)
	cfg, err := LoadConfig(write(t, dir, fmt.Sprintf("[server]\naddr = %q\nsmtp = %q\n", webAddr, smtpAddr)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewServer(t.Context(), cfg, quiet, false)
	if err != nil {
		t.Fatal(err)
	}
	d := s.Desks()[0]
	ctx, stop := context.WithCancel(access.AsSystem(t.Context(), "test"))
	if err := d.DB.Do(ctx, func(tx *db.Tx) error {
		return intake.Addresses.Set(ctx, tx, d.Log, []string{"support@desk.test"})
	}); err != nil {
		t.Fatal(err)
	}
	ready, ended := make(chan struct{}), make(chan error, 1)
	s.Ready = func(net.Addr) { close(ready) }
	go func() { ended <- s.Run(ctx) }()
	<-ready
	filed := d.DB.Listen("event")
	mail := "From: Dana <dana@example.net>\r\nTo: support@desk.test\r\nSubject: 502 everywhere\r\nMessage-ID: <1@example.net>\r\n\r\nSince 16:38.\r\n"
	if err := smtp.SendMail(smtpAddr, nil, "dana@example.net", []string{"support@desk.test"}, []byte(mail)); err != nil {
		t.Fatal(err)
	}
	if err := smtp.SendMail(smtpAddr, nil, "dana@example.net", []string{"nobody@desk.test"}, []byte(mail)); err == nil ||
		!strings.Contains(err.Error(), "550") {
		t.Errorf("a stranger's address was taken: %v", err)
	}
	for {
		<-filed
		p, err := d.Tickets.List(ctx, ticket.ListRequest{Query: `subject:"502 everywhere"`})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Rows) == 1 {
			break
		}
	}
	resp, err := http.Get("http://" + webAddr + "/healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("health: %v, %v", resp, err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if !strings.HasPrefix(string(body), "ok\n") {
		t.Errorf("health says %q", body)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the end: %v", err)
		}
	case <-time.After(30 * time.Second): // a hung shutdown would hang the test for ever
		t.Fatal("the process does not end")
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

package app

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func deskIn(t *testing.T, dir string) *Desk {
	t.Helper()
	cfg, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := OpenDesk(t.Context(), cfg.Server, cfg.Desks[0], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func mustReceive(t *testing.T, d *Desk, want int) {
	t.Helper()
	c, err := d.Intake.Counts(access.AsSystem(t.Context(), "test"))
	if err != nil || c.Received != want {
		t.Errorf("%d received, want %d: %v", c.Received, want, err)
	}
}

func letWait(t *testing.T, d *Desk, body string, at time.Time) string {
	t.Helper()
	path, err := wait(d.cfg.Spool, cli.PipedMail{From: "carl@example.net", To: []string{"support@example.com"}, At: at}, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var cameAt = time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)

// TestPickUp takes what waits, leaves what is broken, and takes nothing twice where a crash left the file.
func TestPickUp(t *testing.T) {
	d := deskIn(t, t.TempDir())
	ctx := access.AsSystem(t.Context(), "mail")
	first := letWait(t, d, "Subject: one\n\none\n", cameAt)
	large := letWait(t, d, "Subject: two\n\n"+strings.Repeat("two\n", 200_000), cameAt.Add(time.Second))
	raw, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(d.cfg.Spool, "0-broken.mail")
	for name, content := range map[string]string{broken: "no envelope", filepath.Join(d.cfg.Spool, "new-123"): "half a mail"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := d.PickUp(ctx); n != 2 || err == nil || !strings.Contains(err.Error(), "0-broken.mail") {
		t.Errorf("%d, %v", n, err)
	}
	mustReceive(t, d, 2)
	for _, gone := range []string{first, large} {
		if _, err := os.Stat(gone); err == nil {
			t.Errorf("%s is still there", gone)
		}
	}
	if _, err := os.Stat(broken); err != nil {
		t.Error("the broken file is gone: nobody can look into it")
	}
	// The process died after the commit and before the file was removed.
	if err := os.WriteFile(first, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, _ := d.PickUp(ctx); n != 1 {
		t.Errorf("%d picked up", n)
	}
	mustReceive(t, d, 2)
	// Two hours later the same bytes are a robot's second alert.
	letWait(t, d, "Subject: one\n\none\n", cameAt.Add(2*time.Hour))
	if n, _ := d.PickUp(ctx); n != 1 {
		t.Errorf("%d picked up", n)
	}
	mustReceive(t, d, 3)
}

// TestDeliverWaits holds the order of ways: the desk, then the folder, then the mail server's own queue.
func TestDeliverWaits(t *testing.T) {
	dir := t.TempDir()
	a := &App{Out: io.Discard, Log: slog.New(slog.DiscardHandler)}
	deliver := func() (cli.Receipt, error) {
		return a.Deliver(t.Context(), cli.Place{Dir: dir},
			cli.PipedMail{At: cameAt, Body: strings.NewReader("Subject: x\n\n" + strings.Repeat("x\n", 100_000))})
	}
	if _, err := deliver(); !fault.Is(err, fault.NotFound) {
		t.Errorf("no desk: %v", err)
	}
	d := deskIn(t, dir)
	if r, err := deliver(); err != nil || r.Delivery != 1 || r.Spooled != "" {
		t.Errorf("the desk is there: %+v, %v", r, err)
	}
	config := "[[desk]]\ndatabase = \"postgres://127.0.0.1:1/none\"\n"
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := deliver()
	if err != nil || r.Spooled == "" {
		t.Errorf("the database is away: %+v, %v", r, err)
	}
	if names, _ := waitingMails(d.cfg.Spool); len(names) != 1 || names[0] != r.Spooled {
		t.Errorf("waiting: %v", names)
	}
	// A file where the folder should be: nothing takes the mail, so the mail server keeps it.
	config += "spool = \"daywatch.toml\"\n"
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := deliver(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("nowhere to put it: %+v, %v", r, err)
	}
}

// Package scenario plays the acceptance scenarios of the domain, named by their numbers, through a whole desk as app
// builds it: over days that pass at once, with every job running, by the ways that people and mail come in.
package scenario

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// desk is a whole desk in a bubble of bent time.
type desk struct {
	*app.Desk
	t     *testing.T
	pages *app.Server
	acme  people.Organization
	users map[string]people.User // by the part of their address before the @
	sent  int                    // mails to the desk
	site  string                 // where its pages are; empty: site
}

// play plays a scenario on both engines. It begins at a time of Amsterdam.
func play(t *testing.T, begin string, scene func(t *testing.T, k *desk)) {
	t.Helper()
	playOn(t, begin, "", scene)
}

// playOn is play on a desk with more lines of configuration.
func playOn(t *testing.T, begin, lines string, scene func(t *testing.T, k *desk)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			dsn := dbtest.Open(t, engine, app.Migrations()).DSN()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(at(begin))) // a bubble begins in the year 2000
				scene(t, open(t, dsn, lines))
			})
		})
	}
}

// open builds the desk as a process does that serves it, lets people in, and has its jobs run until the test ends.
func open(t *testing.T, dsn, lines string) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "daywatch.toml")
	text := fmt.Sprintf("[server]\nurl = %q\n[[desk]]\nname = \"Support\"\ndatabase = %q\n%s\n", site, dsn, lines)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := app.LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	server, err := app.NewServer(t.Context(), cfg, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	k := &desk{Desk: server.Desks()[0], t: t, pages: server, users: map[string]people.User{}}
	k.do(func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(intake.Addresses.Set(ctx, tx, k.Log, []string{address}),
			notify.MailRelay.Set(ctx, tx, k.Log, notify.Relay{Host: "relay.test", Security: submit.TLS, UnknownSeconds: 600}), // asked by nobody: only jobs run
			notify.MailFrom.Set(ctx, tx, k.Log, notify.From{Address: address, Name: "Desk", Personal: true, Plus: true}),
			k.settle(ctx, tx))
	})
	k.run()
	return k
}

// run has the desk's jobs run. What is due wakes it, so that it need not look often.
func (k *desk) run() {
	ctx, stop := context.WithCancel(k.t.Context())
	var jobs sync.WaitGroup
	jobs.Go(func() { k.Jobs(time.Hour).Run(ctx) })
	k.t.Cleanup(func() {
		stop()
		jobs.Wait()
		if err := k.pages.Close(); err != nil {
			k.t.Error(err)
		}
	})
}

const (
	site    = "https://desk.test"
	address = "support@desk.test"
)

// system acts as the desk itself.
func (k *desk) system() context.Context { return access.AsSystem(k.t.Context(), "test") }

// as makes somebody the actor, past the pages.
func (k *desk) as(name string) context.Context {
	return access.With(k.t.Context(), k.users[name].Principal("web"))
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// do runs fn in a transaction, as the desk itself.
func (k *desk) do(fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	ctx := k.system()
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }))
}

// until lets time pass up to a time of Amsterdam, and all that is due by then happen.
func (k *desk) until(when string) {
	k.t.Helper()
	d := time.Until(at(when))
	if d < 0 {
		k.t.Fatalf("%s is over", when)
	}
	k.wait(d)
}

// wait lets time pass, and all that is due by then happen.
func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at reads a time of Amsterdam.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

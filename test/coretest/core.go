// Package coretest puts the real core, people and tickets on a database of either engine, beneath the tests of a
// capability.
package coretest

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Core is a desk without any capability. What it is asked to do must succeed, or the test ends.
type Core struct {
	T         testing.TB      // of the engine
	Ctx       context.Context // the desk itself acts
	DB        *db.DB
	Log       *event.Log
	Blobs     *blob.Dir
	Calendars *calendar.Service
	People    *people.Service
	Tickets   *ticket.Service
}

// Bubble runs test on both engines with bent time, which begins on Saturday, 1 January 2000 at 00:00 UTC; more are the
// schemas of capabilities.
func Bubble(t *testing.T, test func(c *Core), more ...db.Migrations) {
	t.Helper()
	dbtest.Bubble(t, Schemas(more...), func(t *testing.T, d *db.DB) { test(On(t, d)) })
}

// Each is Bubble at the machine's time.
func Each(t *testing.T, test func(c *Core), more ...db.Migrations) {
	t.Helper()
	dbtest.Each(t, Schemas(more...), func(t *testing.T, d *db.DB) { test(On(t, d)) })
}

// Schemas are the core's, and more.
func Schemas(more ...db.Migrations) []db.Migrations {
	return slices.Concat([]db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
		environment.Migrations(), ticket.Migrations()}, more)
}

// On is a core on a database that has its schemas.
func On(t testing.TB, d *db.DB) *Core {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := &Core{T: t, Ctx: access.AsSystem(t.Context(), "test"), DB: d, Log: event.NewLog(), Blobs: blobs}
	c.Calendars = calendar.New(calendar.Deps{DB: d, Log: c.Log, Uses: people.CalendarUses})
	c.People = people.New(d, c.Log)
	c.Tickets = ticket.NewService(d, c.Log, c.People, blobs)
	return c
}

// Run has jobs done until the test ends, or stop is called. In a bubble all that is due by a moment has happened when
// Wait returns.
func (c *Core) Run(workers []job.Worker, schedules []job.Schedule) (stop func()) {
	ctx, cancel := context.WithCancel(c.Ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = job.NewRunner(c.DB, job.Config{Poll: time.Hour}, workers, schedules).Run(ctx) // gives nothing but nil
	}()
	stop = func() { cancel(); <-done }
	c.T.Cleanup(stop)
	return stop
}

// Wait lets time pass in a bubble, and all that is due by then happen.
func (c *Core) Wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// Must ends the test if there is an error.
func (c *Core) Must(err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}

package demo

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/calendar"
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

// TestIncidents shows a past that is over, without a clock that runs, and maintenance to come.
func TestIncidents(t *testing.T) {
	schemas := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(), ticket.Migrations(),
		incident.Migrations()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		blobs, err := blob.OpenDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		log := event.NewLog()
		persons := people.New(d, log)
		s := incident.New(incident.Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
			Link: func(path string) string { return path }})
		now := time.Date(2026, 11, 11, 12, 0, 0, 0, time.UTC)
		if err := Incidents(access.AsSystem(t.Context(), "demo"), s, now); err != nil {
			t.Fatal(err)
		}
		v, err := s.View(db.At(t.Context(), now))
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Components) != len(components) || len(v.Threads) != 4 || len(v.Going()) != 0 || len(v.Coming()) != 1 ||
			v.Worst() != incident.Operational || len(v.Windows) != 3 {
			t.Errorf("%d components, %d threads, %d go on, %d come, %s, %d windows", len(v.Components), len(v.Threads), len(v.Going()),
				len(v.Coming()), v.Worst(), len(v.Windows))
		}
		for _, th := range v.Threads {
			if !th.DueAt.IsZero() || !th.Open() && th.ResolvedAt.After(now) {
				t.Errorf("%s is due %s, resolved %s", th.Title, th.DueAt, th.ResolvedAt)
			}
		}
	})
}

package demo_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo"
	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// BenchmarkFill writes the whole demo world: what a newcomer waits for.
func BenchmarkFill(b *testing.B) {
	now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
	world := content.Generate(1, now, content.Size{})
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				fill(b, engine, world)
			}
			b.ReportMetric(float64(len(world.Tickets)*b.N)/b.Elapsed().Seconds(), "tickets/s")
		})
	}
}

func fill(b *testing.B, engine db.Engine, world content.World) {
	d := dbtest.Open(b, engine, []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(),
		ticket.Migrations(), intake.Migrations()})
	blobs, err := blob.OpenDir(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	log := event.NewLog()
	p := people.New(d, log)
	t := ticket.NewService(d, log, p, blobs)
	in := intake.New(intake.Deps{DB: d, Log: log, Blobs: blobs, People: p, Tickets: t, Key: []byte("0123456789abcdef"), Desk: "demo"})
	if err := demo.Fill(b.Context(), demo.Deps{DB: d, Log: log, People: p, Tickets: t, Intake: in, Blobs: blobs}, world, nil); err != nil {
		b.Fatal(err)
	}
}

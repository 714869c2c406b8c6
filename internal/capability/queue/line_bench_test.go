package queue

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// BenchmarkPage weighs 2,000 unassigned tickets and shows the first 50.
func BenchmarkPage(b *testing.B) {
	d := dbtest.SQLite(b, migrations)
	blobs, err := blob.OpenDir(b.TempDir())
	must(b, err)
	log := event.NewLog()
	persons := people.New(d, log)
	s := New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs)})
	ctx := access.AsSystem(b.Context(), "test")
	must(b, d.Do(ctx, func(tx *db.Tx) error { return fillQueue(ctx, tx, s, 2000) }))
	for b.Loop() {
		if _, list, err := s.Page(ctx, "", 0, 50); err != nil || len(list) != 50 {
			b.Fatal(len(list), err)
		}
	}
}

func fillQueue(ctx context.Context, tx *db.Tx, s *Service, n int) error {
	u, err := s.People.ImportUser(ctx, tx, people.User{Name: "Dana", Email: "dana@globex.test", Role: access.EndUser}, "")
	if err != nil {
		return err
	}
	for i := range n {
		t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: fmt.Sprint("ticket ", i), RequesterID: u.ID, Channel: "web",
			Severity: ticket.Severity(1 + i%4), Comment: ticket.NewComment{Public: true, Body: "It fails."}})
		if err != nil {
			return err
		}
		if err := s.Tickets.SetBreach(ctx, tx, t.ID, tx.Now().Add(time.Duration(i-n/2)*time.Minute), "first_reply"); err != nil {
			return err
		}
	}
	return nil
}

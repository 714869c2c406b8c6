package queue

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/test/coretest"
)

// BenchmarkPage weighs 2,000 unassigned tickets and shows the first 50.
func BenchmarkPage(b *testing.B) {
	c := coretest.On(b, dbtest.SQLite(b, coretest.Schemas(Migrations())))
	s := New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets})
	c.Do(func(ctx context.Context, tx *db.Tx) error { return fillQueue(ctx, tx, s, 2000) })
	for b.Loop() {
		if _, list, err := s.Page(c.Ctx, "", 0, 50); err != nil || len(list) != 50 {
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

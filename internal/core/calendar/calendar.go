// Package calendar keeps the desk's business calendars: when which hours count for a clock. A change makes a new
// version and keeps the old, so that what was measured by it can always be measured again.
package calendar

import (
	"context"
	"embed"
	"io/fs"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "calendar", FS: sub}
}

// Calendar says when is open: by hours of its own, or whenever one of its members is.
type Calendar struct {
	ID        int64
	Title     string
	Spec      bizcal.Spec // empty for a union
	Members   []int64     // of a union, ascending: calendars with hours of their own
	Version   int64       // from 1; every change makes a new one, of a member, too
	CreatedAt time.Time
	UpdatedAt time.Time // when this version was made
}

// Union reports whether the calendar is open whenever one of its members is (follow-the-sun).
func (c Calendar) Union() bool { return len(c.Members) > 0 }

// Deps is what calendars need from the desk.
type Deps struct {
	DB  *db.DB
	Log *event.Log
	// Uses says in a sentence who still needs the calendar, such as "The region EMEA keeps its hours."; empty is
	// nobody. nil knows of nobody. It is asked in the transaction that deletes.
	Uses func(ctx context.Context, q db.Querier, c Calendar) (string, error)
}

// Service holds the use cases.
type Service struct {
	deps     Deps
	compiled compiledCache
}

// New makes the service.
func New(d Deps) *Service { return &Service{deps: d} }

// Subject is what the facts of a calendar are about.
func Subject(id int64) event.Subject { return event.Subject{Type: "calendar", ID: id} }

// fold makes titles that differ only in case or spacing equal.
func fold(title string) string { return strings.ToLower(strings.Join(strings.Fields(title), " ")) }

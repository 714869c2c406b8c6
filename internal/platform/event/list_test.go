package event_test

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// TestList pages through the events of some types, newest first, and leaves out what came in by mail.
func TestList(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		l := event.NewLog()
		add := func(via, subject string, ns ...int) {
			ctx := access.With(t.Context(), access.Principal{UserID: 7, Role: access.Admin, Via: via})
			for _, n := range ns {
				if err := d.Do(ctx, func(tx *db.Tx) error {
					return l.Append(ctx, tx, event.Subject{Type: subject, ID: int64(n)}, happened{n})
				}); err != nil {
					t.Fatal(err)
				}
			}
		}
		add("web", "setting", 1, 2)
		add("web", "ticket", 3)
		add("mail", "user", 4)
		add("cli", "user", 5)
		add("web", "setting", 6)
		f := event.Filter{Types: []string{"setting", "user"}, NotVia: []string{"mail"}, Limit: 3}
		var pages [][]int
		for range 3 {
			list, err := event.List(t.Context(), d.Read(), f)
			if err != nil {
				t.Fatal(err)
			}
			page := []int{}
			for _, e := range list {
				fact, err := event.Decode[happened](e.Event)
				if err != nil || e.Role != "admin" || e.ActorID != 7 || e.At.IsZero() {
					t.Errorf("entry %+v: %v", e, err)
				}
				page, f.Before = append(page, fact.N), e.ID
			}
			pages = append(pages, page)
		}
		if len(pages[0]) != 3 || pages[0][0] != 6 || pages[0][1] != 5 || pages[0][2] != 2 || len(pages[1]) != 1 || pages[1][0] != 1 || len(pages[2]) != 0 {
			t.Errorf("pages %v, want [6 5 2] [1] []", pages)
		}
	})
}

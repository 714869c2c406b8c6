package settings_test

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

type greeting struct {
	Text string
	On   bool
}

var (
	migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations()}
	hello      = settings.Key[greeting]{Name: "hello", Default: greeting{"Hi", true}, Check: func(g greeting) error {
		if g.Text == "" {
			return fault.Field("text", "A greeting needs words")
		}
		return nil
	}}
	secret = settings.Key[string]{Name: "token", Secret: true}
)

var (
	list   = settings.Key[[]greeting]{Name: "list", Default: []greeting{{"Hi", true}, {"Ho", true}}}
	nested = settings.Key[struct{ Days []int }]{Name: "nested", Default: struct{ Days []int }{[]int{1, 2, 3}}}
)

// What a desk sets is its own: neither the default nor an element of it shows through, nor is it written over.
func TestDefaultsStayWhatTheyAre(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx, log := t.Context(), event.NewLog()
		err := d.Do(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO settings (name, value, updated_at) VALUES ('list', '[{\"Text\":\"Moin\"}]', 0)"); err != nil {
				return err
			}
			return nested.Set(ctx, tx, log, struct{ Days []int }{[]int{7}})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := list.Get(ctx, d.Read()); err != nil || len(got) != 1 || got[0] != (greeting{"Moin", false}) {
			t.Errorf("got %v, %v", got, err)
		}
		if got, err := nested.Get(ctx, d.Read()); err != nil || len(got.Days) != 1 || got.Days[0] != 7 {
			t.Errorf("got %v, %v", got, err)
		}
		if list.Default[0] != (greeting{"Hi", true}) || nested.Default.Days[0] != 1 {
			t.Errorf("the defaults became %v and %v", list.Default, nested.Default)
		}
	})
}

func TestSetAndAudit(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		ctx, log := t.Context(), event.NewLog()
		if g, err := hello.Get(ctx, d.Read()); err != nil || g != hello.Default {
			t.Errorf("unset: %v, %v", g, err)
		}
		set := func(f func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Do(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // the second is no change
			set(func(tx *db.Tx) error { return hello.Set(ctx, tx, log, greeting{"Moin", false}) })
		}
		set(func(tx *db.Tx) error { return secret.Set(ctx, tx, log, "hunter2") })
		if g, err := hello.Get(ctx, d.Read()); err != nil || g != (greeting{"Moin", false}) {
			t.Errorf("got %v, %v", g, err)
		}
		events, err := event.Of(ctx, d.Read(), event.Subject{Type: "setting"}, 0)
		if err != nil || len(events) != 2 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		if !strings.Contains(string(events[0].Data), "Moin") || strings.Contains(string(events[1].Data), "hunter2") {
			t.Errorf("audit trail: %s | %s", events[0].Data, events[1].Data)
		}
		err = d.Do(ctx, func(tx *db.Tx) error { return hello.Set(ctx, tx, log, greeting{}) })
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("a bad value: %v", err)
		}
	})
}

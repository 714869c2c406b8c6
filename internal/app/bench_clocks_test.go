package app

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// TestBenchClocks sees that what the bench measures of clocks happens at all.
func TestBenchClocks(t *testing.T) {
	b := &bench{log: slog.New(slog.NewTextHandler(io.Discard, nil)), dir: t.TempDir()}
	d, err := b.newDesk(t.Context(), db.SQLite)
	if err != nil {
		t.Fatal(err)
	}
	followed, err := b.retarget(t.Context(), d, 300)
	if err != nil || followed.Calendar <= 0 || len(followed.Took) == 0 {
		t.Errorf("%+v, %v", followed, err)
	}
	if err := d.close(); err != nil {
		t.Error(err)
	}
	if d, err = b.newDesk(t.Context(), db.SQLite); err != nil {
		t.Fatal(err)
	}
	late, err := b.lateness(t.Context(), d, 250, time.Second)
	if err != nil || late.Max < late.Median {
		t.Errorf("%+v, %v", late, err)
	}
	if err := d.close(); err != nil {
		t.Error(err)
	}
}

package intake

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// TestLease: one holder at a time, at once after a death on this host, else when the lease runs out.
func TestLease(t *testing.T) {
	dbtest.Each(t, []db.Migrations{Migrations()}, func(t *testing.T, d *db.DB) {
		s := &Service{Deps: Deps{DB: d}}
		one, two := s.Fetcher(""), s.Fetcher("")
		start := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
		take := func(f *Fetcher, after time.Duration) bool {
			t.Helper()
			held, err := f.take(db.At(context.Background(), start.Add(after)), "desk")
			if err != nil {
				t.Fatal(err)
			}
			return held
		}
		steps := []struct {
			name  string
			who   *Fetcher
			after time.Duration
			want  bool
		}{
			{"the first takes it", one, 0, true},
			{"a second waits", two, time.Second, false},
			{"the first renews", one, 20 * time.Second, true},
			{"the second still waits", two, 40 * time.Second, false},
			{"a lease that ran out is free", two, 51 * time.Second, true},
			{"and gone for the first", one, 52 * time.Second, false},
		}
		for _, step := range steps {
			if got := take(step.who, step.after); got != step.want {
				t.Errorf("%s: %v", step.name, got)
			}
		}
		two.release(context.Background(), "desk")
		if !take(one, 53*time.Second) {
			t.Error("a released lease was not free")
		}
		one.holder = ended(t)
		if !take(one, 90*time.Second) || !take(two, 91*time.Second) {
			t.Error("the lease of a dead process was not taken over at once")
		}
	})
}

// ended names a process of this host that has run and ended.
func ended(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(newHolder("gone"), fmt.Sprint(os.Getpid()), fmt.Sprint(cmd.Process.Pid), 1)
}

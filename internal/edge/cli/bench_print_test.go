package cli

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// An engine that is not there is said, and has no column; parts that were not measured have no lines.
func TestBenchPrintsWhatWasMeasured(t *testing.T) {
	var out strings.Builder
	r := BenchReport{Engines: []BenchEngine{
		{Engine: db.PostgreSQL, Absent: "no server"},
		{Engine: db.SQLite, Intake: BenchIntake{Mails: 10, PerSecond: 4321}, Desks: []BenchDesk{{Tickets: 600, Steps: []BenchStep{{Name: "open a ticket"}}}}},
	}}
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"postgres was not measured: no server", "4321", "open a ticket", "600"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	out.Reset()
	r = BenchReport{Engines: []BenchEngine{{Engine: db.SQLite, Intake: BenchIntake{Mails: 10, PerSecond: 4321}}}}
	if err := r.print(&out); err != nil || !strings.Contains(out.String(), "4321") || strings.Contains(out.String(), "cold start") {
		t.Errorf("mail alone: %v\n%s", err, out.String())
	}
}

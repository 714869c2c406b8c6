package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/test/program"
)

// TestBench runs the measurement at its smallest. It says nothing about speed: it holds that both engines
// did the whole work and that each number is there.
func TestBench(t *testing.T) {
	cmd := exec.Command(program.Binary(t), "bench", "--quick", "--json", "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	var r cli.BenchReport
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Engines) != 2 {
		t.Fatalf("%d engines", len(r.Engines))
	}
	for _, e := range r.Engines {
		if e.Absent != "" && os.Getenv("CI") == "" {
			t.Logf("%s was not measured: %s", e.Engine, e.Absent)
			continue
		}
		complete(t, e)
	}
}

func complete(t *testing.T, e cli.BenchEngine) {
	t.Helper()
	if i := e.Intake; i.Mails == 0 || i.Ack.N != i.Mails || i.PerSecond <= 0 || i.BareRows <= 0 || i.Shared <= 0 || i.Ratio <= 0 || i.Filed <= 0 {
		t.Errorf("%s: %+v", e.Engine, i)
	}
	if len(e.Desks) != 1 || len(e.Desks[0].Steps) != 7 {
		t.Fatalf("%s: %+v", e.Engine, e.Desks)
	}
	for _, s := range e.Desks[0].Steps {
		if s.N == 0 || s.P50 <= 0 || s.P95 < s.P50 {
			t.Errorf("%s, %s: %+v", e.Engine, s.Name, s)
		}
	}
	if d := e.Desks[0]; d.ColdStart <= 0 || d.IdleMB <= 0 {
		t.Errorf("%s: %+v", e.Engine, d)
	}
}

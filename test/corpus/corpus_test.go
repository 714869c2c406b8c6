package corpus

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// What the corpora hold without the copyleft sets. A change of the corpora changes these.
const (
	corpusFiles = 1935
	corpusMails = 1964
)

// TestCheck11EveryMailAccounted feeds every file as one message, an mbox as those it holds: none panics,
// deliveries = filed + held + dead, what is held says why, at most one in a thousand is dead; and a second
// run into a second desk gives the same desk.
func TestCheck11EveryMailAccounted(t *testing.T) {
	all, files := mails(t)
	if os.Getenv("DAYWATCH_CORPUS_COPYLEFT") == "" && (files != corpusFiles || len(all) != corpusMails) {
		t.Errorf("%d files with %d mails are fed; the corpora have %d with %d", files, len(all), corpusFiles, corpusMails)
	}
	first := account(t, db.SQLite, all)
	second := account(t, db.SQLite, all)
	same(t, "a second run", first, second)
	if long() {
		same(t, "PostgreSQL", first, account(t, db.PostgreSQL, all))
	}
}

// TestCheck11BothEngines gives a sample to each engine: the same desk.
func TestCheck11BothEngines(t *testing.T) {
	all, _ := mails(t)
	some := everyNth(all, 7)
	same(t, "PostgreSQL", account(t, db.SQLite, some), account(t, db.PostgreSQL, some))
}

// account feeds mails to a fresh desk, asserts the account and gives the desk's dump.
func account(t *testing.T, engine db.Engine, all []mail) []string {
	t.Helper()
	k := newDesk(t, engine)
	began := time.Now()
	broken := k.feed(all)
	took := time.Since(began)
	for where, err := range broken {
		t.Logf("%s: %s cannot be filed: %v", engine, where, err)
	}
	counts := map[intake.State]int{}
	reasons := map[string]int{}
	for _, d := range k.deliveries() {
		counts[d.State]++
		if d.State == intake.Held {
			reasons[d.Reason]++
			if d.Reason == "" || d.Detail == "" {
				t.Errorf("%s is held without a reason: %q, %q", d.Key, d.Reason, d.Detail)
			}
		}
		if d.State == intake.Filed && d.TicketID == 0 {
			t.Errorf("%s is filed nowhere", d.Key)
		}
	}
	c, err := k.intake.Counts(k.ctx)
	if err != nil {
		t.Fatal(err)
	}
	dead := len(broken) // what no try can file becomes a dead letter
	if c.Received != len(all) || counts[intake.Filed]+counts[intake.Held]+dead != len(all) || c.Pending != dead {
		t.Errorf("%s: %d mails, %+v, %v, %d broken", engine, len(all), c, counts, dead)
	}
	if dead*1000 > len(all) {
		t.Errorf("%s: %d of %d mails are dead letters", engine, dead, len(all))
	}
	t.Logf("%s: %d mails, %d filed, %d held %v, %d dead; %.0f mails/s received and filed", engine, len(all), c.Filed, c.Held, reasons, dead,
		float64(len(all))/took.Seconds())
	return k.dump()
}

// same compares two dumps and shows the first lines that differ.
func same(t *testing.T, name string, want, got []string) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s has %d things, the first run %d", name, len(got), len(want))
	}
	shown := 0
	for i := range min(len(want), len(got)) {
		if want[i] == got[i] {
			continue
		}
		t.Errorf("%s differs (-first +%s):\n%s", name, name, cmp.Diff(want[i], got[i]))
		if shown++; shown == 5 {
			return
		}
	}
}

package vector_test

import (
	"slices"
	"strings"
	"testing"
	_ "time/tzdata" // the zones, whatever the machine has

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation/vector"
	frame "github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRefused: what a vector or a file holds that is not known is named.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"kind": "guess"}`:                   "“guess” is no question",
		`{"kind": "handoffs", "rota": 1}`:     `unknown field "rota"`,
		`{"kind": "handoffs"}`:                "is no time zone",
		`{"kind": "oncall_at", "id": 7}`:      "cannot be read",
		`{"kind": "schedule", "from": "tea"}`: "cannot be read",
		`{"kind": "schedule", "schedule": {"mode": "top", "layers": [{"tz": "UTC", "windows": [{"days": ["may"]}]}]}}`: "“may” is no day",
	} {
		all := run(t, `{"version": 1, "vectors": [`+text+`]}`)
		if sentence, _ := fault.Public(all[0].Err); len(all) != 1 || all[0].OK() || !strings.Contains(sentence, want) {
			t.Errorf("%s: %v, want %s", text, all[0].Err, want)
		}
	}
	for _, text := range []string{`{"version": 2, "vectors": []}`, `{"version": 1, "vectors": 7}`, `{"version": 1, "rotas": []}`} {
		top, err := frame.Split([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := vector.Check(top, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestFailed: a wrong answer shows the first line that differs.
func TestFailed(t *testing.T) {
	r := run(t, `{"version": 1, "vectors": [{"id": "w", "kind": "oncall_at", "rotation": {"tz": "UTC", "anchor": "2026-01-05T09:00", "unit": "days", "length": 1, "users": ["a", "b"]},
		"queries": [{"at": "2026-01-05T09:00:00Z", "user": "a", "index": 0}, {"at": "2026-01-06T09:00:00Z", "user": "a", "index": 1}]}]}`)[0]
	if r.OK() || r.Want.Value != "2026-01-06T09:00:00Z 1 a" || r.Got.Value != "2026-01-06T09:00:00Z 1 b" {
		t.Errorf("%+v", r)
	}
}

func run(t *testing.T, text string) []frame.Result {
	t.Helper()
	top, err := frame.Split([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if !vector.Is(top) {
		t.Errorf("%s is not known as a file of rotations", text)
	}
	all, err := vector.Check(top, nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(all)
}

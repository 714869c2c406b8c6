package story

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app/duties"
)

// Every act serves duties, and none of a duty that the table says is not served at all.
func TestActsFulfilDuties(t *testing.T) {
	for _, a := range acts() {
		if len(a.duties) == 0 || len(a.fulfils()) != len(a.duties) {
			t.Errorf("“%s” names %v, of which %d are duties", a.title, a.duties, len(a.fulfils()))
		}
		for _, d := range a.fulfils() {
			if d.State == duties.NotYet {
				t.Errorf("“%s” shows duty %s, which the table calls %s", a.title, d.ID, d.State)
			}
		}
	}
}

func TestCurtainRisesOnThePastMonday(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct{ now, want string }{
		{"2026-11-23T09:02:00+10:00", "2026-11-23T09:02:00+10:00"}, // a Monday, at the minute
		{"2026-11-23T09:01:59+10:00", "2026-11-16T09:02:00+10:00"},
		{"2026-11-22T23:30:00Z", "2026-11-23T09:02:00+10:00"}, // Sunday elsewhere
		{"2026-11-29T20:00:00+10:00", "2026-11-23T09:02:00+10:00"},
		{"2026-01-02T00:00:00Z", "2025-12-29T09:02:00+10:00"},
	} {
		if got := curtain(at(c.now)); !got.Equal(at(c.want)) {
			t.Errorf("at %s it rises at %s, want %s", c.now, got, c.want)
		}
	}
}

package slaui

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

func TestParseTarget(t *testing.T) {
	for text, want := range map[string]struct {
		seconds int64
		always  bool
	}{
		"30 min": {1800, false}, "4 h": {14400, false}, "4": {14400, false}, "1.5": {5400, false}, "1 h 30 min": {5400, false}, "1h30": {5400, false},
		"4 h 24x7": {14400, true}, "24X7": {}, "3 d": {259200, false}, "2 Std": {7200, false}, "": {}, "soon": {}, "-4 h": {}, "0 h": {}, "4 h or so": {},
	} {
		got, ok := parseTarget(text)
		if ok != (want.seconds > 0) || ok && (got.Seconds != want.seconds || got.Always != want.always) {
			t.Errorf("%q is %+v, %v", text, got, ok)
		}
	}
}

// FuzzParseTarget reads what it writes, and nothing else than lengths of time.
func FuzzParseTarget(f *testing.F) {
	for _, seed := range []string{"30 min", "4 h 24x7", "1 h 30 min", "99999 h", "x"} {
		f.Add(seed)
	}
	bundle, err := i18n.NewBundle(Catalogue)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseTarget(text)
		if !ok {
			return
		}
		if got.Seconds <= 0 {
			t.Fatalf("%q is %d seconds", text, got.Seconds)
		}
		got.Seconds -= got.Seconds % 60 // shown to the minute
		for _, language := range bundle.Languages() {
			ctx := bundle.WithLocale(t.Context(), language)
			if again, ok := parseTarget(length(ctx, time.Duration(got.Seconds)*time.Second)); got.Seconds > 0 && (!ok || again.Seconds != got.Seconds) {
				t.Errorf("%q is shown in %s as %q, which is %+v", text, language, length(ctx, time.Duration(got.Seconds)*time.Second), again)
			}
		}
	})
}

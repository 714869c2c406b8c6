package oncall

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

func TestParseWindow(t *testing.T) {
	for text, want := range map[string]string{"Mon-Fri 09:00-17:00": "Mon-Fri 09:00-17:00", "sat, Sunday 10:00-24:00": "Sat, Sun 10:00-24:00",
		"daily 22:00-06:00": "daily 22:00-06:00", "08:00-16:00": "daily 08:00-16:00", "Fri-Mon 09:00-10:00": "Mon, Fri-Sun 09:00-10:00",
		"tu,th 09:00-10:00": "Tue, Thu 09:00-10:00"} {
		if w, err := ParseWindow(text); err != nil || WindowWords(w) != want {
			t.Errorf("%q reads as %q, %v; want %q", text, WindowWords(w), err, want)
		}
	}
	for _, text := range []string{"", "Mon-Fri", "Someday 09:00-17:00", "Mon 9 to 5", "Mon-Foo 09:00-17:00", "m 09:00-10:00"} {
		if w, err := ParseWindow(text); err == nil {
			t.Errorf("%q reads as %+v", text, w)
		}
	}
}

// What is written is read as what it was.
func TestWindowRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rotation.Window{Start: "08:00", End: "16:00"}
		for d := time.Sunday; d <= time.Saturday; d++ {
			if rapid.Bool().Draw(t, "on") {
				w.Days = append(w.Days, d)
			}
		}
		if len(w.Days) == 0 {
			return
		}
		got, err := ParseWindow(WindowWords(w))
		if diff := cmp.Diff(w, got); err != nil || diff != "" {
			t.Fatalf("%q: %v %s", WindowWords(w), err, diff)
		}
	})
}

func FuzzParseWindow(f *testing.F) {
	f.Add("Mon-Fri 09:00-17:00")
	f.Add("daily 08:00-16:00")
	f.Add("-,- -")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWindow(text)
		if err == nil && len(w.Days) == 0 {
			t.Errorf("%q reads as a window without days", text)
		}
	})
}

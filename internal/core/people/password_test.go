package people

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestPasswordRoundTrip(t *testing.T) {
	h := newHasher()
	for _, password := range []string{"seven lanterns burn", "pässwörter größer", strings.Repeat("long ", 100)} {
		stored, err := h.hash(t.Context(), password)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("not a PHC string of the current cost: %s", stored)
		}
		if ok, err := h.verify(t.Context(), stored, password); err != nil || !ok {
			t.Errorf("%q does not open its own hash: %v", password, err)
		}
		if ok, err := h.verify(t.Context(), stored, password+"x"); err != nil || ok {
			t.Errorf("%q with a letter more opens the hash: %v", password, err)
		}
	}
}

// A hash keeps the cost it was made with, so that raising the cost shuts nobody out.
func TestPasswordOfOtherCost(t *testing.T) {
	other := cost{memory: 64, passes: 1, threads: 2}.seal("seven lanterns burn", []byte("somesaltsomesalt")).String()
	if ok, err := newHasher().verify(t.Context(), other, "seven lanterns burn"); err != nil || !ok {
		t.Errorf("%s does not open: %v", other, err)
	}
}

func TestPasswordRules(t *testing.T) {
	for _, c := range []struct {
		password string
		ok       bool
	}{
		{"", false},
		{"elevenchars", false},
		{"twelve chars", true},
		{"zwölf Zeiche", true}, // characters count, not bytes
		{"zwölf Zeich", false},
		{"Password1234", false},
		{"CorrectHorseBatteryStaple", false},
		{"ana.lopez@example.com", false},
		{"Ana.Lopez2026!", false},
		{"aaaaaaaaaaaaaaaa", false},
		{"121212121212", false},
		{"seven lanterns burn", true},
		{strings.Repeat("seven lanterns ", 100), false},
	} {
		err := checkPassword(c.password, "ana.lopez@example.com")
		if (err == nil) != c.ok {
			t.Errorf("%q: %v", c.password, err)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: kind %v", c.password, fault.KindOf(err))
		}
	}
}

func TestCommonPasswordsAreLongEnough(t *testing.T) {
	for line := range strings.Lines(commonPasswords) {
		if p := strings.TrimSpace(line); len(p) < ShortestPassword || p != strings.ToLower(p) {
			t.Errorf("%q can never match", p)
		}
	}
}

// Whatever stands in the column, reading it neither crashes nor asks for more memory than the bound, and what
// is read is written the same.
func FuzzParseSealed(f *testing.F) {
	f.Add(decoy().String())
	f.Add("$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$AAAA")
	f.Add("$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA")
	f.Add("$2b$12$abcdefghijklmnopqrstuv")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseSealed(text)
		if err != nil {
			return
		}
		if s.memory > 1<<18 || s.passes > 16 || s.threads > 16 {
			t.Fatalf("%q asks for %d KiB, %d passes", text, s.memory, s.passes)
		}
		again, err := parseSealed(s.String())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%q became %q: %v", s, again, err)
		}
	})
}

package entitlement

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestAccountID(t *testing.T) {
	for typed, want := range map[string]string{
		"001D000000IRt53":      "001D000000IRt53IAD", // Salesforce's own example of the two forms
		"001D000000IRt53IAD":   "001D000000IRt53IAD",
		" 001d000000irt53iad ": "001D000000IRt53IAD", // as a spreadsheet leaves it
		"001D000000IRt53BAD":   "",                   // says that a digit is a capital
		"003D000000IRt53":      "",                   // a contact
		"001D000000IRt5":       "",
		"001D000000IRt5-":      "",
		"001D000000IRt53I?D":   "",
		"":                     "",
	} {
		got, err := AccountID(typed)
		if got != want || (want == "") != fault.Is(err, fault.Invalid) {
			t.Errorf("%q gives %q, %v; want %q", typed, got, err, want)
		}
	}
}

// The long form says the same whatever became of its case, and the short form is in front of it.
func TestAccountIDKeepsItsCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short := "001" + rapid.StringMatching(`[0-9A-Za-z]{12}`).Draw(t, "id")
		long, err := AccountID(short)
		if err != nil || !strings.HasPrefix(long, short) || len(long) != 18 {
			t.Fatalf("%s gives %s, %v", short, long, err)
		}
		for _, typed := range []string{long, strings.ToLower(long), strings.ToUpper(long)} {
			if again, err := AccountID(typed); err != nil || again != long {
				t.Fatalf("%s gives %s, %v; want %s", typed, again, err, long)
			}
		}
	})
}

func FuzzAccountID(f *testing.F) {
	f.Add("001D000000IRt53IAD")
	f.Fuzz(func(t *testing.T, typed string) {
		id, err := AccountID(typed)
		if err != nil {
			return
		}
		if again, err := AccountID(id); err != nil || again != id {
			t.Errorf("%q gives %q, which gives %q, %v", typed, id, again, err)
		}
	})
}

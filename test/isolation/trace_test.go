package isolation

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestTraces shows that the search finds what it is for.
func TestTraces(t *testing.T) {
	word := mark + "0042x"
	for pad := range 4 {
		text := strings.Repeat("a", pad) + word + " and more"
		if len(in([]byte(base64.StdEncoding.EncodeToString([]byte(text))))) == 0 {
			t.Errorf("base64 of %q is not found", text)
		}
	}
	for _, text := range []string{word, strings.ToUpper(word), "https://x.test/?q=" + word, `{"subject":"` + word + `"}`} {
		if len(in([]byte(text))) == 0 {
			t.Errorf("%q is not found", text)
		}
	}
	if found := in([]byte("a desk without one")); len(found) > 0 {
		t.Errorf("found %v where there is none", found)
	}
}

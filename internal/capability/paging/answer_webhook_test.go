package paging

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// FuzzReadAnswer: whatever a program posts, it is an acknowledgement of a page or an error that says what to send.
func FuzzReadAnswer(f *testing.F) {
	for _, s := range []string{`{"action": "acknowledge", "page": 5}`, `{}`, `[]`, `{"action": "acknowledge", "page": "5"}`,
		`{"page": -1, "action": "acknowledge"}`, "null", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := readAnswer(body)
		if err == nil && (a.Page <= 0 || a.Action != "acknowledge") || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%q gives %+v, %v", body, a, err)
		}
	})
}

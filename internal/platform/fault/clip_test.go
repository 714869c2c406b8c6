package fault_test

import (
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 0, ""},
		{"a", 0, "…"},
		{"short", 5, "short"},
		{"longer", 5, "longe…"},
		{"日本語です", 2, "日本…"},
		{"\xff\xfe\xfd", 2, "\xff\xfe…"},
	} {
		if got := fault.Clip(c.s, c.n); got != c.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
	}
}

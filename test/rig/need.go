package rig

import (
	"os"
	"os/exec"
	"testing"
)

// Need ends the test where a program is missing: as a failure on CI, where a skipped engine is a hole, and
// with a printed reason elsewhere.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			Missing(t, p+" is not installed")
		}
	}
}

// Missing ends the test for want of something outside it.
func Missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s, and CI must not skip", reason)
	}
	t.Skip(reason)
}

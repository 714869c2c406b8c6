// Package program runs the real daywatch for tests that need a process of it: one to kill, or one to stand
// beside another.
package program

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// Binary gives the path of the program, built from the tree once for each test process.
func Binary(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatalf("build daywatch: %v", err)
	}
	return path
}

// A test's own folder would go with the first test, so the program has one by the number of the process.
const folder = "daywatch-bin-%d"

var built = sync.OnceValues(func() (string, error) {
	sweep()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf(folder, os.Getpid()))
	path := filepath.Join(dir, "daywatch")
	out, err := exec.Command("go", "build", "-o", path, "github.com/daywatch/daywatch/cmd/daywatch").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// sweep removes what test processes that are gone have built.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), "daywatch-bin-*"))
	for _, dir := range dirs {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), folder, &pid); err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			os.RemoveAll(dir)
		}
	}
}

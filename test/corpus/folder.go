// Package corpus feeds a whole desk the mails that other projects have collected, and finds them for the tests of
// single packages. They lie beside the repository and are no part of it.
package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// Folder gives the folder of the mail corpora, or the one below it that is named: in DAYWATCH_SHARED, else in the
// folder `shared` beside the repository. Where it is not, the test is skipped with the reason.
func Folder(t testing.TB, below ...string) string {
	t.Helper()
	dir := filepath.Join(append([]string{shared(t), "corpora", "mail"}, below...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the mail corpora are not at %s; set DAYWATCH_SHARED to the folder that holds corpora/mail", dir)
	}
	return dir
}

// shared gives the folder of what several projects share.
func shared(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("DAYWATCH_SHARED"); dir != "" {
		return dir
	}
	return filepath.Join(repository(t), "..", "shared")
}

// repository finds the folder that holds go.mod.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

// Logs gives the folder of logs that other projects have collected.
func Logs(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(shared(t), "corpora", "logs")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the logs are not at %s; set DAYWATCH_SHARED to the folder that holds corpora/logs", dir)
	}
	return dir
}

package mailwire

import (
	"os"
	"path/filepath"
	"testing"
)

// corpus gives the folder of the mail corpora, which are read in place and are no part of the repository.
func corpus(t testing.TB) string {
	t.Helper()
	shared := os.Getenv("DAYWATCH_SHARED")
	if shared == "" {
		shared = filepath.Join(repository(t), "..", "shared")
	}
	dir := filepath.Join(shared, "corpora", "mail")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the mail corpora are not at %s; set DAYWATCH_SHARED to the folder that holds corpora/mail", dir)
	}
	return dir
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

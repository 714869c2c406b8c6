package dbtest

import (
	"os"
	"sync"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db/pgserver"
)

// serverURL finds or starts the PostgreSQL that this test process uses.
func serverURL(t testing.TB) string {
	t.Helper()
	if u := os.Getenv("DAYWATCH_TEST_POSTGRES"); u != "" {
		return u
	}
	u, err := started()
	if err == nil {
		return u
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("PostgreSQL: %v", err)
	}
	t.Skipf("PostgreSQL: %v, or set DAYWATCH_TEST_POSTGRES", err)
	return ""
}

// started starts one server per test process. It is told to stop when the process ends, however it ends.
var started = sync.OnceValues(func() (string, error) {
	bin, err := pgserver.Find()
	if err != nil {
		return "", err
	}
	return StartServer(bin)
})

// StartServer runs a throw-away PostgreSQL from the folder of binaries given, tuned for tests (no fsync),
// and gives its URL. It ends with the process.
func StartServer(bin string) (string, error) {
	s, err := pgserver.Start(bin, "", false)
	if err != nil {
		return "", err
	}
	return s.URL, nil
}

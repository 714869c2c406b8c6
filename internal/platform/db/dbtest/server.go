package dbtest

import (
	"bytes"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
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
	t.Skipf("PostgreSQL: %v (install Debian's postgresql, or set DAYWATCH_TEST_POSTGRES)", err)
	return ""
}

// started starts one server per test process. It is told to stop when the process ends, however it ends.
var started = sync.OnceValues(func() (string, error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return "", fmt.Errorf("no server binaries under /usr/lib/postgresql")
	}
	return StartServer(bins[len(bins)-1])
})

// StartServer runs a throw-away PostgreSQL from the folder of binaries given, tuned for tests (no fsync),
// and gives its URL. It ends with the process.
func StartServer(bin string) (string, error) {
	sweep()
	dir, err := os.MkdirTemp("", "daywatch-pg-"+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return "", err
	}
	cred, err := unprivileged(dir)
	if err != nil {
		return "", err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "daywatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	initdb.Dir = dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-h", "127.0.0.1", "-p", strconv.Itoa(port),
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
		"-c", "shared_buffers=64MB", "-c", "autovacuum_naptime=10s", "-c", "log_min_messages=fatal")
	server.Dir = dir
	server.SysProcAttr = &syscall.SysProcAttr{Credential: cred, Pdeathsig: syscall.SIGQUIT}
	if err := startPinned(server); err != nil {
		return "", err
	}
	u := fmt.Sprintf("postgres://daywatch@127.0.0.1:%d/postgres?sslmode=disable", port)
	return u, waitFor(u)
}

// startPinned starts cmd from a thread that lives as long as the process: the death signal is bound to the
// thread (prctl(2), PR_SET_PDEATHSIG).
func startPinned(cmd *exec.Cmd) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		result <- cmd.Start()
		select {}
	}()
	return <-result
}

func waitFor(u string) error {
	pool, err := sql.Open("pgx", u)
	if err != nil {
		return err
	}
	defer pool.Close()
	for range 200 {
		if err = pool.Ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond) // the server says nowhere that it is ready
	}
	return fmt.Errorf("the server did not come up: %w", err)
}

// unprivileged gives the credentials to run as: PostgreSQL refuses root.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// sweep removes the folders of test processes that are gone.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), "daywatch-pg-*"))
	for _, dir := range dirs {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), "daywatch-pg-%d-", &pid); err != nil {
			continue
		}
		if syscall.Kill(pid, 0) == syscall.ESRCH {
			os.RemoveAll(dir)
		}
	}
}

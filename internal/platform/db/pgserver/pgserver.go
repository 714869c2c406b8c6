// Package pgserver starts a throw-away PostgreSQL from the system's own binaries: for tests, and for
// measuring.
package pgserver

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// ErrAbsent says that the machine has no PostgreSQL server.
var ErrAbsent = errors.New("no server binaries under /usr/lib/postgresql (install Debian's postgresql)")

// Find gives the folder of the newest installed server's binaries, or ErrAbsent.
func Find() (bin string, err error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		return "", ErrAbsent
	}
	return bins[len(bins)-1], nil
}

// Server is a running PostgreSQL.
type Server struct {
	URL string // of a role that may do everything, and the database postgres

	dir string
	cmd *exec.Cmd
}

// quick are the settings of a server whose data nobody will miss.
var quick = []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB"}

// measured is what a small desk would run with: every commit is on disk, and the settings are PostgreSQL's.
var measured = []string{"-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB"}

// Start runs the server of the folder bin. Its data lie under parent, or in the system's temporary folder,
// and go with Stop; a server whose process is gone is swept by the next Start. Without durable a commit does
// not wait for the disk.
func Start(bin, parent string, durable bool) (*Server, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	sweep(parent)
	dir, err := os.MkdirTemp(parent, "daywatch-pg-"+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if err := s.start(bin, durable); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Server) start(bin string, durable bool) error {
	cred, err := unprivileged(s.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "daywatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	initdb.Dir = s.dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	args := []string{"-D", data, "-k", s.dir, "-h", "127.0.0.1", "-p", strconv.Itoa(port),
		"-c", "max_connections=200", "-c", "autovacuum_naptime=10s", "-c", "log_min_messages=fatal"}
	if durable {
		args = append(args, measured...)
	} else {
		args = append(args, quick...)
	}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), args...)
	s.cmd.Dir = s.dir
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred, Pdeathsig: syscall.SIGQUIT}
	if err := startPinned(s.cmd); err != nil {
		s.cmd = nil
		return err
	}
	s.URL = fmt.Sprintf("postgres://daywatch@127.0.0.1:%d/postgres?sslmode=disable", port)
	return waitFor(s.URL)
}

// Stop ends the server at once and removes its data.
func (s *Server) Stop() error {
	if s.cmd != nil {
		s.cmd.Process.Signal(syscall.SIGQUIT) // immediate shutdown; its status says nothing more
		s.cmd.Wait()
	}
	return os.RemoveAll(s.dir)
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

// sweep removes the folders of processes that are gone.
func sweep(parent string) {
	dirs, _ := filepath.Glob(filepath.Join(parent, "daywatch-pg-*"))
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

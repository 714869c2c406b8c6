package kill

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/daywatch/daywatch/test/rig"
)

// postgres is a server of one test, which can be stopped and started again.
type postgres struct {
	t    *testing.T
	dir  string
	bin  string
	port int
	as   *syscall.Credential
}

func startPostgres(t *testing.T) *postgres {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		rig.Missing(t, "PostgreSQL is not installed")
	}
	// Not t.TempDir: its parents are root's alone, and PostgreSQL does not run as root.
	dir, err := os.MkdirTemp("", "daywatch-outage-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := &postgres{t: t, dir: dir, bin: bins[len(bins)-1], port: rig.FreePort(t), as: owner(t, dir)}
	p.run("initdb", "-D", p.data(), "-U", "daywatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	p.start()
	t.Cleanup(func() { p.stop("immediate") })
	return p
}

// owner gives dir to the account of Debian's package.
func owner(t *testing.T, dir string) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil || os.Getuid() != 0 {
		rig.Missing(t, "the account postgres, or the right to become it")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (p *postgres) data() string { return filepath.Join(p.dir, "data") }

func (p *postgres) dsn() string {
	return fmt.Sprintf("postgres://daywatch@127.0.0.1:%d/postgres?sslmode=disable", p.port)
}

func (p *postgres) start() {
	p.t.Helper()
	options := fmt.Sprintf("-k %s -h 127.0.0.1 -p %d -c fsync=off", p.dir, p.port)
	p.run("pg_ctl", "-D", p.data(), "-w", "-l", filepath.Join(p.dir, "log"), "-o", options, "start")
}

// stop ends the server: "immediate" is a crash.
func (p *postgres) stop(how string) {
	p.t.Helper()
	p.run("pg_ctl", "-D", p.data(), "-w", "-m", how, "stop")
}

// run leaves the output to nobody: the server would hold a pipe open.
func (p *postgres) run(name string, args ...string) {
	p.t.Helper()
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	if err := cmd.Run(); err != nil {
		p.t.Fatalf("%s %v: %v", name, args, err)
	}
}

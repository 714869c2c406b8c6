package smtpd

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestMain runs the listener of a child process where it is one. A test that kills needs a process to kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("DAYWATCH_CHILD_DIR"); dir != "" {
		if err := serveChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

func serveChild(dir string) error {
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("DAYWATCH_CHILD_PORT"))
	if err != nil {
		return err
	}
	chance, _ := strconv.ParseFloat(os.Getenv("DAYWATCH_CHILD_CHANCE"), 64)
	cfg := Config{
		Protocol: LMTP, Domain: "desk.test", MaxSize: 80 << 20, SpoolDir: filepath.Join(dir, "spool"),
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
	return New(cfg, &mortal{dir: dir, chance: chance}).Serve(context.Background(), l)
}

// mortal is a Store on disk whose process dies now and then, at every point where a death matters.
type mortal struct {
	dir    string
	chance float64
	doomed atomic.Bool
	mu     sync.Mutex
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func (m *mortal) Ready(context.Context) error {
	if m.doomed.Load() { // the last answer is out
		die()
	}
	return nil
}

func (m *mortal) Known(context.Context, string) error { return nil }

func (m *mortal) Store(_ context.Context, d Delivery) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fate := 9
	if rand.Float64() < m.chance {
		fate = rand.IntN(3)
	}
	name := filepath.Join(m.dir, d.Key+".eml")
	if _, err := os.Stat(name); err == nil {
		return d.Key[:8], appendLine(filepath.Join(m.dir, "absorbed"), d.Key)
	}
	if fate == 0 {
		die()
	}
	if err := writeDurably(name, d.Body); err != nil {
		return "", err
	}
	if fate == 1 {
		die()
	}
	m.doomed.Store(fate == 2)
	return d.Key[:8], nil
}

func writeDurably(name string, r io.Reader) error {
	f, err := os.Create(name + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
}

func appendLine(name, line string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.WriteString(f, line+"\n")
	return err
}

// child keeps such a process running on port: after each death it is started again.
type child struct {
	dir    string
	deaths atomic.Int64
	pid    atomic.Int64
}

func startChild(t *testing.T, port int, chance string) *child {
	t.Helper()
	c := &child{dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(c.dir, "spool"), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			cmd := exec.CommandContext(ctx, os.Args[0])
			cmd.Env = append(os.Environ(), "DAYWATCH_CHILD_DIR="+c.dir, fmt.Sprintf("DAYWATCH_CHILD_PORT=%d", port), "DAYWATCH_CHILD_CHANCE="+chance)
			cmd.Stderr = os.Stderr
			if err := cmd.Start(); err != nil {
				t.Errorf("start the listener: %v", err)
				return
			}
			c.pid.Store(int64(cmd.Process.Pid))
			cmd.Wait()
			if ctx.Err() == nil {
				c.deaths.Add(1)
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return c
}

// kept reads what the process holds: the texts without trace headers by key.
func (c *child) kept(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(c.dir, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(name), ".eml")] = string(b)
	}
	return all
}

// peak tells the most memory that the process has had, in octets.
func (c *child) peak(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.pid.Load()))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return kb << 10
		}
	}
	t.Fatal("no VmHWM in the status of the process")
	return 0
}

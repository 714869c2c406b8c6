package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// process starts this program anew on the desk's folder and looks at it from outside: how long until it
// answers, and how much memory it holds when nobody asks anything.
func (b *bench) process(ctx context.Context, d *benchDesk) (coldMS, idleMB float64, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, "serve", "--data", d.dir)
	start := db.Wall()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait() // it was told to end; how it did is not measured
	}()
	if err := awaitHealth(ctx, "http://"+d.addr+"/healthz"); err != nil {
		return 0, 0, err
	}
	cold := db.Wall().Sub(start)
	if err := pause(ctx, 2*time.Second); err != nil { // the first jobs and mailboxes have been looked for then
		return 0, 0, err
	}
	idle, err := residentBytes(cmd.Process.Pid)
	return float64(cold.Microseconds()) / 1000, float64(idle) / (1 << 20), err
}

func awaitHealth(ctx context.Context, target string) error {
	for {
		r, err := http.NewRequestWithContext(ctx, "GET", target, nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(r); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return fmt.Errorf("%s did not answer: %w", target, err)
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// residentBytes reads VmRSS (proc_pid_status(5)).
func residentBytes(pid int) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return kb << 10, err
		}
	}
	return 0, fmt.Errorf("process %d has no VmRSS", pid)
}

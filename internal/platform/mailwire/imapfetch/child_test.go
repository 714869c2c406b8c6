package imapfetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/daywatch/daywatch/test/rig"
)

// TestMain runs the fetcher of a child process where it is one. A test that kills needs a process to kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("DAYWATCH_CHILD_DIR"); dir != "" {
		port, _ := strconv.Atoi(os.Getenv("DAYWATCH_CHILD_PORT"))
		cfg := Config{
			Account: "desk", Host: "127.0.0.1", Port: port, Security: Plain, Username: rig.User, Password: rig.Password,
			Poll: 200 * time.Millisecond, SpoolDir: filepath.Join(dir, "spool"),
		}
		if err := Run(context.Background(), cfg, mortal{dir}, slog.New(slog.DiscardHandler)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// mortal is a Ledger on disk whose process dies now and then, before and after a mail is durable and after
// it was moved.
type mortal struct{ dir string }

func perhapsDie(point string, chance float64) {
	if rand.Float64() < chance {
		fmt.Println(point)
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

func (m mortal) name(k Key) string {
	return filepath.Join(m.dir, strings.ReplaceAll(k.String(), "|", "_")+".eml")
}

func (m mortal) Opened(context.Context, Place, uint32) (uint32, error) { return 0, nil }

func (m mortal) Missing(_ context.Context, p Place, uids []uint32) (missing []uint32, err error) {
	perhapsDie("after the moves", 0.1)
	for _, uid := range uids {
		if _, err := os.Stat(m.name(Key{p, uid})); errors.Is(err, os.ErrNotExist) {
			missing = append(missing, uid)
		}
	}
	return missing, nil
}

func (m mortal) Store(_ context.Context, mail Fetched) error {
	perhapsDie("before it is durable", 0.06)
	f, err := os.Create(m.name(mail.Key) + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, mail.Body); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), os.Rename(f.Name(), m.name(mail.Key))); err != nil {
		return err
	}
	perhapsDie("after it is durable", 0.06)
	return nil
}

func (m mortal) Failed(_ context.Context, k Key, cause error) (int, error) {
	fmt.Fprintln(os.Stderr, k, cause)
	return 1, nil
}

// runMortal runs the process again and again until ctx ends, and counts its deaths by where they fell.
func runMortal(ctx context.Context, t *testing.T, dir string, port int) map[string]int {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "spool"), 0o700); err != nil {
		t.Fatal(err)
	}
	deaths := map[string]int{}
	for ctx.Err() == nil {
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), "DAYWATCH_CHILD_DIR="+dir, fmt.Sprintf("DAYWATCH_CHILD_PORT=%d", port))
		cmd.Stderr = os.Stderr
		out, _ := cmd.Output()
		if ctx.Err() == nil {
			deaths[strings.TrimSpace(string(out))]++
		}
	}
	return deaths
}

package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// apart is how long another process may take to read a mail.
const apart = time.Minute

// readApart has a mail read by `daywatch mail parse`, so that one which takes a process down takes down that one.
func readApart(program string) func(ctx context.Context, raw io.Reader) error {
	if program == "" {
		return nil
	}
	return func(ctx context.Context, raw io.Reader) error {
		limited, cancel := context.WithTimeout(ctx, apart)
		defer cancel()
		cmd := exec.CommandContext(limited, program, "mail", "parse", "--json", "-")
		cmd.Stdin = raw
		cmd.WaitDelay = time.Second
		if err := cmd.Start(); err != nil {
			return fault.Wrap(fault.Unavailable, err, "A process to read a mail in cannot be started")
		}
		// Where memory runs out, the kernel is to end the reader rather than the desk (proc(5), oom_score_adj). It is
		// no matter where there is no such file.
		_ = os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", cmd.Process.Pid), []byte("1000"), 0)
		return cmd.Wait()
	}
}

package story

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ClockEnv bends the clock of a desk by an offset such as "-40h2m".
const ClockEnv = "DAYWATCH_CLOCK"

// process is one run of `daywatch serve`.
type process struct {
	cmd   *exec.Cmd
	log   *os.File
	ended chan struct{} // closed once it has ended and its output is read
	setup chan string   // the links that it printed to become administrator of its desks, in their order
}

func (s *stage) logPath() string { return filepath.Join(s.o.Dir, "serve.log") }

// launch starts the desk and waits until it answers.
func (s *stage) launch(ctx context.Context) (*process, error) {
	log, err := os.OpenFile(s.logPath(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.CommandContext(ctx, s.o.Program, "serve", "--data", s.o.Dir), log: log,
		ended: make(chan struct{}), setup: make(chan string, 2)}
	p.cmd.Env = append(slices.DeleteFunc(os.Environ(), ours), ClockEnv+"="+s.bent.String())
	p.cmd.Stderr = log
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = 15 * time.Second
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	go p.listen(out)
	if err := p.ready(ctx, s.url()); err != nil {
		p.kill()
		return nil, fault.Wrap(fault.Unavailable, err, "The story's desk does not start. Its log is %s", s.keepLog())
	}
	return p, nil
}

// ours are the variables that would lead the story's desk to another one.
func ours(variable string) bool { return strings.HasPrefix(variable, "DAYWATCH_") }

// listen keeps what the process prints, and the link in it.
func (p *process) listen(out io.Reader) {
	defer close(p.ended)
	lines := bufio.NewScanner(io.TeeReader(out, p.log))
	for lines.Scan() {
		if link := strings.TrimSpace(lines.Text()); strings.HasPrefix(link, "http") {
			p.setup <- link
		}
	}
	p.cmd.Wait()
}

func (p *process) ready(ctx context.Context, url string) error {
	return until(ctx, "the desk answers", func(ctx context.Context) (bool, string, error) {
		select {
		case <-p.ended:
			return false, "", fmt.Errorf("the desk ended: %s", p.cmd.ProcessState)
		default:
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/healthz", nil)
		if err != nil {
			return false, "", err
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return false, err.Error(), nil
		}
		defer res.Body.Close()
		return res.StatusCode == http.StatusOK, res.Status, nil
	})
}

// kill ends the process as a power cut does, and says when it is gone.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.ended
	p.log.Close()
}

// stop lets the process finish what is under way.
func (p *process) stop() {
	p.cmd.Process.Signal(syscall.SIGTERM)
	<-p.ended
	p.log.Close()
}

// keepLog moves the desk's log out of a folder that goes with the story.
func (s *stage) keepLog() string {
	raw, err := os.ReadFile(s.logPath())
	if err != nil {
		return s.logPath()
	}
	f, err := os.CreateTemp("", "daywatch-story-*.log")
	if err != nil {
		return s.logPath()
	}
	defer f.Close()
	f.Write(raw)
	return f.Name()
}

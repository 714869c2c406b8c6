package program

import (
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"github.com/daywatch/daywatch/test/rig"
)

// process is a running daywatch.
type process struct {
	cmd   *exec.Cmd
	ended chan error
}

// Launch starts `daywatch serve` and does not wait for it to be ready.
func (d *Desk) Launch() {
	d.t.Helper()
	binary := Binary(d.t)
	log, err := os.OpenFile(d.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		d.t.Fatal(err)
	}
	defer log.Close()
	p := &process{cmd: exec.Command(binary, "serve", "--config", d.config), ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.start(); err != nil {
		d.t.Fatal(err)
	}
	if d.process == nil {
		d.t.Cleanup(d.end)
	}
	d.process = p
}

// start binds the life of the process to that of the test. The death signal hangs on the thread that starts
// it (prctl(2), PR_SET_PDEATHSIG), so that one waits for it too.
func (p *process) start() error {
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			p.ended <- p.cmd.Wait()
		}
	}()
	return <-started
}

// Start starts the desk and waits until it can be used.
func (d *Desk) Start() {
	d.t.Helper()
	d.Launch()
	d.AwaitReady()
}

// AwaitReady waits until /healthz answers 200.
func (d *Desk) AwaitReady() {
	d.t.Helper()
	rig.Eventually(d.t, "the desk to be ready", func() bool {
		d.t.Helper()
		select {
		case err := <-d.process.ended:
			d.t.Fatalf("daywatch ended by itself: %v\n%s", err, d.tail())
		default:
		}
		res, err := http.Get(d.URL + "/healthz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// Kill ends the process with SIGKILL, whatever it does just now. It is an error that the process ended
// before, by itself.
func (d *Desk) Kill() {
	d.t.Helper()
	select {
	case err := <-d.process.ended:
		d.t.Fatalf("daywatch ended by itself: %v\n%s", err, d.tail())
	default:
	}
	d.signal(syscall.SIGKILL)
	<-d.process.ended
	d.process.ended <- nil
}

// Stop ends the process as an operator does, and waits for it.
func (d *Desk) Stop() {
	d.t.Helper()
	d.signal(syscall.SIGTERM)
	if err := <-d.process.ended; err != nil {
		d.t.Errorf("daywatch stopped with %v\n%s", err, d.tail())
	}
	d.process.ended <- nil
}

// Command makes another command of the program on this desk, for a test that ends it itself.
func (d *Desk) Command(args ...string) *exec.Cmd {
	d.t.Helper()
	return exec.Command(Binary(d.t), append(args, "--config", d.config)...)
}

// Run runs another command of the program on this desk and gives its exit code and what it said.
func (d *Desk) Run(stdin io.Reader, args ...string) (code int, said string) {
	d.t.Helper()
	cmd := d.Command(args...)
	cmd.Stdin = stdin
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (d *Desk) signal(s syscall.Signal) {
	d.t.Helper()
	if err := d.process.cmd.Process.Signal(s); err != nil {
		d.t.Fatalf("signal daywatch %s: %v", strconv.Itoa(d.process.cmd.Process.Pid), err)
	}
}

// end is for the end of the test, in whatever state the process is.
func (d *Desk) end() {
	d.process.cmd.Process.Kill()
	<-d.process.ended
	if d.t.Failed() {
		d.t.Logf("daywatch says:\n%s", d.tail())
	}
}

func (d *Desk) log() string { return filepath.Join(d.dir, filepath.Base(d.config)+".log") }

func (d *Desk) tail() string {
	b, _ := os.ReadFile(d.log())
	return string(b[max(0, len(b)-6000):])
}

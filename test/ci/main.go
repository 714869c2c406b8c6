// Command ci runs `go test`, says in a line a package how it went, prints what failed, and ends with the plain line
// `N passed, N failed, N skipped`. A test that is skipped for a reason not in its list fails the run: a missing engine,
// browser or mail server must never look like a pass.
//
//	go run ./test/ci ./... -- -race ./internal/platform/...
//
// Everything between two `--` is one call of go test. The counts are of all calls together, subtests included.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

func main() {
	r := newReport(os.Stdout)
	for _, args := range calls(os.Args[1:]) {
		if err := run(r, args); err != nil {
			fmt.Fprintln(os.Stderr, "ci:", err)
			os.Exit(2)
		}
	}
	if !r.end() {
		os.Exit(1)
	}
}

// calls splits the arguments at `--`.
func calls(args []string) [][]string {
	all := [][]string{nil}
	for _, a := range args {
		if a == "--" {
			all = append(all, nil)
			continue
		}
		all[len(all)-1] = append(all[len(all)-1], a)
	}
	return all
}

func run(r *report, args []string) error {
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := read(r, out); err != nil {
		return err
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); errors.As(err, &exit) {
		r.broke(exit) // nearly always told already, test by test
	} else if err != nil {
		return err
	}
	return nil
}

// read feeds a stream of `go test -json` to the report.
func read(r *report, stream io.Reader) error {
	lines := bufio.NewReader(stream)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprintf(r.out, "%s", line) // go itself speaks
			} else {
				r.take(e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

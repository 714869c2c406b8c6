package main

import (
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// event is a line of `go test -json` (go doc test2json).
type event struct {
	Action      string
	Package     string
	Test        string
	Elapsed     float64 // seconds
	Output      string
	ImportPath  string // of a build
	FailedBuild string
}

// allowed are the reasons for which a test may be skipped on CI, by a part of what it says.
var allowed = map[string]string{
	"the mail corpora are not":             "they lie beside the repository and are no part of it; the package's own testdata has run",
	"the vectors are not at":               "they lie beside the repository like the corpora; the package's own vectors and the oracle of minutes have run",
	"net/mail does not read what it wrote": "a fuzzed address that the standard library itself cannot read back says nothing of ours",
}

type report struct {
	out                     io.Writer
	passed, failed, skipped int
	holes                   []string // tests that were skipped and must not be
	spoken                  bool     // something that failed was printed
	texts                   map[place]*strings.Builder
}

// place is a test, a package (no test), or a build (no package either).
type place struct{ pkg, test string }

func newReport(out io.Writer) *report {
	return &report{out: out, texts: map[place]*strings.Builder{}}
}

func (r *report) take(e event) {
	at := place{e.Package, e.Test}
	switch e.Action {
	case "output":
		r.text(at).WriteString(e.Output)
	case "build-output":
		r.text(place{e.ImportPath, ""}).WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e)
		} else {
			r.endTest(e)
		}
	}
}

func (r *report) text(at place) *strings.Builder {
	if r.texts[at] == nil {
		r.texts[at] = &strings.Builder{}
	}
	return r.texts[at]
}

func (r *report) endTest(e event) {
	at := place{e.Package, e.Test}
	text := r.text(at).String()
	switch e.Action {
	case "pass":
		r.passed++
	case "fail":
		r.failed++
		r.say("%s.%s\n%s", short(e.Package), e.Test, text)
	case "skip":
		r.skipped++
		if !excused(text) {
			r.holes = append(r.holes, fmt.Sprintf("%s.%s: %s", short(e.Package), e.Test, reason(text)))
		}
	}
	delete(r.texts, at)
}

func (r *report) endPackage(e event) {
	text := r.text(place{e.Package, ""}).String()
	switch {
	case e.Action == "skip": // no test files
	case e.Action == "pass":
		fmt.Fprintf(r.out, "ok    %6.1fs %s\n", e.Elapsed, short(e.Package))
	default:
		// A crash or a timeout ends tests without their own verdict: what they said is all there is.
		for at, open := range r.texts {
			if at.pkg == e.Package && at.test != "" {
				r.failed++
				r.say("%s.%s did not end\n%s", short(at.pkg), at.test, open)
			}
		}
		if build := r.texts[place{e.FailedBuild, ""}]; e.FailedBuild != "" && build != nil {
			r.failed++
			r.say("%s does not build\n%s", short(e.FailedBuild), build)
		}
		r.spoken = true
		fmt.Fprintf(r.out, "%sFAIL  %6.1fs %s\n", text, e.Elapsed, short(e.Package))
	}
	for at := range r.texts {
		if at.pkg == e.Package {
			delete(r.texts, at)
		}
	}
}

func (r *report) say(format string, args ...any) {
	r.spoken = true
	fmt.Fprintf(r.out, format, args...)
}

// broke takes the exit status of go test; one that no test explains is a failure of its own.
func (r *report) broke(err *exec.ExitError) {
	if !r.spoken {
		r.failed++
		r.say("go test: %v\n", err)
	}
}

// end prints the holes and the counts, and reports whether all is well.
func (r *report) end() bool {
	if len(r.holes) > 0 {
		fmt.Fprintf(r.out, "\nskipped, and must not be:\n%s\n", strings.Join(r.holes, "\n"))
	}
	fmt.Fprintf(r.out, "%d passed, %d failed, %d skipped\n", r.passed, r.failed, r.skipped)
	return !r.spoken && len(r.holes) == 0 && r.passed > 0
}

func excused(text string) bool {
	for words := range allowed {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// reason takes a skip's words out of the lines around them.
func reason(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			return line
		}
	}
	return "no reason given"
}

func short(pkg string) string { return strings.TrimPrefix(pkg, "github.com/daywatch/daywatch/") }

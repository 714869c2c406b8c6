package diagnose

import (
	"bufio"
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Evidence is a line of the bundle.
type Evidence struct {
	File  string
	Line  int // from 1
	Text  string
	Times int // how many lines of the file say so
}

// Finding is a cause that a bundle shows.
type Finding struct {
	Key, Title, Next, Source string
	Evidence                 []Evidence
}

// Report is what a bundle shows.
type Report struct {
	Version  string // of the product, where the bundle says so
	Files    int
	Lines    int
	Findings []Finding
}

// Keys names the causes.
func (r Report) Keys() []string {
	keys := []string{}
	for _, f := range r.Findings {
		keys = append(keys, f.Key)
	}
	return keys
}

// Examine reads a bundle. With an error, the report is of what could be read.
func Examine(ctx context.Context, src io.ReadSeeker) (Report, error) {
	e := examination{causes: causes(), met: map[place]Evidence{}}
	err := walk(ctx, src, e.file)
	return e.report(), err
}

// place is a sign of a cause.
type place struct{ cause, sign int }

type examination struct {
	causes       []cause
	met          map[place]Evidence
	files, lines int
	version      string
}

var versionLine = regexp.MustCompile(`^gitlab-(?:ee|ce)\s+(\d+\.\d+\.\d+(?:-\w+)*)|^(\d+\.\d+\.\d+-(?:ee|ce))\s*$`)

// watched is a sign that a file can meet, and what was found of it there.
type watched struct {
	place
	sign
	found Evidence
}

func (e *examination) file(name string, body io.Reader) error {
	e.files++
	var watch []watched
	for c, cause := range e.causes {
		for s, sign := range slices.Concat(cause.shown, cause.beside) {
			if sign.in(name) {
				watch = append(watch, watched{place{c, s}, sign, Evidence{File: name}})
			}
		}
	}
	err := e.read(body, watch)
	for _, w := range watch {
		if seen := e.met[w.place]; w.found.Times > 0 && (seen.Times == 0 || seen.Times < w.least && w.found.Times > seen.Times) {
			e.met[w.place] = w.found
		}
	}
	return err
}

// read looks at every line of a file.
func (e *examination) read(body io.Reader, watch []watched) error {
	lines := bufio.NewReaderSize(body, mostLine)
	for n := 1; ; n++ {
		text, err := lines.ReadSlice('\n')
		if len(text) > 0 {
			e.lines++
			e.line(n, text, watch)
		}
		for err == bufio.ErrBufferFull { // the rest of a line that no sign reads
			_, err = lines.ReadSlice('\n')
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (e *examination) line(n int, text []byte, watch []watched) {
	if e.version == "" && n < 50 {
		if m := versionLine.FindSubmatch(text); m != nil {
			e.version = string(m[1]) + string(m[2])
		}
	}
	for i := range watch {
		found := &watch[i].found
		if !watch[i].met(text) {
			continue
		}
		if found.Times++; found.Times == 1 {
			found.Line, found.Text = n, strings.ToValidUTF8(strings.TrimRight(string(text), "\r\n"), "\uFFFD")
		}
	}
}

// report names the causes with all their signs, the best shown first.
func (e *examination) report() Report {
	r := Report{Version: e.version, Files: e.files, Lines: e.lines}
	for c, cause := range e.causes {
		f := Finding{Key: cause.key, Title: cause.title, Next: cause.next, Source: cause.source}
		missing, signs := false, slices.Concat(cause.shown, cause.beside)
		for s := range signs {
			if seen := e.met[place{c, s}]; seen.Times >= signs[s].least {
				f.Evidence = append(f.Evidence, seen)
			} else if s < len(cause.shown) {
				missing = true
			}
		}
		if !missing {
			r.Findings = append(r.Findings, f)
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return len(b.Evidence) - len(a.Evidence) })
	return r
}

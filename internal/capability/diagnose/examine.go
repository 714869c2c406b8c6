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
	Key, Title, Next string
	Evidence         []Evidence
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
	e := examination{causes: causes(), met: map[place]*Evidence{}}
	err := walk(ctx, src, e.file)
	return e.report(), err
}

// place is a sign of a cause.
type place struct{ cause, sign int }

type examination struct {
	causes       []cause
	met          map[place]*Evidence
	files, lines int
	version      string
}

var versionLine = regexp.MustCompile(`^gitlab-(?:ee|ce)\s+(\d+\.\d+\.\d+(?:-\w+)*)|^(\d+\.\d+\.\d+-(?:ee|ce))\s*$`)

// watched are the signs that a file can meet.
type watched struct {
	at   place
	line *regexp.Regexp
}

func (e *examination) file(name string, body io.Reader) error {
	e.files++
	var watch []watched
	for c, cause := range e.causes {
		for s, sign := range slices.Concat(cause.shown, cause.beside) {
			if sign.in(name) {
				watch = append(watch, watched{place{c, s}, sign.line})
			}
		}
	}
	lines := bufio.NewReaderSize(body, mostLine)
	for n := 1; ; n++ {
		text, err := lines.ReadSlice('\n')
		if len(text) > 0 {
			e.lines++
			e.line(name, n, text, watch)
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

func (e *examination) line(file string, n int, text []byte, watch []watched) {
	if e.version == "" && n < 50 {
		if m := versionLine.FindSubmatch(text); m != nil {
			e.version = string(m[1]) + string(m[2])
		}
	}
	for _, w := range watch {
		if !w.line.Match(text) {
			continue
		}
		if seen := e.met[w.at]; seen == nil {
			e.met[w.at] = &Evidence{File: file, Line: n, Text: strings.ToValidUTF8(strings.TrimRight(string(text), "\r\n"), "\uFFFD"), Times: 1}
		} else if seen.File == file {
			seen.Times++
		}
	}
}

// report names the causes with all their signs, the best shown first.
func (e *examination) report() Report {
	r := Report{Version: e.version, Files: e.files, Lines: e.lines}
	for c, cause := range e.causes {
		f := Finding{Key: cause.key, Title: cause.title, Next: cause.next}
		missing := false
		for s := range len(cause.shown) + len(cause.beside) {
			if seen := e.met[place{c, s}]; seen != nil {
				f.Evidence = append(f.Evidence, *seen)
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

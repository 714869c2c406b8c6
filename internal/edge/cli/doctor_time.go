package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	cadence "github.com/daywatch/daywatch/internal/capability/incident/cadence/vector"
	rotation "github.com/daywatch/daywatch/internal/capability/oncall/rotation/vector"
	escalation "github.com/daywatch/daywatch/internal/capability/paging/escalation/vector"
	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

type doctorTimeCmd struct {
	Files []string `arg:"" name:"file" help:"The files; - is standard input." placeholder:"FILE"`
}

// Help explains the command.
func (doctorTimeCmd) Help() string {
	return `A vector is a question about time with its answer, worked out by somebody else: "8 hours from Friday 15:00 on this
calendar: when is that?", "who is on call then?", "when is the next public update due?" Every answer that differs is shown with what was asked, what was expected and what came out,
in UTC and in the calendar's zone. The exit status is 1 when one differs, or cannot be asked.

Example:
  daywatch doctor time business_time.json rotations.json comms_cadence.json`
}

// vectorKind is a kind of file.
type vectorKind struct {
	name, mark string // mark says what no other kind has
	is         func(top map[string]json.RawMessage) bool
	check      func(top map[string]json.RawMessage) (iter.Seq[vector.Result], error)
}

// vectorKinds are those that this program can check.
func vectorKinds() []vectorKind {
	return []vectorKind{
		{vector.BusinessTime, fmt.Sprintf("it has %q at its top", vector.Marker), marked(vector.Marker), vector.Check},
		{rotation.Rotations, `its vectors have a "kind"`, rotation.Is, checkRotations},
		{cadence.Cadence, fmt.Sprintf("it has %q at its top", cadence.Marker), marked(cadence.Marker), cadence.Check},
	}
}

func marked(name string) func(map[string]json.RawMessage) bool {
	return func(top map[string]json.RawMessage) bool { return top[name] != nil }
}

// checkRotations has escalation, which is another capability's, answer its own vectors.
func checkRotations(top map[string]json.RawMessage) (iter.Seq[vector.Result], error) {
	return rotation.Check(top, map[string]rotation.Elsewhere{
		"escalation": func(raw json.RawMessage, onCall rotation.OnCall) (given, want, got []vector.Line, err error) {
			return escalation.Answer(raw, onCall)
		},
	})
}

// Run checks the files, one after the other, and closes with the count over all. A file that cannot be read does not
// keep the others from being checked.
func (c doctorTimeCmd) Run(e *env) error {
	var passed, failed, unread int
	for _, file := range c.Files {
		results, err := readVectors(e, file)
		if err != nil {
			fmt.Fprintln(e.io.Out, printable(explain(err)))
			unread++
			continue
		}
		for r := range results {
			if r.OK() {
				passed++
				continue
			}
			failed++
			printFailure(e.io.Out, file, r)
		}
	}
	if _, err := fmt.Fprintf(e.io.Out, "%d passed, %d failed\n", passed, failed); err != nil {
		return err
	}
	switch {
	case unread > 0:
		return fault.New(fault.Invalid, "%d of %d files could not be checked", unread, len(c.Files))
	case failed > 0:
		return &verdict{fault.New(fault.Invalid, "%d of %d vectors failed", failed, passed+failed)}
	}
	return nil
}

// readVectors finds out what kind of file it is. An error names the file.
func readVectors(e *env, file string) (iter.Seq[vector.Result], error) {
	data, err := readFile(e.io.In, file)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, err, "%s cannot be read: %v", file, err)
	}
	top, err := vector.Split(data)
	if err != nil {
		return nil, inFile(file, err)
	}
	var names []string
	for _, k := range vectorKinds() {
		if k.is(top) {
			results, err := k.check(top)
			return results, inFile(file, err)
		}
		names = append(names, fmt.Sprintf("%s (%s)", k.name, k.mark))
	}
	return nil, fault.New(fault.Invalid, "%s is of no kind that this program checks. Allowed are %s.", file, strings.Join(names, ", "))
}

func readFile(in io.Reader, file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(file)
}

// inFile puts the file's name before what is wrong with it.
func inFile(file string, err error) error {
	if err == nil {
		return nil
	}
	sentence, field := fault.Public(err)
	return fault.Field(strings.TrimSuffix(file+": "+field, ": "), "%s", sentence)
}

func printFailure(w io.Writer, file string, r vector.Result) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: %s", file, r.ID, r.About)
	if len(r.Tags) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(r.Tags, ", "))
	}
	b.WriteString("\n")
	if r.Err != nil {
		sentence, field := fault.Public(r.Err)
		fmt.Fprintf(&b, "  %s: %s\n", field, sentence)
	} else {
		for _, l := range r.Given {
			printLine(&b, l.Name, l)
		}
		printLine(&b, "expected", r.Want)
		printLine(&b, "got", r.Got)
	}
	fmt.Fprint(w, printable(b.String()))
}

func printLine(b *strings.Builder, name string, l vector.Line) {
	fmt.Fprintf(b, "  %-9s %s\n", name, strings.TrimRight(fmt.Sprintf("%-24s %s", l.Value, l.Local), " "))
}

package config

import (
	"fmt"
	"io"
	"strings"
)

var marks = map[Action]string{Create: "+", Replace: "~", Rename: ">", Delete: "-"}

// Print writes the plan for people: each change with its level, and field by field what becomes what.
func (p Plan) Print(w io.Writer) error {
	var b strings.Builder
	for _, c := range p.Changes {
		c.print(&b)
	}
	if len(p.Missing) > 0 {
		fmt.Fprintf(&b, "In the desk and not in the files (left alone without --prune):\n")
		for _, m := range p.Missing {
			fmt.Fprintf(&b, "  %s “%s”\n", m.Kind, m.Name)
		}
		b.WriteByte('\n')
	}
	b.WriteString(p.Sum() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Sum is the plan in a sentence.
func (p Plan) Sum() string {
	if p.Empty() {
		return fmt.Sprintf("Nothing to change: %d objects are as in the files.", p.Objects)
	}
	var parts []string
	for _, a := range []struct {
		action Action
		word   string
	}{{Create, "to create"}, {Replace, "to change"}, {Rename, "to rename"}, {Delete, "to delete"}} {
		if n := p.count(a.action); n > 0 {
			parts = append(parts, fmt.Sprint(n, " ", a.word))
		}
	}
	return fmt.Sprintf("%s. The most critical is %s.", strings.Join(parts, ", "), p.Highest())
}

func (c Change) print(b *strings.Builder) {
	title := c.Kind + " “" + c.Name + "”"
	if c.Action == Rename {
		title = c.Kind + " “" + c.Was + "” becomes “" + c.Name + "”"
	}
	where := c.File
	if where == "" && c.Action != Delete {
		where = "follows from the others"
	}
	fmt.Fprintln(b, strings.TrimRight(fmt.Sprintf("%s %s  %s  %s", marks[c.Action], c.Level, title, where), " "))
	for _, f := range c.Fields {
		f.print(b, c.Action)
	}
	b.WriteByte('\n')
}

func (f FieldChange) print(b *strings.Builder, action Action) {
	switch {
	case action == Create && strings.Contains(f.To, "\n"):
		first, rest, _ := strings.Cut(f.To, "\n")
		fmt.Fprintf(b, "    %s: %s … (%d lines)\n", f.Field, first, strings.Count(strings.TrimSuffix(rest, "\n"), "\n")+2)
	case action == Create:
		fmt.Fprintf(b, "    %s: %s\n", f.Field, f.To)
	case f.From == "":
		fmt.Fprintf(b, "    %s: + %s\n", f.Field, f.To)
	case f.To == "":
		fmt.Fprintf(b, "    %s: - %s\n", f.Field, f.From)
	default:
		fmt.Fprintf(b, "    %s: %s → %s\n", f.Field, f.From, f.To)
	}
}

package diagnose

import (
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longestEvidence is how much of a line a note repeats.
const longestEvidence = 240

// Note is the report as an internal note in Markdown. broken is what kept the bundle from being read to its end; nil: nothing.
func (r Report) Note(name string, broken error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: %d files, %d lines", escaped(name), r.Files, r.Lines)
	if r.Version != "" {
		fmt.Fprintf(&b, ", version %s", r.Version)
	}
	b.WriteString("\n")
	if broken != nil {
		why, _ := fault.Public(broken)
		fmt.Fprintf(&b, "\n%s.\n", strings.TrimSuffix(why, "."))
	}
	if len(r.Findings) == 0 {
		b.WriteString("\nNone of the causes that are known here shows in it. That is no proof of health.\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n### %s\n\n", f.Title)
		for _, e := range f.Evidence {
			fmt.Fprintf(&b, "- `%s` line %d%s\n\n", e.File, e.Line, times(e.Times))
			fmt.Fprintf(&b, "      %s\n", fault.Clip(e.Text, longestEvidence))
		}
		fmt.Fprintf(&b, "\nNext: %s\n\nWhat these lines mean: <%s>\n", f.Next, f.Source)
	}
	return b.String()
}

func times(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(", and %d more like it", n-1)
}

// escaped keeps a file's name from being Markdown.
func escaped(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "`", "\\`", "<", "&lt;").Replace(name)
}

package duties

import (
	"fmt"
	"strings"
)

// Page is docs/job-to-feature.md.
func Page() string {
	var b strings.Builder
	b.WriteString(`# From job to feature

Daywatch began from a published job description read as a specification: each duty is something the software
must make possible. This page is written from the table in internal/app/duties by ` + "`go generate ./internal/app/duties`" + `;
a test fails when it is stale, and when a line says done without a test that exists. Every test named here runs
with ` + "`make test`" + `.

`)
	b.WriteString(tally(All()) + "\n")
	for _, g := range Groups() {
		fmt.Fprintf(&b, "\n## %s\n\n| | Duty | State | What there is | Page or command | Test |\n|---|---|---|---|---|---|\n", g)
		for _, d := range All() {
			if d.Group == g {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", d.ID, d.Text, d.State, d.Have, code(d.Page), tests(d.Tests))
			}
		}
	}
	return b.String()
}

// tally counts the lines by state.
func tally(all []Duty) string {
	n := map[State]int{}
	for _, d := range all {
		n[d.State]++
	}
	return fmt.Sprintf("Of %d duties %d are done, %d partial, %d not yet.", len(all), n[Done], n[Partial], n[NotYet])
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// tests links to the folders, from the folder of the page.
func tests(list []Test) string {
	var out []string
	for _, t := range list {
		out = append(out, fmt.Sprintf("[%s](../%s)", t.Func, t.Folder))
	}
	return strings.Join(out, ", ")
}

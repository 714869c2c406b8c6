// Package machine tells lines that a machine wrote (logs, stack traces, code) from lines that people wrote.
// It errs on the side of people: an unmarked line is prose.
package machine

import (
	"regexp"
	"strings"
)

// Each pattern names one family; a line of any of them is machine text.
var families = regexp.MustCompile(strings.Join([]string{
	`^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d`,                                               // ISO stamps
	`^\s*\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `,                                                    // Go, nginx
	`^(?:<\d+>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d `, // syslog (RFC 3164)
	`^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]? `,                                                     // time only
	`^[IWEF]\d{4} \d\d:\d\d:\d\d\.`,                                                          // klog
	`^\s*\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b\]?[: ]`,
	`^\s+at [\w$.<>/\[\]-]+ ?\(.*\)\s*$`,                           // Java, JavaScript, .NET
	`^\s+at (?:async )?(?:\S+ \()?(?:file|https?|node|webpack)[:]`, // JavaScript without a name
	`^\s*\.\.\. \d+ (?:more|common frames omitted)`,
	`^(?:Caused by|Suppressed): [\w.$]+`,
	`^(?:Exception in thread |Traceback \(most recent call last\)|panic: |goroutine \d+ \[)`,
	`^\s+File "[^"]+", line \d+`,                       // Python
	`^\s+\S+\.(?:go|rs|c|cc|cpp|py|rb|js|ts|java):\d+`, // Go, Rust
	`^[\w./$]+(?:Exception|Error)(?:: |$)`,
	`^\s*from \S+:\d+:in `,                                        // Ruby
	`^\s*#\d+ +(?:0x[0-9a-f]+|\S+\()`,                             // gdb, PHP
	`^\s*(?:[0-9a-f]{8}|0x[0-9a-f]{4,}):? +(?:[0-9a-f]{2,4} ){4}`, // hex dumps
	`^(?:diff --git |@@ -\d+|\+\+\+ [ab]/|--- [ab]/|index [0-9a-f]{7,}\.\.)`,
	`^(?:[\w.-]+@[\w.-]+[:~ ][^ ]*[$#]|[$]) \S`, // shell prompts
	`^\s*[}\])]+[;,]?\s*$`,
	`^\s*[\w"'.\[\]()$-]+.*[{;]\s*$`,
	`^\s*<(?:\?xml|/?[a-z][\w:.-]*(?:\s+[\w:.-]+=(?:"[^"]*"|'[^']*'))*\s*/?)>\s*$`,
	`^\s*"[\w.-]+":\s*.+,?\s*$`, // JSON members
	`^[+|][-=+]{3,}[+|]?\s*$`,   // ASCII tables
}, "|"))

const maxScanned = 400 // bytes of a line that are looked at

// Line reports whether a single line looks like machine text. It expects no line end.
func Line(line string) bool {
	if len(line) > maxScanned {
		line = line[:maxScanned]
	}
	return families.MatchString(line)
}

// Run is a range of lines, End exclusive.
type Run struct{ Start, End int }

// Runs finds the runs of machine text among lines: a closed fenced block with its fences, or at least two
// machine lines with at most two others, none empty, between them. The time is linear in the text.
func Runs(lines []string) []Run {
	var runs []Run
	f := fences{lines: lines, none: map[byte]bool{}}
	for i := 0; i < len(lines); {
		end := f.close(i)
		if end == 0 {
			end = logEnd(lines, i)
		}
		if end == 0 {
			i++
			continue
		}
		runs = append(runs, Run{i, end})
		i = end
	}
	return runs
}

// logEnd gives the end of the log that begins at line i, 0 if none does.
func logEnd(lines []string, i int) int {
	if !Line(lines[i]) {
		return 0
	}
	end, hits := i+1, 1
	for j := i + 1; j < len(lines) && j-end < 3 && strings.TrimSpace(lines[j]) != ""; j++ {
		if Line(lines[j]) {
			end, hits = j+1, hits+1
		}
	}
	if hits < 2 {
		return 0
	}
	return end
}

// fences finds closing fences; it remembers what kind of fence no longer closes, which keeps a text of
// nothing but opening fences linear.
type fences struct {
	lines []string
	none  map[byte]bool
}

// close gives the end of the fenced block that opens at line i, 0 if none opens or it never closes.
func (f *fences) close(i int) int {
	mark := fenceMark(f.lines[i])
	if mark == "" || f.none[mark[0]] {
		return 0
	}
	for j := i + 1; j < len(f.lines); j++ {
		if s := strings.TrimSpace(f.lines[j]); len(s) >= 3 && strings.Trim(s, mark[:1]) == "" {
			return j + 1
		}
	}
	f.none[mark[0]] = true
	return 0
}

// fenceMark gives "```" or "~~~" where the line opens a block (CommonMark §4.5), else "".
func fenceMark(line string) string {
	s := strings.TrimSpace(line)
	for _, mark := range []string{"```", "~~~"} {
		if strings.HasPrefix(s, mark) && !strings.Contains(strings.TrimLeft(s, mark[:1]), mark) {
			return mark
		}
	}
	return ""
}

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

// Run counts how many of the first lines form one run of machine text: a fenced block with its fences, or at
// least two machine lines with at most two other lines between them. Zero means that prose begins here.
func Run(lines []string) int {
	if n := fenced(lines); n > 0 {
		return n
	}
	if len(lines) == 0 || !Line(lines[0]) {
		return 0
	}
	end, hits := 1, 1
	for i := 1; i < len(lines) && i-end < 2; i++ {
		if strings.TrimSpace(lines[i]) == "" {
			break
		}
		if Line(lines[i]) {
			end, hits = i+1, hits+1
		}
	}
	if hits < 2 {
		return 0
	}
	return end
}

// fenced measures a closed block between ``` or ~~~ marks, else 0.
func fenced(lines []string) int {
	if len(lines) == 0 {
		return 0
	}
	first := strings.TrimSpace(lines[0])
	if !strings.HasPrefix(first, "```") && !strings.HasPrefix(first, "~~~") {
		return 0
	}
	for i, line := range lines[1:] {
		if s := strings.TrimSpace(line); len(s) >= 3 && strings.Trim(s, first[:1]) == "" {
			return i + 2
		}
	}
	return 0
}

// Package machine tells lines that a machine wrote (logs, stack traces, code) from lines that people wrote.
// It errs on the side of people: an unmarked line is prose.
package machine

import (
	"regexp"
	"strings"
)

const maxScanned = 400 // bytes of a line that are looked at

// Line reports whether a single line looks like machine text. It expects no line end. The first and the last
// byte choose the few patterns worth trying, for mail is mostly prose.
func Line(line string) bool {
	line = line[:min(len(line), maxScanned)]
	body := strings.Trim(line, " \t\r")
	if body == "" {
		return false
	}
	indented := line[0] == ' ' || line[0] == '\t'
	if indented && frames.MatchString(body) || byFirst(body) {
		return true
	}
	last := body[len(body)-1]
	return (last == '{' || last == ';') && statement.MatchString(body)
}

func byFirst(body string) bool {
	switch c := body[0]; {
	case c >= '0' && c <= '9':
		return stamped.MatchString(body) || hexDump.MatchString(body)
	case c == '[':
		return stamped.MatchString(body) || bracketed.MatchString(body)
	case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		return byWord(body)
	case c == '<':
		return syslog.MatchString(body) || element.MatchString(body)
	case c == '"':
		return member.MatchString(body)
	case c == '{':
		return object.MatchString(body)
	case c == '}' || c == ']' || c == ')':
		return strings.Trim(body, "}]);, ") == ""
	}
	return strings.IndexByte("#$@+-|.", body[0]) >= 0 && signed.MatchString(body)
}

// byWord judges a line by its first word.
func byWord(body string) bool {
	word := body
	if i := strings.IndexAny(body, " :]("); i >= 0 {
		word = body[:i]
	}
	switch {
	case levels[word]:
		return len(body) > len(word)
	case months[word]:
		return syslog.MatchString(body)
	case strings.HasSuffix(word, "Exception") || strings.HasSuffix(word, "Error"):
		return len(word) > len("Exception") && (len(word) == len(body) || body[len(word)] == ':')
	case strings.ContainsAny(word, "@0123456789"):
		if prompt.MatchString(body) || klog.MatchString(body) || hexDump.MatchString(body) {
			return true
		}
	}
	if process.MatchString(body) || assigns(body) {
		return true
	}
	for _, opening := range openings {
		if strings.HasPrefix(body, opening) {
			return true
		}
	}
	return word == "from" && rubyFrame.MatchString(body)
}

// assigns reports whether the line is made of assignments, as logfmt and the kernel write them.
func assigns(body string) bool {
	return strings.Count(body, "=") >= 3 && len(assignment.FindAllStringIndex(body, 3)) == 3
}

var levels = map[string]bool{
	"TRACE": true, "DEBUG": true, "INFO": true, "NOTICE": true, "WARN": true, "WARNING": true, "ERROR": true,
	"FATAL": true, "CRITICAL": true, "SEVERE": true, "PANIC": true,
}

var months = map[string]bool{
	"Jan": true, "Feb": true, "Mar": true, "Apr": true, "May": true, "Jun": true, "Jul": true, "Aug": true,
	"Sep": true, "Oct": true, "Nov": true, "Dec": true,
}

// openings begin lines that no person writes.
var openings = []string{
	"Caused by: ", "Suppressed: ", "Exception in thread ", "Traceback (most recent call last)", "panic: ",
	"goroutine ", "diff --git ", "index ",
}

var (
	stamped = regexp.MustCompile(`^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?:\s|$)`)
	// [12.345678] of the kernel, [INFO] of Maven.
	bracketed = regexp.MustCompile(`^\[(?: *\d+\.\d{3,}|TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL)\] `)
	// RFC 3164 §4.1, with or without the priority.
	syslog    = regexp.MustCompile(`^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d `)
	klog      = regexp.MustCompile(`^[IWEF]\d{4} \d\d:\d\d:\d\d\.`)
	prompt    = regexp.MustCompile(`^[\w.-]+@[\w.-]+[:~ ][^ ]*[$#] \S`)
	hexDump   = regexp.MustCompile(`^(?:0x)?[0-9a-f]{4,16}:? +(?:[0-9a-f]{2,4} ){4}`)
	rubyFrame = regexp.MustCompile("^from \\S+:\\d+:in [`']")
	element   = regexp.MustCompile(`^<(?:\?xml[^>]*\?|/?[a-z][\w:.-]*(?:\s+[\w:.-]+=(?:"[^"]*"|'[^']*'))*\s*/?)>$`)
	object    = regexp.MustCompile(`^\{\s*"[\w.@-]+"\s*:`)
	// gitaly[1289]: of syslog without a time, assignments of logfmt.
	process    = regexp.MustCompile(`^[\w./-]+\[\d+\]: \S`)
	assignment = regexp.MustCompile(`(?:^|[\s,:])[A-Za-z_][\w.-]*=[^\s=]`)
	member     = regexp.MustCompile(`^"[\w.-]+":\s*\S`)
	statement  = regexp.MustCompile(`^[\w"'.\[\]()$*&-]+.*[\w"')\]} ][{;]$|^[{;]$`)
	// Prompts, debugger and PHP frames, diffs, ASCII tables, "... 12 more".
	signed = regexp.MustCompile(`^(?:[$#] \S|#\d+ +(?:0x[0-9a-f]+|\S+\()|@@ -\d+|\+\+\+ [ab]/|--- [ab]/|[+|][-=+]{3,}[+|]?$|\.\.\. \d+ (?:more|common))`)
	// Frames of Java, JavaScript, .NET; of Python; of Go and Rust.
	frames = regexp.MustCompile(`^(?:at \S.*(?:\)|:\d+)$|File "[^"]+", line \d+|\S+\.(?:go|rs|c|cc|cpp|py|rb|js|ts|java):\d+)`)
)

// Run is a range of lines, End exclusive.
type Run struct{ Start, End int }

// Runs finds the runs of machine text among lines: a closed fenced block with its fences, an object of JSON,
// or at least two machine lines with at most two others, none empty, between them. The time is linear in the text.
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
	if hits < 2 && !sure(lines[i]) {
		return 0
	}
	return end
}

// sure reports whether a machine line needs no second one beside it: no person writes an object of JSON by chance.
func sure(line string) bool {
	body := strings.TrimSpace(line)
	return len(body) <= maxScanned && object.MatchString(body) && body[len(body)-1] == '}'
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

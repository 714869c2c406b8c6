package reply

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/daywatch/daywatch/internal/platform/markup/machine"
)

// letter is what one line is. The letters of all lines make a string, and patterns over that string find
// the parts of a mail: the idea of Discourse's email_reply_trimmer.
type letter = byte

const (
	empty     letter = 'e'
	text      letter = 't' // whatever nothing else claims; the author's until proven otherwise
	quoted    letter = 'q' // begins with ">"
	intro     letter = 'b' // "On …, Dana wrote:", or the lines it is broken over
	nested    letter = 'p' // the same, or a forward mark, within a quote: a mail is quoted, not a log
	original  letter = 'o' // "-----Original Message-----"
	forwarded letter = 'f' // "---------- Forwarded message ----------"
	header    letter = 'h' // "From: …" of a quoted or forwarded head
	delimiter letter = 'd' // "-- ", "_____"
	device    letter = 's' // "Sent from my …"
	ours      letter = 'r' // repeats what we sent, and is quoted or part of a long repetition
	machinery letter = 'c' // within a fenced block or a log: never anything else
)

// line is one line of the text.
type line struct {
	start, end int    // bytes, end includes the line end
	body       string // without the line end and outer blanks, no-break spaces as blanks
	is         letter
}

const maxMatched = 400 // bytes of a line that patterns look at; longer lines are prose or data

func split(s string) []line {
	lines := make([]line, 0, strings.Count(s, "\n")+1)
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		lines = append(lines, line{start: at, end: end, body: strings.ReplaceAll(strings.TrimFunc(s[at:end], blank), "\u00a0", " ")})
		at = end
	}
	return lines
}

// blank counts invisible characters as space: mail programs leave zero-width marks alone on a line.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff' || r == '\u1427'
}

// classify gives every line its letter, without regard to what we sent.
func classify(s string, lines []line) {
	for i := range lines {
		lines[i].is = letterOf(lines[i].body)
	}
	protect(s, lines)
	markIntros(lines)
	markHeaders(lines)
}

func letterOf(body string) letter {
	switch {
	case body == "":
		return empty
	case body[0] == '>' || supercite.MatchString(clip(body)):
		if inner := clip(unquote(body)); forwardMark.MatchString(inner) || originalMark.MatchString(inner) {
			return nested
		}
		return quoted
	case len(body) > maxMatched:
		return text
	case originalMark.MatchString(body):
		return original
	case forwardMark.MatchString(body):
		return forwarded
	case delimiterLine.MatchString(body):
		return delimiter
	case isDevice(body):
		return device
	}
	return text
}

func clip(s string) string { return s[:min(len(s), maxMatched)] }

// unquote removes the quote marks at the start of a line.
func unquote(body string) string {
	return strings.TrimLeft(body, "> \t\u00a0")
}

// supercite is a quote with the writer's initials: "JD> text".
var supercite = regexp.MustCompile(`^[A-Z]{1,3}>(?: |$|>)`)

// protect marks fenced blocks and runs of machine text, so that a ">" prompt, a "--" between two log
// excerpts or a "From:" in a log stay what they are: the author's evidence. A log that a mail program
// quoted begins with ">" on its first line and is not found here.
func protect(s string, lines []line) {
	raw := make([]string, len(lines))
	for i, l := range lines {
		if l.is != quoted || !strings.HasPrefix(l.body, ">") {
			raw[i] = strings.TrimRight(s[l.start:l.end], "\r\n")
		} else {
			raw[i] = ">" // within fences it is code; within a log it ends the log
		}
	}
	for _, run := range machine.Runs(raw) {
		for i := run.Start; i < run.End; i++ {
			lines[i].is = machinery
		}
	}
}

func letters(lines []line) string {
	out := make([]byte, len(lines))
	for i, l := range lines {
		out[i] = l.is
	}
	return string(out)
}

package reply

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	delimiterLine = regexp.MustCompile(`^(?:-{2,}|_{2,}|={3,}|~{3,}|\*{3,}|#{3,}|\+{3,}|[—–―]+)$`)
	contact       = regexp.MustCompile(`(?i)@|https?://|www\.|\+?\d[\d ()./-]{6,}\d|mailing list|unsubscribe`)
	proseWord     = regexp.MustCompile(`\p{L}*\p{Ll}\p{L}*`)
	excuse        = regexp.MustCompile(`(?i)typo|brevity|excuse`)
)

// isDevice tells the boast of a mail program from a sentence: "Sent from my desk, which is …" is a sentence.
func isDevice(body string) bool {
	if len(body) > 200 || !deviceLine.MatchString(body) || !deviceName.MatchString(body) {
		return false
	}
	rest := strings.TrimRight(body, ".)>")
	sentence := strings.ContainsAny(rest, ",?!") || strings.Contains(rest, ". ")
	return !sentence || excuse.MatchString(body) || strings.Contains(rest, "http")
}

const (
	signatureLines = 12 // lines of text after a bare "--"
	strictLines    = 30 // after "-- " with its blank, which only mail programs write (RFC 3676 §4.3)
	signatureWidth = 80 // runes
	signatureReach = 60 // lines from the end, empty ones included, within which a signature begins
)

// foldSignatures folds the signature at the end of each visible stretch.
func (f *folder) foldSignatures() {
	for start := 0; start < len(f.lines); {
		end := start
		for end < len(f.lines) && f.marks[end] == "" {
			end++
		}
		if end > start {
			f.foldClosing(start, end)
		}
		start = end + 1
	}
}

// foldClosing folds what closes the lines [start,end): device lines, rules, a signature, in that order and
// then again what the signature uncovered.
func (f *folder) foldClosing(start, end int) {
	end = f.foldTrailing(start, end)
	for i := max(start, end-signatureReach); i < end; i++ {
		if f.lines[i].is == delimiter && f.isSignature(i, end) {
			f.sign(i, end)
			f.foldTrailing(start, i)
			return
		}
	}
}

// foldTrailing folds rules and device lines at the end and gives the new end.
func (f *folder) foldTrailing(start, end int) int {
	first := end
	for i := end - 1; i >= start; i-- {
		is := f.lines[i].is
		if is == delimiter && i > start && f.lines[i-1].is == machinery {
			break // the lower rule of a table
		}
		if is == delimiter || is == device {
			first = i
		} else if is != empty {
			break
		}
	}
	f.sign(first, end)
	return first
}

func (f *folder) sign(start, end int) {
	f.mark(start, end, Signature)
	for i := start; i < end; i++ {
		if f.lines[i].is != empty {
			f.lines[i].is = device
		}
	}
}

// isSentence tells prose from the names, titles and addresses of a signature.
func isSentence(body string) bool {
	if contact.MatchString(body) {
		return false
	}
	words := len(proseWord.FindAllString(body, -1)) // fingerprints and numbers are not words
	return utf8.RuneCountInString(body) > signatureWidth || words > 8 || words >= 4 && strings.ContainsAny(body[len(body)-1:], ".!;")
}

// isSignature judges the lines after the delimiter at i. Questions, machine text, quotes and long lines are
// the author's words.
func (f *folder) isSignature(i, end int) bool {
	count, words, touch := 0, 0, false
	strict := strings.HasPrefix(f.text[f.lines[i].start:], "-- \n") || strings.HasPrefix(f.text[f.lines[i].start:], "-- \r\n")
	for _, l := range f.lines[i+1 : end] {
		switch l.is {
		case empty, delimiter, device:
			continue
		case text:
		default:
			return false
		}
		if strings.HasSuffix(l.body, "?") || !strict && isSentence(l.body) {
			return false
		}
		count++
		words = max(words, len(strings.Fields(l.body)))
		touch = touch || contact.MatchString(l.body)
	}
	switch body := f.lines[i].body; {
	case strict:
		return count <= strictLines
	case body == "--" || body == "—" || body == "–":
		return count <= signatureLines
	}
	// A rule of other signs is more often a divider than a signature.
	return count <= signatureLines && words <= 6 && touch
}

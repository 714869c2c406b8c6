package reply

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	introVerb = regexp.MustCompile(`(?i)(?:^|[\s>"'),\p{Han}])` + verbs + `[\s*]*(:|：|-{2,}|$)`)
	// German and Norwegian put the date after the verb: "Max <m@b.de> schrieb am Fr., 28. Apr. um 11:53 Uhr:".
	verbThenDate = regexp.MustCompile(`(?i)\s` + verbs + `\s.{0,60}\d.{0,40}:$`)
	angleMail    = regexp.MustCompile(`(?:<|&lt;|\[mailto:)\s*(?:mailto:)?[^<>@]{1,80}@[^<>\s]{1,120}`)
	mailAtEnd    = regexp.MustCompile(`<\s*[^<>\s@]+@[^<>\s]+(?:<mailto:[^<>]*>)?\s*>\s*:$`)
	clock        = regexp.MustCompile(`\d{1,2}[:.]\d\d|\d{1,2} ?h ?\d\d`)
	calendar     = regexp.MustCompile(`\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|年`)
	// An introduction begins with a date or with the one word before it ("On", "Le", "W dniu"), so digits
	// stand within its first words; a sentence that merely ends in "wrote:" seldom does that.
	datedStart = regexp.MustCompile(`^[^\p{L}\d]*(?:[\p{L}\p{M}]+[.,]?\s*){0,4}\d`)
	// Gmail wrote "2013/7/20 sam <info@b.org>", and with a zone but no address, as a line of its own.
	bareStamp = regexp.MustCompile(`^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s.{0,80}<[^<>\s@]+@[^<>\s]+>:?$|` +
		`^\d{4}-\d\d-\d\d \d\d:\d\d GMT[+-]\d\d:\d\d(?: \p{Lu}[\p{L}.'-]*){1,4}$`)
	// The ">" that closes an address may begin a line of its own: "> wrote:", ">:".
	closesAddress = regexp.MustCompile(`(?i)^>\s*(?:` + verbs + `\s*)?:$`)
)

// named is an introduction without a date: a name, an address, a verb.
var named = regexp.MustCompile(`^[\p{L}\p{M}"'][^.:;!?<]{0,60}(?:\. ?[^.:;!?<]{0,40})?<[^<>\s@]+@[^<>\s]+>[^.:]{0,30}:$`)

const introLines = 6 // the most lines an introduction is broken over, empty ones included

// markIntros finds the lines that introduce a quote, also where a mail program broke them over several.
func markIntros(lines []line) {
	for i := range lines {
		if !mayEndIntro(lines[i]) {
			continue
		}
		first := introStart(lines, i)
		if first < 0 || !introduces(lines, first, i) {
			continue
		}
		is := intro
		if isMarked(lines[first].body) {
			is = nested
		}
		for j := first; j <= i; j++ {
			lines[j].is = is
		}
	}
}

func mayEndIntro(l line) bool {
	if l.is != text && l.is != quoted || len(l.body) > maxMatched {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(l.body)
	if strings.ContainsRune(":：-", last) {
		return true
	}
	if l.body[0] >= '0' && l.body[0] <= '9' && bareStamp.MatchString(l.body) {
		return true
	}
	return strings.Contains(l.body, "@") && introVerb.MatchString(l.body)
}

// introStart gives the first line of the introduction that ends at line end, -1 if there is none.
func introStart(lines []line, end int) int {
	isQuote := isMarked(lines[end].body)
	joined := ""
	for i := end; i >= 0 && i > end-introLines; i-- {
		l := lines[i]
		body := l.body
		if isQuote {
			body = strings.TrimSpace(unquote(body))
		}
		switch {
		case l.is != text && l.is != quoted && l.is != empty, isMarked(l.body) != isQuote && l.is != empty:
			return -1
		case len(joined)+len(body) > maxMatched:
			return -1
		}
		joined = strings.TrimSpace(body + " " + joined)
		// Over several lines only an address proves that they belong together.
		if body != "" && (i == end || strings.Contains(joined, "@")) && isIntro(joined) {
			return i
		}
	}
	return -1
}

func isMarked(body string) bool {
	return strings.HasPrefix(body, ">") && !closesAddress.MatchString(clip(body))
}

func isIntro(s string) bool {
	starts := datedStart.MatchString(s)
	verb := introVerb.FindStringSubmatch(s)
	switch {
	case verb != nil && angleMail.MatchString(s):
		return starts || verb[1] == ":" && named.MatchString(s)
	case verb != nil && verb[1] != "":
		return starts && (clock.MatchString(s) || calendar.MatchString(s))
	case verbThenDate.MatchString(s):
		return angleMail.MatchString(s)
	case mailAtEnd.MatchString(s):
		return starts && (clock.MatchString(s) || calendar.MatchString(s))
	}
	return bareStamp.MatchString(s)
}

// introduces looks at what follows. A log or code cannot be a quote that lost its marks: "At 10:12 the daemon
// wrote:" is the author's sentence. A bare stamp must stand alone.
func introduces(lines []line, first, last int) bool {
	next := last + 1
	for next < len(lines) && lines[next].is == empty {
		next++
	}
	if next < len(lines) && lines[next].is == machinery {
		return angleMail.MatchString(lines[last].body)
	}
	if bareStamp.MatchString(lines[last].body) && !strings.HasSuffix(lines[last].body, ":") {
		return (first == 0 || lines[first-1].is == empty) && next > last+1
	}
	return true
}

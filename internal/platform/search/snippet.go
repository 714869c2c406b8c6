package search

import (
	"strings"
	"unicode/utf8"
)

// Snippet is a line of a text around a match.
type Snippet struct {
	Text string  // one line; … where it was cut
	Hits []Range // of Text
}

// Cut makes a snippet of about width bytes around the first match of the terms in text; without one it is
// the text's beginning.
func Cut(text string, terms []Term, width int) Snippet {
	width = max(width, 6*longestWord) // so that sparing words never reaches the match
	start, end := 0, width
	if hits := Highlight(text, terms); len(hits) > 0 {
		start = hits[0].Start - width/3
		end = max(start+width, hits[0].End)
	}
	start, end = max(start, 0), min(end, len(text))
	line := strings.Join(strings.Fields(text[wordStart(text, start):wordEnd(text, end)]), " ")
	if start > 0 {
		line = "… " + line
	}
	if end < len(text) {
		line += " …"
	}
	return Snippet{line, Highlight(line, terms)}
}

// longestWord is how far a cut moves to spare a word, in bytes; scripts without spaces are cut anyhow.
const longestWord = 20

func wordStart(text string, at int) int {
	if at == 0 {
		return 0
	}
	if n := strings.IndexAny(text[at:min(at+longestWord, len(text))], " \n\t"); n >= 0 {
		return at + n
	}
	return runeStart(text, at)
}

func wordEnd(text string, at int) int {
	if at == len(text) {
		return at
	}
	if n := strings.LastIndexAny(text[max(at-longestWord, 0):at], " \n\t"); n >= 0 {
		return max(at-longestWord, 0) + n
	}
	return runeStart(text, at)
}

func runeStart(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

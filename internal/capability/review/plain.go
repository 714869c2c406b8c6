package review

import (
	"strings"
	"unicode"
)

// plain escapes what Markdown would read as its own in what a customer wrote, and nothing else: mails show this as plain text
// too, where pg_upgrade should have no stroke in it.
func plain(words string) string {
	text := []rune(oneLine(words))
	link := strings.Contains(string(text), "](")
	var b strings.Builder
	for i := range text {
		if marks(text, i, link) {
			b.WriteByte('\\')
		}
		b.WriteRune(text[i])
	}
	return b.String()
}

// marks reports whether Markdown would read a character as its own in a line that begins an item of a list. link says that
// brackets may be a link.
func marks(text []rune, i int, link bool) bool {
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch next := at(i + 1); text[i] {
	case '\\', '*', '`', '~':
		return true
	case '_': // inside a word it is a letter
		return !word(at(i-1)) || !word(next)
	case '[':
		return link || i == 0 && at(2) == ']' // a box to tick
	case '<':
		return next != ' '
	case '&':
		return word(next) || next == '#'
	case '#', '>', '+', '-', '=':
		return i == 0
	case '.', ')': // a numbered list
		return i > 0 && strings.Trim(string(text[:i]), "0123456789") == ""
	}
	return false
}

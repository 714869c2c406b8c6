package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// How many colours initials come in; the stylesheet has tint-0 to tint-9.
const tints = 10

// Avatar shows a person's initials in a colour that stays theirs. The name is its title and its text for
// screen readers.
func Avatar(p Person) g.Node { return avatar(p, "") }

// BigAvatar is Avatar for the head of a person's page.
func BigAvatar(p Person) g.Node { return avatar(p, " big") }

// NoAvatar stands where nobody is assigned; label says so ("unassigned").
func NoAvatar(label string) g.Node {
	return h.Span(h.Class("avatar none"), g.Attr("role", "img"), g.Attr("aria-label", label), h.Title(label))
}

func avatar(p Person, more string) g.Node {
	tint := p.ID % tints
	if tint < 0 {
		tint = -tint
	}
	return h.Span(h.Class(fmt.Sprintf("avatar tint-%d%s", tint, more)), g.Attr("role", "img"), g.Attr("aria-label", p.Name),
		h.Title(p.Name), g.Text(Initials(p.Name)))
}

// Initials gives the first letters of the first and last word of a name, upper case: "DW" for Dana Whitfield.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	letters := firstLetter(words[0])
	if len(words) > 1 {
		letters += firstLetter(words[len(words)-1])
	}
	return strings.ToUpper(letters)
}

func firstLetter(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	return string(r)
}

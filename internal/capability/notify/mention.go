package notify

import (
	"slices"
	"strings"
	"unicode"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// mentions lists the names behind an @ in Markdown, in lower case, those in code left out.
func mentions(body string) []string {
	var names []string
	markup.Markdown(body, markup.WithLinks(func(kind, ref string) (string, bool) {
		if name := strings.ToLower(ref); kind == "mention" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return "", false
	}))
	return names
}

// Mention finds whom of the staff a name behind an @ means: by what stands before the @ of their address,
// or by their name written as one word ("dana.whitfield", "danawhitfield"). A name that fits two people
// means nobody.
func Mention(staff []people.User, name string) (people.User, bool) {
	var found []people.User
	for _, u := range staff {
		local, _, _ := strings.Cut(u.Email, "@")
		if name = strings.ToLower(name); local == name || oneWord(u.Name) == oneWord(name) {
			found = append(found, u)
		}
	}
	if len(found) != 1 {
		return people.User{}, false
	}
	return found[0], true
}

// oneWord keeps letters and digits only, in lower case.
func oneWord(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

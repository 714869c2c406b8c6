package mailwire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the longest file name we give out, in bytes: file systems take 255, and a counter and a
// browser's "(1)" must fit as well.
const maxName = 200

// safeName makes one path element of a name that came by mail: no directories, no control characters, no
// marks that turn the reading direction (so that "exe.pdf" cannot be shown for "fdp.exe"), nothing that
// Windows forbids, no name of a device, not too long.
func safeName(name string) string {
	name = strings.ToValidUTF8(name, "_")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		if base := strings.Trim(name[i+1:], ". "); base != "" {
			name = name[i+1:]
		}
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r == '\u200b':
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	name = strings.TrimRight(name, ". ")
	if strings.Trim(name, ". _") == "" {
		return ""
	}
	if isDevice(name) {
		name = "_" + name
	}
	return shorten(name, maxName)
}

// isDevice names what Windows does not open as a file, whatever the extension.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '1' && stem[3] <= '9'
}

// shorten cuts a name to a number of bytes and keeps its extension.
func shorten(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	stem, ext := splitExtension(name)
	cut := limit - len(ext)
	for cut > 0 && !utf8.RuneStart(stem[cut]) {
		cut--
	}
	return strings.TrimRight(stem[:cut], ". ") + ext
}

// splitExtension splits at the last dot; an extension longer than 20 bytes is none.
func splitExtension(name string) (stem, ext string) {
	if i := strings.LastIndexByte(name, '.'); i > 0 && len(name)-i <= 20 {
		return name[:i], name[i:]
	}
	return name, ""
}

// nameAll gives every attachment a name that is safe and that no other has, and warns of each change.
func (r *reader) nameAll() {
	names := newUniqueNames()
	for _, unnamed := range []bool{false, true} { // a name that was given goes before one that we made
		for _, a := range r.attached {
			if a.unnamed == unnamed {
				r.nameOne(a, names)
			}
		}
	}
}

func (r *reader) nameOne(a *attached, names uniqueNames) {
	given := a.Name
	a.Name = safeName(given)
	if a.Name == "" {
		a.Name = fmt.Sprintf("attachment-%d%s", a.ordinal, extension(a.ContentType))
	}
	a.Name = names.claim(a.Name)
	if a.Name != given && !a.unnamed {
		r.warn.add(WarnRenamed, "An attachment was renamed to %q: its name was unsafe, too long or not unique.", a.Name)
	}
}

// uniqueNames hands out each name once. Two names that differ only in case are one file on Windows and
// macOS, so case does not count.
type uniqueNames struct {
	taken map[string]bool
	next  map[string]int // the counter to try first, so that a thousand equal names cost a thousand tries
}

func newUniqueNames() uniqueNames {
	return uniqueNames{taken: map[string]bool{}, next: map[string]int{}}
}

func (u uniqueNames) claim(name string) string {
	key := strings.ToLower(name)
	stem, ext := splitExtension(name)
	for n := max(u.next[key], 2); u.taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s (%d)%s", stem, n, ext)
		u.next[key] = n + 1
	}
	u.taken[strings.ToLower(name)] = true
	return name
}

package boundary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// casing is how a name must be written to count: an everyday word in small letters is no name.
type casing int

const (
	anyCase casing = iota
	capital        // begins with a capital letter
	capitals
)

// nameTree is names by their words, so that a text is walked once however many names there are.
type nameTree map[string]*nameNode

type nameNode struct {
	next nameTree
	ends bool
	how  casing
}

func (t nameTree) add(parts []string, how casing) {
	var n *nameNode
	for _, p := range parts {
		n = t[p]
		if n == nil {
			n = &nameNode{next: nameTree{}}
			t[p] = n
		}
		t = n.next
	}
	if n != nil {
		if !n.ends || how < n.how {
			n.how = how
		}
		n.ends = true
	}
}

// addOrganization takes a name whole, in one word, and by what is left of it without the words that many share. The first
// letters count too, in capitals.
func (m *matcher) addOrganization(name string) {
	for _, name := range spellings(name) {
		parts := words(fold(name).text)
		if len(strings.Join(parts, "")) < 3 {
			continue
		}
		m.addWhole(parts)
		if len(parts) == 1 && len(parts[0]) <= 6 { // an acronym may be written with points
			m.names.add(strings.Split(parts[0], ""), anyCase)
		}
		core := parts
		for len(core) > 1 && generic[core[0]] {
			core = core[1:]
		}
		for len(core) > 1 && generic[core[len(core)-1]] {
			core = core[:len(core)-1]
		}
		if letters := len(strings.Join(core, "")); letters >= 4 && !(len(core) == 1 && (generic[core[0]] || everyday[core[0]])) {
			m.addWhole(core)
		}
		m.addAcronyms(name)
	}
}

func (m *matcher) addWhole(parts []string) {
	m.names.add(parts, anyCase)
	if whole := strings.Join(parts, ""); len(parts) > 1 && len(whole) >= 5 {
		m.names.add([]string{whole}, anyCase)
	}
}

// addAcronyms takes the first letters of the words, with and without the small ones: DoE and DE for Department of Energy.
func (m *matcher) addAcronyms(name string) {
	var all, large []rune
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		first, _ := utf8.DecodeRuneInString(w)
		all = append(all, first)
		if unicode.IsUpper(first) {
			large = append(large, first)
		}
	}
	for _, initials := range [][]rune{all, large} {
		if acronym := fold(string(initials)).text; len(acronym) >= 3 {
			m.names.add([]string{acronym}, capitals)
			m.names.add(strings.Split(acronym, ""), capitals)
		}
	}
}

// addPerson takes a name whole, and its parts where they are rare enough to be a name alone.
func (m *matcher) addPerson(name string) {
	for _, name := range spellings(name) {
		parts := words(fold(name).text)
		if len(parts) == 0 || len(strings.Join(parts, "")) < 3 {
			continue
		}
		if len(parts) > 1 {
			m.addWhole(parts)
			m.names.add([]string{parts[len(parts)-1], parts[0]}, anyCase) // Okonkwo, Jane
		}
		for _, p := range parts {
			switch {
			case len(p) < 3:
			case everyday[p]:
				if len(parts) == 1 {
					m.names.add([]string{p}, capital)
				}
			case len(p) < 5:
				m.names.add([]string{p}, capital)
			default:
				m.names.add([]string{p}, anyCase)
			}
		}
	}
}

// spellings gives a name, and as it is written where there are no umlauts.
func spellings(name string) []string {
	plain := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue").Replace(name)
	if plain == name {
		return []string{name}
	}
	return []string{name, plain}
}

// findNames walks the words of a view. Between the words of a name may stand anything but a word: spaces, a hyphen, a
// line break.
func (m *matcher) findNames(v *view, found []Finding) []Finding {
	if len(m.names) == 0 {
		return found
	}
	text := v.text
	for i, j := nextWord(text, 0); i < len(text); i, j = nextWord(text, j) {
		if text[i:j] != strings.TrimRight(text[i:j], "0123456789") { // doe01 is doe too
			if n := m.names[strings.TrimRight(text[i:j], "0123456789")]; n != nil && n.ends && j-i > 3 && v.written(i, j, n.how) {
				found = append(found, v.finding(i, j, Name))
			}
		}
		if end := m.names.longest(v, i, j); end > i {
			found = append(found, v.finding(i, end, Name))
		}
	}
	return found
}

// longest gives the end of the longest name that begins with the word text[i:j]; 0: none does.
func (t nameTree) longest(v *view, i, j int) (end int) {
	start := i
	for n := t[v.text[i:j]]; n != nil; n = t[v.text[i:j]] {
		if n.ends && v.written(start, j, n.how) {
			end = j
		}
		before := j
		i, j = nextWord(v.text, j)
		if i >= len(v.text) || i-before > 40 {
			break
		}
		t = n.next
	}
	return end
}

// written reports whether the source has text[i:j] in the letters that a name asks for.
func (v *view) written(i, j int, how casing) bool {
	if how == anyCase {
		return true
	}
	start, end := v.span(i, j)
	for n, r := range v.source[start:end] {
		switch {
		case how == capital:
			return n == 0 && unicode.IsUpper(r)
		case unicode.IsLetter(r) && !unicode.IsUpper(r):
			return false
		}
	}
	return true
}

// words splits a folded text into its words.
func words(text string) (all []string) {
	for i, j := nextWord(text, 0); i < len(text); i, j = nextWord(text, j) {
		all = append(all, text[i:j])
	}
	return all
}

// nextWord gives the next run of letters and digits; i is the text's length where there is none.
func nextWord(text string, from int) (i, j int) {
	for i = from; i < len(text) && !wordByte(text[i]); i++ {
	}
	for j = i; j < len(text) && wordByte(text[j]); j++ {
	}
	return i, j
}

// wordByte reports whether c is part of a word; all that is outside ASCII and was not folded away is.
func wordByte(c byte) bool {
	return c >= utf8.RuneSelf || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z'
}

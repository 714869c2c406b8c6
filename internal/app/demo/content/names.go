package content

import "strings"

// origin is a pool of names that go together.
type origin struct {
	key, language string
	given, family []name
}

type name struct{ latin, native string }

func origins() []origin {
	var out []origin
	for _, row := range rows("people/names.txt", 4) {
		out = append(out, origin{row[0], row[1], nameList(row[2]), nameList(row[3])})
	}
	return out
}

func nameList(s string) []name {
	var out []name
	for item := range strings.SplitSeq(s, ",") {
		latin, native, _ := strings.Cut(strings.TrimSpace(item), "/")
		out = append(out, name{latin, native})
	}
	return out
}

// fullName draws a name; native is empty where the latin spelling is the usual one.
func (o origin) fullName(d dice) (latin, native string) {
	g, f := pick(d, o.given), pick(d, o.family)
	if g.native != "" && f.native != "" {
		native = f.native + " " + g.native
	}
	return g.latin + " " + f.latin, native
}

// slug folds a name to lower-case ASCII words joined by sep, as mail addresses and group paths have them.
func slug(s, sep string) string {
	s = strings.ToLower(folding().Replace(s))
	words := strings.FieldsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, sep)
}

func folding() *strings.Replacer {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ö", "Oe", "Ü", "Ue", "ß", "ss",
		"á", "a", "â", "a", "ã", "a", "à", "a", "å", "a", "ā", "a", "ç", "c", "ć", "c", "é", "e", "è", "e", "ê", "e",
		"ë", "e", "É", "E", "ğ", "g", "í", "i", "ï", "i", "ı", "i", "İ", "I", "ł", "l", "ń", "n", "ñ", "n", "ó", "o",
		"ô", "o", "õ", "o", "ø", "o", "Ø", "O", "ś", "s", "ş", "s", "Ş", "S", "ú", "u", "ů", "u", "ý", "y", "ż", "z", "'", "")
}

func firstName(full string) string {
	first, _, _ := strings.Cut(full, " ")
	return first
}

func lastName(full string) string {
	return full[strings.LastIndexByte(full, ' ')+1:]
}

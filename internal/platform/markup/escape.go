package markup

import "strings"

// Escape makes a text harmless inside Markdown: a name or a subject that a stranger chose must not become a link or a
// picture in our mail. Lines become spaces; CommonMark §2.4 lets every ASCII punctuation mark be escaped.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if r < 0x80 && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

package channel

import "strings"

// gsmBasic is the alphabet of text messages that are 160 characters long, gsmDouble what counts for two of them
// (3GPP TS 23.038 §6.2.1). Anything else makes messages of 70 characters.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmDouble = "\f^{}\\[~]|€"
)

// gsmMost is how long one text message is.
const gsmMost = 160

// gsmLength counts the characters of a text message; ok is false where the alphabet lacks one.
func gsmLength(s string) (n int, ok bool) {
	for _, r := range s {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			n++
		case strings.ContainsRune(gsmDouble, r):
			n += 2
		default:
			return n, false
		}
	}
	return n, true
}

// gsmText writes s in the alphabet: typographic signs as the plain ones, what it lacks as "?".
func gsmText(s string) string {
	s = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "’", "'", "‘", "'", "–", "-", "—", "-", "…", "...", "·", "-", "→", "->", "\u00a0", " ", "\t", " ",
		"á", "a", "â", "a", "ã", "a", "ç", "c", "ê", "e", "ë", "e", "í", "i", "î", "i", "ï", "i", "ó", "o", "ô", "o", "õ", "o", "ú", "u", "û", "u").Replace(s)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(gsmBasic, r) || strings.ContainsRune(gsmDouble, r) {
			return r
		}
		return '?'
	}, s)
}

// gsmClip gives the longest start of s that is at most n characters long, with dots where something is missing.
func gsmClip(s string, n int) string {
	if length, _ := gsmLength(s); length <= n {
		return s
	}
	const dots = "..."
	if n <= len(dots) {
		return ""
	}
	used := 0
	for i, r := range s {
		size, _ := gsmLength(string(r))
		if used+size > n-len(dots) {
			return strings.TrimRight(s[:i], " ") + dots
		}
		used += size
	}
	return s
}

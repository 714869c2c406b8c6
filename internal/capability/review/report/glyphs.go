package report

import (
	"strings"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// The fonts lie inside the binary: Latin, Greek and Cyrillic.
func regular() []byte { return goregular.TTF }
func bold() []byte    { return gobold.TTF }

// missing stands for a character that the fonts do not have: seen, not dropped.
const missing = '□'

// glyphs knows what the fonts can show.
type glyphs struct {
	font  *sfnt.Font
	buf   sfnt.Buffer
	known map[rune]bool
}

func newGlyphs() (*glyphs, error) {
	font, err := sfnt.Parse(regular())
	return &glyphs{font: font, known: map[rune]bool{}}, err
}

func (g *glyphs) has(r rune) bool {
	ok, asked := g.known[r]
	if !asked {
		i, err := g.font.GlyphIndex(&g.buf, r)
		ok = err == nil && i != 0
		g.known[r] = ok
	}
	return ok
}

// shown is text as the fonts can show it: what they lack is a box, breaks are spaces, and what has no width is left out.
func (g *glyphs) shown(text string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(text, string(missing)) {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u202f' || r == '\u2009':
			b.WriteRune(' ')
		case r == '\u200b' || r == '\u200d' || r == '\ufeff' || r == '\u00ad' || r == '\ufe0f':
		case r < ' ' || r == 0x7f:
			b.WriteRune(missing)
		case r == '\u2011':
			b.WriteRune('-')
		case g.has(r):
			b.WriteRune(r)
		default:
			b.WriteRune(missing)
		}
	}
	return b.String()
}

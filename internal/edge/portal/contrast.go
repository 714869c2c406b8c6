package portal

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// colour is an sRGB colour, each part from 0 to 1.
type colour struct{ r, g, b float64 }

// parseColour reads #rrggbb.
func parseColour(text string) (colour, bool) {
	hex, found := strings.CutPrefix(text, "#")
	n, err := strconv.ParseUint(hex, 16, 32)
	if !found || err != nil || len(hex) != 6 {
		return colour{}, false
	}
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return colour{part(16), part(8), part(0)}, true
}

func (c colour) String() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.r), part(c.g), part(c.b))
}

// mix lays share of other over c, in sRGB as it is stored.
func (c colour) mix(other colour, share float64) colour {
	between := func(a, b float64) float64 { return a + (b-a)*share }
	return colour{between(c.r, other.r), between(c.g, other.g), between(c.b, other.b)}
}

// luminance is the relative luminance of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the contrast ratio of WCAG 2.2 (#dfn-contrast-ratio), from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// enough is the contrast that text needs (WCAG 2.2, Success Criterion 1.4.3, AA).
const enough = 4.5

// theme is what an accent is read on: the papers of tokens.css, as sRGB has them.
type theme struct {
	name   string
	papers []colour // on which links are written, the first under most
	ink    colour   // towards which an accent that is too faint is moved
}

var (
	white = colour{1, 1, 1}
	black = colour{}
	// --panel, --bg, --sunk and --hover
	lightTheme = theme{"light", []colour{white, {0xfb / 255., 0xfa / 255., 0xf8 / 255.}, {0xf5 / 255., 0xf4 / 255., 0xf1 / 255.},
		{0xf8 / 255., 0xf7 / 255., 0xf4 / 255.}}, black}
	darkTheme = theme{"dark", []colour{{0x15 / 255., 0x17 / 255., 0x1b / 255.}, {0x0f / 255., 0x10 / 255., 0x14 / 255.},
		{0x0b / 255., 0x0c / 255., 0x10 / 255.}, {0x1b / 255., 0x1d / 255., 0x22 / 255.}}, white}
)

// tint is the paper under a chip or a chosen option of the accent's own colour.
func (t theme) tint(accent colour) colour { return t.papers[0].mix(accent, .08) }

// worst is the least contrast that an accent has as text in the theme.
func (t theme) worst(accent colour) float64 {
	least := contrast(accent, t.tint(accent))
	for _, p := range t.papers {
		least = min(least, contrast(accent, p))
	}
	return least
}

// nearest is the accent itself if it can be read, else the first on the way to the theme's ink that can.
func (t theme) nearest(accent colour) colour {
	for share := 0.; share < 1; share += .02 {
		if c := accent.mix(t.ink, share).rounded(); t.worst(c) >= enough {
			return c
		}
	}
	return t.ink
}

// rounded is the colour as its text names it, so that what was measured is what is shown.
func (c colour) rounded() colour {
	round := func(v float64) float64 { return math.Round(v*255) / 255 }
	return colour{round(c.r), round(c.g), round(c.b)}
}

// on is what is written on a button of the accent: white or the nearly black of the dark theme, whichever is read better.
func (t theme) on(accent colour) colour {
	if dark := darkTheme.papers[2]; contrast(accent, dark) > contrast(accent, white) {
		return dark
	}
	return white
}

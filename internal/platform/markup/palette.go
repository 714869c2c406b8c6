package markup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// hue is the colour of one family of tokens. Few families keep the style sheet small and let all
// languages look alike.
type hue struct {
	class string
	light string // sRGB, contrast at least 4.5:1 on white (WCAG 2.2 AA)
	dark  string // the same on the dark panel
	of    []chroma.TokenType
}

// palette holds every family once; a type stands in at most one of them.
var palette = []hue{
	{"hl-i", "#116329", "#7ee787", []chroma.TokenType{chroma.GenericInserted}},
	{"hl-d", "#a40e26", "#ffa198", []chroma.TokenType{chroma.GenericDeleted, chroma.GenericError, chroma.GenericTraceback}},
	{"hl-h", "#0550ae", "#79c0ff", []chroma.TokenType{chroma.GenericHeading, chroma.GenericSubheading, chroma.NameTag, chroma.NameAttribute}},
	{"hl-c", "#59636e", "#9198a1", []chroma.TokenType{chroma.Comment, chroma.GenericPrompt}},
	{"hl-k", "#a11a3f", "#ff7b72", []chroma.TokenType{chroma.Keyword, chroma.OperatorWord}},
	{"hl-s", "#0a3069", "#a5d6ff", []chroma.TokenType{chroma.LiteralString}},
	{"hl-n", "#0550ae", "#79c0ff", []chroma.TokenType{chroma.LiteralNumber, chroma.LiteralDate, chroma.NameConstant}},
	{"hl-f", "#6639ba", "#d2a8ff", []chroma.TokenType{chroma.NameFunction, chroma.NameDecorator, chroma.NameBuiltin}},
	{"hl-t", "#7a3b00", "#ffa657", []chroma.TokenType{chroma.NameClass, chroma.NameException, chroma.NameNamespace, chroma.NameVariable}},
}

// hueOf looks for the type itself, then its sub-category, then its category; nil means plain text.
func hueOf(t chroma.TokenType) *hue {
	for ; t > 0; t = t.Parent() {
		for i := range palette {
			if slices.Contains(palette[i].of, t) {
				return &palette[i]
			}
		}
	}
	return nil
}

// HighlightCSS is the style sheet of the code that Markdown and PlainText draw: colours for light and dark
// by light-dark(), line numbers that are not copied, and wide lines that scroll within their block.
func HighlightCSS() string {
	var out strings.Builder
	out.WriteString(`.code,.log{overflow-x:auto;tab-size:4;font-family:var(--mono,ui-monospace,monospace)}
.code .ln{display:inline-block;min-width:3ch;margin-right:1.5ch;text-align:right;user-select:none;text-decoration:none;color:light-dark(#59636e,#9198a1)}
.code .ln:target{font-weight:700;background:light-dark(#fff8c5,#4b3a00)}
`)
	for _, h := range palette {
		fmt.Fprintf(&out, ".code .%s{color:light-dark(%s,%s)}\n", h.class, h.light, h.dark)
	}
	return out.String()
}

package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// styleProps may appear in a mail's style attributes. None of them can leave the element's own box, fetch
// anything or run anything.
var styleProps = regexp.MustCompile(`^(?:color|background|background-color|direction|unicode-bidi|display|float|clear|` +
	`font|font-(?:family|size|style|weight|variant|stretch)|line-height|letter-spacing|word-spacing|` +
	`text-(?:align|decoration|decoration-line|indent|transform)|vertical-align|white-space|` +
	`word-(?:break|wrap)|overflow-wrap|` +
	`(?:margin|padding)(?:-(?:top|right|bottom|left))?|` +
	`(?:min-|max-)?(?:width|height)|` +
	`border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?|border-(?:collapse|spacing|radius)|` +
	`list-style(?:-(?:type|position))?|table-layout|caption-side|empty-cells)$`)

var (
	styleValue = regexp.MustCompile(`^[\p{L}\p{N}#%.,'"!+ _-]{1,300}$`)
	colourCall = regexp.MustCompile(`(?i)\b(?:rgba?|hsla?)\([0-9a-z.,%/ ]{1,60}\)`)
	lineHeight = regexp.MustCompile(`(\d[a-z%]*)/(\d)`) // "12px/1.5" of the font shorthand
	remoteCall = regexp.MustCompile(`(?i)url\s*\(\s*["']?\s*(?:https?:|//)`)
)

// maxStyle is the longest style attribute that is read, in bytes.
const maxStyle = 4096

// cleanStyle keeps the allowed declarations of a style attribute. Without keepDefaults, black text and white
// grounds go: they say nothing on paper and make the mail unreadable in dark mode. Remote counts the
// addresses of other servers that were dropped.
func cleanStyle(style string, keepDefaults bool) (clean string, remote int) {
	if len(style) > maxStyle {
		return "", 0
	}
	remote = len(remoteCall.FindAllStringIndex(style, -1))
	var kept []string
	for _, decl := range strings.Split(style, ";") {
		prop, val, ok := declaration(decl)
		if !ok || !keepDefaults && isColourProp(prop) && defaultColour(val) {
			continue
		}
		kept = append(kept, prop+": "+val)
	}
	return strings.Join(kept, "; "), remote
}

func declaration(decl string) (prop, val string, ok bool) {
	prop, val, ok = strings.Cut(decl, ":")
	prop, val = strings.ToLower(strings.TrimSpace(prop)), strings.Join(strings.Fields(val), " ")
	if !ok || !styleProps.MatchString(prop) {
		return "", "", false
	}
	// Parentheses are allowed in colours only: url(), expression(), image-set() and var() all need them.
	plain := lineHeight.ReplaceAllString(colourCall.ReplaceAllString(val, "rgb"), "$1 $2")
	if !styleValue.MatchString(plain) {
		return "", "", false
	}
	return prop, val, true
}

func isColourProp(prop string) bool {
	return prop == "color" || prop == "background" || prop == "background-color"
}

var defaultColours = regexp.MustCompile(`(?i)^(?:black|white|windowtext|window|auto|inherit|initial|transparent|none|` +
	`#000|#000000|#fff|#ffffff|rgb\(0, ?0, ?0\)|rgb\(255, ?255, ?255\))(?: ?!important)?$`)

func defaultColour(val string) bool { return defaultColours.MatchString(strings.TrimSpace(val)) }

// hasColours reports whether the author of a mail chose any colour beside black on white.
func hasColours(doc *html.Node) bool {
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if colouredAttr(n.Data, a) {
				return true
			}
		}
	}
	return false
}

func colouredAttr(element string, a html.Attribute) bool {
	switch a.Key {
	case "bgcolor":
		return !defaultColour(a.Val)
	case "text":
		return element == "body" && !defaultColour(a.Val)
	case "color":
		return element == "font" && !defaultColour(a.Val)
	case "style":
		for _, decl := range strings.Split(a.Val, ";") {
			if prop, val, ok := declaration(decl); ok && isColourProp(prop) && !defaultColour(val) {
				return true
			}
		}
	}
	return false
}

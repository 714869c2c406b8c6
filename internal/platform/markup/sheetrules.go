package markup

import (
	"regexp"
	"strings"
)

var sheetComment = regexp.MustCompile(`(?s)/\*.*?\*/|<!--|-->`)

// sheetRules reads the plain rules of a style sheet in their order. @media and its kin are passed over: they speak of
// other screens, of fonts to fetch, or of a dark scheme that is ours to make.
func sheetRules(css string) (rules []sheetRule) {
	css = sheetComment.ReplaceAllString(css, " ")
	for len(rules) < maxSheetRules {
		css = strings.TrimSpace(css)
		if strings.HasPrefix(css, "@") {
			css = afterAtRule(css)
			continue
		}
		selectors, rest, ok := strings.Cut(css, "{")
		if !ok {
			return rules
		}
		var body string
		body, css, _ = strings.Cut(rest, "}")
		// Pictures of other servers are counted where the mail is cleaned, for elements that have them.
		if style, _ := cleanStyle(body, true); style != "" {
			rules = appendRules(rules, selectors, style)
		}
	}
	return rules
}

func appendRules(rules []sheetRule, selectors, style string) []sheetRule {
	for _, selector := range strings.Split(selectors, ",") {
		if path, ok := parsePath(selector); ok && len(rules) < maxSheetRules {
			r := sheetRule{path: path, style: style}
			for _, c := range path {
				r.weight += c.weight()
			}
			rules = append(rules, r)
		}
	}
	return rules
}

func parsePath(selector string) (path []compound, ok bool) {
	for _, word := range strings.Fields(selector) {
		c, ok := parseCompound(word)
		if !ok {
			return nil, false
		}
		path = append(path, c)
	}
	return path, len(path) > 0
}

// afterAtRule gives what follows an at-rule: a statement up to its semicolon, or a block with all blocks in it.
func afterAtRule(css string) string {
	depth := 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case ';':
			if depth == 0 {
				return css[i+1:]
			}
		case '{':
			depth++
		case '}':
			if depth--; depth <= 0 {
				return css[i+1:]
			}
		}
	}
	return ""
}

package placeholder

import (
	"errors"
	"strings"
	"sync"

	"github.com/osteele/liquid"
)

// tags are the tags a text may use. The rest can read files (include), or grow a value without end (assign,
// capture).
var tags = map[string]bool{
	"if": true, "elsif": true, "else": true, "endif": true, "unless": true, "endunless": true,
	"case": true, "when": true, "endcase": true, "for": true, "endfor": true, "break": true, "continue": true,
	"comment": true, "endcomment": true, "raw": true, "endraw": true,
}

// filters are the filters a text may use; replace and remove are bounded here.
var filters = map[string]bool{
	"default": true, "join": true, "first": true, "last": true, "size": true, "uniq": true, "sort": true, "reverse": true,
	"date": true, "plus": true, "minus": true, "times": true, "divided_by": true, "modulo": true, "round": true, "abs": true,
	"append": true, "prepend": true, "upcase": true, "downcase": true, "capitalize": true, "strip": true, "lstrip": true,
	"rstrip": true, "strip_newlines": true, "strip_html": true, "newline_to_br": true, "escape": true, "truncate": true,
	"truncatewords": true, "replace": true, "remove": true, "split": true, "url_encode": true,
}

var errTooLong = errors.New("a value grows too long")

// engine is the one reader of texts. It never changes.
var engine = sync.OnceValue(func() *liquid.Engine {
	e := liquid.NewEngine()
	bound := func(f func(a, b string) string) func(a, b string) (string, error) {
		return func(a, b string) (string, error) {
			if len(a)+len(b) > longest {
				return "", errTooLong
			}
			return f(a, b), nil
		}
	}
	e.RegisterFilter("append", bound(func(a, b string) string { return a + b }))
	e.RegisterFilter("prepend", bound(func(a, b string) string { return b + a }))
	e.RegisterFilter("replace", func(s, old, with string) (string, error) {
		if old == "" {
			return s, nil
		}
		if len(s)+strings.Count(s, old)*len(with) > longest {
			return "", errTooLong
		}
		return strings.ReplaceAll(s, old, with), nil
	})
	return e
})

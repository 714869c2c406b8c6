package markup

import (
	"html"
	"net/url"
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

func escape(s string) string { return html.EscapeString(s) }

// Policies are immutable once made and safe for concurrent use.
var (
	pagePolicy     = sync.OnceValue(newPagePolicy)
	outgoingPolicy = sync.OnceValue(newOutgoingPolicy)
	mailPolicy     = sync.OnceValue(newMailPolicy)
)

var (
	ownClass  = regexp.MustCompile(`^(?:code|fold|ln|log|quoted|hl-[a-z]|ref-[a-z]+)$`)
	plainID   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,80}$`)
	cellAlign = regexp.MustCompile(`^(?:left|right|center)$`)
	alignCSS  = regexp.MustCompile(`^text-align: ?(?:left|right|center);?$`)
)

func newTextPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "em",
		"strong", "del", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "span", "img", "a")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("align").Matching(cellAlign).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt", "title").OnElements("img")
	p.AllowAttrs("title").OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	return p
}

func newPagePolicy() *bluemonday.Policy {
	p := newTextPolicy()
	p.AllowElements("details", "summary")
	p.AllowAttrs("class").Matching(ownClass).OnElements("pre", "details", "a", "span")
	p.AllowAttrs("id").Matching(plainID).OnElements("a")
	p.AllowAttrs("style").Matching(alignCSS).OnElements("th", "td")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").OnElements("input")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}

func newOutgoingPolicy() *bluemonday.Policy {
	p := newTextPolicy()
	p.AllowAttrs("style").OnElements("p", "pre", "code", "span", "blockquote", "table", "th", "td", "img", "div")
	p.AllowElements("div")
	p.AllowURLSchemes("http", "https", "mailto", "tel", "cid")
	return p
}

// newMailPolicy is the second wall behind the cleaner: even a defect there lets no other element, attribute
// or scheme pass.
func newMailPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for element, attrs := range mailElements {
		p.AllowElements(element)
		p.AllowNoAttrs().OnElements(element)
		if len(attrs) > 0 {
			p.AllowAttrs(attrs...).OnElements(element)
		}
	}
	p.AllowAttrs("dir", "lang", "title", "id", "class", "role").Globally()
	p.AllowAttrs("style").Matching(safeStyle).Globally()
	p.AllowAttrs("target", "rel").OnElements("a")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowURLSchemeWithCustomPolicy("data", func(u *url.URL) bool {
		return dataImagePrefix.MatchString("data:" + u.Opaque)
	})
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	return p
}

// safeStyle lets parentheses stand in colours only, like declaration.
var safeStyle = regexp.MustCompile(`(?i)^(?:[\p{L}\p{N}#%.,'"!+ /:;_-]|\b(?:rgba?|hsla?)\([0-9a-z.,%/ ]{1,60}\))*$`)

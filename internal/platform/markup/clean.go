package markup

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// mailElements may be shown; attributes they may carry beside those of every element. What is not here
// loses its tag and keeps its text, unless voidContent names it.
var mailElements = map[string][]string{
	"a": {"href", "name"}, "abbr": nil, "address": nil, "article": nil, "aside": nil, "b": nil, "bdi": nil,
	"bdo": nil, "big": nil, "blockquote": nil, "br": nil, "caption": nil, "center": nil, "cite": nil,
	"code": nil, "col": {"span", "width"}, "colgroup": {"span", "width"}, "dd": nil, "del": nil,
	"details": nil, "dfn": nil, "div": {"align"}, "dl": nil, "dt": nil, "em": nil, "figcaption": nil,
	"figure": nil, "font": {"color", "size", "face"}, "footer": nil, "h1": {"align"}, "h2": {"align"},
	"h3": {"align"}, "h4": {"align"}, "h5": {"align"}, "h6": {"align"}, "header": nil,
	"hr": {"width", "size", "align"}, "i": nil, "img": {"src", "alt", "width", "height", "align", "border"},
	"ins": nil, "kbd": nil, "li": {"value"}, "main": nil, "mark": nil, "ol": {"start", "type"},
	"p": {"align"}, "pre": {"wrap"}, "q": nil, "s": nil, "samp": nil, "section": nil, "small": nil, "span": nil,
	"strike": nil, "strong": nil, "sub": nil, "summary": nil, "sup": nil,
	"table": {"width", "height", "border", "cellpadding", "cellspacing", "align", "bgcolor"},
	"tbody": {"align", "valign"}, "td": {"width", "height", "colspan", "rowspan", "align", "valign", "bgcolor", "nowrap"},
	"tfoot": {"align", "valign"}, "th": {"width", "height", "colspan", "rowspan", "align", "valign", "bgcolor", "nowrap", "scope"},
	"thead": {"align", "valign"}, "time": nil, "tr": {"align", "valign", "bgcolor", "height"}, "tt": nil,
	"u": nil, "ul": {"type"}, "var": nil, "wbr": nil,
}

// everyElement lists the attributes allowed on all of mailElements.
var everyElement = []string{"dir", "lang", "title", "style", "id", "class", "role"}

// voidContent names elements whose content is not text for a reader.
var voidContent = map[string]bool{
	"applet": true, "audio": true, "canvas": true, "embed": true, "frame": true, "frameset": true,
	"head": true, "iframe": true, "link": true, "math": true, "meta": true, "noembed": true,
	"noframes": true, "noscript": true, "object": true, "script": true, "select": true, "style": true,
	"svg": true, "template": true, "title": true, "video": true, "xml": true,
}

var plainValue = regexp.MustCompile(`^[\p{L}\p{N}#%.,*+ _-]{0,100}$`)

// cleaner walks the parsed mail once and leaves only what the policy allows.
type cleaner struct {
	opt      MailOptions
	out      *MailHTML
	coloured bool
	data     int // bytes of data: images so far
}

// children cleans the nodes under parent, which stands at the given depth.
func (c *cleaner) children(parent *html.Node, depth int) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.TextNode:
		case n.Type != html.ElementNode || n.Namespace != "" || voidContent[n.Data]:
			c.countRemote(n)
			parent.RemoveChild(n)
		case depth > maxMailDepth:
			c.out.Truncated = true
			if first := hoist(n); first != nil {
				next = first
			}
		default:
			if first, gone := c.element(n, depth); gone && first != nil {
				next = first
			}
		}
		n = next
	}
}

// element cleans one element. Gone says that it was removed; first is then the first child that took its
// place, nil for none.
func (c *cleaner) element(n *html.Node, depth int) (first *html.Node, gone bool) {
	allowed, known := mailElements[n.Data]
	if !known {
		return hoist(n), true
	}
	src, kept := n.Attr, n.Attr[:0:0]
	for _, a := range src {
		if a.Key == "background" {
			c.out.Remote++ // a table's background picture, which we never load
		}
		if a.Namespace != "" || !slices.Contains(allowed, a.Key) && !slices.Contains(everyElement, a.Key) {
			continue
		}
		if val, ok := c.attr(n.Data, a.Key, a.Val); ok {
			kept = append(kept, html.Attribute{Key: a.Key, Val: val})
		}
	}
	n.Attr = kept
	switch n.Data {
	case "a":
		if !c.link(n) {
			return hoist(n), true
		}
	case "img":
		if !c.image(n, attrOf(src, "src")) {
			return nil, true
		}
	}
	c.children(n, depth+1)
	return nil, false
}

func (c *cleaner) attr(element, key, val string) (string, bool) {
	switch key {
	case "style":
		style, remote := cleanStyle(val, c.coloured)
		c.out.Remote += remote
		return style, style != ""
	case "id", "name":
		return prefixed(val)
	case "class":
		return prefixed(val)
	case "href", "src":
		return val, true // judged with the whole element, in link and image
	case "alt", "title":
		return val, len(val) <= 1000
	case "color", "bgcolor":
		return val, plainValue.MatchString(val) && (c.coloured || !defaultColour(val))
	case "type":
		return val, element != "input" && plainValue.MatchString(val)
	}
	return val, plainValue.MatchString(val)
}

var nameWord = regexp.MustCompile(`^[A-Za-z0-9_:.-]{1,80}$`)

// prefixed puts mailPrefix before every word of an id or class.
func prefixed(val string) (string, bool) {
	words := strings.Fields(val)
	if len(words) > 20 {
		return "", false
	}
	for i, w := range words {
		if !nameWord.MatchString(w) {
			return "", false
		}
		words[i] = mailPrefix + w
	}
	return strings.Join(words, " "), len(words) > 0
}

// link judges an <a>; false means that only its text stays.
func (c *cleaner) link(n *html.Node) bool {
	href, ok := cleanHref(attrOf(n.Attr, "href"))
	setAttr(n, "href", "")
	if !ok {
		return attrOf(n.Attr, "name") != "" || attrOf(n.Attr, "id") != ""
	}
	if c.out.Links++; c.out.Links > maxMailLinks {
		c.out.Links = maxMailLinks
		return false
	}
	setAttr(n, "href", href)
	if strings.HasPrefix(href, "#") {
		return true
	}
	setAttr(n, "title", linkTitle(href))
	setAttr(n, "target", "_blank")
	setAttr(n, "rel", "noopener noreferrer nofollow")
	return true
}

var linkSchemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

func cleanHref(raw string) (string, bool) {
	raw = strings.TrimSpace(raw)
	if len(raw) > 8192 {
		return "", false
	}
	if frag, ok := strings.CutPrefix(raw, "#"); ok {
		id, ok := prefixed(frag)
		return "#" + id, ok && !strings.Contains(id, " ")
	}
	if strings.HasPrefix(raw, "//") {
		raw = "https:" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || !linkSchemes[u.Scheme] || u.Opaque == "" && u.Host == "" {
		return "", false
	}
	return u.String(), true
}

// linkTitle shows where a link really leads, whatever its text claims.
func linkTitle(href string) string {
	u, err := url.Parse(href)
	if err != nil || u.Host == "" {
		return href
	}
	return fmt.Sprintf("Opens %s", u.Host)
}

// hoist puts the children of n in its place and gives the first of them, nil for none.
func hoist(n *html.Node) (first *html.Node) {
	parent := n.Parent
	for ch := n.FirstChild; ch != nil; ch = n.FirstChild {
		n.RemoveChild(ch)
		parent.InsertBefore(ch, n)
		if first == nil {
			first = ch
		}
	}
	parent.RemoveChild(n)
	return first
}

func attrOf(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// setAttr sets an attribute, or removes it when val is empty.
func setAttr(n *html.Node, key, val string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	if val != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
	}
}

package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// foldQuotes wraps the quoted parts of a mail into <details>, by the marks that mail programs leave. The
// outermost quote folds; a mail that is nothing but quote stays open.
func foldQuotes(body *html.Node, m *MailHTML) {
	for _, f := range findQuotes(body) {
		if !hasContentOutside(body, f) {
			continue
		}
		f.wrap()
		m.Quotes++
	}
}

// quoteRange is a run of siblings, first to last.
type quoteRange struct{ first, last *html.Node }

func findQuotes(body *html.Node) []quoteRange {
	var found []quoteRange
	var visit func(n *html.Node) (done bool)
	visit = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			switch {
			case quotesRest(c):
				// Outlook marks where the old mail begins, not where it ends: all that follows is old.
				found = append(found, quoteRange{c, n.LastChild})
				return true
			case quotesSelf(c):
				found = append(found, quoteRange{c, c})
			default:
				visit(c)
			}
		}
		return false
	}
	visit(body)
	return found
}

// ownQuoteMark is on the quote of every mail we send.
const ownQuoteMark = "data-daywatch-quote"

var quoteClasses = regexp.MustCompile(`(?:^|\s)(?:gmail_quote|gmail_extra|moz-cite-prefix|moz-forward-container|protonmail_quote|yahoo_quoted|` +
	`tutanota_quote|zmail_extra|front-blockquote|freebirdQuote)(?:\s|$)`)

// quotesSelf says that the element is a quote by itself.
func quotesSelf(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			if quoteClasses.MatchString(a.Val) {
				return true
			}
		case "id":
			if a.Val == "OLK_SRC_BODY_SECTION" || strings.HasPrefix(a.Val, "yahoo_quoted") {
				return true
			}
		case "type":
			if n.Data == "blockquote" && strings.EqualFold(a.Val, "cite") {
				return true
			}
		case ownQuoteMark:
			return true
		}
	}
	return false
}

var msoBorder = regexp.MustCompile(`(?i)border:\s*none;\s*border-top:\s*solid\s+#[0-9a-f]{6}\s+1\.0pt`)

// quotesRest says that the element opens the old mail, which runs to the end of its parent.
func quotesRest(n *html.Node) bool {
	switch attrOf(n.Attr, "id") {
	case "divRplyFwdMsg", "appendonsend", "x_divRplyFwdMsg", "mail-editor-reference-message-container":
		return true
	}
	return n.Data == "div" && msoBorder.MatchString(attrOf(n.Attr, "style"))
}

// wrap moves the range into <details><summary>…</summary>…</details> in its place.
func (q quoteRange) wrap() {
	parent := q.first.Parent
	details := &html.Node{Type: html.ElementNode, Data: "details"}
	summary := &html.Node{Type: html.ElementNode, Data: "summary"}
	summary.AppendChild(&html.Node{Type: html.TextNode, Data: "Quoted text"})
	details.AppendChild(summary)
	parent.InsertBefore(details, q.first)
	for n := q.first; n != nil; {
		next := n.NextSibling
		parent.RemoveChild(n)
		details.AppendChild(n)
		if n == q.last {
			break
		}
		n = next
	}
}

// hasContentOutside reports whether something readable stands outside the range.
func hasContentOutside(body *html.Node, q quoteRange) bool {
	inside := map[*html.Node]bool{}
	for n := q.first; n != nil; n = n.NextSibling {
		inside[n] = true
		if n == q.last {
			break
		}
	}
	var visit func(n *html.Node) bool
	visit = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case inside[c] || c.Type == html.ElementNode && voidContent[c.Data]:
			case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "",
				c.Type == html.ElementNode && c.Data == "img",
				visit(c):
				return true
			}
		}
		return false
	}
	return visit(body)
}

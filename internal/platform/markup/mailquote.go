package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// QuoteMark is the attribute on the quote of every mail we send, so that its return is recognised whatever
// the mail program of the other side makes of it.
const QuoteMark = "data-daywatch-quote"

// quoteRange is a run of siblings, first to last.
type quoteRange struct{ first, last *html.Node }

// foldQuotes wraps the quoted parts of a mail into <details>, by the marks that mail programs leave. The
// outermost quote folds; a mail that is nothing but quote stays open.
func foldQuotes(body *html.Node, m *MailHTML) {
	found := mergeQuotes(findQuotes(body, nil))
	inside := map[*html.Node]bool{}
	for _, q := range found {
		for n := q.first; n != q.last; n = n.NextSibling {
			inside[n] = true
		}
		inside[q.last] = true
	}
	if !readable(body, inside) {
		return
	}
	for _, q := range found {
		q.wrap()
		m.Quotes++
	}
}

// findQuotes appends the quotes under n in document order.
func findQuotes(n *html.Node, found []quoteRange) []quoteRange {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch {
		case quotesRest(c):
			// Outlook marks where the old mail begins, not where it ends: all that follows is old.
			return append(found, quoteRange{c, n.LastChild})
		case wrapsRest(c):
			return append(found, quoteRange{c, n.LastChild})
		case quotesSelf(c) && !answeredWithin(c):
			found = append(found, quoteRange{c, c})
		default:
			found = findQuotes(c, found)
		}
	}
	return found
}

// mergeQuotes joins ranges that only blanks part, such as Thunderbird's "On … wrote:" and its quote.
func mergeQuotes(found []quoteRange) []quoteRange {
	var out []quoteRange
	for _, q := range found {
		if n := len(out); n > 0 && nextReadable(out[n-1].last) == q.first {
			out[n-1].last = q.last
			continue
		}
		out = append(out, q)
	}
	return out
}

func nextReadable(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode && n.Data != "br" || n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			return n
		}
	}
	return nil
}

var quoteClasses = regexp.MustCompile(`(?:^|\s)(?:gmail_quote|gmail_extra|moz-forward-container|` +
	`protonmail_quote|yahoo_quoted|tutanota_quote|zmail_extra|front-blockquote)(?:\s|$)`)

// quotesSelf says that the element is a quote by itself.
func quotesSelf(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			if quoteClasses.MatchString(a.Val) || citePrefix(n, a.Val) {
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
		case QuoteMark:
			return true
		}
	}
	return false
}

// citePrefix says that n is Thunderbird's "On … wrote:" right over its quote. An author who types into that line
// leaves its class on his own paragraphs.
func citePrefix(n *html.Node, class string) bool {
	if !strings.Contains(class, "moz-cite-prefix") {
		return false
	}
	next := nextReadable(n)
	return next != nil && next.Type == html.ElementNode && next.Data == "blockquote"
}

// answeredWithin says that the author wrote between or below the quotes in their common container, as Gmail
// does: then each quote folds by itself.
func answeredWithin(n *html.Node) bool {
	if n.Data == "blockquote" {
		return false
	}
	quoted := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && c.Data == "blockquote":
			quoted = true
		case quoted && (c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || readable(c, nil)):
			return true
		}
	}
	return false
}

var msoBorder = regexp.MustCompile(`(?i)border:\s*none;\s*border-top:\s*solid\s+#[0-9a-f]{6}\s+1\.0pt`)

// quotesRest says that the element opens the old mail, which runs to the end of its parent.
func quotesRest(n *html.Node) bool {
	switch strings.TrimPrefix(attrOf(n.Attr, "id"), "x_") {
	case "divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container":
		return true
	}
	return n.Data == "div" && msoBorder.MatchString(attrOf(n.Attr, "style"))
}

// wrapsRest says that n holds nothing but such an opening: desktop Outlook wraps it in a plain <div>.
func wrapsRest(n *html.Node) bool {
	only := n.FirstChild
	for only != nil && only.Type == html.TextNode && strings.TrimSpace(only.Data) == "" {
		only = only.NextSibling
	}
	return n.Data == "div" && only != nil && only.Type == html.ElementNode && quotesRest(only) && nextReadable(only) == nil
}

// wrap moves the range into <details><summary>…</summary>…</details> in its place.
func (q quoteRange) wrap() {
	parent := q.first.Parent
	details := &html.Node{Type: html.ElementNode, Data: "details"}
	summary := &html.Node{Type: html.ElementNode, Data: "summary"}
	summary.AppendChild(&html.Node{Type: html.TextNode, Data: "Quoted text"})
	details.AppendChild(summary)
	parent.InsertBefore(details, q.first)
	for done := false; !done; {
		n := details.NextSibling
		done = n == q.last
		parent.RemoveChild(n)
		details.AppendChild(n)
	}
}

// readable reports whether n holds a word or a picture outside the nodes of except.
func readable(n *html.Node, except map[*html.Node]bool) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case except[c] || c.Type == html.ElementNode && voidContent[c.Data]:
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "",
			c.Type == html.ElementNode && c.Data == "img",
			readable(c, except):
			return true
		}
	}
	return false
}

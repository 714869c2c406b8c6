package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Limits of what one mail may ask of a browser.
const (
	maxMailBytes = 4 << 20 // HTML read; the rest is cut and MailHTML.Truncated set
	maxMailDepth = 200     // nested elements shown
	maxMailLinks = 5000    // links kept as links; past it only their text
	maxDataImage = 1 << 20 // bytes of one data: image as written
	maxDataTotal = 4 << 20 // bytes of all data: images of a mail
	mailPrefix   = "m-"    // put before ids and classes, so that a mail cannot address ours
)

// MailOptions says how one mail is shown.
type MailOptions struct {
	// CID finds the application URL of an inline part by its Content-ID (without brackets) or
	// Content-Location. Nil means no inline parts.
	CID func(cid string) (url string, ok bool)
	// LoadRemote shows images of other servers, through Proxy. Without it they are blocked and counted.
	LoadRemote bool
	// Proxy gives our own URL that fetches a remote image. Nil, or ok false, blocks the image.
	Proxy func(remote string) (url string, ok bool)
}

// MailHTML is a mail's HTML made safe to show in the document that SandboxDocument builds.
type MailHTML struct {
	HTML      string // a fragment, not a document
	Remote    int    // images and backgrounds of other servers that were blocked
	Quotes    int    // quoted parts folded into <details>
	Links     int    // links kept
	Coloured  bool   // the author chose colours of his own, so the mail is shown on white
	Truncated bool   // the mail was longer or deeper than we show in full
}

// SanitizeMail makes the HTML of a stranger's mail safe: an allowlist of elements, attributes and inline
// styles, no remote content unless asked for, folded quotes. It never fails; what cannot be parsed is shown
// as text.
func SanitizeMail(src string, opt MailOptions) MailHTML {
	var m MailHTML
	if len(src) > maxMailBytes {
		src, m.Truncated = strings.ToValidUTF8(src[:maxMailBytes], ""), true
	}
	doc, flat, err := parseMail(src)
	if err != nil {
		m.HTML, m.Truncated = "<pre>"+escape(src)+"</pre>", true
		return m
	}
	m.Truncated = m.Truncated || flat
	inlineSheets(doc)
	body := bodyOf(doc)
	foldQuotes(body, &m)
	keepGround(body)
	c := cleaner{opt: opt, out: &m, coloured: hasColours(doc)}
	m.Coloured = c.coloured
	c.children(body, 1)
	var out strings.Builder
	for n := body.FirstChild; n != nil; n = n.NextSibling {
		// Render fails only on a failing writer and on raw-text nodes, which the cleaner removed.
		if err := html.Render(&out, n); err != nil {
			m.HTML = "<pre>" + escape(textOf(body)) + "</pre>"
			return m
		}
	}
	m.HTML = mailPolicy().Sanitize(out.String())
	return m
}

// parseMail parses like a browser. x/net/html refuses more than 512 open elements; such a mail is
// flattened first, which flat reports.
func parseMail(src string) (doc *html.Node, flat bool, err error) {
	if doc, err = html.Parse(strings.NewReader(src)); err == nil {
		return doc, false, nil
	}
	doc, err = html.Parse(strings.NewReader(flatten(src)))
	return doc, true, err
}

// flatten drops the tags nested deeper than maxMailDepth and keeps their text.
func flatten(src string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(src))
	open, dropped := 0, 0
	for {
		switch kind := z.Next(); {
		case kind == html.ErrorToken:
			return out.String()
		case kind == html.StartTagToken && open >= maxMailDepth:
			dropped++
		case kind == html.EndTagToken && dropped > 0:
			dropped--
		default:
			switch kind {
			case html.StartTagToken:
				open++
			case html.EndTagToken:
				open = max(0, open-1)
			}
			out.Write(z.Raw())
		}
	}
}

// keepGround moves the colours, the direction and the language of <html> and <body>, which are not shown
// themselves, to a <div> around the content.
func keepGround(body *html.Node) {
	style := attrOf(body.Attr, "style")
	if bg := attrOf(body.Attr, "bgcolor"); bg != "" {
		style = "background-color: " + bg + "; " + style
	}
	if fg := attrOf(body.Attr, "text"); fg != "" {
		style = "color: " + fg + "; " + style
	}
	div := &html.Node{Type: html.ElementNode, Data: "div"}
	setAttr(div, "style", style)
	for _, key := range []string{"dir", "lang"} {
		val := attrOf(body.Attr, key)
		if val == "" && body.Parent != nil {
			val = attrOf(body.Parent.Attr, key)
		}
		setAttr(div, key, val)
	}
	if len(div.Attr) == 0 {
		return
	}
	for c := body.FirstChild; c != nil; c = body.FirstChild {
		body.RemoveChild(c)
		div.AppendChild(c)
	}
	body.AppendChild(div)
}

func bodyOf(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "body" {
			return n
		}
	}
	return doc
}

package mailwire

import (
	"bytes"
	"context"
	"html"
	"io"
	"strings"
)

// view is what a part of the mail shows: text, HTML, or the same in both.
type view struct {
	text, html string
	image      bool // html is one picture and nothing else
}

func (v view) empty() bool { return strings.TrimSpace(v.text) == "" && v.html == "" }

// asText gives the text of a view that may have only HTML.
func (r *reader) asText(v view) string {
	if strings.TrimSpace(v.text) != "" || v.html == "" || v.image {
		return v.text
	}
	return r.textOf(v.html)
}

// asHTML gives the HTML of a view that may have only text.
func (v view) asHTML() string {
	if v.html != "" || v.text == "" {
		return v.html
	}
	return `<div style="white-space: pre-wrap">` + html.EscapeString(v.text) + "</div>\n"
}

// reader turns the structure of a mail into what it shows and what hangs on it.
type reader struct {
	ctx  context.Context
	raw  io.ReaderAt
	lim  Limits
	warn *warnings

	attached []*attached
	hasBody  bool // some text part was taken as the body
	signed   *Signed
	charset  string // of the first text that names one beyond ASCII
}

// view reads p. Parts that are not shown become attachments on the way.
func (r *reader) view(p *part) view {
	if !p.isMultipart() {
		return r.leaf(p)
	}
	switch p.contentType.value {
	case "multipart/alternative":
		return r.alternative(p)
	case "multipart/related":
		return r.related(p)
	case "multipart/signed":
		r.sign(p)
	}
	return r.sequence(p.kids)
}

// sign notes the bytes that a signature covers: the first part with its header (RFC 1847 §2.1).
func (r *reader) sign(p *part) {
	if r.signed == nil && len(p.kids) >= 2 {
		first := p.kids[0]
		r.signed = &Signed{Start: first.start, End: first.body.end, Protocol: strings.ToLower(p.contentType.params["protocol"])}
	}
}

// alternative takes the text from the first rendition that has text and the HTML from the last one that has
// HTML (RFC 2046 §5.1.4: the last is the richest). Renditions without either, such as an invitation, are
// attachments and blank nothing.
func (r *reader) alternative(p *part) view {
	var best view
	for _, kid := range p.kids {
		had := r.hasBody
		r.hasBody = false // each rendition may have a text that is the body
		v := r.view(kid)
		r.hasBody = r.hasBody || had
		if strings.TrimSpace(best.text) == "" && strings.TrimSpace(v.text) != "" {
			best.text = v.text
		}
		if v.html != "" && !v.image {
			best.html = v.html
		}
	}
	return best
}

// related shows the root and attaches the rest, which the root refers to (RFC 2387 §3.2).
func (r *reader) related(p *part) view {
	root := p.kids[0]
	if start := cleanID(p.contentType.params["start"]); start != "" {
		for _, kid := range p.kids {
			if cleanID(kid.header.raw("Content-ID")) == start {
				root = kid
			}
		}
	}
	v := r.view(root)
	for _, kid := range p.kids {
		if kid == root {
			continue
		}
		if kid.isMultipart() || (v.empty() && !kid.isImage()) {
			v = r.join([]view{v, r.view(kid)})
			continue
		}
		r.attach(kid)
	}
	return v
}

// sequence shows parts one after the other, pictures among them in their place: that is how Apple Mail
// writes text, picture, text.
func (r *reader) sequence(kids []*part) view {
	views := make([]view, 0, len(kids))
	for _, kid := range kids {
		views = append(views, r.view(kid))
	}
	return r.join(views)
}

// join puts views in order. The result has HTML if one of them has, or if a picture stands among the text.
func (r *reader) join(views []view) view {
	var text, markup strings.Builder
	rich, picture, among := false, false, false
	for _, v := range views {
		rich = rich || v.html != "" && !v.image
		among = among || picture && !v.empty() && !v.image
		picture = picture || v.image
	}
	for _, v := range views {
		if s := r.asText(v); s != "" {
			if text.Len() > 0 && !strings.HasSuffix(text.String(), "\n") {
				text.WriteByte('\n')
			}
			text.WriteString(s)
		}
		if rich || among {
			markup.WriteString(v.asHTML())
		}
	}
	return view{text: text.String(), html: markup.String(), image: picture && !rich && !among && text.Len() == 0}
}

// leaf reads one part: shown if it is text that nobody meant as a file, attached otherwise.
func (r *reader) leaf(p *part) view {
	switch {
	case r.isBody(p):
		return r.text(p)
	case p.isInlineImage():
		a := r.attach(p)
		a.tag = `<img src="cid:` + html.EscapeString(a.contentID()) + `" alt="` + html.EscapeString(a.Name) + `">` + "\n"
		return view{html: a.tag, image: true}
	case p.parent != nil && p.parent.contentType.value == "multipart/alternative" && isSideRendition(p.contentType.value):
		return view{}
	}
	r.attach(p)
	return view{}
}

// isSideRendition names renditions for watches and interactive mail that say what the others say.
func isSideRendition(contentType string) bool {
	return contentType == "text/x-amp-html" || contentType == "text/watch-html"
}

// isBody reports whether p is text to be shown.
func (r *reader) isBody(p *part) bool {
	switch p.kind() {
	case "text/plain", "text/html", "application/xhtml+xml":
	default:
		return false
	}
	if p.disposition.value == "attachment" {
		return false
	}
	named := p.fileName() != ""
	if named && (r.hasBody || p.disposition.params["filename"] != "" && p.parent != nil) {
		return false // a log or a page sent as an inline file
	}
	r.hasBody = true
	return true
}

// text reads a text part into memory, up to the limit. What is longer is attached whole as well.
func (r *reader) text(p *part) view {
	b, more, err := readAll(r.ctx, r.textContent(p), r.lim.InlineBody)
	if err != nil {
		r.warn.add(WarnReadFailed, "The stored mail could not be read to its end; what was read is shown.")
	}
	if more {
		r.warn.add(WarnBodyTruncated, "The text is longer than %d bytes; its beginning is shown and the whole is attached.", r.lim.InlineBody)
		r.attach(p)
	}
	label := p.contentType.params["charset"]
	if r.charset == "" && cleanLabel(label) != "us-ascii" {
		r.charset = label
	}
	isHTML := p.kind() != "text/plain"
	if isHTML && label == "" {
		label = metaCharset(b)
	}
	text, exact := decodeCharset(b, label)
	if !exact {
		r.warn.add(WarnCharset, "The text is not quite what its charset %q says; unreadable characters may be wrong.", cleanLine(label))
	}
	if isHTML {
		return view{html: text}
	}
	return view{text: text}
}

// textContent streams the text of p. A text that says base64 and is none, because some gateway decoded it
// and left the header alone, is read as it is.
func (r *reader) textContent(p *part) io.Reader {
	if transferEncoding(p.header.raw("Content-Transfer-Encoding")) != "base64" {
		return p.content(r.raw)
	}
	head := make([]byte, min(p.body.end-p.body.start, 512))
	n, _ := r.raw.ReadAt(head, p.body.start)
	first, _, _ := bytes.Cut(bytes.TrimSpace(head[:n]), []byte("\n"))
	first = bytes.TrimSpace(first)
	if len(first) == 0 || bytes.IndexByte(first, ' ') < 0 && !isProse(first) {
		return p.content(r.raw)
	}
	r.warn.add(WarnEncoding, "A text says that it is base64 but is not; it was read as it is.")
	return io.NewSectionReader(r.raw, p.body.start, p.body.end-p.body.start)
}

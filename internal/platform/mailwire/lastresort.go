package mailwire

import (
	"io"
	"strings"
)

// lastResort finds something to show for a mail that would be blank: the first text that came as a file but
// was meant to be read, or what a report says before its first part.
func (r *reader) lastResort(root *part) view {
	for _, a := range r.attached {
		kind := a.part.kind()
		if (kind == "text/plain" || kind == "text/html") && a.part.disposition.value != "attachment" {
			return r.text(a.part)
		}
	}
	return view{text: r.preamble(root)}
}

// stockPreambles begin what mail programs put before the first part, for readers that know no MIME.
var stockPreambles = []string{"this is a multi", "this is a mime", "this is an opaque", "this message is in mime",
	"this is a cryptographically", "this is an openpgp", "mime-version", "content-type", "--", "si vous lisez", "dies ist eine mehrteilige"}

// preamble gives the text before the first part of a report that shows nothing else. Readers ignore it (RFC
// 2046 §5.1.1), but some mail servers write what happened there and nowhere else.
func (r *reader) preamble(p *part) string {
	if p.contentType.value != "multipart/report" || !p.isMultipart() || p.preamble <= p.body.start {
		return ""
	}
	body := io.NewSectionReader(r.raw, p.body.start, p.preamble-p.body.start)
	b, _, err := readAll(r.ctx, body, r.lim.InlineBody)
	if err != nil {
		return ""
	}
	text, _ := decodeCharset(b, "")
	text = strings.TrimSpace(text)
	lower := strings.ToLower(text)
	for _, stock := range stockPreambles {
		if strings.HasPrefix(lower, stock) {
			return ""
		}
	}
	return text
}

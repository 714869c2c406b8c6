package mailwire

import (
	"io"
	"strings"
)

// stockPreambles begin what mail programs put before the first part, for readers that know no MIME.
var stockPreambles = []string{"this is a multi", "this is a mime", "this is an opaque", "this message is in mime", "this is a cryptographically", "this is an openpgp", "mime-version", "content-type", "--", "si vous lisez", "dies ist eine mehrteilige"}

// preamble gives the text before the first part of a multipart that shows nothing else. Readers ignore it
// (RFC 2046 §5.1.1), but some robots write their whole message there.
func (r *reader) preamble(p *part) string {
	if !p.isMultipart() || p.preamble <= p.body.start {
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

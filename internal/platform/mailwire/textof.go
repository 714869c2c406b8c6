package mailwire

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/markup"
)

// maxDerived bounds the HTML that is turned into text. A tree of it takes about fifty times its bytes, and
// no person writes more; the HTML itself is kept whole.
const maxDerived = 512 << 10

// textOf derives plain text from HTML.
func (r *reader) textOf(src string) string {
	src = withoutData(src)
	if len(src) <= maxDerived {
		return cleanText([]byte(markup.Text(src)))
	}
	r.warn.add(WarnBodyTruncated, "The mail has only HTML, and much of it; its text was taken from the first %d bytes.", maxDerived)
	text := markup.Text(src[:maxDerived])
	if text == "" {
		text = stripTags(src)
	}
	return cleanText([]byte(text))
}

// withoutData drops data: URLs. A pasted screenshot may take megabytes before the words below it.
func withoutData(src string) string {
	const mark = "data:image/"
	if !strings.Contains(src, mark) {
		return src
	}
	var out strings.Builder
	for {
		i := strings.Index(src, mark)
		if i < 0 {
			out.WriteString(src)
			return out.String()
		}
		out.WriteString(src[:i])
		src = src[i+len(mark):]
		end := strings.IndexAny(src, "\"'<>) \t\r\n")
		if end < 0 {
			return out.String()
		}
		src = src[end:]
	}
}

// stripTags keeps what stands outside of tags. It is for HTML that nobody wrote, whose words lie deeper than
// maxDerived.
func stripTags(src string) string {
	var out strings.Builder
	for src != "" {
		open := strings.IndexByte(src, '<')
		if open < 0 {
			break
		}
		out.WriteString(src[:open])
		shut := strings.IndexByte(src[open:], '>')
		if shut < 0 {
			return strings.TrimSpace(out.String())
		}
		src = src[open+shut+1:]
	}
	return strings.TrimSpace(out.String() + src)
}

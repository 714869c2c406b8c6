package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// MarkdownMail renders Markdown for a mail we send. The HTML carries inline styles only, because mail
// clients drop style sheets; the text part is the Markdown itself, so that code survives byte for byte.
// Images come through WithImages as cid: URLs.
func MarkdownMail(src string, opt ...Option) (htmlPart, textPart string) {
	set := settings{mail: true}
	for _, o := range opt {
		o(&set)
	}
	return outgoingPolicy().Sanitize(inlineStyles(render(src, &set))), mailText(src)
}

const mono = "font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px"

// mailStyle names the look of an element where no style sheet reaches. Backgrounds are left out on
// purpose: clients in dark mode invert them badly.
var mailStyle = map[string]string{
	"pre": mono + "; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; margin: 12px 0; " +
		"padding: 10px 12px; border: 1px solid #8c959f; border-radius: 6px",
	"code":       mono,
	"blockquote": "margin: 12px 0; padding: 0 0 0 12px; border-left: 3px solid #8c959f",
	"table":      "border-collapse: collapse; margin: 12px 0",
	"th":         "border: 1px solid #8c959f; padding: 4px 10px; text-align: left",
	"td":         "border: 1px solid #8c959f; padding: 4px 10px",
	"img":        "max-width: 100%; height: auto",
}

// inlineStyles adds mailStyle to every element of a fragment we rendered ourselves.
func inlineStyles(fragment string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out.WriteString(raw)
			continue
		}
		tok := z.Token()
		switch style := mailStyle[tok.Data]; {
		case tok.Data == "input":
			out.WriteString(checkbox(tok))
		case style == "":
			out.WriteString(raw)
		default:
			out.WriteString(withStyle(tok, style))
		}
	}
}

func withStyle(tok html.Token, style string) string {
	for i, a := range tok.Attr {
		if a.Key == "style" {
			tok.Attr[i].Val = style + "; " + a.Val
			return tok.String()
		}
	}
	tok.Attr = append(tok.Attr, html.Attribute{Key: "style", Val: style})
	return tok.String()
}

// checkbox draws a task's box as a character: mail clients remove form fields.
func checkbox(tok html.Token) string {
	for _, a := range tok.Attr {
		if a.Key == "checked" {
			return "☑ "
		}
	}
	return "☐ "
}

var attachedImage = regexp.MustCompile(`!\[([^\]\n]*)\]\(attachment:[^)\s]*\)`)

// mailText cleans Markdown for the text/plain part: line ends become LF, outer blank lines go, and an image
// in our store, which has no address a reader could follow, becomes its name. Fenced and indented code is
// not touched.
func mailText(src string) string {
	src = strings.ReplaceAll(src, "\r\n", "\n")
	lines := strings.Split(src, "\n")
	fence := ""
	for i, line := range lines {
		if mark := fenceMark(line); mark != "" && (fence == "" || strings.HasPrefix(mark, fence)) {
			if fence == "" {
				fence = mark
			} else if strings.TrimSpace(line) == mark {
				fence = ""
			}
			continue
		}
		if fence != "" || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t") {
			continue
		}
		lines[i] = attachedImage.ReplaceAllString(line, "[image: $1]")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}

// fenceMark gives the run of backticks or tildes that opens or closes a code fence (CommonMark §4.5), or "".
func fenceMark(line string) string {
	rest := strings.TrimLeft(line, " ")
	if len(line)-len(rest) > 3 || rest == "" || (rest[0] != '`' && rest[0] != '~') {
		return ""
	}
	n := len(rest) - len(strings.TrimLeft(rest, rest[:1]))
	if n < 3 || rest[0] == '`' && strings.Contains(rest[n:], "`") {
		return ""
	}
	return rest[:n]
}

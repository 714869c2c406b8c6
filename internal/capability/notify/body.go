package notify

import (
	"html"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// body is both parts of a mail while it is put together.
type body struct{ text, html strings.Builder }

// markdown adds what someone wrote in Markdown.
func (b *body) markdown(src string, opt ...markup.Option) {
	asHTML, asText := markup.MarkdownMail(src, opt...)
	b.part(strings.TrimRight(asText, "\n"), asHTML)
}

// filled adds a template.
func (b *body) filled(src string, v values) {
	asHTML, _ := markup.MarkdownMail(fill(src, v.escaped()))
	_, asText := markup.MarkdownMail(fill(src, v))
	b.part(strings.TrimRight(asText, "\n"), asHTML)
}

// signature adds what stands under an engineer's replies, behind the sign by which mail programs know it
// (RFC 3676 §4.3).
func (b *body) signature(src string) {
	if strings.TrimSpace(src) == "" {
		return
	}
	asHTML, asText := markup.MarkdownMail(src)
	b.part("-- \n"+strings.TrimRight(asText, "\n"), `<div style="margin-top:16px">`+asHTML+"</div>")
}

// quiet adds a line that is there to be found, not read, and an address to open behind it. Either may be empty.
func (b *body) quiet(line, url string) {
	text, asHTML := line, html.EscapeString(line)
	if url != "" {
		if line != "" {
			text, asHTML = text+" · ", asHTML+" · "
		}
		text += url
		asHTML += `<a href="` + html.EscapeString(url) + `" style="color:inherit">` + html.EscapeString(url) + "</a>"
	}
	if text != "" {
		b.part(text, `<p style="margin-top:20px;font-size:12px;color:#6e7781">`+asHTML+"</p>")
	}
}

// line adds a paragraph of plain words.
func (b *body) line(words string) { b.part(words, "<p>"+lines(words)+"</p>") }

// link adds an address to open.
func (b *body) link(label, url string) {
	b.part(label+":\n"+url, `<p><a href="`+html.EscapeString(url)+`">`+html.EscapeString(label)+"</a></p>")
}

// quote adds words of someone else.
func (b *body) quote(words string) {
	b.part(quoted(words), `<blockquote style="margin:12px 0;padding:0 0 0 12px;border-left:3px solid #8c959f">`+lines(words)+"</blockquote>")
}

// history adds the mail that is answered, marked so that intake folds it when it comes back.
func (b *body) history(intro, words string) {
	b.part(intro+"\n"+quoted(words), `<div `+markup.QuoteMark+`="1"><p>`+html.EscapeString(intro)+
		`</p><blockquote type="cite" style="margin:0 0 0 6px;padding-left:10px;border-left:2px solid #8c959f">`+lines(words)+"</blockquote></div>")
}

func (b *body) part(text, asHTML string) {
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
	}
	b.text.WriteString(text)
	b.html.WriteString(asHTML + "\n")
}

// within puts the parts into the layout. The layout's own placeholder is the only one filled here: what
// people wrote may hold braces.
func (b *body) within(layout string) (text, asHTML string) {
	before, after, found := cutPlaceholder(layout)
	if !found {
		return b.text.String() + "\n", b.html.String()
	}
	return b.text.String() + "\n", before + b.html.String() + after
}

func cutPlaceholder(layout string) (before, after string, found bool) {
	at := placeholder.FindStringIndex(layout)
	if at == nil {
		return "", "", false
	}
	return layout[:at[0]], layout[at[1]:], true
}

func lines(words string) string {
	return strings.ReplaceAll(html.EscapeString(words), "\n", "<br>\n")
}

func quoted(words string) string {
	return "> " + strings.ReplaceAll(words, "\n", "\n> ")
}

// excerpt is the first lines of a text, for mails that only point to it.
func excerpt(text string, most int) string {
	var kept []string
	for line := range strings.Lines(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))) {
		if len(kept) == most {
			return strings.Join(kept, "\n") + " …"
		}
		kept = append(kept, fault.Clip(strings.TrimRight(line, "\n"), 500))
	}
	return strings.Join(kept, "\n")
}

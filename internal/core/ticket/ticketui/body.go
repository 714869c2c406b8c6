package ticketui

import (
	"context"
	"fmt"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// body shows a comment: Markdown of ours, the text of a mail with its quotes folded, or a mail's own HTML in a
// frame that runs and fetches nothing.
//
// The text of a mail comes first: logs in it scroll, it can be copied and quoted, and threads of mails stay
// short. A mail with pictures inside is shown as it was formatted, for only there they stand in their place.
func body(ctx context.Context, c ticket.Comment) g.Node {
	if c.Format == ticket.Markdown {
		return page.Prose(markup.Markdown(c.Body, options(c)...))
	}
	folds := make([]markup.Fold, len(c.Folds))
	for i, f := range c.Folds {
		folds[i] = markup.Fold{Start: f.Start, End: f.End, Label: i18n.T(ctx, "fold."+f.Kind)}
	}
	text := page.Prose(markup.PlainText(c.Body, folds))
	quiet := c.Automatic == "auto-reply" || c.Automatic == "bounce"
	switch {
	case c.HTML == "" && quiet:
		return page.Fold(i18n.T(ctx, "automatic."+c.Automatic), text)
	case c.HTML == "":
		return text
	case quiet:
		return page.Fold(i18n.T(ctx, "automatic."+c.Automatic), text, mailFrame(ctx, c))
	case illustrated(c):
		return g.Group{mailFrame(ctx, c), page.Fold(i18n.T(ctx, "ticket.as_text"), text)}
	}
	return g.Group{text, page.Fold(i18n.T(ctx, "ticket.formatted"), mailFrame(ctx, c))}
}

func mailFrame(ctx context.Context, c ticket.Comment) g.Node {
	return page.MailFrame(i18n.T(ctx, "ticket.formatted"), fmt.Sprintf("/comments/%d/mail", c.ID), frameHeight(c.Body, c.HTML))
}

// illustrated reports whether a mail shows pictures of its own between its words.
func illustrated(c ticket.Comment) bool {
	for _, a := range c.Attachments {
		if a.Inline && pictures[a.ContentType] && a.ContentID != "" && strings.Contains(c.HTML, "cid:"+a.ContentID) {
			return true
		}
	}
	return false
}

// What a mail needs at the usual width, in CSS pixels.
const (
	lineHeight    = 22
	lineLetters   = 100
	pictureHeight = 260
	leastFrame    = 120
	mostFrame     = 640 // beyond it the frame scrolls
)

// frameHeight guesses how tall a formatted mail is, from its text and its pictures.
func frameHeight(text, html string) int {
	height := 2 * lineHeight
	for line := range strings.Lines(text) {
		height += lineHeight * (1 + len(line)/lineLetters)
		if height > mostFrame {
			break
		}
	}
	height += pictureHeight * (strings.Count(html, "cid:") + strings.Count(html, "data:image/")) // those of other servers are not shown
	return min(max(height, leastFrame), mostFrame)
}

// attachments lists files; pictures that stand in the text are not listed again, mails can be opened.
func attachments(ctx context.Context, c ticket.Comment) g.Node {
	var files []g.Node
	for _, a := range c.Attachments {
		if a.Inline && (illustrated(c) && strings.Contains(c.HTML, "cid:"+a.ContentID) || strings.Contains(c.Body, fmt.Sprint("attachment:", a.ID))) {
			continue
		}
		if !a.ExpiredAt.IsZero() {
			files = append(files, page.GoneAttachment(a.Name, i18n.T(ctx, "ticket.file_gone", "Day", i18n.FormatDate(ctx, a.ExpiredAt))))
			continue
		}
		to, note := fileHref(a), i18n.FormatBytes(ctx, a.Size)
		if mailType(a.ContentType, a.Name) {
			to, note = nestedHref(a.ID, nil), i18n.T(ctx, "mail.open")+" · "+note
		}
		files = append(files, page.Attachment(a.Name, note, to))
	}
	if len(files) == 0 {
		return nil
	}
	return page.Attachments(files...)
}

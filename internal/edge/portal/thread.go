package portal

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// thread is what was said in public, oldest first.
func (p *Portal) thread(ctx context.Context, t ticket.OwnTicket) g.Node {
	named := p.Named(ctx)
	return h.Section(h.Class("stack"), g.Attr("aria-label", i18n.T(ctx, "portal.thread")),
		g.Map(t.Comments, func(c ticket.OwnComment) g.Node { return p.comment(ctx, c, named) }))
}

func (p *Portal) comment(ctx context.Context, c ticket.OwnComment, named bool) g.Node {
	m := page.Message{ID: fmt.Sprint("c-", c.ID), Author: page.Person{ID: c.AuthorID, Name: c.Author}, At: c.At, Now: p.now(ctx),
		Ours: c.Ours, Body: body(ctx, c)}
	switch {
	case c.Mine:
		m.Meta = i18n.T(ctx, "portal.you")
	case c.Ours && !named:
		m.Author = page.Person{Name: p.name(ctx)}
	case c.Ours:
		m.Meta = p.name(ctx)
	}
	m.Chips = []g.Node{utc(ctx, m.At, m.Now)}
	if files := attachments(c); len(files) > 0 {
		links := make([]g.Node, len(files))
		for i, a := range files {
			if !a.ExpiredAt.IsZero() {
				links[i] = page.GoneAttachment(a.Name, i18n.T(ctx, "portal.filegone", "Day", i18n.FormatDate(ctx, a.ExpiredAt)))
				continue
			}
			links[i] = page.Attachment(a.Name, i18n.FormatBytes(ctx, a.Size), fileHref(a))
		}
		m.Foot = []g.Node{page.Attachments(links...)}
	}
	return page.Comment(ctx, m)
}

// body shows a comment: Markdown of ours, or text with what it quotes folded.
func body(ctx context.Context, c ticket.OwnComment) g.Node {
	if c.Format == ticket.Markdown {
		return page.Prose(markup.Markdown(c.Body, options(c)...))
	}
	folds := make([]markup.Fold, len(c.Folds))
	for i, f := range c.Folds {
		folds[i] = markup.Fold{Start: f.Start, End: f.End, Label: i18n.T(ctx, "portal.fold."+f.Kind)}
	}
	return page.Prose(markup.PlainText(c.Body, folds))
}

// options draw pictures of the comment itself. References lead nowhere: what they name may be somebody else's.
func options(c ticket.OwnComment) []markup.Option {
	files := map[string]string{}
	for _, a := range c.Attachments {
		files[fmt.Sprint(a.ID)] = fileHref(a)
	}
	return []markup.Option{markup.WithAnchors(fmt.Sprint("c", c.ID)),
		markup.WithLinks(func(string, string) (string, bool) { return "", false }),
		markup.WithImages(func(ref string) (string, bool) {
			src, ok := files[ref]
			return src, ok
		})}
}

// attachments are the files of a comment but those that are drawn in its text.
func attachments(c ticket.OwnComment) []ticket.Attachment {
	var files []ticket.Attachment
	for _, a := range c.Attachments {
		if !a.Inline || !drawn(c, a) {
			files = append(files, a)
		}
	}
	return files
}

// drawn reports whether the text of a comment shows a picture of its own.
func drawn(c ticket.OwnComment, a ticket.Attachment) bool {
	return c.Format == ticket.Markdown && strings.Contains(c.Body, fmt.Sprint("attachment:", a.ID))
}

func fileHref(a ticket.Attachment) string {
	return fmt.Sprintf("%s%d/%s", filePath, a.ID, url.PathEscape(a.Name))
}

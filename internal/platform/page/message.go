package page

import (
	"context"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Message is a comment in a thread. Internal ones stand on yellow paper and say so in a word.
type Message struct {
	ID       string // of the element, "c-1021"
	DataID   string // what LiveAppend asks after: "1021"
	Author   Person
	Meta     string // "Wayne Enterprises, to support@"
	At, Now  time.Time
	Internal bool
	Ours     bool     // written by the desk
	Held     bool     // sent soon: still to be undone
	Body     g.Node   // sanitised HTML in a Prose, or a frame
	Chips    []g.Node // beside the name: delivery, trust
	Foot     []g.Node // attachments, per-recipient outcome
}

// Comment draws a Message.
func Comment(ctx context.Context, m Message) g.Node {
	class := "message"
	for _, c := range []struct {
		on   bool
		name string
	}{{m.Internal, " internal"}, {m.Ours, " ours"}, {m.Held, " held"}} {
		if c.on {
			class += c.name
		}
	}
	return h.Article(h.Class(class), h.ID(m.ID), g.If(m.DataID != "", g.Attr("data-id", m.DataID)), g.Attr("aria-label", m.Author.Name),
		h.Header(Avatar(m.Author), h.B(g.Text(m.Author.Name)),
			g.If(m.Internal, Chip(Inside, i18n.T(ctx, "comment.internal"))),
			g.If(m.Meta != "", h.Span(h.Class("meta"), g.Text(m.Meta))), g.Group(m.Chips),
			Time(ctx, m.At, m.Now)),
		m.Body,
		g.If(len(m.Foot) > 0, h.Footer(g.Group(m.Foot))))
}

// Prose holds HTML that markup has sanitised.
func Prose(safeHTML string) g.Node { return h.Div(h.Class("prose"), g.Raw(safeHTML)) }

// Thread is the middle of a ticket's page. more adds attributes (LiveAppend) and the entries.
func Thread(label string, more ...g.Node) g.Node {
	return h.Section(h.Class("thread"), h.ID("thread"), g.Attr("aria-label", label), h.TabIndex("0"), g.Group(more))
}

// Entries is the part of a Thread that grows; live is its LiveAppend.
func Entries(live g.Node, entries ...g.Node) g.Node {
	return h.Div(h.Class("entries"), h.ID("entries"), live, g.Group(entries))
}

// NewBelow leads to the end of a Thread; the script shows it when something came there out of sight.
func NewBelow(label string) g.Node {
	return h.Button(h.Class("btn small below"), h.ID("below"), h.Type("button"), h.Hidden(""), g.Text(label))
}

// Split is a ticket's page: a thread with what stands under it, and facts beside it.
func Split(thread, facts g.Node) g.Node {
	return h.Div(h.Class("split"), h.Div(h.Class("thread-pane"), thread), h.Aside(h.Class("facts-pane"), facts))
}

// Entry is something that happened, between messages.
func Entry(ctx context.Context, id string, at, now time.Time, text ...g.Node) g.Node {
	return h.Div(h.Class("entry"), h.ID(id), g.Group(text), Time(ctx, at, now))
}

// Fold hides wide or long content behind a line that says what it is.
func Fold(summary string, body ...g.Node) g.Node {
	return h.Details(h.Class("fold"), h.Summary(g.Text(summary)), g.Group(body))
}

// Code is a block of code or a log; body is highlighted HTML of markup or g.Text. It can be copied.
func Code(ctx context.Context, body g.Node) g.Node {
	return h.Div(h.Class("code"), h.TabIndex("0"), h.Pre(h.Code(body)),
		h.Button(h.Class("btn small copy js-only"), h.Type("button"), g.Attr("data-copy", ""), g.Text(i18n.T(ctx, "page.copy"))))
}

// Paper is a yellow sheet: what the desk knows and the customer does not see.
func Paper(title string, body ...g.Node) g.Node {
	return h.Section(h.Class("paper"), g.If(title != "", h.H2(g.Text(title))), g.Group(body))
}

// Attachment is a link to a file.
func Attachment(name, size, href string) g.Node {
	return h.A(h.Class("attachment"), h.Href(href), g.Attr("hx-boost", "false"), Icon("paperclip"), h.Span(h.Class("name"), g.Text(name)),
		h.Span(h.Class("sub"), g.Text(size)))
}

// GoneAttachment is a file that was there; why says what became of it.
func GoneAttachment(name, why string) g.Node {
	return h.Span(h.Class("attachment"), Icon("paperclip"), h.Span(h.Class("name"), h.S(g.Text(name))), h.Span(h.Class("sub"), g.Text(why)))
}

// Attachments puts files side by side.
func Attachments(files ...g.Node) g.Node { return h.Div(h.Class("attachments"), g.Group(files)) }

// MailFrame shows a mail's own HTML in a frame that runs and fetches nothing; src must be answered with
// web.Sandbox. Nothing in the frame can tell how tall it is, so height is a guess in CSS pixels; beyond it the
// frame scrolls and can be pulled larger.
func MailFrame(title, src string, height int) g.Node {
	return h.IFrame(h.Class("mail-frame"), h.Title(title), h.Src(src), h.Height(strconv.Itoa(height)),
		g.Attr("sandbox", "allow-popups allow-popups-to-escape-sandbox"), h.Loading("lazy"), g.Attr("referrerpolicy", "no-referrer"))
}

// Pager leads through a list by keyset: an empty href shows nothing.
func Pager(ctx context.Context, previous, next string) g.Node {
	if previous == "" && next == "" {
		return nil
	}
	return h.Nav(h.Class("pager"), g.Attr("aria-label", i18n.T(ctx, "pager.label")),
		g.If(previous != "", LinkButton(Secondary, previous, i18n.T(ctx, "pager.previous"), h.Rel("prev"), Key("["))),
		g.If(next != "", LinkButton(Secondary, next, i18n.T(ctx, "pager.next"), h.Rel("next"), Key("]"))))
}

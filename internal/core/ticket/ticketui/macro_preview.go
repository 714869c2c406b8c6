package ticketui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// places are the placeholders of a saved reply, in the order in which people need them.
var places = []string{"requester.first_name", "requester.name", "agent.first_name", "agent.name", "ticket.id", "ticket.subject"}

// placeholders explains each of them; a click puts it where the cursor is.
func placeholders(ctx context.Context) g.Node {
	t, requester, agent := sample(ctx)
	rows := make([][]g.Node, len(places))
	for i, p := range places {
		text := "{{" + p + "}}"
		rows[i] = []g.Node{h.Code(g.Text(text)), g.Text(ticket.Macro{Body: text}.Fill(t, requester, agent)),
			h.Button(h.Class("btn small js-only"), h.Type("button"), g.Attr("data-insert", text), g.Text(i18n.T(ctx, "macro.insert")),
				g.Attr("aria-label", i18n.T(ctx, "macro.insert")+" "+text))}
	}
	return page.Table(i18n.T(ctx, "macro.places"), []page.Column{{Label: i18n.T(ctx, "macro.place")}, {Label: i18n.T(ctx, "macro.becomes")},
		{Label: i18n.T(ctx, "macro.insert")}}, rows...)
}

// sample is whom a preview is written to, and who writes it.
func sample(ctx context.Context) (t ticket.Ticket, requester, agent string) {
	me, _ := access.From(ctx)
	return ticket.Ticket{ID: 48211, Subject: i18n.T(ctx, "macro.sample")}, "Dana Whitfield", me.Name
}

// macroPreview shows the reply as its reader would see it.
func macroPreview(ctx context.Context, body string) g.Node {
	if strings.TrimSpace(body) == "" {
		return page.Card(i18n.T(ctx, "macro.looks"), i18n.T(ctx, "macro.looks_none"))
	}
	t, requester, agent := sample(ctx)
	return page.Card(i18n.T(ctx, "macro.looks"), i18n.T(ctx, "macro.looks_text"),
		page.Prose(markup.Markdown(ticket.Macro{Body: body}.Fill(t, requester, agent), links()...)))
}

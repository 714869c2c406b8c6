package ticketui

import (
	"net/http"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getSearch looks through all text. An empty search teaches the syntax.
func (u *UI) getSearch(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	query := r.URL.Query().Get("q")
	title := i18n.T(ctx, "search.title")
	form := web.NewForm("q", query)
	var body g.Node = u.searchHelp(r)
	var keep []g.Node // as a view, if it works
	if query != "" {
		p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: query, Cursor: r.URL.Query().Get("cursor")})
		switch {
		case form.Absorb(err):
			sentence, _ := fault.Public(err)
			form.Reject("", sentence) // the page has one field
			body = g.Group{page.Content(page.FormError(form)), body}
		case err != nil:
			return err
		default:
			if body, err = u.found(r, query, p); err != nil {
				return err
			}
			keep = append(keep, page.LinkButton(page.Secondary, viewsPath+"/new?"+url.Values{"query": {query}}.Encode(), i18n.T(ctx, "search.keep")))
		}
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, "", keep...),
		page.Bar(h.Form(h.Class("search"), h.Action("/search"), h.Role("search"),
			h.Input(h.Class("input"), h.Type("search"), h.Name("q"), h.Value(query), h.Placeholder(i18n.T(ctx, "search.placeholder")),
				g.Attr("aria-label", title), g.If(query == "", h.AutoFocus())),
			page.Button(page.Secondary, i18n.T(ctx, "search.go")))),
		body))
}

func (u *UI) found(r *http.Request, query string, p ticket.Page) (g.Node, error) {
	ctx := r.Context()
	if len(p.Rows) == 0 {
		return page.EmptyState("search", i18n.T(ctx, "search.none", "Query", query), i18n.T(ctx, "search.none_text")), nil
	}
	rows, err := u.draw(ctx, p.Rows)
	if err != nil {
		return nil, err
	}
	at := func(cursor string) string {
		if cursor == "" {
			return ""
		}
		return "/search?" + url.Values{"q": {query}, "cursor": {cursor}}.Encode()
	}
	return g.Group{page.Rows(i18n.T(ctx, "search.title"), rows...), page.Pager(ctx, at(p.Prev), at(p.Next)), chosenBar(ctx)}, nil
}

// searchExamples are queries that people can click.
var searchExamples = []string{`502 upgrade`, `"out of memory"`, `10.0.0.3:5432`, `status:open assignee:none`, `assignee:me is:unanswered`,
	`priority>=high created:7d`, `has:attachment tag:geo`, `org:"Kestrel Robotics" -status:closed`}

func (u *UI) searchHelp(r *http.Request) g.Node {
	ctx := r.Context()
	items := make([]g.Node, len(searchExamples))
	for i, q := range searchExamples {
		items[i] = h.Li(h.A(h.Href("/search?q="+url.QueryEscape(q)), h.Code(g.Text(q))),
			h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "search.example_"+string(rune('a'+i))))))
	}
	return page.Content(page.Card(i18n.T(ctx, "search.help"), i18n.T(ctx, "search.help_sub"), h.Ul(h.Class("examples"), g.Group(items))))
}

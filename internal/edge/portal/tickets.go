package portal

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// getTickets lists what the customer asked, or what colleagues did where their organization shares it: what is open, or
// what is solved, and of that what holds the words that are looked for.
func (p *Portal) getTickets(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	f := ticket.OwnFilter{Solved: query.Get("show") == "solved", Colleagues: query.Get("of") == "colleagues",
		Query: fault.Clip(strings.TrimSpace(query.Get("q")), 200)}
	f.Page, _ = strconv.Atoi(query.Get("page")) // what is no number is the first page
	f.Page = min(max(f.Page, 0), 10_000)
	list, err := p.Tickets.OwnList(ctx, f)
	if err != nil {
		return err
	}
	first := !f.Solved && !f.Colleagues && f.Query == "" && f.Page == 0
	about, err := p.start(ctx, first)
	if err != nil {
		return err
	}
	rows, err := p.rows(ctx, list.Rows, f)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "portal.tickets")
	turned := func(by int) string {
		other := f
		other.Page += by
		return listHref(other)
	}
	before, behind := "", ""
	if f.Page > 0 {
		before = turned(-1)
	}
	if list.More {
		behind = turned(1)
	}
	return p.show(w, r, http.StatusOK, title, page.Head(title, "", page.LinkButton(page.Primary, newPath, i18n.T(ctx, "portal.new.nav"))), p.welcome(ctx),
		about, tabs(ctx, title, f, list), finder(ctx, f), rows, page.Pager(ctx, before, behind))
}

// start is what stands above the tickets on the first page: what is coming, and what we ask.
func (p *Portal) start(ctx context.Context, first bool) (g.Node, error) {
	if !first {
		return nil, nil
	}
	coming, err := p.coming(ctx, 0)
	if err != nil {
		return nil, err
	}
	ask, err := p.askInstallations(ctx)
	return g.Group{ask, coming}, err
}

// listHref is the page that lists what f asks for.
func listHref(f ticket.OwnFilter) string {
	q := url.Values{"show": {"open"}}
	if f.Solved {
		q.Set("show", "solved")
	}
	if f.Colleagues {
		q.Set("of", "colleagues")
	}
	if f.Query != "" {
		q.Set("q", f.Query)
	}
	if f.Page > 0 {
		q.Set("page", strconv.Itoa(f.Page))
	}
	return Home + "?" + q.Encode()
}

// tabs lead between what is open and what is solved, and between one's own and the colleagues'.
func tabs(ctx context.Context, title string, f ticket.OwnFilter, list ticket.OwnPage) g.Node {
	to := func(colleagues, solved bool) string {
		return listHref(ticket.OwnFilter{Colleagues: colleagues, Solved: solved, Query: f.Query})
	}
	states := page.Tabs(title, page.Tab{Label: i18n.T(ctx, "portal.open"), Href: to(f.Colleagues, false), Count: strconv.Itoa(list.Open), Current: !f.Solved},
		page.Tab{Label: i18n.T(ctx, "portal.solved"), Href: to(f.Colleagues, true), Count: strconv.Itoa(list.Solved), Current: f.Solved})
	if !list.Shares {
		return states
	}
	whose := page.Tabs(i18n.T(ctx, "portal.whose"), page.Tab{Label: i18n.T(ctx, "portal.mine"), Href: to(false, f.Solved), Current: !f.Colleagues},
		page.Tab{Label: i18n.T(ctx, "portal.colleagues"), Href: to(true, f.Solved), Current: f.Colleagues})
	return h.Div(h.Class("cluster between"), whose, states)
}

// finder looks for words in the tickets of the tab.
func finder(ctx context.Context, f ticket.OwnFilter) g.Node {
	all := f
	all.Query, all.Page = "", 0
	return h.Form(h.Class("find cluster"), h.Method("get"), h.Action(Home), h.Role("search"),
		g.If(f.Solved, page.Hidden("show", "solved")), g.If(f.Colleagues, page.Hidden("of", "colleagues")),
		h.Input(h.Class("input"), h.Type("search"), h.Name("q"), h.Value(f.Query), h.AutoComplete("off"),
			g.Attr("aria-label", i18n.T(ctx, "portal.find.label")), h.Placeholder(i18n.T(ctx, "portal.find.label"))),
		page.Button(page.Secondary, i18n.T(ctx, "portal.find.do")),
		g.If(f.Query != "", h.A(h.Class("link"), h.Href(listHref(all)), g.Text(i18n.T(ctx, "portal.find.all")))))
}

// rows draws what was found.
func (p *Portal) rows(ctx context.Context, rows []ticket.OwnRow, f ticket.OwnFilter) (g.Node, error) {
	if len(rows) == 0 {
		return nothing(ctx, f), nil
	}
	named, now := p.Named(ctx), p.now(ctx)
	shown, err := ShownKey.Get(ctx, p.DB.Read())
	if err != nil {
		return nil, err
	}
	return h.Ul(h.Class("own-tickets"), g.Map(rows, func(t ticket.OwnRow) g.Node {
		return h.Li(h.A(h.Href(ticketHref(t.ID)),
			h.Span(h.Class("subject"), g.Text(t.Subject+" "), h.Span(h.Class("num"), g.Textf("#%d", t.ID))), status(ctx, t.Status),
			h.Span(h.Class("last"), g.If(t.Status.Live(),
				h.Span(h.Class("turn"), g.Text(i18n.T(ctx, "portal.next."+turn(t))), p.by(ctx, t, shown), g.Text(" · "))),
				g.Text(p.lastWord(ctx, t, named)+" "), when(ctx, t.LastAt, now), g.If(!t.Mine, g.Text(" · "+whose(ctx, t, f))))))
	})), nil
}

// nothing says why there is no ticket to list.
func nothing(ctx context.Context, f ticket.OwnFilter) g.Node {
	word := func(id string) string { return i18n.T(ctx, "portal.empty."+id) }
	switch {
	case f.Query != "":
		return page.EmptyState("search", i18n.T(ctx, "portal.empty.found", "Query", f.Query), word("foundabout"))
	case f.Colleagues:
		return page.EmptyState("users", word("colleagues"), word("colleaguesabout"))
	case f.Solved:
		return page.EmptyState("circle-check", word("solved"), word("solvedabout"))
	}
	return page.EmptyState("inbox", word("open"), word("openabout"), page.LinkButton(page.Secondary, newPath, i18n.T(ctx, "portal.new.nav")))
}

// whose says how the customer comes to see a ticket that they did not ask.
func whose(ctx context.Context, t ticket.OwnRow, f ticket.OwnFilter) string {
	if f.Colleagues {
		return i18n.T(ctx, "portal.askedby", "Name", t.Requester)
	}
	return i18n.T(ctx, "portal.copied")
}

func ticketHref(id int64) string { return ticketPath + strconv.FormatInt(id, 10) }

// status is the chip of a ticket in the customer's words.
func status(ctx context.Context, s ticket.OwnStatus) g.Node {
	tone := page.Neutral
	switch s {
	case ticket.OwnOpen:
		tone = page.Blue
	case ticket.OwnPending:
		tone = page.Amber
	case ticket.OwnSolved:
		tone = page.Green
	}
	return page.Chip(tone, i18n.T(ctx, "portal.status."+string(s)))
}

// turn is whose turn it is, or the status of a ticket that is over.
func turn(t ticket.OwnRow) string {
	switch {
	case !t.Status.Live():
		return string(t.Status)
	case t.Status == ticket.OwnPending:
		return "you"
	case t.LastOurs:
		return "working"
	}
	return "us"
}

// lastWord says who spoke last.
func (p *Portal) lastWord(ctx context.Context, t ticket.OwnRow, named bool) string {
	switch {
	case t.LastMine:
		return i18n.T(ctx, "portal.last.you")
	case t.LastOurs && !named:
		return i18n.T(ctx, "portal.last.who", "Who", p.name(ctx))
	}
	return i18n.T(ctx, "portal.last.who", "Who", t.LastAuthor)
}

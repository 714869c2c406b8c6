package portal

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// getTickets lists what the customer asked: what is open, or what is solved.
func (p *Portal) getTickets(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	solved := r.URL.Query().Get("show") == "solved"
	at, _ := strconv.Atoi(r.URL.Query().Get("page")) // what is no number is the first page
	at = min(max(at, 0), 10_000)
	list, err := p.Tickets.OwnList(ctx, solved, at)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "portal.tickets")
	tabs := page.Tabs(title, page.Tab{Label: i18n.T(ctx, "portal.open"), Href: Home, Count: strconv.Itoa(list.Open), Current: !solved},
		page.Tab{Label: i18n.T(ctx, "portal.solved"), Href: listHref(true, 0), Count: strconv.Itoa(list.Solved), Current: solved})
	before, behind := "", ""
	if at > 0 {
		before = listHref(solved, at-1)
	}
	if list.More {
		behind = listHref(solved, at+1)
	}
	return p.show(w, r, http.StatusOK, title, page.Head(title, "", page.LinkButton(page.Primary, newPath, i18n.T(ctx, "portal.new.nav"))), tabs,
		p.rows(ctx, list.Rows, solved), page.Pager(ctx, before, behind))
}

func listHref(solved bool, at int) string {
	show := "open"
	if solved {
		show = "solved"
	}
	return fmt.Sprintf("%s?show=%s&page=%d", Home, show, at)
}

func (p *Portal) rows(ctx context.Context, rows []ticket.OwnRow, solved bool) g.Node {
	switch {
	case len(rows) == 0 && solved:
		return page.EmptyState("circle-check", i18n.T(ctx, "portal.empty.solved"), i18n.T(ctx, "portal.empty.solvedabout"))
	case len(rows) == 0:
		return page.EmptyState("inbox", i18n.T(ctx, "portal.empty.open"), i18n.T(ctx, "portal.empty.openabout"),
			page.LinkButton(page.Secondary, newPath, i18n.T(ctx, "portal.new.nav")))
	}
	named, now := p.Named(ctx), p.now(ctx)
	return h.Ul(h.Class("own-tickets"), g.Map(rows, func(t ticket.OwnRow) g.Node {
		return h.Li(h.A(h.Href(ticketHref(t.ID)),
			h.Span(h.Class("subject"), g.Text(t.Subject+" "), h.Span(h.Class("num"), g.Textf("#%d", t.ID))), status(ctx, t.Status),
			h.Span(h.Class("last"), g.If(t.Status.Live(), h.Span(h.Class("turn"), g.Text(i18n.T(ctx, "portal.next."+turn(t))+" · "))),
				g.Text(p.lastWord(ctx, t, named)+" "), when(ctx, t.LastAt, now), g.If(!t.Mine, g.Text(" · "+i18n.T(ctx, "portal.copied"))))))
	}))
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
		return i18n.T(ctx, "portal.last.who", "Who", p.Desk(ctx))
	}
	return i18n.T(ctx, "portal.last.who", "Who", t.LastAuthor)
}

package queueui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// lineLength is how many tickets stand on a page of the queue.
const lineLength = 50

// place is what the address of the queue says.
type place struct {
	region string // key; empty: all
	from   int
	table  bool
}

func placeOf(r *http.Request) place {
	q := r.URL.Query()
	from, _ := strconv.Atoi(q.Get("from")) // what is no number is the beginning
	return place{region: q.Get("region"), from: max(0, from), table: q.Get("as") == "table"}
}

func (p place) href(path string) string {
	q := url.Values{}
	if p.region != "" {
		q.Set("region", p.region)
	}
	if p.from > 0 {
		q.Set("from", strconv.Itoa(p.from))
	}
	if p.table {
		q.Set("as", "table")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// getLine shows the one queue of all regions, the heaviest first, with the reasons for its order.
func (u *UI) getLine(w http.ResponseWriter, r *http.Request) error {
	ctx, at := r.Context(), placeOf(r)
	l, list, err := u.Queue.Page(ctx, at.region, at.from, lineLength)
	if err != nil {
		return err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return err
	}
	body, err := u.lineBody(ctx, at, l, list)
	if err != nil {
		return err
	}
	other, label := place{region: at.region, from: at.from, table: !at.table}, i18n.T(ctx, "line.as_table")
	if at.table {
		label = i18n.T(ctx, "line.as_list")
	}
	title := i18n.T(ctx, "line.title")
	return web.Render(w, http.StatusOK, u.Page(r, title,
		page.Head(title, summary(ctx, l), page.LinkButton(page.Quiet, other.href("/queue"), label), takeButton(ctx)),
		page.Bar(regionTabs(ctx, at, l, regions)), body, linePager(ctx, at, l)))
}

// takeButton pulls from the top, by one key.
func takeButton(ctx context.Context) g.Node {
	return g.If(access.Check(ctx, access.UpdateTickets) == nil,
		page.PostButton(page.Primary, "/queue/take", i18n.T(ctx, "line.take"), nil, page.Key("p")))
}

func summary(ctx context.Context, l queue.Line) string {
	ours := 0
	for _, w := range l.Tickets {
		if w.Ours() {
			ours++
		}
	}
	if l.Cut {
		return i18n.T(ctx, "line.cut", "Count", len(l.Tickets))
	}
	return i18n.T(ctx, "line.summary", "Count", len(l.Tickets), "Ours", ours)
}

func regionTabs(ctx context.Context, at place, l queue.Line, regions []people.Region) g.Node {
	tabs := []page.Tab{{Label: i18n.T(ctx, "line.all"), Href: place{table: at.table}.href("/queue"), Count: text(len(l.Tickets)), Current: at.region == ""}}
	for _, r := range regions {
		tabs = append(tabs, page.Tab{Label: r.Name, Href: place{region: r.Key, table: at.table}.href("/queue"), Count: text(len(l.Of(r.Key))),
			Current: at.region == r.Key})
	}
	return page.Tabs(i18n.T(ctx, "line.regions"), tabs...)
}

func linePager(ctx context.Context, at place, l queue.Line) g.Node {
	size := len(l.Tickets)
	if at.region != "" {
		size = len(l.Of(at.region))
	}
	var previous, next string
	if at.from > 0 {
		previous = place{at.region, max(0, at.from-lineLength), at.table}.href("/queue")
	}
	if at.from+lineLength < size {
		next = place{at.region, at.from + lineLength, at.table}.href("/queue")
	}
	return page.Pager(ctx, previous, next)
}

// getLineRows answers the live queue.
func (u *UI) getLineRows(w http.ResponseWriter, r *http.Request) error {
	at := placeOf(r)
	l, list, err := u.Queue.Page(r.Context(), at.region, at.from, lineLength)
	if err != nil {
		return err
	}
	body, err := u.lineBody(r.Context(), at, l, list)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, body)
}

func (u *UI) lineBody(ctx context.Context, at place, l queue.Line, list []queue.Queued) (g.Node, error) {
	live := page.Live(at.href("/queue/rows"), "tickets")
	if len(list) == 0 {
		return h.Div(h.ID("rows"), live, page.EmptyState("sun", i18n.T(ctx, "line.empty"), i18n.T(ctx, "line.empty_text"),
			page.LinkButton(page.Secondary, "/board", i18n.T(ctx, "nav.board")))), nil
	}
	if at.table {
		return h.Div(h.ID("rows"), live, page.Content(weightTable(ctx, list))), nil
	}
	rows, err := u.queued(ctx, list, "t-")
	if err != nil {
		return nil, err
	}
	return page.Rows(i18n.T(ctx, "line.title"), append([]g.Node{live}, rows...)...), nil
}

// queued draws tickets of the line, each with its weight.
func (u *UI) queued(ctx context.Context, list []queue.Queued, prefix string) ([]g.Node, error) {
	rows := make([]ticket.Row, len(list))
	for i, q := range list {
		rows[i] = q.Row
	}
	listed, err := u.Listed(ctx, rows)
	nodes := make([]g.Node, len(listed))
	for i, row := range listed {
		row.ID, row.Weight = prefix+row.Number, weightOf(ctx, list[i].Weight)
		nodes[i] = page.Ticket(ctx, row, u.Now(ctx))
	}
	return nodes, err
}

func weightOf(ctx context.Context, w queue.Weight) *page.Weight {
	shown := &page.Weight{Label: i18n.T(ctx, "line.weight"), Total: w.Total}
	for _, p := range w.Parts {
		shown.Parts = append(shown.Parts, page.WeightPart{Label: partWord(ctx, p), Points: p.Points})
	}
	return shown
}

// partWord names a reason of a weight: "High priority", "breached".
func partWord(ctx context.Context, p queue.Part) string {
	switch p.Name {
	case "stage":
		return i18n.T(ctx, "stage.is_"+p.Detail)
	case "priority":
		return i18n.T(ctx, "line.part_priority", "Priority", i18n.T(ctx, "priority."+p.Detail))
	}
	return i18n.T(ctx, "line.part_"+p.Name, "Detail", p.Detail)
}

// weightTable is the queue as a table: a column for each reason, so that two tickets can be compared.
func weightTable(ctx context.Context, list []queue.Queued) g.Node {
	names := []string{"due", "stage", "priority", "tier", "escalated", "rehomed", "satellite"}
	columns := []page.Column{{Label: i18n.T(ctx, "line.position"), Number: true}, {Label: i18n.T(ctx, "line.ticket")},
		{Label: i18n.T(ctx, "line.weight"), Number: true}}
	for _, n := range names {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "line.column_"+n), Number: true})
	}
	rows := make([][]g.Node, len(list))
	for i, q := range list {
		cells := []g.Node{g.Text(text(q.Position)), h.A(h.Class("link"), h.Href(href(q.ID)), g.Textf("#%d %s", q.ID, q.Row.Subject)),
			h.B(g.Text(text(q.Weight.Total)))}
		points := map[string]int{}
		for _, p := range q.Weight.Parts {
			if p.Name == "breached" {
				p.Name = "due"
			}
			points[p.Name] = p.Points
		}
		for _, n := range names {
			cells = append(cells, g.If(points[n] != 0, g.Text(text(points[n]))))
		}
		rows[i] = cells
	}
	return page.Table(i18n.T(ctx, "line.title"), columns, rows...)
}

// postTake pulls the top ticket and opens it.
func (u *UI) postTake(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	taken, ok, err := u.Queue.TakeTop(ctx)
	if err != nil {
		return err
	}
	if !ok {
		web.AddFlash(ctx, web.Flash{Kind: "info", Text: i18n.T(ctx, "line.none")})
		web.Redirect(w, r, "/queue")
		return nil
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "line.taken", "Number", taken.Ticket.ID, "Position", taken.Position)})
	web.Redirect(w, r, href(taken.Ticket.ID))
	return nil
}

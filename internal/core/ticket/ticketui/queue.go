package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// list is what the address of a queue page says.
type list struct {
	view   ticket.View
	sort   string
	cursor string
}

// getQueue shows one view of the tickets.
func (u *UI) getQueue(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, views, err := u.list(r)
	if err != nil {
		return err
	}
	counts, err := u.Tickets.ViewCounts(ctx)
	if err != nil {
		return err
	}
	rows, pager, err := u.rows(ctx, l)
	if err != nil {
		return err
	}
	title := l.view.Title
	return web.Render(w, http.StatusOK, u.Page(r, title,
		page.HeadLive(title, summary(ctx, counts[l.view.ID]), l.counted(), sorter(ctx, l),
			page.LinkButton(page.Secondary, "/tickets/new", i18n.T(ctx, "queue.new"), page.Key("c"))),
		page.PhoneBar(tabs(ctx, views, counts, l)),
		rows, pager, chosenBar(ctx)))
}

// counted makes the count beside the title follow every change.
func (l list) counted() g.Node { return page.Live(l.href("/tickets/count", "", ""), "tickets") }

// getCount answers a live count.
func (u *UI) getCount(w http.ResponseWriter, r *http.Request) error {
	l, _, err := u.list(r)
	if err != nil {
		return err
	}
	var c ticket.ViewCount
	if c, err = u.Tickets.CountView(r.Context(), l.view); err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, page.HeadSub(summary(r.Context(), c), l.counted()))
}

// getRows answers a live queue with its rows drawn anew.
func (u *UI) getRows(w http.ResponseWriter, r *http.Request) error {
	l, _, err := u.list(r)
	if err != nil {
		return err
	}
	rows, _, err := u.rows(r.Context(), l)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, rows)
}

// list reads the address; without a view it is the first one.
func (u *UI) list(r *http.Request) (list, []ticket.View, error) {
	views, err := u.Tickets.Views(r.Context())
	if err != nil || len(views) == 0 {
		return list{view: ticket.View{Title: "Tickets", Query: "status<solved"}}, nil, err
	}
	q := r.URL.Query()
	l := list{view: views[0], sort: q.Get("sort"), cursor: q.Get("cursor")}
	for _, v := range views {
		if q.Get("view") == strconv.FormatInt(v.ID, 10) {
			l.view = v
		}
	}
	return l, views, nil
}

func (l list) href(path, sort, cursor string) string {
	q := url.Values{"view": {strconv.FormatInt(l.view.ID, 10)}}
	if sort != "" {
		q.Set("sort", sort)
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	return path + "?" + q.Encode()
}

// rows draws one page of the list, which follows every change of any ticket.
func (u *UI) rows(ctx context.Context, l list) (rows, pager g.Node, err error) {
	order := l.sort
	if order == "" {
		order = l.view.Sort
	}
	p, err := u.Tickets.List(ctx, ticket.ListRequest{Query: l.view.Query, Conditions: l.view.Conditions, Sort: order, Cursor: l.cursor})
	if err != nil {
		return nil, nil, err
	}
	nodes, err := u.draw(ctx, p.Rows)
	if err != nil {
		return nil, nil, err
	}
	live := page.Live(l.href("/tickets/rows", l.sort, l.cursor), "tickets")
	if len(nodes) == 0 {
		return h.Div(h.ID("rows"), live, page.EmptyState("inbox", i18n.T(ctx, "queue.empty.title"), i18n.T(ctx, "queue.empty.text"),
			page.LinkButton(page.Secondary, "/tickets/new", i18n.T(ctx, "queue.new")))), nil, nil
	}
	var previous, next string
	if p.Prev != "" {
		previous = l.href("/tickets", l.sort, p.Prev)
	}
	if p.Next != "" {
		next = l.href("/tickets", l.sort, p.Next)
	}
	return page.Rows(l.view.Title, append([]g.Node{live}, nodes...)...), page.Pager(ctx, previous, next), nil
}

// draw makes rows of tickets, with what the desk's regions add.
func (u *UI) draw(ctx context.Context, rows []ticket.Row) ([]g.Node, error) {
	listed, err := u.Listed(ctx, rows)
	choosable(ctx, listed)
	nodes := make([]g.Node, len(listed))
	for i, row := range listed {
		nodes[i] = page.Ticket(ctx, row, u.Now(ctx))
	}
	return nodes, err
}

// mostTabs is how many views stand above the list; the sidebar has all of them.
const mostTabs = 5

func tabs(ctx context.Context, views []ticket.View, counts map[int64]ticket.ViewCount, l list) g.Node {
	shown := views[:min(len(views), mostTabs)]
	all := make([]page.Tab, len(shown))
	for i, v := range shown {
		at := list{view: v}
		all[i] = page.Tab{Label: v.Title, Href: at.href("/tickets", "", ""), Count: countText(counts[v.ID]), Current: v.ID == l.view.ID}
	}
	return page.Tabs(i18n.T(ctx, "nav.views"), all...)
}

// queueAddress is the queue without a view chosen: it shows the first.
const queueAddress = "/tickets"

// Views lists every view for the sidebar, with its count; at is the address of the page around it, with no
// more than its view.
func (u *UI) Views(ctx context.Context, at string) (page.NavGroup, error) {
	group := page.NavGroup{Title: i18n.T(ctx, "nav.views"), ID: "views",
		Live: page.Live("/views/list?"+url.Values{"at": {at}}.Encode(), "tickets")}
	views, err := u.Tickets.Views(ctx)
	if err != nil {
		return group, err
	}
	counts, err := u.Tickets.ViewCounts(ctx)
	if err != nil {
		return group, err
	}
	group.Items = make([]page.NavItem, len(views))
	for i, v := range views {
		to := list{view: v}.href("/tickets", "", "")
		group.Items[i] = page.NavItem{Label: v.Title, Href: to, Count: countText(counts[v.ID]), Current: at == to || at == queueAddress && i == 0}
	}
	return group, nil
}

// getViewList answers the live list in the sidebar.
func (u *UI) getViewList(w http.ResponseWriter, r *http.Request) error {
	group, err := u.Views(r.Context(), r.URL.Query().Get("at"))
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, page.NavList(group))
}

var sorts = []string{"breach", "waiting", "priority", "updated", "created"}

func sorter(ctx context.Context, l list) g.Node {
	current := l.sort
	if current == "" {
		current = l.view.Sort
	}
	items := make([]g.Node, len(sorts))
	for i, s := range sorts {
		items[i] = h.A(h.Href(l.href("/tickets", s, "")), g.If(s == current, g.Attr("aria-current", "true")), g.Text(i18n.T(ctx, "queue.sort."+s)))
	}
	return page.Menu(i18n.T(ctx, "queue.by", "Order", i18n.T(ctx, "queue.sort."+or(current, "updated"))), items)
}

func summary(ctx context.Context, c ticket.ViewCount) string {
	return i18n.T(ctx, "queue.summary", "Count", c.N, "Number", countText(c))
}

// countText is a count that was cut off at its cap: "1000+".
func countText(c ticket.ViewCount) string {
	if c.Capped {
		return fmt.Sprint(c.N, "+")
	}
	return strconv.Itoa(c.N)
}

func or(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}

// region finds a region by its key.
func region(regions []people.Region, key string) people.Region {
	for _, r := range regions {
		if r.Key == key {
			return r
		}
	}
	return people.Region{}
}

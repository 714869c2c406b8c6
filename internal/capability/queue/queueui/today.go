package queueui

import (
	"context"
	"fmt"
	"net/http"

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

// getToday answers what somebody at the start of a shift asks: what was handed to me, what is due next, what comes after.
func (u *UI) getToday(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := u.Queue.Today(ctx)
	if err != nil {
		return err
	}
	rows, err := u.todayRows(ctx, d)
	if err != nil {
		return err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return err
	}
	me, _ := access.From(ctx)
	title := i18n.T(ctx, "today.title")
	return web.Render(w, http.StatusOK, u.Page(r, title,
		page.Head(title, i18n.T(ctx, "today.sub", "Count", d.MineCount, "Handed", len(d.Handed), "Name", me.Name),
			page.LinkButton(page.Secondary, "/queue/leave", i18n.T(ctx, "leave.open")), takeButton(ctx)),
		page.Beside(rows, onNow(ctx, d, regions))))
}

// getTodayRows answers the live day.
func (u *UI) getTodayRows(w http.ResponseWriter, r *http.Request) error {
	d, err := u.Queue.Today(r.Context())
	if err != nil {
		return err
	}
	rows, err := u.todayRows(r.Context(), d)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, rows)
}

// todayRows is one list, so that j and k lead through the whole day.
func (u *UI) todayRows(ctx context.Context, d queue.Today) (g.Node, error) {
	nodes := []g.Node{page.Live("/today/rows", "tickets")}
	handed, err := u.handed(ctx, d.Handed)
	if err != nil {
		return nil, err
	}
	nodes = append(nodes, stretch(ctx, "handed", len(d.Handed), handed)...)
	reminders, err := u.plain(ctx, d.Reminders, "r-", func(i int) string { return reminder(ctx, d, i) })
	if err != nil {
		return nil, err
	}
	if len(reminders) > 0 {
		nodes = append(nodes, stretch(ctx, "reminders", len(reminders), reminders)...)
	}
	accounts, err := u.plain(ctx, d.Accounts, "a-", nil)
	if err != nil {
		return nil, err
	}
	if len(accounts) > 0 {
		nodes = append(nodes, stretch(ctx, "accounts", len(accounts), accounts)...)
	}
	mine, err := u.plain(ctx, d.Mine, "m-", nil)
	if err != nil {
		return nil, err
	}
	nodes = append(nodes, stretch(ctx, "mine", d.MineCount-len(d.Accounts), mine)...)
	if more := d.MineCount - len(d.Mine) - len(d.Accounts); more > 0 {
		nodes = append(nodes, note(h.A(h.Class("link"), h.Href("/search?q=assignee:me+status%3Csolved"), g.Text(i18n.T(ctx, "today.more", "Count", more)))))
	}
	top, err := u.queued(ctx, d.Top, "q-")
	if err != nil {
		return nil, err
	}
	nodes = append(nodes, stretch(ctx, "top", len(d.Top), top)...)
	return page.Rows(i18n.T(ctx, "today.title"), nodes...), nil
}

// stretch is one of the parts of a day, with what it means when it is empty.
func stretch(ctx context.Context, name string, n int, rows []g.Node) []g.Node {
	title := i18n.T(ctx, "today."+name)
	if len(rows) == 0 {
		return []g.Node{page.RowsHead(title, ""), note(g.Text(i18n.T(ctx, "today."+name+"_none")))}
	}
	return append([]g.Node{page.RowsHead(title, i18n.T(ctx, "today."+name+"_sub", "Count", n))}, rows...)
}

func note(inside g.Node) g.Node { return h.Li(h.Class("rows-note"), inside) }

func (u *UI) handed(ctx context.Context, list []queue.Handed) ([]g.Node, error) {
	rows, who := make([]ticket.Row, len(list)), []int64{}
	for i, m := range list {
		rows[i] = m.Row
		who = append(who, m.By, m.FromUser, m.ToUser)
	}
	names, err := u.Tickets.Named(ctx, who...)
	if err != nil {
		return nil, err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return nil, err
	}
	return u.plain(ctx, rows, "h-", func(i int) string { return moveWords(ctx, list[i].Move, names, regions) })
}

// plain draws rows; aside says what is special of each, and may be nil.
func (u *UI) plain(ctx context.Context, rows []ticket.Row, prefix string, aside func(i int) string) ([]g.Node, error) {
	listed, err := u.Listed(ctx, rows)
	nodes := make([]g.Node, len(listed))
	for i, row := range listed {
		row.ID = prefix + row.Number
		if aside != nil {
			row.Aside = aside(i)
		}
		nodes[i] = page.Ticket(ctx, row, u.Now(ctx))
	}
	return nodes, err
}

func reminder(ctx context.Context, d queue.Today, i int) string {
	due := d.Reminders[i].Due
	words := i18n.T(ctx, "today.due", "Time", i18n.FormatNear(ctx, due.At, d.Now))
	if due.Note != "" {
		words += " · " + due.Note
	}
	return words
}

// onNow is who can be asked right now, region by region.
func onNow(ctx context.Context, d queue.Today, regions []people.Region) g.Node {
	blocks := []g.Node{h.H2(h.Class("vh"), g.Text(i18n.T(ctx, "today.on")))}
	for _, r := range append(regions, people.Region{}) {
		var members []g.Node
		for _, w := range d.On {
			if w.Region == r.Key {
				members = append(members, page.CrewMember(person(w.User), onWords(ctx, d, w)))
			}
		}
		if len(members) == 0 {
			continue
		}
		name := r.Name
		if name == "" {
			name = i18n.T(ctx, "today.elsewhere")
		}
		blocks = append(blocks, page.FactsBlock("",
			h.Div(h.Class("cluster"), page.RegionName(r.Tone, name), h.Span(h.Class("muted"), g.Text(fmt.Sprint(len(members))))), page.Crew(members...)))
	}
	if len(blocks) == 1 {
		blocks = append(blocks, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "today.on_none"))))
	}
	return g.Group(blocks)
}

func onWords(ctx context.Context, d queue.Today, w queue.Worker) string {
	if w.Presence.Until.IsZero() {
		return i18n.T(ctx, "board.load", "Count", w.Load)
	}
	return i18n.T(ctx, "today.until", "Time", i18n.FormatNear(ctx, w.Presence.Until, d.Now))
}

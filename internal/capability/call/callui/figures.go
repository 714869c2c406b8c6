package callui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/sheet"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// weeksShown is how many weeks the figures cover unless a query asks for others.
const weeksShown = 12

func weeksOf(r *http.Request) int {
	if n, err := strconv.Atoi(r.URL.Query().Get("weeks")); err == nil && n >= 1 && n <= 53 {
		return n
	}
	return weeksShown
}

// getFigures shows what came of calls: drawn, as tables, and with the calls behind each number.
func (u *UI) getFigures(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := u.Calls.Figures(ctx, weeksOf(r))
	if err != nil {
		return err
	}
	names, err := u.names(ctx, f.Calls...)
	if err != nil {
		return err
	}
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return err
	}
	title := t(ctx, "calls.figures")
	body := g.Group{page.Stats(stats(ctx, f.All)...)}
	if len(f.Calls) == 0 {
		body = append(body, page.EmptyState("chart-no-axes-column", t(ctx, "calls.figures_none"), t(ctx, "calls.none_text")))
	} else {
		body = append(body, page.Card(t(ctx, "calls.by_week"), t(ctx, "calls.legend"), bars(ctx, f.Weeks),
			page.Fold(t(ctx, "calls.as_table"), tallies(ctx, t(ctx, "calls.week"), f.Weeks, func(r call.Row) g.Node { return g.Text(r.Key) }))),
			page.Columns(page.Card(t(ctx, "calls.by_kind"), "",
				tallies(ctx, t(ctx, "calls.kind_title"), f.Kinds, func(r call.Row) g.Node { return g.Text(kindTitle(ctx, setup.Rules, call.Kind(r.Key))) })),
				page.Card(t(ctx, "calls.by_engineer"), "",
					tallies(ctx, t(ctx, "calls.with"), f.Engineers, func(r call.Row) g.Node { return g.Text(engineer(ctx, names, r.ID)) }))),
			page.Card(t(ctx, "calls.behind"), "", u.behind(ctx, f, names, r.URL.Query().Get("state"))))
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, t(ctx, "calls.figures_sub", "Count", len(f.Weeks)),
		page.LinkButton(page.Secondary, listPath+"/figures.csv?weeks="+strconv.Itoa(len(f.Weeks)), t(ctx, "calls.csv"))),
		page.Bar(tabs(ctx, "figures")), page.Content(body)))
}

func kindTitle(ctx context.Context, rules call.Rules, key call.Kind) string {
	switch key {
	case call.Review, call.Meeting:
		return t(ctx, "calls.kind_"+string(key))
	}
	k, _ := rules.Kind(key)
	return k.Called(i18n.Language(ctx))
}

func engineer(ctx context.Context, names map[int64]people.User, id int64) string {
	if name := names[id].Name; name != "" {
		return name
	}
	return t(ctx, "calls.desk")
}

func stats(ctx context.Context, all call.Tally) []page.Figure {
	rate := "–"
	if percent, ok := all.Rate(); ok {
		rate = t(ctx, "calls.percent", "N", percent)
	}
	number := func(key string, n int) page.Figure {
		return page.Figure{Label: t(ctx, "calls.n_"+key), Value: strconv.Itoa(n), Href: "?state=" + key + "#behind"}
	}
	booked := number("booked", all.Booked)
	if all.Set > 0 {
		booked.Sub = t(ctx, "calls.n_set", "Count", all.Set)
	}
	return []page.Figure{number("offered", all.Offered), booked, number("held", all.Held), number("no_show", all.NoShow),
		number("cancelled", all.Cancelled), {Label: t(ctx, "calls.rate"), Value: rate}}
}

func tallies(ctx context.Context, what string, rows []call.Row, name func(call.Row) g.Node) g.Node {
	columns := []page.Column{{Label: what}}
	for _, key := range []string{"offered", "booked", "held", "no_show", "cancelled"} {
		columns = append(columns, page.Column{Label: t(ctx, "calls.n_"+key), Number: true})
	}
	var cells [][]g.Node
	for _, r := range rows {
		cells = append(cells, []g.Node{name(r), num(r.Offered), num(r.Booked), num(r.Held), num(r.NoShow), num(r.Cancelled)})
	}
	return page.Table(what, columns, cells...)
}

func num(n int) g.Node { return g.Text(strconv.Itoa(n)) }

// bars draws a column for each week: offered behind, held and no-show in front.
func bars(ctx context.Context, weeks []call.Row) g.Node {
	const width, gap, height = 40, 12, 90
	top := 1
	for _, w := range weeks {
		top = max(top, w.Offered, w.Held+w.NoShow, w.Booked)
	}
	var drawn g.Group
	bar := func(class string, x, from, n, wide int) {
		if n > 0 {
			drawn = append(drawn, g.El("rect", h.Class(class), attr("x", x), attr("y", height-(from+n)*height/top), attr("width", wide),
				attr("height", n*height/top)))
		}
	}
	for i, w := range weeks {
		x := i * (width + gap)
		bar("offered", x, 0, w.Offered, width/3)
		bar("booked", x+width/3, 0, w.Booked, width/3)
		bar("held", x+2*width/3, 0, w.Held, width/3)
		bar("missed", x+2*width/3, w.Held, w.NoShow, width/3)
		if day, err := time.Parse(time.DateOnly, w.Key); err == nil {
			drawn = append(drawn, g.El("text", attr("x", x), attr("y", height+14), g.Text(day.Format("02.01."))))
		}
	}
	return h.Div(h.Class("call-weeks"), g.El("svg", g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", len(weeks)*(width+gap), height+18)), g.Attr("role", "img"),
		g.Attr("aria-label", t(ctx, "calls.by_week")), drawn))
}

func attr(name string, n int) g.Node { return g.Attr(name, strconv.Itoa(n)) }

// behind are the calls that are counted, or those of one state.
func (u *UI) behind(ctx context.Context, f call.Figures, names map[int64]people.User, state string) g.Node {
	var some []call.Call
	for _, c := range f.Calls {
		counts := map[string]bool{"": true, "offered": !c.OfferedAt.IsZero(), "booked": !c.BookedAt.IsZero(), string(c.State): true}
		if counts[state] {
			some = append(some, c)
		}
	}
	return h.Div(h.ID("behind"), u.table(ctx, t(ctx, "calls.behind"), some, names))
}

// getFiguresCSV gives a line for each call that is counted.
func (u *UI) getFiguresCSV(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := u.Calls.Figures(ctx, weeksOf(r))
	if err != nil {
		return err
	}
	names, err := u.names(ctx, f.Calls...)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="calls.csv"`)
	out := sheet.NewWriter(w)
	_ = out.Write("call", "kind", "ticket", "state", "engineers", "offered_utc", "booked_utc", "starts_utc", "minutes", "ended_utc") // Flush tells
	for _, c := range f.Calls {
		_ = out.Write(itoa(c.ID), string(c.Kind), itoa(c.TicketID), string(c.State), hostsOf(c, names), stamp(c.OfferedAt), stamp(c.BookedAt), stamp(c.From),
			strconv.Itoa(c.Minutes()), stamp(c.EndedAt))
	}
	return out.Flush()
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

package callui

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getList shows the calls of whoever asks by when they come, everybody's, or those that are over.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	tab := r.URL.Query().Get("tab")
	actor, _ := access.From(ctx)
	f := call.Filter{Over: tab == "over", State: call.State(r.URL.Query().Get("state")), Kind: call.Kind(r.URL.Query().Get("kind"))}
	if tab == "" {
		f.Host = actor.UserID
	}
	all, err := u.Calls.List(ctx, f)
	if err != nil {
		return err
	}
	body, err := u.sections(ctx, all, f)
	if err != nil {
		return err
	}
	title := t(ctx, "nav.calls")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, t(ctx, "calls.sub")), page.Bar(tabs(ctx, tab)), page.Content(body)))
}

func tabs(ctx context.Context, current string) g.Node {
	var all []page.Tab
	for _, tab := range []struct{ id, key, href string }{{"", "mine", listPath}, {"all", "all", listPath + "?tab=all"},
		{"over", "over", listPath + "?tab=over"},
		{"figures", "figures", listPath + "/figures"}} {
		all = append(all, page.Tab{Label: t(ctx, "calls.tab_"+tab.key), Href: tab.href, Current: tab.id == current})
	}
	return page.Tabs(t(ctx, "nav.calls"), all...)
}

// sections parts the open calls by when they come; those that are over are one list.
func (u *UI) sections(ctx context.Context, all []call.Call, f call.Filter) (g.Node, error) {
	if len(all) == 0 {
		key := "calls.none"
		if f.Over {
			key = "calls.none_over"
		}
		return page.EmptyState("phone-call", t(ctx, key), t(ctx, "calls.none_text")), nil
	}
	names, err := u.names(ctx, all...)
	if err != nil {
		return nil, err
	}
	if f.Over {
		return u.table(ctx, t(ctx, "calls.tab_over"), all, names), nil
	}
	now := u.Now(ctx)
	parts := map[string][]call.Call{}
	for _, c := range all {
		key := section(c, now, u.zone(ctx))
		parts[key] = append(parts[key], c)
	}
	var out g.Group
	for _, key := range []string{"ask", "today", "week", "later", "offered"} {
		if len(parts[key]) > 0 {
			out = append(out, page.Card(t(ctx, "calls.section_"+key), "", u.table(ctx, t(ctx, "calls.section_"+key), parts[key], names)))
		}
	}
	return h.Div(h.Class("stack"), out), nil
}

// section is where a call that is open stands.
func section(c call.Call, now time.Time, zone *time.Location) string {
	today := func(t time.Time) string { return t.In(zone).Format(time.DateOnly) }
	switch {
	case c.State == call.Offered:
		return "offered"
	case now.After(c.Until):
		return "ask"
	case today(c.From) == today(now):
		return "today"
	case c.From.Sub(now) < 7*24*time.Hour:
		return "week"
	}
	return "later"
}

func (u *UI) table(ctx context.Context, caption string, all []call.Call, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, c := range all {
		when := g.Node(g.Text("–"))
		switch {
		case !c.From.IsZero():
			when = h.Span(h.Class("nowrap"), page.Time(ctx, c.From, now),
				h.Small(h.Class("muted"), g.Text(" · "+t(ctx, "calls.minutes", "Count", c.Minutes()))))
		case c.State == call.Offered:
			when = g.Group{g.Text(t(ctx, "calls.until") + " "), page.Time(ctx, c.ExpiresAt, now)}
		}
		rows = append(rows, []g.Node{when, h.A(h.Class("link"), h.Href(callPath(c.ID)), g.Text(c.Title)), state(ctx, c), guests(ctx, c),
			g.Text(hostsOf(c, names)), roomLink(ctx, c)})
	}
	var columns []page.Column
	for _, id := range []string{"when", "call", "state", "customer", "with", "room"} {
		columns = append(columns, page.Column{Label: t(ctx, "calls."+id)})
	}
	return page.Table(caption, columns, rows...)
}

func roomLink(ctx context.Context, c call.Call) g.Node {
	if c.Room == "" || c.State != call.Booked {
		return g.Text("–")
	}
	return h.A(h.Class("link"), h.Href(c.Room), h.Rel("noreferrer"), g.Text(t(ctx, "calls.join")))
}

// mostGuests is how many of them a row names.
const mostGuests = 2

// guests names the first of them who take part, and counts the others: all stand on the page of the call.
func guests(ctx context.Context, c call.Call) g.Node {
	var named []string
	for _, guest := range c.Guests[:min(len(c.Guests), mostGuests)] {
		named = append(named, cmp.Or(guest.Name, guest.Address))
	}
	text := strings.Join(named, ", ")
	if more := len(c.Guests) - len(named); more > 0 {
		text = t(ctx, "calls.and_more", "Names", text, "Count", more)
	}
	return g.Text(text)
}

// hostsOf names who of us takes part, or could.
func hostsOf(c call.Call, names map[int64]people.User) string {
	ids, mark := c.Hosts, ", "
	if len(ids) == 0 {
		ids, mark = c.Pool, " / "
		if c.EveryHost {
			mark = ", "
		}
	}
	var all []string
	for _, id := range ids {
		all = append(all, names[id].Name)
	}
	return strings.Join(all, mark)
}

// names are the people of ours that calls name.
func (u *UI) names(ctx context.Context, all ...call.Call) (map[int64]people.User, error) {
	var ids []int64
	for _, c := range all {
		ids = append(append(append(ids, c.Hosts...), c.Pool...), c.By)
	}
	return u.Tickets.Named(ctx, ids...)
}

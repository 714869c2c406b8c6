package attentionui

import (
	"context"
	"net/http"
	"net/url"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// looked is how far back the indicators look.
const looked = 30 * 24 * time.Hour

// getList shows the requests that wait, or those that are decided, with what they tell about the desk.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	f := attention.Filter{Over: q.Get("state") == "over", Urgency: attention.Urgency(q.Get("urgency")), Kind: attention.Kind(q.Get("kind"))}
	if actor, _ := access.From(ctx); q.Get("whose") == "mine" {
		f.Whose = actor.UserID
	}
	all, err := u.Attention.Requests(ctx, f)
	if err != nil {
		return err
	}
	tell, err := u.Attention.Indicators(ctx, u.Now(ctx).Add(-looked))
	if err != nil {
		return err
	}
	rows, err := u.requestRows(ctx, all)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "nav.attention")
	tab := "open"
	if f.Over {
		tab = "over"
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "attention.sub")), page.Bar(tabs(ctx, tab)),
		page.Content(indicators(ctx, tell), filters(ctx, q), rows)))
}

// tabs lead between requests and accounts.
func tabs(ctx context.Context, current string) g.Node {
	var all []page.Tab
	for _, t := range []struct{ id, href string }{{"open", "/attention"}, {"over", "/attention?state=over"}, {"accounts", "/escalations"},
		{"ended", "/escalations?state=over"}} {
		all = append(all, page.Tab{Label: i18n.T(ctx, "attention.tab_"+t.id), Href: t.href, Current: t.id == current})
	}
	return page.Tabs(i18n.T(ctx, "nav.attention"), all...)
}

func indicators(ctx context.Context, in attention.Indicators) g.Node {
	share := "–"
	if in.Judged > 0 {
		share = i18n.T(ctx, "attention.percent", "N", in.InTime*100/in.Judged)
	}
	most, times := "", "–"
	if len(in.Kinds) > 0 {
		most, times = i18n.T(ctx, "attention.kind_"+in.Kinds[0].Word), i18n.T(ctx, "attention.times", "Count", in.Kinds[0].N)
	}
	figures := []page.Figure{{Label: i18n.T(ctx, "attention.figure_asked"), Value: itoa(int64(in.Asked)), Sub: i18n.T(ctx, "attention.figure_days")},
		{Label: i18n.T(ctx, "attention.figure_kept"), Value: share, Sub: i18n.T(ctx, "attention.figure_of", "Count", in.Judged)},
		{Label: i18n.T(ctx, "attention.figure_unstarred"), Value: itoa(int64(in.Unstarred)),
			Sub: i18n.T(ctx, "attention.figure_decided", "Count", in.Resolved+in.Unstarred)},
		{Label: i18n.T(ctx, "attention.figure_most"), Value: times, Sub: most}}
	for i, l := range in.Labels {
		if i < 2 {
			figures = append(figures, page.Figure{Label: l.Word, Value: itoa(int64(l.N)), Sub: i18n.T(ctx, "attention.figure_label")})
		}
	}
	return page.Stats(figures...)
}

// filters is a form that asks again with a query.
func filters(ctx context.Context, q url.Values) g.Node {
	form := &web.Form{Values: q}
	pick := func(name string, choices []page.Choice) g.Node {
		f := page.Ask(form, name, i18n.T(ctx, "attention.by_"+name))
		f.Optional = true
		return page.BareSelect(f, append([]page.Choice{{Label: i18n.T(ctx, "attention.any_"+name)}}, choices...)...)
	}
	var urgencies, kinds []page.Choice
	for _, v := range attention.Urgencies() {
		urgencies = append(urgencies, page.Choice{Value: string(v), Label: i18n.T(ctx, "attention.urgency_"+string(v))})
	}
	for _, v := range attention.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(v), Label: i18n.T(ctx, "attention.kind_"+string(v))})
	}
	return h.Form(h.Class("filters"), h.Method("get"), h.Action("/attention"), g.If(q.Get("state") != "", page.Hidden("state", q.Get("state"))),
		pick("urgency", urgencies), pick("kind", kinds), pick("whose", []page.Choice{{Value: "mine", Label: i18n.T(ctx, "attention.mine")}}),
		page.Button(page.Secondary, i18n.T(ctx, "attention.filter")))
}

func (u *UI) requestRows(ctx context.Context, all []attention.Request) (g.Node, error) {
	if len(all) == 0 {
		return page.EmptyState("star", i18n.T(ctx, "attention.none"), i18n.T(ctx, "attention.none_text")), nil
	}
	var ids []int64
	for _, r := range all {
		ids = append(ids, r.By, r.ManagerID, r.EngineerID)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var rows [][]g.Node
	for _, r := range all {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(r.Path()), g.Textf("#%d %s", r.TicketID, r.Subject)), urgency(ctx, r), u.clock(ctx, r),
			state(ctx, r), g.Text(nameOf(ctx, names, r.ManagerID)), g.Text(nameOf(ctx, names, r.EngineerID)), g.Text(nameOf(ctx, names, r.By))})
	}
	var columns []page.Column
	for _, id := range []string{"ticket", "urgency", "clock", "state", "manager", "engineer", "by"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "attention.col_"+id)})
	}
	return page.Table(i18n.T(ctx, "nav.attention"), columns, rows...), nil
}

func nameOf(ctx context.Context, names map[int64]people.User, id int64) string {
	if id == 0 {
		return i18n.T(ctx, "attention.nobody")
	}
	return names[id].Name
}

func urgency(ctx context.Context, r attention.Request) g.Node {
	tone := map[attention.Urgency]page.Tone{attention.Urgent: page.Red, attention.Timely: page.Amber}[r.Urgency]
	return page.Chip(tone, i18n.T(ctx, "attention.urgency_"+string(r.Urgency)))
}

func state(ctx context.Context, r attention.Request) g.Node {
	tone := map[attention.State]page.Tone{attention.Waiting: page.Amber, attention.Seen: page.Blue, attention.Engaged: page.Blue,
		attention.Resolved: page.Green}[r.State]
	return page.Chip(tone, i18n.T(ctx, "attention.state_"+string(r.State)))
}

// clock says how much time a manager has, or whether they looked in time.
func (u *UI) clock(ctx context.Context, r attention.Request) g.Node {
	now := u.Now(ctx)
	if kept, known := r.Kept(now); !r.SeenAt.IsZero() && known {
		if kept {
			return page.Chip(page.Green, i18n.T(ctx, "attention.kept"))
		}
		return page.Chip(page.Red, i18n.T(ctx, "attention.missed"))
	}
	spent := min(1, float64(now.Sub(r.At))/float64(r.DueAt.Sub(r.At)))
	return page.DueChip(ctx, page.Due{At: r.DueAt, What: i18n.T(ctx, "attention.look"), Spent: spent}, now)
}

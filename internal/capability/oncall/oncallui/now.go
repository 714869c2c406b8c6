package oncallui

import (
	"context"
	"net/http"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getNow lists who is on call for everything, and who comes on within a day.
func (u *UI) getNow(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	schedules, err := u.OnCall.Schedules(ctx)
	if err != nil {
		return err
	}
	on, err := u.OnCall.OnCall(ctx)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	var cards g.Group
	for _, s := range schedules {
		card, err := u.nowCard(ctx, s, on, crew)
		if err != nil {
			return err
		}
		cards = append(cards, card)
	}
	if len(schedules) == 0 {
		cards = g.Group{page.EmptyState("phone-call", i18n.T(ctx, "oncall.none"), i18n.T(ctx, "oncall.none_text"),
			g.If(oncall.MayManage(ctx), page.LinkButton(page.Primary, schedulesPath+"/new", i18n.T(ctx, "oncall.new"))))}
	}
	now := u.Now(ctx)
	planned, err := u.planned(ctx, false, Span{From: now, Until: now.Add(24 * time.Hour)})
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "oncall.title")
	return web.Render(w, http.StatusOK,
		u.Page(r, title, page.Head(title, i18n.T(ctx, "oncall.sub"), headLinks(ctx)), page.Content(append([]g.Node{planned}, pairs(cards)...)...)))
}

// pairs puts cards side by side, two in a row.
func pairs(cards []g.Node) (rows []g.Node) {
	for row := range slices.Chunk(cards, 2) {
		rows = append(rows, page.Columns(row...))
	}
	return rows
}

func headLinks(ctx context.Context) g.Node {
	return g.Group{page.LinkButton(page.Secondary, root+"/mine", i18n.T(ctx, "oncall.mine")),
		page.LinkButton(page.Secondary, root+"/cover", i18n.T(ctx, "cover.title")),
		page.LinkButton(page.Secondary, root+"/qualifications", i18n.T(ctx, "qualification.title")),
		g.If(oncall.MayManage(ctx), g.Group{page.LinkButton(page.Secondary, importing, i18n.T(ctx, "import.short")),
			page.LinkButton(page.Primary, schedulesPath+"/new", i18n.T(ctx, "oncall.new"))})}
}

// nowCard is one schedule: who is asked in which order, and who follows.
func (u *UI) nowCard(ctx context.Context, s oncall.Schedule, all []oncall.Duty, crew crowd) (g.Node, error) {
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, d := range all {
		if d.Schedule == s.ID {
			rows = append(rows, dutyRow(ctx, crew, d, now))
		}
	}
	body := g.Node(page.Table(s.Title, dutyColumns(ctx), rows...))
	switch {
	case len(rows) == 0 && len(s.Members()) == 0:
		body = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "oncall.empty")))
	case len(rows) == 0:
		body = page.Notice(page.Red, i18n.T(ctx, "oncall.nobody"))
	}
	next, err := u.next(ctx, s, now)
	if err != nil {
		return nil, err
	}
	var follow []page.Fact
	for _, d := range next {
		follow = append(follow, page.Fact{Label: crew.name(ctx, d.UserID), Value: stretch(ctx, d.From, d.Until, now)})
	}
	return page.Card(s.Title, s.About, body, g.If(len(next) > 0, page.Facts(i18n.T(ctx, "oncall.next"), follow...)),
		page.FormEnd(page.LinkButton(page.Small, s.Path(), i18n.T(ctx, "oncall.open")),
			g.If(len(s.Members()) == 0 && oncall.MayManage(ctx), page.LinkButton(page.Small, s.Path()+"/edit", i18n.T(ctx, "oncall.fill"))))), nil
}

func dutyColumns(ctx context.Context) []page.Column {
	return []page.Column{{Label: i18n.T(ctx, "oncall.who")}, {Label: i18n.T(ctx, "oncall.layer")}, {Label: i18n.T(ctx, "oncall.local")},
		{Label: i18n.T(ctx, "oncall.until")}}
}

func dutyRow(ctx context.Context, crew crowd, d oncall.Duty, now time.Time) []g.Node {
	u := crew.users[d.UserID]
	order := page.Chip(page.Blue, i18n.T(ctx, "oncall.asked", "Place", d.Position+1))
	if d.Shadow {
		order = page.Chip(page.Neutral, i18n.T(ctx, "oncall.shadow"))
	}
	layer := d.Layer
	if layer == "" && !d.Shadow {
		layer = i18n.T(ctx, "oncall.override")
	}
	return []g.Node{h.Span(h.Class("cluster"), page.Avatar(crew.person(ctx, d.UserID)), h.B(g.Text(crew.name(ctx, d.UserID))), order), g.Text(layer),
		g.Text(now.In(u.Location()).Format("15:04") + " " + u.Location().String()), page.Time(ctx, d.Until, now)}
}

// next lists who begins within a day.
func (u *UI) next(ctx context.Context, s oncall.Schedule, now time.Time) (list []oncall.Stretch, err error) {
	all, err := u.OnCall.Timeline(ctx, s.ID, now.Truncate(time.Hour).Add(-time.Hour), now.Add(36*time.Hour))
	for _, d := range all {
		if d.From.After(now) && d.From.Before(now.Add(24*time.Hour)) && !d.Shadow && len(list) < 4 {
			list = append(list, d)
		}
	}
	return list, err
}

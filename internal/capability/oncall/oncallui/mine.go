package oncallui

import (
	"context"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mostShifts is how many of one's shifts are listed.
const mostShifts = 60

// plannedAhead is how far ahead one's shifts are looked at for what else is planned in them.
const plannedAhead = 28 * 24 * time.Hour

// getMine shows one's own shifts, what is due for them, and one's part of it all.
func (u *UI) getMine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := u.OnCall.Mine(ctx)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	var shifts []Span
	for _, s := range m.Shifts {
		if s.From.Before(now.Add(plannedAhead)) {
			shifts = append(shifts, Span{From: s.From, Until: s.Until})
		}
	}
	planned, err := u.planned(ctx, true, shifts...)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "oncall.mine")
	return web.Render(w, http.StatusOK,
		u.Page(r, title, page.Head(title, i18n.T(ctx, "oncall.mine_sub"), page.LinkButton(page.Secondary, feeds, i18n.T(ctx, "feeds.title")),
			page.LinkButton(page.Secondary, root+"/cover", i18n.T(ctx, "cover.title"))),
			page.Content(dueCard(ctx, m.Due), planned, shiftsCard(ctx, m.Shifts, now), mySharesCard(ctx, m))))
}

func dueCard(ctx context.Context, due []oncall.Due) g.Node {
	if len(due) == 0 {
		return nil
	}
	var lines g.Group
	for _, d := range due {
		tag := i18n.T(ctx, "oncall.tag_lieu")
		if d.By.IsZero() {
			tag = i18n.T(ctx, "oncall.tag_holiday")
		}
		lines = append(lines, decision(page.Amber, tag, d.Words, nil))
	}
	return page.Card(i18n.T(ctx, "oncall.due"), i18n.T(ctx, "oncall.due_about"), h.Ul(h.Class("decisions"), lines))
}

func shiftsCard(ctx context.Context, shifts []oncall.Shift, now time.Time) g.Node {
	title := i18n.T(ctx, "oncall.my_shifts")
	if len(shifts) == 0 {
		return page.EmptyState("phone-call", i18n.T(ctx, "oncall.mine_none"), i18n.T(ctx, "oncall.mine_none_text"),
			page.LinkButton(page.Secondary, root, i18n.T(ctx, "oncall.title")))
	}
	var rows [][]g.Node
	for i, s := range shifts {
		if i == mostShifts {
			break
		}
		rows = append(rows, shiftRow(ctx, s, now))
	}
	return page.Card(title, i18n.T(ctx, "oncall.shifts_about"),
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.when")}, {Label: i18n.T(ctx, "oncall.utc")}, {Label: i18n.T(ctx, "oncall.what")},
			{Label: i18n.T(ctx, "oncall.state")}, {Label: i18n.T(ctx, "oncall.act")}}, rows...))
}

func shiftRow(ctx context.Context, s oncall.Shift, now time.Time) []g.Node {
	state := g.Node(page.Chip(page.Neutral, i18n.T(ctx, "oncall.to_come")))
	switch {
	case s.Away != nil:
		state = page.Chip(page.Red, i18n.T(ctx, "oncall.tag_off"))
	case s.CoverID != 0:
		state = page.Chip(page.Amber, i18n.T(ctx, "cover.asked"))
	case !now.Before(s.From):
		state = page.Chip(page.Green, i18n.T(ctx, "oncall.on_now"))
	}
	return []g.Node{stretch(ctx, s.From, s.Until, now), g.Text(s.From.UTC().Format("15:04") + "–" + s.Until.UTC().Format("15:04")),
		h.A(h.Class("link"), h.Href(schedulePath(s.ScheduleID)), g.Text(s.Title)), state, mineLink(ctx, s)}
}

func mineLink(ctx context.Context, s oncall.Shift) g.Node {
	p, _ := access.From(ctx)
	return coverLink(ctx, oncall.Conflict{ScheduleID: s.ScheduleID, UserID: p.UserID, From: s.From, Until: s.Until, CoverID: s.CoverID})
}

func mySharesCard(ctx context.Context, m oncall.Mine) g.Node {
	if len(m.Shares) == 0 {
		return nil
	}
	var figures []page.Figure
	for i, s := range m.Shares {
		figures = append(figures, page.Figure{Label: m.Titles[i], Value: hours(s.Hours),
			Sub: i18n.T(ctx, "oncall.my_share", "Weekend", hours(s.Weekend), "Holiday", hours(s.Holiday), "Pages", s.Pages, "Woken", s.Woken)})
	}
	return page.Card(i18n.T(ctx, "oncall.shares"), i18n.T(ctx, "oncall.shares_about"), page.Stats(figures...))
}

// Conflicts shows somebody's duties in a stretch in which they would be away, for the page where they plan their time off.
func (u *UI) Conflicts(ctx context.Context, userID int64, from, until time.Time) (g.Node, error) {
	list, err := u.OnCall.Conflicts(ctx, userID, from, until)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var lines g.Group
	for _, c := range list {
		lines = append(lines, decision(page.Amber, c.Title, i18n.FormatTime(ctx, c.From)+" – "+i18n.FormatTime(ctx, c.Until), coverLink(ctx, c)))
	}
	return page.Card(i18n.T(ctx, "oncall.conflicts"), i18n.T(ctx, "oncall.conflicts_about"), h.Ul(h.Class("decisions"), lines)), nil
}

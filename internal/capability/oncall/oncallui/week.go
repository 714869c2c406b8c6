package oncallui

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// laneHeight is how high a lane is drawn, in pixels.
const laneHeight = 34

// shortBar is up to when a bar has only room for initials.
const shortBar = 6 * time.Hour

// weekCard draws a week: a lane for each layer, by the reader's clock, and the same as a table.
func weekCard(ctx context.Context, s oncall.Schedule, w oncall.Week, crew crowd, now time.Time) g.Node {
	day := func(offset int) string {
		return s.Path() + "?week=" + w.From.AddDate(0, 0, offset).Format(time.DateOnly)
	}
	title := i18n.T(ctx, "oncall.week_of", "Date", i18n.FormatDate(ctx, w.From))
	if !now.Before(w.From) && now.Before(w.Until) {
		title = i18n.T(ctx, "oncall.this_week")
	}
	pager := h.Div(h.Class("cluster"), page.LinkButton(page.Small, day(-7), i18n.T(ctx, "oncall.week_before")),
		page.LinkButton(page.Small, s.Path(), i18n.T(ctx, "oncall.today")),
		page.LinkButton(page.Small, day(7), i18n.T(ctx, "oncall.week_after")))
	if len(w.Lanes) == 0 {
		return page.Card(title, "", page.Notice(page.Amber, i18n.T(ctx, "oncall.week_empty")), pager)
	}
	return page.Card(title, i18n.T(ctx, "oncall.week_about", "Zone", i18n.Zone(ctx).String()),
		h.Div(h.Class("duty-week"), h.TabIndex("0"), g.Attr("role", "region"), g.Attr("aria-label", title), weekDrawing(ctx, w, crew, now)),
		weekDays(ctx, w, crew, now), pager,
		page.Fold(i18n.T(ctx, "oncall.as_table"), weekTable(ctx, title, w, crew, now)))
}

// part is where t lies in the week, in percent.
func part(w oncall.Week, t time.Time) float64 {
	return 100 * float64(t.Sub(w.From)) / float64(w.Until.Sub(w.From))
}

func percent(p float64) string { return fmt.Sprintf("%.3f%%", p) }

func weekDrawing(ctx context.Context, w oncall.Week, crew crowd, now time.Time) g.Node {
	lanes := len(w.Lanes)
	if len(w.Gaps) > 0 {
		lanes++
	}
	var parts g.Group
	for d := range 7 {
		at := w.From.AddDate(0, 0, d)
		parts = append(parts, g.El("line", g.Attr("x1", percent(part(w, at))), g.Attr("x2", percent(part(w, at))), g.Attr("y1", "0"), g.Attr("y2", "100%")),
			g.El("text", g.Attr("class", "day"), g.Attr("x", percent(part(w, at))), g.Attr("dx", "4"), g.Attr("y", "14"), g.Text(dayWords(ctx, at))))
	}
	for i, l := range w.Lanes {
		for _, b := range l.Bars {
			parts = append(parts, barView(ctx, w, l, b, i, crew))
		}
	}
	for _, gap := range w.Gaps {
		parts = append(parts, rect("gap", w, gap.From, gap.Until, len(w.Lanes),
			g.El("title", g.Text(i18n.T(ctx, "oncall.nobody_between", "From", i18n.FormatTime(ctx, gap.From), "Until", i18n.FormatTime(ctx, gap.Until))))))
	}
	if p := part(w, now); p >= 0 && p <= 100 {
		parts = append(parts, g.El("line", g.Attr("class", "now"), g.Attr("x1", percent(p)), g.Attr("x2", percent(p)), g.Attr("y1", "18"),
			g.Attr("y2", "100%")))
	}
	return h.SVG(g.Attr("aria-hidden", "true"), g.Attr("height", fmt.Sprint(26+lanes*laneHeight)), parts)
}

// dayWords names a day of a week: Mon 23.
func dayWords(ctx context.Context, at time.Time) string {
	return i18n.T(ctx, "oncall.day_"+strings.ToLower(at.Weekday().String()[:3])) + " " + at.Format("2")
}

// rect is a stretch of a lane.
func rect(class string, w oncall.Week, from, until time.Time, lane int, more ...g.Node) g.Node {
	if from.Before(w.From) {
		from = w.From
	}
	if until.After(w.Until) {
		until = w.Until
	}
	return g.El("rect", g.Attr("class", class), g.Attr("x", percent(part(w, from))), g.Attr("width", percent(part(w, until)-part(w, from))),
		g.Attr("y", fmt.Sprint(24+lane*laneHeight)), g.Attr("height", "27"), g.Attr("rx", "5"), g.Group(more))
}

// barView is somebody's time. Its name is cut off where the bar ends.
func barView(ctx context.Context, w oncall.Week, l oncall.Lane, b oncall.Bar, lane int, crew crowd) g.Node {
	class := "duty tone-" + crew.tone(l.Region)
	if b.Cover || l.Extra {
		class += " cover"
	}
	if l.Shadow {
		class += " shadow"
	}
	from, until := later(b.From, w.From), earlier(b.Until, w.Until)
	words := crew.name(ctx, b.UserID) + ", " + i18n.FormatTime(ctx, b.From) + " – " + i18n.FormatTime(ctx, b.Until)
	label, _, _ := strings.Cut(crew.name(ctx, b.UserID), " ")
	if until.Sub(from) <= shortBar {
		label = page.Initials(crew.name(ctx, b.UserID))
	}
	return g.Group{rect(class, w, from, until, lane, g.El("title", g.Text(words))),
		g.El("svg", g.Attr("x", percent(part(w, from))), g.Attr("y", fmt.Sprint(24+lane*laneHeight)),
			g.Attr("width", percent(part(w, until)-part(w, from))), g.Attr("height", "27"),
			g.El("text", g.Attr("x", "5"), g.Attr("y", "17"), g.Text(label)))}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func weekTable(ctx context.Context, title string, w oncall.Week, crew crowd, now time.Time) g.Node {
	var rows [][]g.Node
	for _, l := range w.Lanes {
		for _, b := range l.Bars {
			rows = append(rows, []g.Node{g.Text(barWords(ctx, l, b)), g.Text(crew.name(ctx, b.UserID)), stretch(ctx, b.From, b.Until, now)})
		}
	}
	for _, gap := range w.Gaps {
		rows = append(rows, []g.Node{g.Text(""), page.Chip(page.Red, i18n.T(ctx, "oncall.nobody_short")), stretch(ctx, gap.From, gap.Until, now)})
	}
	return page.Table(title, []page.Column{{Label: i18n.T(ctx, "oncall.layer")}, {Label: i18n.T(ctx, "oncall.who")},
		{Label: i18n.T(ctx, "oncall.when")}}, rows...)
}

// barWords names what somebody's time is in.
func barWords(ctx context.Context, l oncall.Lane, b oncall.Bar) string {
	switch {
	case l.Shadow:
		return l.Name + ", " + i18n.T(ctx, "oncall.shadow")
	case b.Cover || l.Extra:
		return l.Name + " " + i18n.T(ctx, "oncall.cover_mark")
	}
	return l.Name
}

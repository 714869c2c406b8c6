package shiftui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// span is how many days a page of staffing shows: six weekends and the holidays between.
const span = 42

// getStaffing shows the weekends and holidays of the weeks from a day on.
func (u *UI) getStaffing(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	from, err := bizcal.ParseDate(r.URL.Query().Get("from"))
	if err != nil { // what is no day is today
		from = u.today(ctx)
	}
	days, err := u.Shifts.Staffing(ctx, from, from.AddDays(span-1))
	if err != nil {
		return err
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return err
	}
	mine, err := u.mine(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "shift.staffing")
	pager := page.Pager(ctx, fmt.Sprint(staffingPath, "?from=", from.AddDays(-span)), fmt.Sprint(staffingPath, "?from=", from.AddDays(span)))
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "shift.staffing_about")), tabs(ctx, staffingPath),
		page.Content(mine, summary(ctx, days), planner(ctx, title, days, crew), pager)))
}

// summary says how many days lack people.
func summary(ctx context.Context, days []shift.Day) g.Node {
	short := 0
	for _, d := range days {
		if d.Missing > 0 {
			short++
		}
	}
	if short == 0 {
		return page.Notice(page.Green, i18n.T(ctx, "shift.all_staffed"))
	}
	return page.Notice(page.Amber, i18n.T(ctx, "shift.days_short", "Count", short))
}

// planner is a line for each day and a column for each region, so that a gap shows among its neighbours; on a phone it is a
// card for each day.
func planner(ctx context.Context, title string, days []shift.Day, crew crew) g.Node {
	columns := []page.Column{{Label: i18n.T(ctx, "shift.col_day")}}
	at := map[string]int{}
	for _, r := range crew.team.Regions {
		if slices.ContainsFunc(days, func(d shift.Day) bool { return d.Region == r.Key }) {
			at[r.Key] = len(columns)
			columns = append(columns, page.Column{Label: r.Name})
		}
	}
	var rows [][]g.Node
	for i, d := range days {
		if i == 0 || days[i-1].Date != d.Date {
			row := make([]g.Node, len(columns))
			row[0] = h.Div(h.B(h.Class("nowrap"), g.Text(dayWords(ctx, d.Date))), g.If(weekend(d), h.Div(h.Class("muted"), g.Text(weekday(ctx, d)))))
			rows = append(rows, row)
		}
		rows[len(rows)-1][at[d.Region]] = planned(ctx, d, crew)
	}
	return page.Table(title, columns, rows...)
}

// planned is a day of a region in the planner: how it stands, and who works. It leads to where it is arranged.
func planned(ctx context.Context, d shift.Day, crew crew) g.Node {
	label := dayWords(ctx, d.Date) + ", " + crew.region(d.Region).Name
	return h.Div(h.Class("planned"), h.A(h.Href(shift.DayPath(d.Region, d.Date)), h.Title(label), standing(ctx, d), h.Span(h.Class("vh"), g.Text(" "+label))),
		g.If(d.Holiday != "", h.Div(h.Class("muted"), g.Text(d.Holiday))), workers(ctx, d, crew))
}

func weekend(d shift.Day) bool {
	return d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday
}

func weekday(ctx context.Context, d shift.Day) string {
	return i18n.T(ctx, "shift."+strings.ToLower(d.Date.Weekday().String()))
}

// dayKind is why ordinary hours leave a day out.
func dayKind(ctx context.Context, d shift.Day) string {
	if d.Holiday != "" {
		return d.Holiday
	}
	return weekday(ctx, d)
}

// standing says in colour and word whether a day has its people.
func standing(ctx context.Context, d shift.Day) g.Node {
	switch {
	case d.Missing > 0 && len(d.Asked) > 0:
		return page.Chip(page.Amber, i18n.T(ctx, "shift.missing_asked", "Count", d.Missing, "Asked", len(d.Asked)))
	case d.Missing > 0:
		return page.Chip(page.Red, i18n.T(ctx, "shift.missing", "Count", d.Missing))
	case d.Need == 0:
		return page.Chip(page.Neutral, i18n.T(ctx, "shift.no_need"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "shift.staffed", "Here", len(d.Workers), "Need", d.Need))
}

func workers(ctx context.Context, d shift.Day, crew crew) g.Node {
	var lines g.Group
	for _, w := range d.Workers {
		lines = append(lines, h.Li(g.Text(crew.name(ctx, w.UserID)+" "), h.Span(h.Class("muted nowrap"), g.Text(workerHours(ctx, w)))))
	}
	for _, t := range d.Asked {
		lines = append(lines, h.Li(g.Text(i18n.T(ctx, "shift.asked_name", "Name", crew.name(ctx, t.UserID)))))
	}
	return g.If(len(lines) > 0, h.Ul(lines))
}

func workerHours(ctx context.Context, w shift.Worker) string {
	switch {
	case w.TurnID != 0:
		return i18n.T(ctx, "shift.took")
	case len(w.Hours) > 0:
		return calendar.FormatHours(w.Hours)
	}
	return i18n.T(ctx, "shift.own_hours")
}

// mine asks the reader what they have been asked; nil for nothing.
func (u *UI) mine(ctx context.Context) (g.Node, error) {
	turns, err := u.Shifts.Mine(ctx, u.today(ctx).AddDays(-1))
	if err != nil {
		return nil, err
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return nil, err
	}
	var all g.Group
	for _, t := range turns {
		if t.State == shift.Asked {
			all = append(all, page.Notice(page.Amber,
				i18n.T(ctx, "shift.you_are_asked", "Who", crew.name(ctx, t.AskedBy), "Day", dayWords(ctx, t.Date), "Region", crew.region(t.Region).Name),
				g.If(t.Note != "", h.P(g.Text(t.Note))), answers(ctx, t)))
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// answers are the buttons of who was asked.
func answers(ctx context.Context, t shift.Turn) g.Node {
	to := fmt.Sprint(root, "/turns/", t.ID, "/answer")
	return h.Div(h.Class("cluster"), page.PostButton(page.Primary, to, i18n.T(ctx, "shift.accept"), []string{"answer", "yes"}),
		page.PostButton(page.Secondary, to, i18n.T(ctx, "shift.decline"), []string{"answer", "no"}))
}

// Beside is the card of the on-call planner: how the week's weekend and holidays are staffed, and who of a schedule works
// shifts and why.
func (u *UI) Beside(ctx context.Context, members []int64, from, until time.Time) (g.Node, error) {
	days, err := u.Shifts.Staffing(ctx, bizcal.DateOf(from.In(i18n.Zone(ctx))), bizcal.DateOf(until.Add(-time.Second).In(i18n.Zone(ctx))))
	if err != nil {
		return nil, err
	}
	crew, err := u.crew(ctx)
	if err != nil {
		return nil, err
	}
	today := u.today(ctx)
	ahead, err := u.Shifts.Staffing(ctx, today, today.AddDays(364))
	if err != nil {
		return nil, err
	}
	exempt, err := u.exempt(ctx, members, crew)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "shift.staffing")
	return g.Group{page.Card(title, i18n.T(ctx, "shift.beside_about"), planner(ctx, title, days, crew), yearSummary(ctx, ahead),
		page.LinkButton(page.Secondary, staffingPath, i18n.T(ctx, "shift.arrange"))), exempt}, nil
}

// yearSummary says of the year ahead how many days lack people, and which comes first.
func yearSummary(ctx context.Context, days []shift.Day) g.Node {
	short, first := 0, ""
	for _, d := range days {
		if d.Missing == 0 {
			continue
		}
		if short++; first == "" {
			first = dayWords(ctx, d.Date)
		}
	}
	if short == 0 {
		return h.P(g.Text(i18n.T(ctx, "shift.year_staffed")))
	}
	return h.P(g.Text(i18n.T(ctx, "shift.year_short", "Count", short, "Day", first)))
}

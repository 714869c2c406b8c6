package shiftui

import (
	"context"
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getOrder shows in which order to work, with what waits in each step.
func (u *UI) getOrder(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	stages, err := u.Shifts.Order(ctx)
	if err != nil {
		return err
	}
	mine, err := u.mine(ctx)
	if err != nil {
		return err
	}
	title, now := i18n.T(ctx, "shift.order"), u.Now(ctx)
	var act g.Node
	if access.Check(ctx, access.ManageSettings) == nil {
		act = page.LinkButton(page.Secondary, settingsPath, i18n.T(ctx, "shift.change"))
	}
	var cards g.Group
	for i, s := range stages {
		cards = append(cards, stageCard(ctx, i, s, now))
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "shift.order_about"), act), tabs(ctx, root), page.Content(mine, cards)))
}

// stageCard shows a step: its tickets, how many wait on a desk beside, or only where it opens.
func stageCard(ctx context.Context, i int, s shift.Stage, now time.Time) g.Node {
	title := fmt.Sprintf("%d. %s", i+1, s.Title)
	switch {
	case s.Absent:
		return page.Card(title, i18n.T(ctx, "shift.absent"))
	case s.Away != "":
		return page.Card(title, "", h.P(h.A(h.Class("link"), h.Href(s.Away), h.Rel("noreferrer"), g.Text(i18n.T(ctx, "shift.opens_there")))))
	case s.Beside.Desk != "":
		words := i18n.T(ctx, "shift.waits_there", "Count", s.Beside.Count, "Desk", s.Beside.Desk)
		if s.Beside.More {
			words = i18n.T(ctx, "shift.more_there", "Number", s.Beside.Count, "Desk", s.Beside.Desk)
		}
		return page.Card(title, stepWords(ctx, s.Step), h.P(g.Text(words+" "), h.A(h.Class("link"), h.Href(s.Beside.Link), h.Rel("noreferrer"), g.Text(i18n.T(ctx, "shift.open", "Desk", s.Beside.Desk)))))
	case len(s.Rows) == 0:
		return page.Card(title, stepWords(ctx, s.Step), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "shift.none"))))
	}
	rows := make([][]g.Node, len(s.Rows))
	for k, r := range s.Rows {
		rows[k] = row(ctx, r, now)
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "shift.col_"+id)} }
	return page.Card(title, stepWords(ctx, s.Step), page.Table(title, []page.Column{label("ticket"), label("customer"), label("priority"), label("due"), label("hand")}, rows...),
		g.If(s.More, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "shift.more")))))
}

func row(ctx context.Context, r ticket.Row, now time.Time) []g.Node {
	due := g.Text(i18n.T(ctx, "shift.no_clock"))
	if !r.BreachAt.IsZero() {
		due = page.DueChip(ctx, page.Due{At: r.BreachAt, What: i18n.T(ctx, "shift.metric_"+r.BreachMetric)}, now)
	}
	hand := r.Assignee
	if hand == "" {
		hand = i18n.T(ctx, "shift.nobody")
	}
	customer := r.Organization
	if customer == "" {
		customer = r.Requester
	}
	return []g.Node{h.A(h.Class("link"), h.Href(fmt.Sprint("/tickets/", r.ID)), g.Textf("#%d %s", r.ID, r.Subject)), g.Text(customer),
		g.Text(i18n.T(ctx, "shift.priority_"+r.Priority.String())), due, g.Text(hand)}
}

// stepWords says which tickets a step is about.
func stepWords(ctx context.Context, s shift.Step) string {
	switch {
	case s.Tickets == shift.Urgent && s.Always:
		return i18n.T(ctx, "shift.means_always", "Priority", i18n.T(ctx, "shift.priority_"+s.Priority))
	case s.Tickets == shift.Urgent:
		return i18n.T(ctx, "shift.means_priority", "Priority", i18n.T(ctx, "shift.priority_"+s.Priority))
	case s.Tickets == shift.NearBreach:
		return i18n.T(ctx, "shift.means_breach", "Time", i18n.FormatDuration(ctx, time.Duration(s.Minutes)*time.Minute))
	}
	return i18n.T(ctx, "shift.means_"+string(s.Tickets))
}

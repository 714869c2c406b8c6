package shiftui

import (
	"context"
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/shift"
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
	var rows g.Group
	for i, s := range stages {
		node, err := u.stage(ctx, i, s, now)
		if err != nil {
			return err
		}
		rows = append(rows, node)
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "shift.order_about"), act), tabs(ctx, root),
		g.If(mine != nil, page.Content(mine)), page.Rows(title, rows...)))
}

// stage is a step of the list: its tickets, how many wait on a desk beside, or only where it opens.
func (u *UI) stage(ctx context.Context, i int, s shift.Stage, now time.Time) (g.Node, error) {
	nodes := g.Group{page.RowsHead(fmt.Sprintf("%d. %s", i+1, s.Title), stepWords(ctx, s.Step))}
	if note := stageNote(ctx, s); note != nil {
		return append(nodes, h.Li(h.Class("rows-note"), note)), nil
	}
	listed, err := u.Listed(ctx, s.Rows)
	if err != nil {
		return nil, err
	}
	for _, row := range listed {
		nodes = append(nodes, page.Ticket(ctx, row, now))
	}
	if s.More {
		nodes = append(nodes, h.Li(h.Class("rows-note"), g.Text(i18n.T(ctx, "shift.more"))))
	}
	return nodes, nil
}

// stageNote says of a step without tickets to show why there are none; nil where there are some.
func stageNote(ctx context.Context, s shift.Stage) g.Node {
	switch {
	case s.Absent:
		return g.Text(i18n.T(ctx, "shift.absent"))
	case s.Away != "":
		return h.A(h.Class("link"), h.Href(s.Away), h.Rel("noreferrer"), g.Text(i18n.T(ctx, "shift.opens_there")))
	case s.Beside.Desk != "":
		words := i18n.T(ctx, "shift.waits_there", "Count", s.Beside.Count, "Desk", s.Beside.Desk)
		if s.Beside.More {
			words = i18n.T(ctx, "shift.more_there", "Number", s.Beside.Count, "Desk", s.Beside.Desk)
		}
		return g.Group{g.Text(words + " "),
			h.A(h.Class("link"), h.Href(s.Beside.Link), h.Rel("noreferrer"), g.Text(i18n.T(ctx, "shift.open", "Desk", s.Beside.Desk)))}
	case len(s.Rows) == 0:
		return g.Text(i18n.T(ctx, "shift.none"))
	}
	return nil
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

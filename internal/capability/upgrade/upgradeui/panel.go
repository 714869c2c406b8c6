package upgradeui

import (
	"context"
	"fmt"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel is what stands beside a ticket: the upgrades it is about, and a window of its customer that is open, which an
// emergency has most likely to do with. Nil where there is nothing to say.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	if t.OrganizationID == 0 {
		return nil, nil
	}
	all, err := u.Upgrades.Upgrades(ctx, upgrade.Filter{OrganizationID: t.OrganizationID})
	if err != nil {
		return nil, err
	}
	ended, err := u.Upgrades.Upgrades(ctx, upgrade.Filter{TicketID: t.ID, Over: true})
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var open, items g.Group
	line := ""
	add := func(up upgrade.Upgrade) {
		items = append(items, u.item(ctx, up, now))
		if line == "" {
			line = itemLine(ctx, up, now)
		}
	}
	for _, up := range all {
		if up.Open(now) {
			open = append(open, page.Notice(page.Red, i18n.T(ctx, "upgrade.their_window", "Time", i18n.FormatTime(ctx, up.WindowFrom), "Title", up.Title()),
				h.Span(h.Class("cluster"), link(up, i18n.T(ctx, "upgrade.see_rollback")))))
		}
		if up.TicketID == t.ID || up.State == upgrade.Ready {
			add(up)
		}
	}
	for _, up := range ended {
		add(up)
	}
	if len(items) == 0 {
		return open, nil
	}
	return g.Group{open, page.Section{ID: "upgrade", Title: i18n.T(ctx, "upgrade.panel"), Line: line}.View(ctx, h.Ul(h.Class("stack"), items))}, nil
}

// itemLine says an upgrade in a line: to what, and when or how it went.
func itemLine(ctx context.Context, up upgrade.Upgrade, now time.Time) string {
	switch {
	case up.State == upgrade.Ended:
		return up.Title() + ", " + i18n.T(ctx, "upgrade.outcome_"+string(up.Outcome))
	case up.Windowed():
		return up.Title() + ", " + i18n.FormatNear(ctx, up.WindowFrom, now)
	}
	return up.Title() + ", " + i18n.T(ctx, "upgrade.state_planning")
}

func (u *UI) item(ctx context.Context, up upgrade.Upgrade, now time.Time) g.Node {
	return h.Li(h.Span(h.Class("cluster"), link(up, up.Title()), stateChip(ctx, up, now),
		g.If(up.Windowed() && up.State != upgrade.Ended, page.Time(ctx, up.WindowFrom, now))))
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil || t.OrganizationID == 0 || !t.Status.Live() {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(fmt.Sprint(root, "/new?ticket=", t.ID)), g.Text(i18n.T(ctx, "upgrade.menu")+" …"))}, nil
}

// OrganizationPanel is what stands on an organization's page: upgrades to come, and the way to one.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	return u.block(ctx, upgrade.Filter{OrganizationID: o.ID, All: true, Limit: 5}, root+"/new?organization="+itoa(o.ID))
}

// EnvironmentPart is what stands on an environment's page: its upgrades, and the way to one.
func (u *UI) EnvironmentPart(ctx context.Context, e environment.Environment) (g.Node, error) {
	return u.block(ctx, upgrade.Filter{EnvironmentID: e.ID, All: true, Limit: 10}, root+"/new?environment="+itoa(e.ID))
}

func (u *UI) block(ctx context.Context, f upgrade.Filter, add string) (g.Node, error) {
	if access.Check(ctx, access.ViewTickets) != nil {
		return nil, nil
	}
	all, err := u.Upgrades.Upgrades(ctx, f)
	works := access.Check(ctx, access.UpdateTickets) == nil
	if err != nil || len(all) == 0 && !works {
		return nil, err
	}
	now := u.Now(ctx)
	return page.FactsBlock(i18n.T(ctx, "nav.upgrades"), g.If(len(all) == 0, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "upgrade.none_yet")))),
		h.Ul(h.Class("stack"), g.Map(all, func(up upgrade.Upgrade) g.Node { return u.item(ctx, up, now) })),
		g.If(works, h.Div(page.LinkButton(page.Small, add, i18n.T(ctx, "upgrade.new"))))), nil
}

// Stretch is a time in which somebody is on call.
type Stretch struct{ From, Until time.Time }

// InShift lists the upgrades whose window meets one of the stretches, for who is on call then; mine are the reader's own
// shifts. Nil where there is none.
func (u *UI) InShift(ctx context.Context, mine bool, stretches []Stretch) (g.Node, error) {
	now := u.Now(ctx)
	seen := map[int64]bool{}
	var items g.Group
	for _, s := range stretches {
		all, err := u.Upgrades.Windows(ctx, s.From, s.Until)
		if err != nil {
			return nil, err
		}
		for _, up := range all {
			if !seen[up.ID] {
				seen[up.ID] = true
				items = append(items, h.Li(h.Span(h.Class("cluster"), h.B(link(up, up.Organization+", "+up.Title())), stateChip(ctx, up, now),
					g.Text(span(ctx, up.WindowFrom, up.WindowUntil, i18n.Zone(ctx))),
					h.Span(h.Class("muted"), g.Text(span(ctx, up.WindowFrom, up.WindowUntil, time.UTC)+" UTC")))))
			}
		}
	}
	if len(items) == 0 {
		return nil, nil
	}
	title := i18n.T(ctx, "upgrade.in_day")
	if mine {
		title = i18n.T(ctx, "upgrade.in_shift")
	}
	return page.Card(title, i18n.T(ctx, "upgrade.in_shift_about"), h.Ul(h.Class("stack"), items)), nil
}

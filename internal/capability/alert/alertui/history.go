package alertui

import (
	"context"
	"fmt"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// line is one thing that happened, at its time.
type line struct {
	at   time.Time
	text string
}

// history tells what was reported and what people did, the latest first.
func (u *UI) history(ctx context.Context, v alert.View, names map[int64]people.User, now time.Time) g.Node {
	var lines []line
	for _, s := range v.Steps {
		text := i18n.T(ctx, "alerts.outcome."+string(s.Outcome))
		if s.Times > 1 {
			text += ", " + i18n.T(ctx, "alerts.times", "Count", s.Times)
		}
		lines = append(lines, line{s.LastAt, text})
	}
	for _, e := range v.History {
		if text := said(ctx, e, names); text != "" {
			lines = append(lines, line{e.At, text})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return b.at.Compare(a.at) })
	nodes := g.Group{}
	for i, l := range lines {
		nodes = append(nodes, page.Entry(ctx, fmt.Sprint("step-", i), l.at, now, h.Span(g.Text(l.text))))
	}
	return page.Card(i18n.T(ctx, "alerts.history"), "", nodes)
}

// said puts what people did into words. What the sender did stands among the reports.
func said(ctx context.Context, e event.Event, names map[int64]people.User) string {
	who := i18n.T(ctx, "alerts.desk")
	if u, ok := names[e.ActorID]; ok {
		who = u.Name
	}
	switch e.Kind {
	case alert.WasAcknowledged{}.EventKind():
		if f, err := event.Decode[alert.WasAcknowledged](e); err == nil && !f.BySender {
			return i18n.T(ctx, "alerts.told.acknowledged", "Who", who)
		}
	case alert.WasResolved{}.EventKind():
		if f, err := event.Decode[alert.WasResolved](e); err == nil && f.Why != alert.BySender {
			return i18n.T(ctx, "alerts.told.resolved_"+f.Why, "Who", who)
		}
	case alert.GotWorse{}.EventKind():
		return i18n.T(ctx, "alerts.told.worse")
	case alert.LeadsStorm{}.EventKind():
		return i18n.T(ctx, "alerts.told.leads")
	case alert.TicketOpened{}.EventKind():
		if f, err := event.Decode[alert.TicketOpened](e); err == nil {
			return i18n.T(ctx, "alerts.told.ticket", "Who", who, "Number", f.Ticket)
		}
	}
	return ""
}

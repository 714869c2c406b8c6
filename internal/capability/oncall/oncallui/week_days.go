package oncallui

import (
	"context"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// turn is a stretch of a week, and who has it; nobody for a gap.
type turn struct {
	from, until time.Time
	who, what   string
	gap         bool
}

// weekDays is the week for a phone, which has no room for the drawing: a day at a time, with who is on call from when.
func weekDays(ctx context.Context, w oncall.Week, crew crowd, now time.Time) g.Node {
	turns := turnsOf(ctx, w, crew)
	var days g.Group
	for d := range 7 {
		from, until := w.From.AddDate(0, 0, d), w.From.AddDate(0, 0, d+1)
		days = append(days, dayFold(ctx, from, until, now, slices.DeleteFunc(slices.Clone(turns), func(t turn) bool {
			return !t.from.Before(until) || t.from.Before(from) && (d > 0 || !t.until.After(from))
		})))
	}
	return h.Div(h.Class("duty-days"), days)
}

// turnsOf lists the turns of all layers, and the gaps, by when they begin.
func turnsOf(ctx context.Context, w oncall.Week, crew crowd) (all []turn) {
	for _, l := range w.Lanes {
		for _, b := range l.Bars {
			all = append(all, turn{from: b.From, until: b.Until, who: crew.name(ctx, b.UserID), what: barWords(ctx, l, b)})
		}
	}
	for _, gap := range w.Gaps {
		all = append(all, turn{from: gap.From, until: gap.Until, who: i18n.T(ctx, "oncall.nobody_short"), gap: true})
	}
	slices.SortStableFunc(all, func(a, b turn) int { return a.from.Compare(b.from) })
	return all
}

func dayFold(ctx context.Context, from, until, now time.Time, turns []turn) g.Node {
	var names []string
	for _, t := range turns {
		first, _, _ := strings.Cut(t.who, " ")
		names = append(names, first)
	}
	today := !now.Before(from) && now.Before(until)
	return h.Details(h.Class("section"), g.If(today, g.Attr("open", "")),
		h.Summary(h.H3(g.Text(dayWords(ctx, from))), h.Span(g.Text(strings.Join(names, ", ")))),
		h.Ul(h.Class("stack"), g.Map(turns, func(t turn) g.Node {
			who := g.Node(h.B(g.Text(t.who)))
			if t.gap {
				who = page.Chip(page.Red, t.who)
			}
			return h.Li(h.Div(who, g.Text(" "+t.what)), h.Div(h.Class("muted"), stretch(ctx, t.from, t.until, now)))
		})))
}

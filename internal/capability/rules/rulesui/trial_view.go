package rulesui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// trialCard tells what a rule would have done; nil where it was not tried.
func (u *UI) trialCard(ctx context.Context, v words, t *rules.Trial) g.Node {
	if t == nil {
		return nil
	}
	now := u.Now(ctx)
	figures := page.Stats(page.Figure{Label: i18n.T(ctx, "trial.fired"), Value: strconv.Itoa(t.Fired)},
		page.Figure{Label: i18n.T(ctx, "trial.tickets"), Value: strconv.Itoa(t.Tickets), Sub: i18n.T(ctx, "trial.of", "Count", t.Looked)},
		page.Figure{Label: i18n.T(ctx, "trial.updates"), Value: strconv.Itoa(t.Updates)})
	var counts []page.Fact
	for _, field := range slices.Sorted(maps.Keys(t.ByAction)) {
		counts = append(counts, page.Say(v.actionField(ctx, field), i18n.T(ctx, "trial.times", "Count", t.ByAction[field])))
	}
	columns := []page.Column{{Label: i18n.T(ctx, "trial.at")}, {Label: i18n.T(ctx, "trial.ticket")}, {Label: i18n.T(ctx, "trial.change")}}
	var list [][]g.Node
	for _, hit := range t.Hits {
		list = append(list, []g.Node{page.Time(ctx, hit.At, now),
			h.A(h.Class("link"), h.Href(fmt.Sprint("/tickets/", hit.Ticket)), g.Text(fmt.Sprintf("#%d %s", hit.Ticket, hit.Subject))),
			effects(ctx, v, hit.Effects, "trial.nochange")})
	}
	title := i18n.T(ctx, "trial.title")
	return page.Card(title, i18n.T(ctx, "trial.about"), h.ID("trial"), figures, page.Facts("", counts...),
		g.If(t.Partial, page.Banner(page.Amber, i18n.T(ctx, "trial.partial", "Count", t.Looked))),
		g.If(t.Fired > len(t.Hits), h.P(h.Class("muted"), g.Text(i18n.T(ctx, "trial.more", "Count", len(t.Hits))))), table(title, columns, list))
}

// effects lists what changed; key says that nothing did.
func effects(ctx context.Context, v words, list []rules.Effect, key string) g.Node {
	if len(list) == 0 {
		return h.Small(h.Class("muted"), g.Text(i18n.T(ctx, key)))
	}
	return h.Ul(g.Map(list, func(e rules.Effect) g.Node { return h.Li(g.Text(v.effect(ctx, e))) }))
}

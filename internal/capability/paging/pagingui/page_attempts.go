package pagingui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// attemptsCard shows every attempt: to whom, by which way, what became of it, and each time it was tried.
func attemptsCard(ctx context.Context, rec paging.Record, name func(int64) string, now time.Time) g.Node {
	t := func(id string) string { return i18n.T(ctx, "pages.attempt."+id) }
	if len(rec.Deliveries) == 0 {
		return page.Card(t("title"), t("none"))
	}
	tries := map[int64][]paging.Try{}
	for _, y := range rec.Tries {
		tries[y.DeliveryID] = append(tries[y.DeliveryID], y)
	}
	columns := []page.Column{{Label: t("who")}, {Label: t("way")}, {Label: t("state")}, {Label: t("when")}, {Label: t("tries")}}
	rows := make([][]g.Node, len(rec.Deliveries))
	for i, d := range rec.Deliveries {
		rows[i] = []g.Node{g.Text(name(d.UserID)), way(ctx, d), standing(ctx, d), page.Time(ctx, d.PlannedAt, now), triesOf(ctx, tries[d.ID], now)}
	}
	return page.Card(t("title"), t("about"), page.Table(t("title"), columns, rows...))
}

func way(ctx context.Context, d paging.Delivery) g.Node {
	word := i18n.T(ctx, "pages.kind."+string(d.Kind))
	if d.Label == "" {
		return g.Text(word)
	}
	return g.Group{g.Text(word + " "), h.Span(h.Class("muted"), g.Text(d.Label))}
}

// standing says where an attempt stands, and why.
func standing(ctx context.Context, d paging.Delivery) g.Node {
	tone := map[paging.DeliveryState]page.Tone{paging.Accepted: page.Green, paging.Failed: page.Red, paging.Held: page.Amber,
		paging.Sending: page.Blue}[d.State]
	word := i18n.T(ctx, "pages.delivery."+string(d.State))
	if d.State == paging.Queued && d.Tries > 0 {
		tone, word = page.Amber, i18n.T(ctx, "pages.delivery.again")
	}
	nodes := g.Group{page.Chip(tone, word)}
	if !d.OpenedAt.IsZero() {
		nodes = append(nodes, g.Text(" "), page.Chip(page.Green, i18n.T(ctx, "pages.delivery.opened")))
	}
	if d.Said != "" && d.State != paging.Accepted {
		nodes = append(nodes, h.Div(h.Class("muted"), g.Text(d.Said)))
	}
	return nodes
}

// triesOf lists the times that an attempt was sent, with what came of each.
func triesOf(ctx context.Context, tries []paging.Try, now time.Time) g.Node {
	if len(tries) == 0 {
		return g.Text("–")
	}
	items := make([]g.Node, len(tries))
	for i, t := range tries {
		items[i] = h.Li(page.Time(ctx, t.StartedAt, now), g.Text(" "+i18n.T(ctx, "pages.try."+string(t.Outcome))),
			g.If(t.Said != "" && t.Outcome != paging.TryAccepted, h.Span(h.Class("muted"), g.Text(" · "+t.Said))))
	}
	if len(tries) <= 2 {
		return h.Ul(h.Class("tries"), g.Group(items))
	}
	return page.Fold(i18n.T(ctx, "pages.attempt.count", "Count", len(tries)), h.Ul(h.Class("tries"), g.Group(items)))
}

// storyBlock tells what happened to the page, in order.
func storyBlock(ctx context.Context, rec paging.Record, name func(int64) string, now time.Time) g.Node {
	var items []g.Node
	for _, e := range rec.Events {
		if said := Said(ctx, e.Event, name); said != "" {
			items = append(items, h.Li(g.Text(said+" "), h.Span(h.Class("muted"), page.Time(ctx, e.At, now))))
		}
	}
	return page.FactsBlock(i18n.T(ctx, "pages.story"), h.Ol(h.Class("stack tries"), g.Group(items)))
}

// Said tells a fact about a page in a sentence; empty for what it does not know.
func Said(ctx context.Context, e event.Event, name func(int64) string) string {
	switch e.Kind {
	case (paging.Asked{}).EventKind():
		return saidAsked(ctx, e, name)
	case (paging.Skipped{}).EventKind():
		return saidSkipped(ctx, e, name)
	case (paging.PageOpened{}).EventKind():
		f, err := event.Decode[paging.PageOpened](e)
		if err != nil || f.Wanted == "" {
			return i18n.T(ctx, "pages.said.opened", "Policy", f.Policy)
		}
		return i18n.T(ctx, "pages.said.opened_other", "Policy", f.Policy, "Wanted", f.Wanted)
	case (paging.Unreachable{}).EventKind():
		f, err := event.Decode[paging.Unreachable](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "pages.said.unreachable", "Name", name(f.User))
	case (paging.Acked{}).EventKind():
		f, err := event.Decode[paging.Acked](e)
		if err != nil {
			return ""
		}
		if f.Second {
			return i18n.T(ctx, "pages.said.also", "Name", name(f.User))
		}
		return i18n.T(ctx, "pages.said.acknowledged", "Name", name(f.User))
	case (paging.Again{}).EventKind(), (paging.Escalated{}).EventKind(), (paging.Exhaust{}).EventKind(), (paging.Ended{}).EventKind():
		return i18n.T(ctx, "pages.said."+e.Kind[len("page."):])
	}
	return ""
}

func saidAsked(ctx context.Context, e event.Event, name func(int64) string) string {
	f, err := event.Decode[paging.Asked](e)
	if err != nil {
		return ""
	}
	said := i18n.T(ctx, "pages.said."+string(f.Why), "Step", f.Step+1, "Names", names(name, f.Users))
	if !f.Due.IsZero() {
		said += " " + i18n.T(ctx, "pages.said.late", "Late", i18n.FormatDuration(ctx, e.At.Sub(f.Due)))
	}
	return said
}

func saidSkipped(ctx context.Context, e event.Event, name func(int64) string) string {
	f, err := event.Decode[paging.Skipped](e)
	switch {
	case err != nil:
		return ""
	case len(f.Missing) > 0:
		return i18n.T(ctx, "pages.said.missing", "Step", f.Step+1, "Schedule", f.Missing[0])
	case len(f.Busy) > 0:
		return i18n.T(ctx, "pages.said.busy", "Step", f.Step+1, "Names", names(name, f.Busy))
	}
	return i18n.T(ctx, "pages.said.skipped", "Step", f.Step+1)
}

package portal

import (
	"context"
	"slices"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// AheadKind is what sort of thing is to come.
type AheadKind string

// The kinds, in words of the catalogue.
const (
	AheadIncident AheadKind = "incident" // goes on
	AheadWork     AheadKind = "work"     // maintenance to come
	AheadCall     AheadKind = "call"     // booked
	AheadOffer    AheadKind = "offer"    // a call for which they choose the time, until it is over
	AheadUpgrade  AheadKind = "upgrade"
)

// Ahead is something that goes on or is to come for a customer.
type Ahead struct {
	Kind        AheadKind
	Title       string
	From, Until time.Time // zero: not known
	Href        string    // where more is said, or it is changed; may be empty
	Room        string    // of a call; may be empty
	Tickets     []int64   // that it is about
	Asks        bool      // we wait for their word on it
}

// icons are those of the kinds.
var icons = map[AheadKind]string{AheadIncident: "triangle-alert", AheadWork: "settings", AheadCall: "phone-call", AheadOffer: "phone-call",
	AheadUpgrade: "server"}

// coming says what goes on or is to come, in the order of time; of one ticket, or of all with 0. Nil where it is nothing.
func (p *Portal) coming(ctx context.Context, ticketID int64) (g.Node, error) {
	if p.Ahead == nil {
		return nil, nil
	}
	all, err := p.Ahead(ctx)
	if err != nil {
		return nil, err
	}
	if ticketID != 0 {
		all = slices.DeleteFunc(all, func(a Ahead) bool { return !slices.Contains(a.Tickets, ticketID) })
	}
	slices.SortStableFunc(all, func(a, b Ahead) int { return a.From.Compare(b.From) })
	if len(all) == 0 {
		return nil, nil
	}
	return h.Section(h.Class("ahead"), g.Attr("aria-labelledby", "ahead"), h.H2(h.ID("ahead"), g.Text(i18n.T(ctx, "portal.ahead.title"))),
		h.Ul(g.Map(all, func(a Ahead) g.Node { return p.aheadLine(ctx, a) }))), nil
}

func (p *Portal) aheadLine(ctx context.Context, a Ahead) g.Node {
	word := func(id string) string { return i18n.T(ctx, "portal.ahead."+id) }
	now := p.now(ctx)
	return h.Li(page.Icon(icons[a.Kind]), h.Div(
		h.P(h.B(g.Text(word(string(a.Kind)))), g.Text(" "+a.Title)),
		g.Iff(!a.From.IsZero() || !a.Until.IsZero(), func() g.Node { return h.P(h.Class("muted"), span(ctx, a, now)) }),
		g.If(a.Asks, h.P(g.Text(word("asks")))),
		h.P(h.Class("cluster"), g.If(a.Href != "", h.A(h.Class("link"), h.Href(a.Href), g.Text(word("more_"+string(a.Kind))))),
			g.If(a.Room != "", h.A(h.Class("link"), h.Href(a.Room), h.Rel("noreferrer"), g.Text(word("room")))))))
}

// span says from when until when.
func span(ctx context.Context, a Ahead, now time.Time) g.Node {
	switch {
	case a.From.IsZero():
		return g.Group{g.Text(i18n.T(ctx, "portal.ahead.until") + " "), when(ctx, a.Until, now)}
	case a.Until.IsZero():
		return when(ctx, a.From, now)
	}
	return between(ctx, a.From, a.Until, now)
}

// askInstallations asks whether what is known of installations is still so, where nobody said it for long.
func (p *Portal) askInstallations(ctx context.Context) (g.Node, error) {
	list, err := p.Environments.OwnList(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := environment.Rules.Get(ctx, p.DB.Read())
	if err != nil {
		return nil, err
	}
	stale := 0
	for _, e := range list.All {
		if e.Stale(p.now(ctx), rules.StaleDays) {
			stale++
		}
	}
	if stale == 0 {
		return nil, nil
	}
	return page.Notice(page.Neutral, i18n.T(ctx, "portal.runs.ask", "Count", stale),
		page.LinkButton(page.Small, installationsPath, i18n.T(ctx, "portal.runs.look"))), nil
}

package portal

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Shown is how much of the desk's clocks its customers see.
type Shown string

// What customers may be told of when we answer. Only the first answer is promised by contract (tickets.md, Severity).
const (
	ShownNever    Shown = "never"
	ShownPromised Shown = "promised" // until our first answer
	ShownAlways   Shown = "always"   // until every answer
)

// ShownKey is the setting of Shown.
var ShownKey = settings.Key[Shown]{Name: "portal.answer_by", Default: ShownPromised, Check: func(s Shown) error {
	if s != ShownNever && s != ShownPromised && s != ShownAlways {
		return fault.Field("answer_by", "“%s” is not known; there are never, promised and always", fault.Clip(string(s), 20))
	}
	return nil
}}

// promise says by when we answer, where it is our turn, a clock says so, and the desk wants its customers to see it.
func (p *Portal) promise(ctx context.Context, t ticket.OwnTicket) g.Node {
	shown, err := ShownKey.Get(ctx, p.DB.Read())
	if err != nil || t.Paused { // a page without it is still a page
		return nil
	}
	at := p.answerBy(ctx, t.OwnRow, shown)
	if at.IsZero() {
		return nil
	}
	now, words := p.now(ctx), "portal.promise.by"
	if at.Before(now) {
		words = "portal.promise.late"
	}
	return h.P(h.Class("lead"), g.Text(i18n.T(ctx, words)+" "), when(ctx, at, now), g.Text("."))
}

// by is the promise in a line of a list, as long as it can be kept.
func (p *Portal) by(ctx context.Context, t ticket.OwnRow, shown Shown) g.Node {
	at, now := p.answerBy(ctx, t, shown), p.now(ctx)
	if !at.After(now) {
		return nil
	}
	return g.Group{g.Text(", " + i18n.T(ctx, "portal.promise.row") + " "), when(ctx, at, now)}
}

// answerBy is when we answer a ticket, as far as its customer is to know; the zero time where they are not told.
func (p *Portal) answerBy(ctx context.Context, t ticket.OwnRow, shown Shown) time.Time {
	if p.AnswerBy == nil || shown == ShownNever || turn(t) != "us" {
		return time.Time{}
	}
	at, first, err := p.AnswerBy(ctx, t.ID)
	if err != nil || !first && shown != ShownAlways {
		return time.Time{}
	}
	return at
}

package portal

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// showRefusal says courteously why no ticket can be opened now, what to do, and that nothing written is lost.
func (p *Portal) showRefusal(w http.ResponseWriter, r *http.Request, code int, s ticket.OwnStanding, d draft) error {
	ctx := r.Context()
	title := i18n.T(ctx, "portal.new.title")
	return p.show(w, r, code, title, page.Head(title, ""),
		page.Notice(page.Amber, sentence(ctx, s), h.P(g.Text(i18n.T(ctx, "portal.refused.meanwhile"))), p.contact(ctx)),
		g.Iff(!d.At.IsZero(), func() g.Node { return p.keptWords(ctx, d) }))
}

// sentence says why, in the customer's terms; the desk's own reason for a hold stays inside.
func sentence(ctx context.Context, s ticket.OwnStanding) string {
	switch {
	case s.Entitlement == people.OnHold:
		return i18n.T(ctx, "portal.refused.hold", "Organization", s.Organization)
	case s.Entitlement == people.NotStarted:
		return i18n.T(ctx, "portal.refused.notstarted", "Organization", s.Organization, "Day", s.StartsOn.String())
	}
	return i18n.T(ctx, "portal.refused.expired", "Organization", s.Organization)
}

func (p *Portal) contact(ctx context.Context) g.Node {
	address := p.Address(ctx)
	if address == "" {
		return nil
	}
	return h.P(g.Text(i18n.T(ctx, "portal.refused.contact")+" "), h.A(h.Class("link"), h.Href("mailto:"+address), g.Text(address)))
}

// keptWords shows the draft, to be copied or sent once the customer may.
func (p *Portal) keptWords(ctx context.Context, d draft) g.Node {
	return page.Card(i18n.T(ctx, "portal.refused.kept"), i18n.T(ctx, "portal.refused.keptabout", "Time", i18n.FormatTime(ctx, d.At)),
		h.P(h.B(g.Text(d.Get("subject")))), h.Div(h.Class("prose"), h.Pre(g.Text(d.Text("body")))))
}

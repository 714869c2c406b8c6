package portal

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// showRefusal says courteously why no ticket can be opened now, what to do, and that nothing written is lost.
func (p *Portal) showRefusal(w http.ResponseWriter, r *http.Request, code int, s ticket.OwnStanding, d draft) error {
	ctx := r.Context()
	title := i18n.T(ctx, "portal.new.title")
	open, err := p.openToAll(ctx)
	if err != nil {
		return err
	}
	return p.show(w, r, code, title, page.Head(title, ""),
		page.Notice(page.Amber, sentence(ctx, s), doorWords(s), h.P(g.Text(i18n.T(ctx, "portal.refused.meanwhile"))), open, p.contact(ctx)),
		g.Iff(!d.At.IsZero(), func() g.Node { return p.keptWords(ctx, d) }))
}

// doorWords are those of the door: what a mail would be answered with.
func doorWords(s ticket.OwnStanding) g.Node {
	if s.Refusal.Words == "" {
		return nil
	}
	return page.Prose(markup.Markdown(s.Refusal.Words))
}

// openToAll leads to the forms that the door leaves open to everybody, such as that of emergencies.
func (p *Portal) openToAll(ctx context.Context) (g.Node, error) {
	forms, err := p.Tickets.OwnForms(ctx)
	if err != nil {
		return nil, err
	}
	var open g.Group
	for _, f := range forms {
		s, err := p.Tickets.OwnStandingFor(ctx, ticket.OwnNew{FormID: f.ID})
		if err != nil {
			return nil, err
		}
		if s.MayAsk() {
			open = append(open, h.Li(h.A(h.Class("link"), h.Href(newPath+"?form="+strconv.FormatInt(f.ID, 10)), g.Text(f.Title))))
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	return g.Group{h.P(g.Text(i18n.T(ctx, "portal.refused.open"))), h.Ul(open)}, nil
}

// sentence says why, in the customer's terms; the desk's own reason for a hold stays inside.
func sentence(ctx context.Context, s ticket.OwnStanding) string {
	switch {
	case s.Refusal.Reason != "":
		return i18n.T(ctx, "portal.refused.door")
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

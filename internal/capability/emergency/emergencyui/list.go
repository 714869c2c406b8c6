package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getList shows the emergencies that go on, by region: who answers for each, how long there is, what is to be handed over.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rows, err := u.rows(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency.list")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "emergency.list_sub"),
		page.LinkButton(page.Secondary, "/emergencies/retros", i18n.T(ctx, "emergency.retros"))), rows))
}

// getRows answers the live list.
func (u *UI) getRows(w http.ResponseWriter, r *http.Request) error {
	rows, err := u.rows(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, rows)
}

func (u *UI) rows(ctx context.Context) (g.Node, error) {
	live, err := u.Emergencies.Open(ctx)
	if err != nil {
		return nil, err
	}
	follow := page.Live("/emergencies/rows", "tickets")
	if len(live) == 0 {
		return h.Div(h.ID("emergencies"), follow, page.EmptyState("siren", i18n.T(ctx, "emergency.empty"), i18n.T(ctx, "emergency.empty_text"))), nil
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, l := range live {
		ids = append(ids, l.Responsible, l.DecidedBy, l.HandOver.To)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return nil, err
	}
	parts := g.Group{u.offeredToMe(ctx)}
	for _, region := range append(regions, people.Region{Name: i18n.T(ctx, "emergency.all_regions")}) {
		var cards g.Group
		for _, l := range live {
			if l.Ticket.Region == region.Key {
				cards = append(cards, u.liveCard(ctx, l, names))
			}
		}
		if len(cards) > 0 {
			parts = append(parts, h.H2(page.RegionName(region.Tone, region.Name)), page.Columns(cards...))
		}
	}
	return h.Div(h.ID("emergencies"), follow, page.Content(parts)), nil
}

// offeredToMe asks the reader for their word on what they are asked to take over.
func (u *UI) offeredToMe(ctx context.Context) g.Node {
	if access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	mine, err := u.Emergencies.Offered(ctx)
	if err != nil { // the list is worth more than this hint
		return nil
	}
	return g.Map(mine, func(o emergency.HandOver) g.Node {
		return page.Notice(page.Amber, i18n.T(ctx, "emergency.asked_me"), page.LinkButton(page.Primary, offerPath(o.ID), i18n.T(ctx, "emergency.offer_open")))
	})
}

func (u *UI) liveCard(ctx context.Context, l emergency.Live, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	who := l.Ticket.Organization
	if who == "" {
		who = l.Ticket.Requester
	}
	if l.Ticket.Plan != "" {
		who += " · " + l.Ticket.Plan
	}
	facts := []page.Fact{{Label: i18n.T(ctx, "emergency.answers"), Value: shown(names, l.Responsible, i18n.T(ctx, "emergency.nobody"))}}
	if !l.Ticket.BreachAt.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.left"), Value: leftChip(ctx, l.Ticket.Ticket, now)})
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.since"), Value: page.Ago(ctx, l.At, now)},
		page.Fact{Label: i18n.T(ctx, "emergency.right"), Value: rightChip(ctx, l.Emergency)},
		page.Fact{Label: i18n.T(ctx, "emergency.decision"), Value: u.decisionChip(ctx, l.Emergency, names)})
	title := "#" + text(l.Ticket.ID) + " " + l.Ticket.Subject
	return page.Card(title, who, list(facts), u.cardState(ctx, l, names),
		h.Div(h.Class("cluster"), page.LinkButton(page.Secondary, href(l.Ticket.ID), i18n.T(ctx, "emergency.open")),
			g.If(l.Responsible == 0 && access.Check(ctx, access.UpdateTickets) == nil,
				page.PostButton(page.Primary, act(l.Ticket.ID, "acknowledge"), i18n.T(ctx, "emergency.acknowledge"), nil))))
}

// cardState says what of an emergency waits for somebody: its hand-over, or the shift that ends.
func (u *UI) cardState(ctx context.Context, l emergency.Live, names map[int64]people.User) g.Node {
	switch {
	case l.HandOver.ID != 0 && l.HandOver.To != 0:
		return page.Notice(page.Amber, i18n.T(ctx, "emergency.asked", "Name", names[l.HandOver.To].Name))
	case l.HandOver.ID != 0:
		return page.Notice(page.Red, i18n.T(ctx, "emergency.asked_nobody"))
	case !l.ShiftEnds.IsZero():
		return page.Notice(page.Amber, i18n.T(ctx, "emergency.shift_ends", "Time", i18n.FormatNear(ctx, l.ShiftEnds, u.Now(ctx))),
			page.LinkButton(page.Small, act(l.TicketID, "hand-over"), i18n.T(ctx, "emergency.hand-over")))
	case l.Ticket.Status == ticket.Pending:
		return page.Chip(page.Neutral, i18n.T(ctx, "emergency.customer_next"))
	}
	return nil
}

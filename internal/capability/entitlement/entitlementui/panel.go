package entitlementui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel says beside a ticket whether who asks may and until when, and what to do if they may not.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) ([]page.Fact, g.Node, error) {
	st, err := u.Entitlements.StandingOf(ctx, t.RequesterID, t.OrganizationID)
	if err != nil || st.Verdict.Pass == entitlement.PassStaff {
		return nil, nil, err
	}
	var act g.Node
	unsettled := st.Verdict.Reason == entitlement.Stranger || st.Verdict.Reason == entitlement.Unlisted || st.Organization.ID == 0
	if unsettled && access.Check(ctx, access.EditPeople) == nil {
		act = h.Div(page.LinkButton(page.Small, ticketPath(t.ID)+"/entitlement", i18n.T(ctx, "proof.record")))
	}
	until := g.Node(nil)
	if st.Until != (bizcal.Date{}) && st.Verdict.Reason == "" {
		until = h.Span(h.Title("UTC"), g.Text(i18n.T(ctx, "standing.until_day", "Day", i18n.FormatDay(ctx, st.Until))))
	}
	facts := []page.Fact{{Label: i18n.T(ctx, "standing.contract"), Value: h.Span(h.Class("cluster"), right(ctx, st), until)}}
	if act == nil && len(st.Namesakes) == 0 {
		return facts, nil, nil
	}
	return facts, page.FactsBlock(i18n.T(ctx, "standing.title"), nearHint(ctx, st), act), nil
}

func (u *UI) standingFacts(ctx context.Context, st entitlement.Standing) g.Node {
	facts := []page.Fact{{Label: i18n.T(ctx, "standing.right"), Value: right(ctx, st)}}
	if st.Organization.ID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "standing.for"), Value: organizationLink(st.Organization.ID, st.Organization.Name)})
	}
	if st.Contact.UserID != 0 {
		words := i18n.T(ctx, "standing.named")
		if st.Contact.Proof != "" {
			words = i18n.T(ctx, "standing.named_by", "Proof", i18n.T(ctx, "proof.kind_"+st.Contact.Proof))
		}
		facts = append(facts, page.Say(i18n.T(ctx, "standing.contact"), words))
	}
	if st.Until != (bizcal.Date{}) && st.Verdict.Reason == "" {
		facts = append(facts, page.Say(i18n.T(ctx, "standing.until"), i18n.FormatDay(ctx, st.Until)))
	}
	return page.Facts(i18n.T(ctx, "standing.title"), facts...)
}

// right is whether they may ask, and why not.
func right(ctx context.Context, st entitlement.Standing) g.Node {
	switch {
	case st.Verdict.Reason != "":
		return h.Span(h.Class("cluster"), reasonChip(ctx, st.Verdict.Reason),
			h.Span(g.Text(i18n.T(ctx, "standing.why_"+string(st.Verdict.Reason), "Organization", st.Organization.Name))))
	case st.Organization.ID == 0:
		return h.Span(h.Class("cluster"), page.Chip(page.Neutral, i18n.T(ctx, "standing.stranger")), h.Span(g.Text(i18n.T(ctx, "standing.open_to_all"))))
	case st.Verdict.Grace:
		return page.Chip(page.Amber, i18n.T(ctx, "standing.grace"))
	}
	return page.Chip(page.Green, i18n.T(ctx, "standing.entitled"))
}

func nearHint(ctx context.Context, st entitlement.Standing) g.Node {
	return g.Map(st.Namesakes, func(n entitlement.Namesake) g.Node {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "standing.namesakes", "Count", n.Contacts, "Organization", n.Organization)))
	})
}

// OrganizationPanel is what stands on an organization's page: how many of its people were turned away and wait.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	waiting, err := u.Entitlements.Refusals(ctx, entitlement.Filter{OrganizationID: o.ID, Limit: pageSize})
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	return page.FactsBlock(i18n.T(ctx, "door.block"), h.P(g.Text(i18n.T(ctx, "door.waiting", "Count", len(waiting)))),
		h.Div(page.LinkButton(page.Small, listPath+"?organization="+itoa(o.ID), i18n.T(ctx, "door.look")))), nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.EditPeople) != nil || !t.Status.Live() {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(ticketPath(t.ID)+"/entitlement"), g.Text(i18n.T(ctx, "proof.menu")+" …"))}, nil
}

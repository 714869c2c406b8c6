package upgradeui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOne(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	return u.onePage(w, r, id, web.NewForm(), "")
}

// onePage is all there is about an upgrade; the form named which is shown as it was typed.
func (u *UI) onePage(w http.ResponseWriter, r *http.Request, id int64, typed *web.Form, which string) error {
	ctx := r.Context()
	up, err := u.Upgrades.Upgrade(ctx, id)
	if err != nil {
		return err
	}
	setup, err := u.Upgrades.Setup(ctx)
	if err != nil {
		return err
	}
	history, err := u.history(ctx, id)
	if err != nil {
		return err
	}
	facts, err := u.facts(ctx, up)
	if err != nil {
		return err
	}
	form := func(name string) *web.Form {
		if name == which {
			return typed
		}
		return web.NewForm()
	}
	works := access.Check(ctx, access.UpdateTickets) == nil && up.State != upgrade.Ended
	return web.Render(w, web.FormStatus(typed), u.Page(r, up.Title(), page.Head(up.Title(), up.Organization+", "+up.Environment, u.acts(ctx, up)),
		u.banners(ctx, up, form("submit")),
		page.Split(page.Thread(i18n.T(ctx, "upgrade.about_it"), outcomeCard(ctx, up),
			g.Iff(works && up.Windowed() && !u.Now(ctx).Before(up.WindowFrom), func() g.Node { return recordCard(ctx, up, form("record")) }),
			u.checklistCard(ctx, up, setup, works, form("call")), textCard(ctx, "rollback", up.Rollback), u.planCard(ctx, up),
			textCard(ctx, "advice", up.Advice),
			g.Iff(works, func() g.Node { return adviseCard(ctx, up, form("advise")) }), g.Iff(works && u.Now(ctx).Before(up.WindowFrom),
				func() g.Node { return postponeCard(ctx, up, form("record")) }), history),
			facts)))
}

func (u *UI) acts(ctx context.Context, up upgrade.Upgrade) g.Node {
	switch {
	case access.Check(ctx, access.UpdateTickets) != nil:
		return nil
	case up.State == upgrade.Ended:
		return g.If(up.Outcome == upgrade.Postponed || up.Outcome == upgrade.RolledBack,
			page.PostButton(page.Primary, up.Path()+"/again", i18n.T(ctx, "upgrade.again"), nil))
	case up.State == upgrade.Planning:
		return g.Group{page.LinkButton(page.Secondary, up.Path()+"/edit", i18n.T(ctx, "upgrade.edit")),
			page.PostButton(page.Primary, up.Path()+"/submit", i18n.T(ctx, "upgrade.submit"), nil)}
	}
	return page.LinkButton(page.Secondary, up.Path()+"/edit", i18n.T(ctx, "upgrade.edit"))
}

// banners say what matters now.
func (u *UI) banners(ctx context.Context, up upgrade.Upgrade, submitted *web.Form) g.Node {
	now := u.Now(ctx)
	var all g.Group
	for _, sentence := range submitted.Errors {
		all = append(all, page.Banner(page.Red, sentence, page.LinkButton(page.Small, up.Path()+"/edit", i18n.T(ctx, "upgrade.edit"))))
	}
	switch {
	case up.Open(now):
		all = append(all, page.Banner(page.Red, i18n.T(ctx, "upgrade.open_since", "Time", i18n.FormatTime(ctx, up.WindowFrom), "Until",
			i18n.FormatTime(ctx, up.WindowUntil))))
	case up.Over(now):
		all = append(all, page.Banner(page.Amber, i18n.T(ctx, "upgrade.over_text")))
	}
	if words := shiftWords(ctx, up); words != "" && up.State != upgrade.Ended {
		all = append(all, page.Banner(page.Amber, words))
	}
	if up.State == upgrade.Ready && up.Hold && up.TicketID != 0 && up.ConfirmedAt.IsZero() && now.Before(up.WindowUntil) {
		all = append(all, page.Banner(page.Amber, i18n.T(ctx, "upgrade.waits")))
	}
	if len(all) == 0 {
		return nil
	}
	return page.Content(h.Div(h.Class("stack"), all))
}

// facts stand beside it: when by every clock, who, what.
func (u *UI) facts(ctx context.Context, up upgrade.Upgrade) (g.Node, error) {
	names, err := u.names(ctx, up.EngineerID, up.By)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	who := g.Node(g.Text(i18n.T(ctx, "upgrade.nobody")))
	if up.EngineerID != 0 {
		who = h.A(h.Class("link"), h.Href(personPath(up.EngineerID)), g.Text(names[up.EngineerID].Name))
	}
	label := func(id string) string { return i18n.T(ctx, "upgrade.col_"+id) }
	about := []page.Fact{{Label: label("state"), Value: stateChip(ctx, up, now)},
		{Label: label("organization"), Value: h.A(h.Class("link"), h.Href(organizationPath(up.OrganizationID)), g.Text(up.Organization))},
		{Label: label("environment"), Value: h.A(h.Class("link"), h.Href("/environments/"+itoa(up.EnvironmentID)), g.Text(up.Environment))},
		{Label: label("engineer"), Value: who}}
	if up.TicketID != 0 {
		about = append(about, page.Fact{Label: label("ticket"), Value: h.A(h.Class("link"), h.Href(ticketPath(up.TicketID)), g.Text("#"+itoa(up.TicketID)))})
	}
	if up.AfterID != 0 {
		about = append(about, page.Fact{Label: i18n.T(ctx, "upgrade.after"),
			Value: h.A(h.Class("link"), h.Href(root+"/"+itoa(up.AfterID)), g.Text(i18n.T(ctx, "upgrade.after_link")))})
	}
	about = append(about, page.Say(i18n.T(ctx, "upgrade.by"), orDesk(ctx, names, up.By)))
	return g.Group{page.Facts(i18n.T(ctx, "upgrade.window"), clocks(ctx, up)...), page.Facts(i18n.T(ctx, "upgrade.itself"), about...)}, nil
}

func textCard(ctx context.Context, field, text string) g.Node {
	if strings.TrimSpace(text) == "" {
		if field == "rollback" {
			return page.Card(i18n.T(ctx, "upgrade.field_rollback"), "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "upgrade.no_rollback"))))
		}
		return nil
	}
	return page.Card(i18n.T(ctx, "upgrade.field_"+field), "", page.Prose(markup.Markdown(text)))
}

func (u *UI) planCard(ctx context.Context, up upgrade.Upgrade) g.Node {
	if up.PlanDocument == 0 {
		if strings.TrimSpace(up.Plan) == "" {
			return page.Card(i18n.T(ctx, "upgrade.field_plan"), "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "upgrade.no_plan"))))
		}
		return textCard(ctx, "plan", up.Plan)
	}
	file := h.P(h.A(h.Class("link"), h.Href("/environments/"+itoa(up.EnvironmentID)+"/documents/"+itoa(up.PlanDocument)),
		g.Text(i18n.T(ctx, "upgrade.plan_file"))))
	return page.Card(i18n.T(ctx, "upgrade.field_plan"), "", file, g.If(strings.TrimSpace(up.Plan) != "", page.Prose(markup.Markdown(up.Plan))))
}

func outcomeCard(ctx context.Context, up upgrade.Upgrade) g.Node {
	if up.State != upgrade.Ended {
		return nil
	}
	facts := []page.Fact{page.Say(i18n.T(ctx, "upgrade.field_outcome"), i18n.T(ctx, "upgrade.outcome_"+string(up.Outcome))),
		page.Say(i18n.T(ctx, "upgrade.ended"), i18n.FormatTime(ctx, up.EndedAt))}
	if up.Reached != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "upgrade.reached"), up.Reached))
	}
	return page.Card(i18n.T(ctx, "upgrade.outcome"), "", page.Facts("", facts...), g.If(up.OutcomeNote != "", page.Prose(markup.Markdown(up.OutcomeNote))))
}

// history tells what happened, the newest first.
func (u *UI) history(ctx context.Context, id int64) (g.Node, error) {
	events, err := u.Upgrades.History(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, e := range events {
		ids = append(append(ids, e.ActorID), u.Spoken(e)...)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	name := func(id int64) string { return orDesk(ctx, names, id) }
	var items g.Group
	for i := len(events) - 1; i >= 0; i-- {
		if words := u.Told(ctx, events[i], name); words != "" {
			items = append(items, h.Li(h.Span(h.Class("cluster"), page.Time(ctx, events[i].At, now), g.Text(name(events[i].ActorID)+" "+words))))
		}
	}
	return page.Card(i18n.T(ctx, "upgrade.history"), "", h.Ul(h.Class("stack"), items)), nil
}

func orDesk(ctx context.Context, names map[int64]people.User, id int64) string {
	if id == 0 {
		return i18n.T(ctx, "upgrade.desk")
	}
	return names[id].Name
}

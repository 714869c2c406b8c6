package environmentui

import (
	"context"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOne(w http.ResponseWriter, r *http.Request) error {
	return u.onePage(w, r, web.NewForm())
}

// onePage is all that is known of an environment; upload is the form of its documents.
func (u *UI) onePage(w http.ResponseWriter, r *http.Request, upload *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	e, err := u.Environments.Environment(ctx, id)
	if err != nil {
		return err
	}
	rules, err := u.Environments.Setup(ctx)
	if err != nil {
		return err
	}
	history, err := u.historyCard(ctx, id)
	if err != nil {
		return err
	}
	documents, err := u.documentsCard(ctx, e, rules, upload)
	if err != nil {
		return err
	}
	var upgrades g.Node
	if u.Upgrades != nil {
		if upgrades, err = u.Upgrades(ctx, e); err != nil {
			return err
		}
	}
	tickets, err := u.Environments.Tickets(ctx, id)
	if err != nil {
		return err
	}
	now := u.Now(ctx)
	facts, err := u.facts(ctx, e, rules, now)
	if err != nil {
		return err
	}
	return web.Render(w, web.FormStatus(upload), u.Page(r, e.Name, page.Head(e.Name, e.Organization, u.acts(ctx, e)),
		banners(ctx, e, rules, now),
		page.Split(page.Thread(i18n.T(ctx, "environment.about_it"), textCard(ctx, "topology", e.Topology), upgrades, documents, history,
			textCard(ctx, "notes", e.Notes)),
			g.Group{facts, nodes(ctx, e), ticketLinks(ctx, tickets)})))
}

func (u *UI) acts(ctx context.Context, e environment.Environment) g.Node {
	back := page.LinkButton(page.Secondary, organizationPath(e.OrganizationID), e.Organization)
	if access.Check(ctx, access.EditPeople) != nil {
		return back
	}
	retire := page.PostButton(page.Quiet, e.Path()+"/retire", i18n.T(ctx, "environment.retire"), nil)
	if !e.Running() {
		retire = page.PostButton(page.Secondary, e.Path()+"/retire", i18n.T(ctx, "environment.unretire"), []string{"back", "true"})
	}
	return g.Group{back, retire, g.If(e.Running(), page.PostButton(page.Secondary, e.Path()+"/confirm", i18n.T(ctx, "environment.confirm"), nil)),
		page.LinkButton(page.Primary, e.Path()+"/edit", i18n.T(ctx, "environment.edit"))}
}

// banners say what is wrong with it.
func banners(ctx context.Context, e environment.Environment, rules environment.InventoryRules, now time.Time) g.Node {
	var all g.Group
	if !e.Running() {
		all = append(all, page.Banner(page.Neutral, i18n.T(ctx, "environment.retired", "Date", i18n.FormatDate(ctx, e.RetiredAt))))
	} else if rules.AgeOf(e.Release()) == environment.PastEnd && e.Deployment != "saas" {
		all = append(all, page.Banner(page.Red, i18n.T(ctx, "environment.past_end_text", "Release", e.Release().Release()),
			g.If(rules.SupportedUntil != "", h.A(h.Class("link"), h.Href(rules.SupportedUntil), g.Text(i18n.T(ctx, "environment.policy"))))))
	}
	if e.Stale(now, rules.StaleDays) {
		all = append(all, page.Banner(page.Amber, i18n.T(ctx, "environment.stale_text", "Count", rules.StaleDays)))
	}
	if len(all) == 0 {
		return nil
	}
	return page.Content(h.Div(h.Class("stack"), all))
}

// confirmed says when the customer last confirmed it, and who of names it was, or noted that they did.
func confirmed(ctx context.Context, e environment.Environment, rules environment.InventoryRules, now time.Time, names map[int64]people.User) g.Node {
	said := g.Group{g.Text(i18n.T(ctx, "environment.never"))}
	if !e.ConfirmedAt.IsZero() {
		said = g.Group{page.Ago(ctx, e.ConfirmedAt, now)}
	}
	switch who := names[e.ConfirmedBy]; {
	case who.ID != 0 && who.Role.Staff():
		said = append(said, h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "environment.noted_by", "Name", who.Name))))
	case who.ID != 0:
		said = append(said, h.Span(g.Text(i18n.T(ctx, "environment.confirmed_by", "Name", who.Name))))
	}
	return h.Span(h.Class("cluster"), said, g.If(e.Stale(now, rules.StaleDays), page.Chip(page.Amber, i18n.T(ctx, "environment.stale"))))
}

func (u *UI) facts(ctx context.Context, e environment.Environment, rules environment.InventoryRules, now time.Time) (g.Node, error) {
	names, err := u.names(ctx, e.ConfirmedBy)
	if err != nil {
		return nil, err
	}
	what := h.Span(h.Class("cluster"), g.Text(word(ctx, "kind", e.Kind)), g.If(e.Primary, page.Chip(page.Blue, i18n.T(ctx, "environment.primary"))))
	users := "–"
	if e.Users > 0 {
		users = i18n.FormatNumber(ctx, e.Users)
	}
	label := func(id string) string { return i18n.T(ctx, "environment.field_"+id) }
	return page.Facts(i18n.T(ctx, "environment.single"), page.Fact{Label: label("kind"), Value: what},
		page.Say(label("deployment"), word(ctx, "deployment", e.Deployment)),
		page.Fact{Label: label("version"), Value: h.Span(h.Class("cluster"), h.B(g.Text(release(ctx, e.Version))), ageChip(ctx, e, rules))},
		page.Say(label("architecture"), word(ctx, "architecture", e.Architecture)), page.Say(label("size"), word(ctx, "size", e.Size)),
		page.Say(label("users"), users),
		page.Fact{Label: label("confirmed"), Value: confirmed(ctx, e, rules, now, names)}), nil
}

func nodes(ctx context.Context, e environment.Environment) g.Node {
	if len(e.Nodes) == 0 {
		return nil
	}
	var facts []page.Fact
	for _, n := range e.Nodes {
		facts = append(facts, page.Say(n.Role, strconv.Itoa(n.Count)))
	}
	return page.Facts(i18n.T(ctx, "environment.nodes_count", "Count", e.NodeCount()), facts...)
}

func ticketLinks(ctx context.Context, tickets []int64) g.Node {
	if len(tickets) == 0 {
		return nil
	}
	return page.FactsBlock(i18n.T(ctx, "environment.tickets"), h.Ul(h.Class("stack"), g.Map(tickets, func(id int64) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href("/tickets/"+itoa(id)), g.Text("#"+itoa(id))))
	})))
}

// textCard shows what somebody wrote in Markdown; an empty topology says what belongs there.
func textCard(ctx context.Context, field, text string) g.Node {
	title := i18n.T(ctx, "environment.field_"+field)
	switch {
	case text != "":
		return page.Card(title, "", page.Prose(markup.Markdown(text)))
	case field == "topology":
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "environment.no_topology"))))
	}
	return nil
}

func (u *UI) historyCard(ctx context.Context, id int64) (g.Node, error) {
	changes, err := u.Environments.History(ctx, id)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "environment.history")
	if len(changes) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "environment.no_history")))), nil
	}
	var ids []int64
	for _, c := range changes {
		ids = append(ids, c.By)
	}
	names, err := u.names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, c := range changes {
		rows = append(rows, []g.Node{page.Time(ctx, c.At, now), g.Text(release(ctx, c.From)), h.B(g.Text(release(ctx, c.To))), by(ctx, c, names)})
	}
	var columns []page.Column
	for _, col := range []string{"at", "from", "to", "by"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "environment.col_"+col)})
	}
	return page.Card(title, "", page.Table(title, columns, rows...)), nil
}

// by says who changed a version, and with which upgrade.
func by(ctx context.Context, c environment.Change, names map[int64]people.User) g.Node {
	who := names[c.By].Name
	if c.By == 0 {
		who = i18n.T(ctx, "environment.desk")
	}
	if c.UpgradeID == 0 {
		return g.Text(who)
	}
	return h.Span(h.Class("cluster"), g.Text(who), h.A(h.Class("link"), h.Href("/upgrades/"+itoa(c.UpgradeID)), g.Text(i18n.T(ctx, "environment.by_upgrade"))))
}

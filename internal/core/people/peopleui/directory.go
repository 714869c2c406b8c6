package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// directoryPage lists customers and colleagues.
func (ui *Handlers) directoryPage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	after, err := people.ParseCursor(f.Get("after"))
	if err != nil {
		return err
	}
	filter := people.Filter{Query: f.Get("q"), Kind: people.Kind(f.Get("kind")), After: after}
	users, next, err := ui.people.Users(r.Context(), filter)
	if err != nil {
		return err
	}
	ctx := r.Context()
	title := i18n.T(ctx, "nav.people")
	return ui.show(w, r, http.StatusOK, title,
		page.Head(title, i18n.T(ctx, "people.sub"),
			searchBox("/people", i18n.T(ctx, "people.search"), filter.Query, page.Hidden("kind", string(filter.Kind))),
			ifMay(ctx, access.EditPeople, page.LinkButton(page.Secondary, "/people/new", i18n.T(ctx, "people.new")))),
		page.Bar(kindTabs(ctx, filter)),
		page.Content(ui.peopleTable(ctx, users, filter), pager(ctx, "/people", url.Values{"q": {filter.Query}, "kind": {string(filter.Kind)}}, after, next)))
}

func kindTabs(ctx context.Context, f people.Filter) g.Node {
	tab := func(kind people.Kind, label string) page.Tab {
		return page.Tab{Label: label, Href: address("/people", url.Values{"q": {f.Query}, "kind": {string(kind)}}), Current: f.Kind == kind}
	}
	return page.Tabs(i18n.T(ctx, "people.kinds"), tab("", i18n.T(ctx, "people.everyone")),
		tab(people.Customers, i18n.T(ctx, "people.customers")), tab(people.Team, i18n.T(ctx, "people.team")))
}

func (ui *Handlers) peopleTable(ctx context.Context, users []people.User, f people.Filter) g.Node {
	if len(users) == 0 && f.Query != "" {
		return page.EmptyState("search", i18n.T(ctx, "people.nothing", "Query", f.Query), i18n.T(ctx, "people.nothingabout"),
			page.LinkButton(page.Secondary, "/people", i18n.T(ctx, "people.all")))
	}
	if len(users) == 0 {
		return page.EmptyState("users", i18n.T(ctx, "people.none"), i18n.T(ctx, "people.noneabout"))
	}
	now := ui.deps.Now()
	var rows [][]g.Node
	for _, u := range users {
		rows = append(rows, []g.Node{personLink(u), g.Text(u.Email), organizationLink(u), ui.standing(ctx, u),
			g.If(u.Role.Staff(), seen(ctx, u.LastSeenAt, now))})
	}
	return page.Table(i18n.T(ctx, "nav.people"), []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "person.address")},
		{Label: i18n.T(ctx, "person.organization")}, {Label: i18n.T(ctx, "person.role")}, {Label: i18n.T(ctx, "person.seen")}}, rows...)
}

func personOf(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: userPath(u.ID)}
}

func personLink(u people.User) g.Node {
	return faceLink(u, userPath(u.ID))
}

func faceLink(u people.User, href string) g.Node {
	return h.A(h.Class("link nowrap"), h.Href(href), page.Avatar(personOf(u)), g.Text(" "+u.Name))
}

func organizationLink(u people.User) g.Node {
	if u.OrganizationID == 0 {
		return nil
	}
	return h.A(h.Class("link"), h.Href(organizationPath(u.OrganizationID)), g.Text(u.Organization))
}

// standing is what sort of person it is, and what is wrong.
func (ui *Handlers) standing(ctx context.Context, u people.User) g.Node {
	return h.Span(h.Class("cluster"), page.Chip(page.Neutral, roleName(ctx, u.Role)),
		g.If(!u.Active, page.Chip(page.Red, i18n.T(ctx, "person.off"))),
		g.If(u.Active && u.Role.Staff() && !u.HasPassword, page.Chip(page.Amber, i18n.T(ctx, "person.invited"))),
		g.If(u.MailFails, page.Chip(page.Red, i18n.T(ctx, "person.mailfails"))))
}

func roleName(ctx context.Context, role access.Role) string {
	return i18n.T(ctx, "person.roles."+string(role))
}

func seen(ctx context.Context, at, now time.Time) g.Node {
	if at.IsZero() {
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "person.never")))
	}
	return page.Time(ctx, at, now)
}

// ifMay gives the node to those who may do a.
func ifMay(ctx context.Context, a access.Action, node g.Node) g.Node {
	return g.If(access.Check(ctx, a) == nil, node)
}

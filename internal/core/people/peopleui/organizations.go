package peopleui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// organizationsPage lists the customers.
func (ui *Handlers) organizationsPage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	after, err := people.ParseCursor(f.Get("after"))
	if err != nil {
		return err
	}
	ctx, query, only := r.Context(), f.Get("q"), f.Get("only")
	list, next, err := ui.people.Organizations(ctx,
		people.OrganizationFilter{Query: query, After: after, WithoutContacts: only == "without", Marked: only == "marked"})
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "nav.organizations")
	return ui.show(w, r, http.StatusOK, title,
		page.Head(title, i18n.T(ctx, "organizations.sub"), searchBox("/organizations", i18n.T(ctx, "organizations.search"), query), newOrganizationButton(ctx)),
		organizationTabs(ctx, only, query),
		page.Content(ui.organizationsTable(ctx, list, query, only), pager(ctx, "/organizations", url.Values{"q": {query}, "only": {only}}, after, next)))
}

func newOrganizationButton(ctx context.Context) g.Node {
	return ifMay(ctx, access.EditPeople, page.LinkButton(page.Secondary, "/organizations/new", i18n.T(ctx, "organizations.new")))
}

func (ui *Handlers) organizationsTable(ctx context.Context, list []people.Organization, query, only string) g.Node {
	if len(list) == 0 && query != "" {
		return page.EmptyState("search", i18n.T(ctx, "organizations.nothing", "Query", query), i18n.T(ctx, "organizations.nothingabout"),
			page.LinkButton(page.Secondary, "/organizations", i18n.T(ctx, "organizations.all")))
	}
	if len(list) == 0 && only != "" {
		return page.EmptyState("building-2", i18n.T(ctx, "organizations.nobody_"+only), i18n.T(ctx, "organizations.nobody_"+only+"_text"),
			page.LinkButton(page.Secondary, "/organizations", i18n.T(ctx, "organizations.all")))
	}
	if len(list) == 0 {
		return page.EmptyState("building-2", i18n.T(ctx, "organizations.none"), i18n.T(ctx, "organizations.noneabout"), newOrganizationButton(ctx))
	}
	var rows [][]g.Node
	for _, o := range list {
		rows = append(rows, []g.Node{
			h.A(h.Class("link"), h.Href(organizationPath(o.ID)), g.Text(o.Name)), g.If(o.Plan != "", page.Badge(o.Plan)),
			ui.supportCell(ctx, o),
			ui.regionCell(o.Region), g.Text(deployment(ctx, o.Deployment)), g.Text(o.Version), g.Text(strconv.Itoa(o.Members)),
			g.Text(strconv.Itoa(o.Contacts)),
		})
	}
	return page.Table(i18n.T(ctx, "nav.organizations"), []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "organization.plan")},
		{Label: i18n.T(ctx, "entitlement.title")},
		{Label: i18n.T(ctx, "person.region")}, {Label: i18n.T(ctx, "organization.deployment")}, {Label: i18n.T(ctx, "organization.version")},
		{Label: i18n.T(ctx, "nav.people"), Number: true},
		{Label: i18n.T(ctx, "named.column"), Number: true}}, rows...)
}

// supportCell says whether a customer has support, and whether somebody must look at them now.
func (ui *Handlers) supportCell(ctx context.Context, o people.Organization) g.Node {
	return h.Span(h.Class("cluster nowrap"), entitlementChip(ctx, o.Entitlement(ui.deps.Now())),
		g.If(o.Escalated, page.Chip(page.Red, i18n.T(ctx, "organization.isescalated"))), g.If(o.Health == "red", healthChip(ctx, o.Health)))
}

func (ui *Handlers) regionCell(key string) g.Node {
	region, ok := ui.region(key)
	return g.If(ok, page.RegionName(region.Tone, region.Name))
}

func deployment(ctx context.Context, key string) string {
	if key == "" {
		return ""
	}
	return i18n.T(ctx, "organization.deployments."+key)
}

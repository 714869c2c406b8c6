package workspace

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Choice is one row of the palette.
type Choice struct {
	Label, Sub, Href, Icon string
}

// mostNamed is how many people, and how many organizations, the palette shows.
const mostNamed = 5

// getPalette answers as one types: tickets, people and organizations that fit, then pages.
func (s *Shell) getPalette(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	var groups []g.Node
	if query != "" {
		for _, part := range []struct {
			title string
			find  func(context.Context, string) ([]Choice, error)
		}{
			{i18n.T(ctx, "palette_group.tickets"), s.Palette},
			{i18n.T(ctx, "palette_group.people"), s.persons},
			{i18n.T(ctx, "palette_group.organizations"), s.organizations},
		} {
			if part.find == nil {
				continue
			}
			found, err := part.find(ctx, query)
			if err != nil && !fault.Is(err, fault.Invalid) { // half a query is no query yet
				return err
			}
			groups = appendGroup(groups, part.title, found)
		}
	}
	groups = appendGroup(groups, i18n.T(ctx, "palette_group.pages"), s.pages(ctx, query))
	if len(groups) == 0 {
		groups = []g.Node{page.PaletteEmpty(i18n.T(ctx, "palette_none", "Query", query))}
	}
	return web.Render(w, http.StatusOK, g.Group(groups))
}

func (s *Shell) persons(ctx context.Context, query string) ([]Choice, error) {
	users, _, err := s.People.Users(ctx, people.Filter{Query: query, Limit: mostNamed})
	out := make([]Choice, len(users))
	for i, u := range users {
		out[i] = Choice{Label: u.Name, Sub: u.Email, Href: "/people/" + strconv.FormatInt(u.ID, 10), Icon: "user"}
	}
	return out, err
}

func (s *Shell) organizations(ctx context.Context, query string) ([]Choice, error) {
	list, _, err := s.People.Organizations(ctx, people.OrganizationFilter{Query: query, Limit: mostNamed})
	out := make([]Choice, len(list))
	for i, o := range list {
		out[i] = Choice{Label: o.Name, Sub: o.Plan, Href: "/organizations/" + strconv.FormatInt(o.ID, 10), Icon: "building-2"}
	}
	return out, err
}

func appendGroup(groups []g.Node, title string, rows []Choice) []g.Node {
	if len(rows) == 0 {
		return groups
	}
	links := make([]g.Node, len(rows))
	for i, c := range rows {
		links[i] = page.PaletteLink(c.Icon, c.Label, c.Sub, c.Href)
	}
	return append(groups, page.PaletteGroup(title, links...))
}

// pages are the entries of the navigation and the settings whose name holds the query.
func (s *Shell) pages(ctx context.Context, query string) []Choice {
	query = strings.ToLower(query)
	var out []Choice
	add := func(label, icon, href string) {
		if strings.Contains(strings.ToLower(label), query) {
			out = append(out, Choice{Label: label, Icon: icon, Href: href})
		}
	}
	for _, group := range s.nav(ctx, &url.URL{}) {
		for _, item := range group.Items {
			add(item.Label, item.Icon, item.Href)
		}
	}
	for _, p := range s.settingsPages(ctx) {
		add(i18n.T(ctx, "settings."+p.ID+".title"), p.Icon, p.Href)
	}
	add(i18n.T(ctx, "nav.profile"), "user", "/profile")
	return out
}

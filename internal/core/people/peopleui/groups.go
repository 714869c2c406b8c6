package peopleui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// groupsPage lists the groups that tickets can be given to.
func (ui *Handlers) groupsPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	groups, err := ui.people.ListGroups(ctx)
	if err != nil {
		return err
	}
	team, err := ui.people.AllStaff(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.groups.title")
	create := page.LinkButton(page.Primary, "/settings/groups/new", i18n.T(ctx, "groups.new"))
	if len(groups) == 0 {
		return ui.show(w, r, http.StatusOK, title, page.Head(title, ""),
			page.Content(page.EmptyState("users", i18n.T(ctx, "groups.none"), i18n.T(ctx, "groups.noneabout"), create)))
	}
	var rows [][]g.Node
	for _, group := range groups {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(groupPath(group.ID)), g.Text(group.Name)), faces(group, team)})
	}
	return ui.show(w, r, http.StatusOK, title, page.Head(title, i18n.T(ctx, "settings.groups.about"), create),
		page.Content(page.Table(title, []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "groups.members")}}, rows...)))
}

// faces shows who is in a group.
func faces(group people.Group, team []people.User) g.Node {
	byID := map[int64]people.User{}
	for _, u := range team {
		byID[u.ID] = u
	}
	return h.Span(h.Class("cluster"), g.Map(group.Members, func(id int64) g.Node { return page.Avatar(personOf(byID[id])) }))
}

package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// staffPage lists the team for its administrators.
func (ui *Handlers) staffPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	team, err := ui.people.AllStaff(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.staff.title")
	return ui.show(w, r, http.StatusOK, title,
		page.Head(title, i18n.T(ctx, "settings.staff.about"), page.LinkButton(page.Primary, "/settings/staff/invite", i18n.T(ctx, "staff.invite"))),
		page.Content(ui.staffTable(ctx, team),
			g.If(len(team) == 1, page.EmptyState("user-plus", i18n.T(ctx, "staff.alone"), i18n.T(ctx, "staff.aloneabout")))))
}

func (ui *Handlers) staffTable(ctx context.Context, team []people.User) g.Node {
	now := ui.deps.Now()
	var rows [][]g.Node
	for _, u := range team {
		rows = append(rows, []g.Node{
			faceLink(u, memberPath(u.ID)), g.Text(u.Email), ui.standing(ctx, u), ui.regionCell(u.Region), seen(ctx, u.LastSeenAt, now),
		})
	}
	return page.Table(i18n.T(ctx, "settings.staff.title"), []page.Column{{Label: i18n.T(ctx, "person.name")}, {Label: i18n.T(ctx, "person.address")},
		{Label: i18n.T(ctx, "person.role")}, {Label: i18n.T(ctx, "person.region")}, {Label: i18n.T(ctx, "person.seen")}}, rows...)
}

package incidentui

import (
	"context"
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"

	g "maragu.dev/gomponents"
)

func (u *UI) getEdit(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	s, err := u.Incidents.Room(r.Context(), id)
	if err != nil {
		return err
	}
	return u.edit(w, r, s.Incident, web.NewForm("title", s.Title, "severity", text(int64(s.Severity)), "impact", string(s.Impact), "issue_url", s.IssueURL,
		"manager", text(s.ManagerID), "speaker", text(s.SpeakerID)))
}

func (u *UI) edit(w http.ResponseWriter, r *http.Request, i incident.Incident, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	people, err := u.colleagues(ctx)
	if err != nil {
		return err
	}
	var more g.Group
	if i.Kind == incident.Unplanned {
		var impacts []page.Choice
		for _, im := range incident.Impacts() {
			impacts = append(impacts, page.Choice{Value: string(im), Label: i18n.T(ctx, "incidents.impact."+string(im))})
		}
		more = g.Group{severityField(ctx, form), page.Select(ctx, ask(ctx, form, "impact"), impacts...)}
	}
	title := i18n.T(ctx, "room.edit_title", "Number", i.ID)
	return u.show(w, r, form, title, page.Head(title, i18n.T(ctx, "room.edit_sub")), page.Narrow(page.Form(room(i.ID)+"/edit", page.FormError(form),
		page.Input(ctx, hinted(ctx, form, "title")), more, page.Input(ctx, optional(hinted(ctx, form, "issue_url"))),
		page.Select(ctx, optional(ask(ctx, form, "manager")), people...), page.Select(ctx, optional(hinted(ctx, form, "speaker")), people...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "incidents.save")), page.LinkButton(page.Quiet, room(i.ID), i18n.T(ctx, "incidents.cancel"))))))
}

// colleagues are those who write to customers, behind nobody.
func (u *UI) colleagues(ctx context.Context) ([]page.Choice, error) {
	choices := []page.Choice{{Value: "0", Label: i18n.T(ctx, "room.whoison")}}
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return nil, err
	}
	for _, p := range team.People {
		if p.Active && p.Role.Allows(access.CommentPublic) {
			choices = append(choices, page.Choice{Value: text(p.ID), Label: p.Name})
		}
	}
	return choices, nil
}

func (u *UI) postEdit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	e := incident.Edit{Title: form.Get("title"), Severity: int(form.Int64("severity")), Impact: incident.Impact(form.Get("impact")),
		IssueURL: form.Get("issue_url"),
		Manager:  form.Int64("manager"), Speaker: form.Int64("speaker")}
	err = u.Incidents.Change(ctx, id, e)
	switch {
	case form.Absorb(err):
		s, err := u.Incidents.Room(ctx, id)
		if err != nil {
			return err
		}
		return u.edit(w, r, s.Incident, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", room(id))
}

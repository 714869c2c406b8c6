package calendarui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// calendarPage shows a calendar: its next two weeks, what would be due when, and who uses it.
func (ui *Handlers) calendarPage(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	c, err := ui.calendars.Get(ctx, id)
	if err != nil {
		return err
	}
	all, err := ui.calendars.List(ctx)
	if err != nil {
		return err
	}
	compiled, err := ui.calendars.Draft(ctx, c)
	if err != nil {
		return err
	}
	standard, uses, err := ui.calendars.Standing(ctx, id)
	if err != nil {
		return err
	}
	now := ui.deps.Now(ctx)
	actions := []g.Node{page.LinkButton(page.Quiet, list, i18n.T(ctx, "calendar.all"))}
	var manage g.Node
	if access.Check(ctx, access.ManageSettings) == nil {
		actions = append(actions, page.LinkButton(page.Primary, path(id)+"/edit", i18n.T(ctx, "calendar.edit")))
		manage = manageCard(ctx, c, standard, uses)
	}
	return ui.show(w, r, http.StatusOK, c.Title, page.Head(c.Title, describe(ctx, c, titlesOf(all)), actions...),
		page.Content(h.Div(h.Class("cluster"), state(ctx, compiled, now),
			h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.version", "N", c.Version)+" "), page.Time(ctx, c.UpdatedAt, now))),
			page.Card(i18n.T(ctx, "calendar.due"), i18n.T(ctx, "calendar.dueabout", "Zone", compiled.Zone().String()),
				samples(ctx, compiled, now), trial(ctx, compiled, r.URL.Query(), now)),
			preview(ctx, compiled, c.Spec, now), exceptions(ctx, c), manage))
}

// exceptions lists holidays and special days in full.
func exceptions(ctx context.Context, c calendar.Calendar) g.Node {
	if len(c.Spec.Holidays)+len(c.Spec.Special) == 0 {
		return nil
	}
	var rows [][]g.Node
	for _, x := range c.Spec.Holidays {
		rows = append(rows, []g.Node{g.Text(x.Date.String()), g.Text(x.Name), g.Text(i18n.T(ctx, "calendar.holiday"))})
	}
	for _, x := range c.Spec.Special {
		hours := calendar.FormatHours(x.Spans)
		if hours == "" {
			hours = i18n.T(ctx, "calendar.closed")
		}
		rows = append(rows, []g.Node{g.Text(x.Date.String()), g.Text(x.Name), g.Text(hours)})
	}
	title := i18n.T(ctx, "calendar.exceptions")
	return page.Card(title, "",
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "calendar.date")}, {Label: i18n.T(ctx, "calendar.occasion")},
			{Label: i18n.T(ctx, "calendar.hours")}}, rows...))
}

// manageCard makes it the default or deletes it, or says why neither goes.
func manageCard(ctx context.Context, c calendar.Calendar, standard, uses string) g.Node {
	body := g.Group{}
	if c.Title != standard {
		body = append(body, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.defaultabout", "Title", standard))),
			page.PostButton(page.Secondary, path(c.ID)+"/default", i18n.T(ctx, "calendar.makedefault"), nil))
	}
	if uses != "" {
		body = append(body, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.stays", "Why", uses))))
	} else {
		body = append(body, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.deleteabout"))),
			page.PostButton(page.Danger, path(c.ID)+"/delete", i18n.T(ctx, "calendar.delete"), nil))
	}
	return page.Card(i18n.T(ctx, "calendar.manage"), "", body)
}

func (ui *Handlers) makeDefault(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := ui.calendars.MakeDefault(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "calendar.saved"))
	web.Redirect(w, r, path(id))
	return nil
}

func (ui *Handlers) remove(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := ui.calendars.Delete(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "calendar.deleted"))
	web.Redirect(w, r, list)
	return nil
}

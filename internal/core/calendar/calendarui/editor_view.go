package calendarui

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// showEditor draws the form and, below it, the calendar that it would make.
func (ui *Handlers) showEditor(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	title, action, back := i18n.T(ctx, "calendar.new"), list, list
	if f.Get("kind") == "union" {
		title = i18n.T(ctx, "calendar.newunion")
	}
	if id, err := web.PathID(r); err == nil {
		title, action, back = i18n.T(ctx, "calendar.edittitle", "Title", f.Get("title")), path(id), path(id)
	}
	fields, err := ui.fields(ctx, f)
	if err != nil {
		return err
	}
	form := page.Form(action, h.ID("calendar"),
		// Enter presses the first button of a form; that must not be one that takes a row away.
		h.Button(h.Class("vh"), h.Type("submit"), h.Name("do"), h.Value("save"), h.TabIndex("-1"), g.Attr("aria-hidden", "true")),
		page.FormError(f), page.Hidden("version", f.Get("version")), page.Hidden("kind", f.Get("kind")), fields,
		page.FormEnd(act(page.Primary, "save", i18n.T(ctx, "calendar.save")), act(page.Secondary, "preview", i18n.T(ctx, "calendar.look")),
			page.LinkButton(page.Quiet, back, i18n.T(ctx, "calendar.cancel"))))
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Content(form, ui.outlook(ctx, f)))
}

// act is a button of the form. Only saving asks for all fields: rows can be added before the calendar has a title.
func act(look page.Look, do, label string) g.Node {
	return page.Button(look, label, h.Name("do"), h.Value(do), g.If(do != "save", g.Attr("formnovalidate")))
}

func (ui *Handlers) fields(ctx context.Context, f *web.Form) (g.Node, error) {
	title := page.Ask(f, "title", i18n.T(ctx, "calendar.title"))
	title.Placeholder, title.Autocomplete = "EMEA hours", "off"
	if f.Get("kind") == "union" {
		title.Placeholder = "Follow the sun"
		all, err := ui.calendars.List(ctx)
		return page.Card(i18n.T(ctx, "calendar.joins"), i18n.T(ctx, "calendar.joinsabout"), page.Input(ctx, title), memberList(ctx, f, all)), err
	}
	zone := page.Ask(f, "zone", i18n.T(ctx, "calendar.zone"))
	zone.Placeholder, zone.Autocomplete, zone.More = "Europe/Amsterdam", "off", []g.Node{g.Attr("list", "zones")}
	var week g.Group
	for _, d := range calendar.Weekdays() {
		field := page.Ask(f, dayField(d), weekday(ctx, d))
		field.Optional, field.Placeholder, field.Autocomplete = true, i18n.T(ctx, "calendar.closed"), "off"
		week = append(week, page.Input(ctx, field))
	}
	return h.Div(page.Columns(
		page.Card(i18n.T(ctx, "calendar.week"), i18n.T(ctx, "calendar.weekabout"), page.Input(ctx, title), page.Input(ctx, zone), page.ZoneList(),
			h.Div(h.Class("form tight"), week), sectionError(f, "weekly")),
		h.Div(h.Class("stack"), ui.holidaysCard(ctx, f), specialCard(ctx, f)))), nil
}

// memberList is the calendars that a union can join.
func memberList(ctx context.Context, f *web.Form, all []calendar.Calendar) g.Node {
	titles := titlesOf(all)
	return h.FieldSet(h.Class("field"), h.Legend(h.Class("label"), g.Text(i18n.T(ctx, "calendar.members"))),
		g.Map(all, func(c calendar.Calendar) g.Node {
			if c.Union() {
				return nil
			}
			value := strconv.FormatInt(c.ID, 10)
			return h.Div(h.Class("check"), h.Input(h.Type("checkbox"), h.ID("f-member-"+value), h.Name("member"), h.Value(value),
				g.If(slices.Contains(f.All("member"), value), h.Checked())),
				h.Label(h.For("f-member-"+value), g.Text(c.Title)), h.P(h.Class("hint"), g.Text(describe(ctx, c, titles))))
		}), sectionError(f, "members"))
}

// sectionError is what is wrong with a part of the form that has no field of its own.
func sectionError(f *web.Form, name string) g.Node {
	if f.Error(name) == "" {
		return nil
	}
	return h.Div(h.Class("form-error"), g.Attr("role", "alert"), page.Icon("circle-alert"), h.P(g.Text(f.Error(name))))
}

// outlook shows what would come of the form, or says that it has to be finished first.
func (ui *Handlers) outlook(ctx context.Context, f *web.Form) g.Node {
	c, ok := ui.drafted(ctx, f)
	if !ok {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "calendar.unfinished")))
	}
	compiled, err := ui.calendars.Draft(ctx, c)
	if err != nil { // a member is gone meanwhile: saving says so
		return nil
	}
	now := ui.deps.Now(ctx)
	return g.Group{page.Card(i18n.T(ctx, "calendar.due"), i18n.T(ctx, "calendar.dueabout", "Zone", compiled.Zone().String()), samples(ctx, compiled, now)),
		preview(ctx, compiled, c.Spec, now)}
}

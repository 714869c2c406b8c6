package incidentui

import (
	"context"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// wordFields ask for an update: a text to begin with, its blanks, or words of one's own.
func wordFields(ctx context.Context, form *web.Form, setup incident.Setup, status incident.Status, own bool) g.Node {
	body := hinted(ctx, form, "body")
	body.Hint = i18n.T(ctx, "incidentform.body_hint", "Count", setup.Limit)
	body.More = []g.Node{g.Attr("data-limit", text(int64(setup.Limit))), g.Attr("rows", "4")}
	if own {
		return page.Textarea(ctx, body)
	}
	body.Optional = true
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "incidentform.notemplate")}}
	var blanks g.Group
	for _, t := range setup.Templates {
		if t.Status == "" || t.Status == status || t.Title == form.Get("template") {
			choices = append(choices, page.Choice{Value: t.Title, Label: t.Title})
		}
		if t.Title != form.Get("template") {
			continue
		}
		for _, f := range t.Fields {
			field := page.Ask(form, "field-"+f.Key, f.Label)
			field.Optional = true // of words of one's own nothing is asked; the text itself asks
			blanks = append(blanks, page.Input(ctx, field))
		}
		blanks = append(blanks, h.P(h.Class("hint"), g.Text(t.Body)))
	}
	return g.Group{page.Select(ctx, optional(hinted(ctx, form, "template")), choices...), blanks, page.Textarea(ctx, body)}
}

// componentFields ask how each component is, from then on.
func componentFields(ctx context.Context, form *web.Form, all []incident.Component, maintenance bool) g.Node {
	var rows [][]g.Node
	var ticks []page.Option
	for _, c := range all {
		if c.IsGroup {
			continue
		}
		ticks = append(ticks, page.Option{Value: text(c.ID), Label: c.Title})
		choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "incidentform.asis", "Health", healthWord(ctx, c.Health))}}
		for _, health := range incident.Healths() {
			if health != c.Health {
				choices = append(choices, page.Choice{Value: string(health), Label: healthWord(ctx, health)})
			}
		}
		f := page.Ask(form, "health-"+text(c.ID), c.Title)
		f.Optional = true
		rows = append(rows, []g.Node{g.Text(c.Title), page.BareSelect(f, choices...)})
	}
	if len(rows) == 0 {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "incidentform.nocomponents")))
	}
	if maintenance {
		return page.Ticks(page.Field{Name: "maintained", Label: i18n.T(ctx, "incidentform.maintained")}, form.All("maintained"), ticks...)
	}
	label := i18n.T(ctx, "incidentform.components")
	return page.Table(label, []page.Column{{Label: label}, {Label: i18n.T(ctx, "incidentform.health")}}, rows...)
}

func healthWord(ctx context.Context, health incident.Health) string {
	return i18n.T(ctx, "incidents.health."+string(health))
}

// word reads an update of a form. With a text and its blanks the body is the text's, unless somebody wrote their own.
func word(ctx context.Context, form *web.Form, setup incident.Setup) incident.NewUpdate {
	n := incident.NewUpdate{Status: incident.Status(form.Get("status")), Body: form.Text("body"), NextBy: moment(ctx, form, "next_by"),
		Silent: form.Bool("silent"),
		Fields: map[string]string{}}
	if strings.TrimSpace(n.Body) == "" {
		n.Template = form.Get("template")
	}
	for name := range form.Values {
		if key, ok := strings.CutPrefix(name, "field-"); ok {
			n.Fields[key] = form.Get(name)
		}
		if key, ok := strings.CutPrefix(name, "health-"); ok && form.Get(name) != "" {
			if id := web.NewForm("id", key).Int64("id"); id != 0 {
				n.Changes = append(n.Changes, incident.Change{Component: id, To: incident.Health(form.Get(name))})
			}
		}
	}
	slices.SortFunc(n.Changes, func(a, b incident.Change) int { return int(a.Component - b.Component) })
	if t, ok := titled(setup.Templates, n.Template); ok && t.Status != "" && n.Status == "" {
		n.Status = t.Status
	}
	return n
}

func titled(list []incident.Template, title string) (incident.Template, bool) {
	i := slices.IndexFunc(list, func(t incident.Template) bool { return t.Title == title })
	if i < 0 {
		return incident.Template{}, false
	}
	return list[i], true
}

// postUpdate keeps what somebody wrote, and publishes it at once where they asked for that.
func (u *UI) postUpdate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	setup, err := u.Incidents.Setup(ctx)
	if err != nil {
		return err
	}
	n := word(ctx, form, setup)
	n.Incident = id
	if !form.OK() || form.Get("do") == "template" {
		return u.room(w, r, id, form)
	}
	written, err := u.Incidents.Write(ctx, n)
	if err == nil && form.Get("do") == "publish" {
		if err = u.Incidents.Publish(ctx, written.ID); err == nil {
			return done(w, r, "room.published", room(id))
		}
	}
	switch {
	case form.Absorb(err):
		return u.room(w, r, id, form)
	case err != nil:
		return err
	}
	return done(w, r, "room.drafted", room(id))
}

// postAct publishes, approves or drops a draft.
func (u *UI) postAct(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	act, ok := map[string]func(context.Context, int64) error{"publish": u.Incidents.Publish, "agree": u.Incidents.Agree,
		"discard": u.Incidents.Discard}[r.PathValue("act")]
	update := web.NewForm("id", r.PathValue("update")).Int64("id")
	if !ok || update == 0 {
		web.Redirect(w, r, room(id))
		return nil
	}
	form := web.NewForm()
	err = act(ctx, update)
	switch {
	case form.Absorb(err):
		return u.room(w, r, id, form)
	case err != nil:
		return err
	}
	return done(w, r, "room."+r.PathValue("act")+"_done", room(id))
}

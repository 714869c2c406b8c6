package incidentui

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getComponents shows what customers use, and the form of one of them, or of a new one.
func (u *UI) getComponents(w http.ResponseWriter, r *http.Request) error {
	form := web.NewForm("showcase", "on")
	if r.PathValue("id") != "" {
		id, err := web.PathID(r)
		if err != nil {
			return err
		}
		all, err := u.Incidents.Components(r.Context())
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(all, func(c incident.Component) bool { return c.ID == id }); at >= 0 {
			form = componentForm(all[at])
		}
	}
	return u.components(w, r, form)
}

func componentForm(c incident.Component) *web.Form {
	f := web.NewForm("id", text(c.ID), "title", c.Title, "about", c.About, "group", text(c.GroupID), "position", strconv.Itoa(c.Position))
	for name, on := range map[string]bool{"is_group": c.IsGroup, "showcase": c.Showcase, "only_if_degraded": c.OnlyIfDegraded} {
		if on {
			f.Values.Set(name, "on")
		}
	}
	return f
}

func (u *UI) components(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	all, err := u.Incidents.Components(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.components.title")
	return u.show(w, r, form, title,
		page.Head(title, i18n.T(ctx, "settings.components.about"), page.LinkButton(page.Secondary, incident.PublicHome, i18n.T(ctx, "incidents.public"))),
		page.Content(h.Div(h.Class("room"), componentTable(ctx, all), oneComponent(ctx, form, all))))
}

func componentTable(ctx context.Context, all []incident.Component) g.Node {
	title := i18n.T(ctx, "settings.components.title")
	if len(all) == 0 {
		return page.EmptyState("server", i18n.T(ctx, "componentset.none"), i18n.T(ctx, "componentset.none_text"))
	}
	rows := make([][]g.Node, len(all))
	for n, c := range all {
		name := c.Title
		if c.GroupID != 0 {
			name = "· " + name
		}
		health := g.Node(g.Text(healthWord(ctx, c.Health)))
		if c.IsGroup {
			health = page.Badge(i18n.T(ctx, "componentset.group"))
		}
		rows[n] = []g.Node{h.A(h.Class("link"), h.Href(componentsPath+"/"+text(c.ID)), g.Text(name)), health,
			page.PostButton(page.Quiet+" small", componentsPath+"/"+text(c.ID)+"/delete", i18n.T(ctx, "componentset.remove"), nil)}
	}
	return page.Card(title, "",
		page.Table(title, []page.Column{{Label: i18n.T(ctx, "componentform.title")}, {Label: i18n.T(ctx, "incidentform.health")}, {}}, rows...))
}

func oneComponent(ctx context.Context, form *web.Form, all []incident.Component) g.Node {
	ask := func(name string) page.Field { return page.Ask(form, name, i18n.T(ctx, "componentform."+name)) }
	groups := []page.Choice{{Value: "0", Label: i18n.T(ctx, "componentset.nogroup")}}
	for _, c := range all {
		if c.IsGroup && text(c.ID) != form.Get("id") {
			groups = append(groups, page.Choice{Value: text(c.ID), Label: c.Title})
		}
	}
	position := optional(ask("position"))
	position.Type = "number"
	title := i18n.T(ctx, "componentset.new")
	if form.Get("id") != "" {
		title = i18n.T(ctx, "componentset.change")
	}
	return page.Card(title, "", page.Form(componentsPath, page.FormError(form), page.Hidden("id", form.Get("id")),
		page.Input(ctx, ask("title")), page.Input(ctx, optional(ask("about"))),
		page.Select(ctx, optional(ask("group")), groups...), page.Input(ctx, position), page.Checkbox(ctx, ask("is_group")),
		page.Checkbox(ctx, ask("showcase")),
		page.Checkbox(ctx, ask("only_if_degraded")),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "incidents.save")),
			g.If(form.Get("id") != "", page.LinkButton(page.Quiet, componentsPath, i18n.T(ctx, "incidents.cancel"))))))
}

func (u *UI) postComponent(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	c := incident.Component{ID: form.Int64("id"), Title: form.Get("title"), About: form.Get("about"), GroupID: form.Int64("group"),
		Position: int(form.Int64("position")),
		IsGroup:  form.Bool("is_group"), Showcase: form.Bool("showcase"), OnlyIfDegraded: form.Bool("only_if_degraded")}
	if form.OK() {
		_, err = u.Incidents.SaveComponent(r.Context(), c)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.components(w, r, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", componentsPath)
}

func (u *UI) postComponentDelete(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form := web.NewForm("showcase", "on")
	err = u.Incidents.DeleteComponent(r.Context(), id)
	switch {
	case form.Absorb(err):
		return u.components(w, r, form)
	case err != nil:
		return err
	}
	return done(w, r, "componentset.removed", componentsPath)
}

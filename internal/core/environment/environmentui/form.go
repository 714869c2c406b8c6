package environmentui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	form := web.NewForm("organization", r.URL.Query().Get("organization"), "kind", environment.Production, "deployment", environment.Deployments()[0])
	return u.formPage(w, r, environment.Environment{OrganizationID: form.Int64("organization")}, form)
}

func (u *UI) getEdit(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	e, err := u.Environments.Environment(r.Context(), id)
	if err != nil {
		return err
	}
	form := web.NewForm("name", e.Name, "kind", e.Kind, "deployment", e.Deployment, "version", e.Version, "architecture", e.Architecture, "size", e.Size,
		"nodes", environment.NodeLines(e.Nodes), "topology", e.Topology, "notes", e.Notes)
	if e.Users > 0 {
		form.Values.Set("users", strconv.Itoa(e.Users))
	}
	if e.Primary {
		form.Values.Set("primary", "on")
	}
	return u.formPage(w, r, e, form)
}

// formPage asks for what an environment is.
func (u *UI) formPage(w http.ResponseWriter, r *http.Request, e environment.Environment, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	o, err := u.People.Organization(ctx, e.OrganizationID)
	if err != nil {
		return err
	}
	rules, err := u.Environments.Setup(ctx)
	if err != nil {
		return err
	}
	title, action, back := i18n.T(ctx, "environment.new"), root, organizationPath(o.ID)
	if e.ID != 0 {
		title, action, back = i18n.T(ctx, "environment.edit_title", "Name", e.Name), e.Path(), e.Path()
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, o.Name), page.Narrow(page.Form(action, page.FormError(form),
		g.If(e.ID == 0, page.Hidden("organization", itoa(o.ID))), fields(ctx, form, rules),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "environment.save")), page.LinkButton(page.Quiet, back, i18n.T(ctx, "environment.cancel")))))))
}

func fields(ctx context.Context, form *web.Form, rules environment.InventoryRules) g.Node {
	ask := func(name string, optional bool) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "environment.field_"+name))
		f.Optional, f.Autocomplete = optional, "off"
		if hint := "environment.hint_" + name; i18n.T(ctx, hint) != hint {
			f.Hint = i18n.T(ctx, hint)
		}
		return f
	}
	pick := func(name string, words []string, optional bool) g.Node {
		all := choices(ctx, name, words)
		if optional {
			all = append([]page.Choice{{Label: i18n.T(ctx, "environment.unknown")}}, all...)
		}
		return page.Select(ctx, ask(name, optional), all...)
	}
	text := func(name string) g.Node {
		f := ask(name, true)
		f.Value = form.Text(name)
		return page.Textarea(ctx, f)
	}
	users := ask("users", true)
	users.Type, users.More = "number", []g.Node{h.Min("0"), h.Step("1")}
	nodes := ask("nodes", true)
	nodes.Value, nodes.Hint = form.Text("nodes"), i18n.T(ctx, "environment.hint_nodes", "Roles", strings.Join(rules.NodeRoles, ", "))
	return g.Group{
		page.Card(i18n.T(ctx, "environment.single"), "", page.Input(ctx, ask("name", false)),
			page.Columns(pick("kind", environment.Kinds(), false), pick("deployment", environment.Deployments(), false)),
			page.Input(ctx, ask("version", true)), page.Checkbox(ctx, ask("primary", true))),
		page.Card(i18n.T(ctx, "environment.built"), "", pick("architecture", environment.Architectures(), true),
			page.Columns(page.Input(ctx, users), pick("size", environment.Sizes(), true)), page.Textarea(ctx, nodes), text("topology"), text("notes"))}
}

// readNodes reads roles with counts; a line that is none is held against the field.
func readNodes(ctx context.Context, form *web.Form) []environment.Node {
	nodes, wrong := environment.ReadNodes(form.Text("nodes"))
	if wrong != "" {
		form.Reject("nodes", i18n.T(ctx, "environment.bad_node", "Line", wrong))
	}
	return nodes
}

func read(ctx context.Context, form *web.Form) environment.Environment {
	e := environment.Environment{Name: form.Get("name"), Kind: form.Get("kind"), Deployment: form.Get("deployment"), Version: form.Get("version"),
		Architecture: form.Get("architecture"), Size: form.Get("size"), Nodes: readNodes(ctx, form), Topology: form.Text("topology"), Notes: form.Text("notes"),
		Primary: form.Bool("primary"), OrganizationID: form.Int64("organization")}
	if form.Get("users") != "" {
		e.Users = int(form.Int64("users"))
	}
	return e
}

func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	return u.save(w, r, environment.Environment{})
}

func (u *UI) postEdit(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	e, err := u.Environments.Environment(r.Context(), id)
	if err != nil {
		return err
	}
	return u.save(w, r, e)
}

func (u *UI) save(w http.ResponseWriter, r *http.Request, before environment.Environment) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	e := read(ctx, form)
	e.ID = before.ID
	if e.ID != 0 {
		e.OrganizationID = before.OrganizationID
	}
	saved := e
	if form.OK() {
		saved, err = u.Environments.Save(ctx, e)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		before.OrganizationID = e.OrganizationID
		return u.formPage(w, r, before, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "environment.saved"))
	web.Redirect(w, r, saved.Path())
	return nil
}

func (u *UI) postConfirm(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "environment.confirmed", func(ctx context.Context, id int64, _ *web.Form) error { return u.Environments.Confirm(ctx, id) })
}

func (u *UI) postRetire(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "environment.saved", func(ctx context.Context, id int64, f *web.Form) error {
		return u.Environments.Retire(ctx, id, f.Bool("back"))
	})
}

// act does something about an environment and shows it again.
func (u *UI) act(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64, f *web.Form) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := do(ctx, id, form); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, root+"/"+itoa(id))
	return nil
}

package portal

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (p *Portal) getNewInstallation(w http.ResponseWriter, r *http.Request) error {
	return p.showInstallationForm(w, r, http.StatusOK, 0, web.NewForm("kind", environment.Production, "deployment", environment.Deployments()[0]))
}

func (p *Portal) getEditInstallation(w http.ResponseWriter, r *http.Request) error {
	id, err := numbered(r)
	if err != nil {
		return err
	}
	e, err := p.Environments.OwnOne(r.Context(), id)
	if err != nil {
		return err
	}
	f := web.NewForm("seen", strconv.FormatInt(e.UpdatedAt.UnixMicro(), 10), "name", e.Name, "kind", e.Kind, "deployment", e.Deployment, "version", e.Version,
		"architecture", e.Architecture, "nodes", environment.NodeLines(e.Nodes), "topology", e.Topology)
	if e.Users > 0 {
		f.Values.Set("users", strconv.Itoa(e.Users))
	}
	if e.Size != environment.SizeFor(e.Users) { // what follows from the users goes on following from them
		f.Values.Set("size", e.Size)
	}
	return p.showInstallationForm(w, r, http.StatusOK, id, f)
}

// showInstallationForm asks what an installation is; id 0 for one that the desk does not know yet.
func (p *Portal) showInstallationForm(w http.ResponseWriter, r *http.Request, status int, id int64, f *web.Form) error {
	ctx := r.Context()
	rules, err := environment.Rules.Get(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	title, action, back := i18n.T(ctx, "portal.runs.add"), installationsPath, installationsPath
	if id != 0 {
		title, action, back = i18n.T(ctx, "portal.runs.editing", "Name", f.Get("name")), InstallationHref(id), InstallationHref(id)
	}
	return p.show(w, r, status, title, page.Head(title, ""), h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.runs.formabout"))),
		page.Narrow(page.Form(action, page.FormError(f), page.Hidden("seen", f.Get("seen")), installationFields(ctx, f, rules),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portal.runs.save")), page.LinkButton(page.Quiet, back, i18n.T(ctx, "portal.runs.leave"))))))
}

func installationFields(ctx context.Context, f *web.Form, rules environment.InventoryRules) g.Node {
	ask := func(name string, optional bool) page.Field {
		field := page.Ask(f, name, i18n.T(ctx, "environment.field_"+name))
		field.Optional, field.Autocomplete, field.Value = optional, "off", f.Text(name)
		return field
	}
	hinted := func(name string, data ...any) page.Field {
		field := ask(name, name != "name")
		field.Hint = i18n.T(ctx, "portal.hint.runs_"+name, data...)
		return field
	}
	pick := func(name string, words []string, optional bool) g.Node {
		var choices []page.Choice
		switch {
		case name == "size":
			choices = append(choices, page.Choice{Label: i18n.T(ctx, "portal.runs.follows")})
		case optional:
			choices = append(choices, page.Choice{Label: i18n.T(ctx, "environment.unknown")})
		}
		for _, w := range words {
			choices = append(choices, page.Choice{Value: w, Label: said(ctx, name, w)})
		}
		return page.Select(ctx, ask(name, optional), choices...)
	}
	users := ask("users", true)
	users.More = []g.Node{g.Attr("inputmode", "numeric")}
	return g.Group{page.Input(ctx, hinted("name")), pick("kind", environment.Kinds(), false), pick("deployment", environment.Deployments(), false),
		page.Input(ctx, hinted("version")), page.Input(ctx, users), pick("size", environment.Sizes(), true),
		pick("architecture", environment.Architectures(), true),
		page.Textarea(ctx, hinted("nodes", "Roles", strings.Join(rules.NodeRoles, ", "))), page.Textarea(ctx, hinted("topology"))}
}

// postInstallation writes an installation down, or corrects it. What cannot be taken stays in the form.
func (p *Portal) postInstallation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var id int64
	if r.PathValue("id") != "" {
		var err error
		if id, err = numbered(r); err != nil {
			return err
		}
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	e := typedInstallation(ctx, f)
	if e.ID = id; !p.write(w, r, f) || !f.OK() {
		return p.showInstallationForm(w, r, refused(w, f), id, f)
	}
	saved, err := p.Environments.OwnSave(ctx, e, seenAt(f))
	if _, field := fault.Public(err); fault.Is(err, fault.Conflict) && field == "" {
		return p.overtaken(w, r, id, f)
	}
	if fault.Is(err, fault.Conflict) {
		f.Reject("name", i18n.T(ctx, "portal.runs.taken", "Name", e.Name))
		return p.showInstallationForm(w, r, web.FormStatus(f), id, f)
	}
	if f.Absorb(err) {
		reword(ctx, f)
		return p.showInstallationForm(w, r, web.FormStatus(f), id, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.runs.thanks"))
	web.Redirect(w, r, InstallationHref(saved.ID))
	return nil
}

// overtaken shows a form again that was written over something else than is there now, with what is there in words. Sent
// once more, it holds.
func (p *Portal) overtaken(w http.ResponseWriter, r *http.Request, id int64, f *web.Form) error {
	ctx := r.Context()
	now, err := p.Environments.OwnOne(ctx, id)
	if err != nil {
		return err
	}
	f.Reject("", i18n.T(ctx, "portal.runs.overtaken", "Now", now.Name+" · "+inShort(ctx, now.Environment)))
	f.Values.Set("seen", strconv.FormatInt(now.UpdatedAt.UnixMicro(), 10))
	return p.showInstallationForm(w, r, http.StatusConflict, id, f)
}

func typedInstallation(ctx context.Context, f *web.Form) environment.Environment {
	e := environment.Environment{Name: f.Get("name"), Kind: f.Get("kind"), Deployment: f.Get("deployment"), Version: f.Get("version"),
		Architecture: f.Get("architecture"), Size: f.Get("size"), Topology: f.Text("topology")}
	var wrong string
	if e.Nodes, wrong = environment.ReadNodes(f.Text("nodes")); wrong != "" {
		f.Reject("nodes", i18n.T(ctx, "environment.bad_node", "Line", fault.Clip(wrong, 60)))
	}
	if typed := f.Get("users"); typed != "" {
		var err error
		if e.Users, err = strconv.Atoi(strings.NewReplacer(" ", "", ",", "", ".", "", "\u00a0", "").Replace(typed)); err != nil {
			f.Reject("users", i18n.T(ctx, "portal.wrong.users", "Typed", fault.Clip(typed, 20)))
		}
	}
	return e
}

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

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	rules, err := u.Environments.Setup(r.Context())
	if err != nil {
		return err
	}
	return u.settings(w, r, web.NewForm("supported", strings.Join(rules.Supported, "\n"), "stale_days", strconv.Itoa(rules.StaleDays),
		"document_mb", strconv.Itoa(rules.DocumentMB),
		"node_roles", strings.Join(rules.NodeRoles, "\n"), "supported_until", rules.SupportedUntil))
}

func (u *UI) settings(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	ask := func(name, kind string, optional bool) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "environment.set_"+name))
		f.Type, f.Optional, f.Hint, f.Autocomplete = kind, optional, i18n.T(ctx, "environment.set_"+name+"_hint"), "off"
		return f
	}
	area := func(name string) g.Node {
		f := ask(name, "", true)
		f.Value = form.Text(name)
		return page.Textarea(ctx, f)
	}
	days, size := ask("stale_days", "number", false), ask("document_mb", "number", false)
	days.More, size.More = []g.Node{h.Min("0")}, []g.Node{h.Min("1")}
	title := i18n.T(ctx, "settings.environments.title")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.environments.about")),
		page.Narrow(page.Form(settingsPath, page.FormError(form), area("supported"), page.Input(ctx, ask("supported_until", "url", true)),
			page.Input(ctx, days), page.Input(ctx, size),
			area("node_roles"), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "environment.save")))))))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := environment.InventoryRules{Supported: lines(form.Text("supported")), StaleDays: int(form.Int64("stale_days")),
		DocumentMB: int(form.Int64("document_mb")),
		NodeRoles:  lines(form.Text("node_roles")), SupportedUntil: form.Get("supported_until")}
	if form.OK() {
		err = u.Environments.SaveSetup(ctx, rules)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.settings(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "environment.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// note is a paragraph of help.
func note(ctx context.Context, key string) g.Node {
	return h.P(h.Class("muted"), g.Text(i18n.T(ctx, key)))
}

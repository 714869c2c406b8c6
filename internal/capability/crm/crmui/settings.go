package crmui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = root + "/settings"

// section is a part of the settings that fits one page, and is saved by itself.
type section struct {
	id string // of its page and its words
	// stands says in a sentence how it is set.
	stands func(ctx context.Context, v crm.Setup) string
	form   func(v crm.Setup) *web.Form
	inputs func(ctx context.Context, f *web.Form) g.Node
	read   func(f *web.Form, v *crm.Setup)
}

func sections() []section {
	return slices.Concat([]section{accountsSection()}, objectSections(), []section{scheduleSection(), guardSection(), backSection()})
}

func (s section) path() string { return settingsPath + "/" + s.id }

// getSettings lists the sections with how they are set.
func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := u.CRM.Setup(ctx)
	if err != nil {
		return err
	}
	c, hasSecret, _, err := u.CRM.Connection(ctx)
	if err != nil {
		return err
	}
	row := func(href, id, stands string) []g.Node {
		return []g.Node{h.A(h.Class("link"), h.Href(href), g.Text(i18n.T(ctx, "crm.sec_"+id))), g.Text(stands)}
	}
	rows := [][]g.Node{row(connectionPath, "connection", connectionStands(ctx, c, hasSecret, v.Way))}
	for _, s := range sections() {
		rows = append(rows, row(s.path(), s.id, s.stands(ctx, v)))
	}
	title := i18n.T(ctx, "crm.tab_settings")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.settings_sub")), tabs(ctx, "settings"),
		page.Content(page.Table(title, []page.Column{{Label: i18n.T(ctx, "crm.sec")}, {Label: i18n.T(ctx, "crm.stands")}}, rows...))))
}

func (u *UI) getSection(w http.ResponseWriter, r *http.Request, s section) error {
	v, err := u.CRM.Setup(r.Context())
	if err != nil {
		return err
	}
	return u.sectionPage(w, r, s, s.form(v))
}

func (u *UI) sectionPage(w http.ResponseWriter, r *http.Request, s section, f *web.Form) error {
	ctx := r.Context()
	return u.settingPage(w, r, s.id, f,
		page.Card("", "", page.Form(s.path(), page.FormError(f), s.inputs(ctx, f), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.save"))))))
}

// settingPage is the page of a section, with the way back to all of them.
func (u *UI) settingPage(w http.ResponseWriter, r *http.Request, id string, f *web.Form, body ...g.Node) error {
	ctx := r.Context()
	title := i18n.T(ctx, "crm.sec_"+id)
	return web.Render(w, web.FormStatus(f),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.about_"+id), page.LinkButton(page.Secondary, settingsPath, i18n.T(ctx, "crm.sec_all"))),
			tabs(ctx, "settings"), page.Narrow(body...)))
}

func (u *UI) postSection(w http.ResponseWriter, r *http.Request, s section) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if s.read(f, &crm.Setup{}); !f.OK() { // numbers that are none
		return u.sectionPage(w, r, s, f)
	}
	err = u.CRM.ChangeSetup(ctx, func(v *crm.Setup) { s.read(f, v) })
	if f.Absorb(err) {
		return u.sectionPage(w, r, s, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "crm.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// ask makes a field with its hint, where the catalogue has one.
func ask(ctx context.Context, f *web.Form, name string) page.Field {
	x := page.Ask(f, name, i18n.T(ctx, "crm.set_"+name))
	x.Autocomplete = "off"
	if hint := "crm.set_" + name + "_hint"; i18n.T(ctx, hint) != hint {
		x.Hint = i18n.T(ctx, hint)
	}
	return x
}

func number(ctx context.Context, f *web.Form, name string) g.Node {
	x := ask(ctx, f, name)
	x.Type = "number"
	return page.Input(ctx, x)
}

func tick(ctx context.Context, f *web.Form, name string) g.Node {
	return page.Checkbox(ctx, ask(ctx, f, name))
}

func word(ctx context.Context, f *web.Form, name string) g.Node {
	x := ask(ctx, f, name)
	x.Optional = true
	return page.Input(ctx, x)
}

func list(ctx context.Context, f *web.Form, name string) g.Node {
	x := ask(ctx, f, name)
	x.Optional = true
	return page.Textarea(ctx, x)
}

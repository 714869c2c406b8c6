package crmui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOverrides(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return u.overridesPage(w, r, web.NewForm("account", q.Get("account"), "field", q.Get("field")))
}

// overridesPage lists what is held against the CRM, and asks for one more.
func (u *UI) overridesPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	all, err := u.CRM.Overrides(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "crm.tab_overrides")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.overrides_sub")), tabs(ctx, "overrides"),
		page.Content(u.overrideTable(ctx, all), h.Div(h.Class("narrow"), overrideCard(ctx, f)))))
}

func (u *UI) overrideTable(ctx context.Context, all []crm.Override) g.Node {
	if len(all) == 0 {
		return page.EmptyState("lock", i18n.T(ctx, "crm.overrides_none"), i18n.T(ctx, "crm.overrides_none_text"))
	}
	today := bizcal.DateOf(u.Now(ctx).UTC())
	var rows [][]g.Node
	for _, o := range all {
		until := g.Node(g.Text(i18n.T(ctx, "crm.until_dropped")))
		if !o.Holds(today) {
			until = page.Chip(page.Amber, i18n.T(ctx, "crm.until_over", "Day", i18n.FormatDay(ctx, o.Until)))
		} else if o.Until != (bizcal.Date{}) {
			until = h.Span(h.Class("nowrap"), g.Text(i18n.FormatDay(ctx, o.Until)))
		}
		rows = append(rows, []g.Node{accountCell(0, o.Customer, o.AccountID), g.Text(i18n.T(ctx, "crm.field_"+o.Field)),
			g.Text(shown(ctx, o.Field, o.Value)), g.Text(o.Why), until,
			page.PostButton(page.Small, crm.OverridesPath+"/drop", i18n.T(ctx, "crm.drop_do"), []string{"id", itoa(o.ID)})})
	}
	var columns []page.Column
	for _, id := range []string{"account", "col_field", "col_value", "col_why", "col_until", "col_change"} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, "crm."+id)})
	}
	return page.Table(i18n.T(ctx, "crm.tab_overrides"), columns, rows...)
}

func overrideCard(ctx context.Context, f *web.Form) g.Node {
	ask := func(name string) page.Field {
		x := page.Ask(f, name, i18n.T(ctx, "crm.hold_"+name))
		x.Autocomplete = "off"
		return x
	}
	account, field, value, why, until := ask("account"), ask("field"), ask("value"), ask("why"), ask("until")
	value.Optional, value.Hint = true, i18n.T(ctx, "crm.hold_value_hint")
	until.Optional, until.Type = true, "date"
	why.Value = f.Text("why")
	var fields []page.Choice
	for _, name := range crm.OverrideFields() {
		fields = append(fields, page.Choice{Value: name, Label: i18n.T(ctx, "crm.field_"+name)})
	}
	return page.Card(i18n.T(ctx, "crm.hold_do"), i18n.T(ctx, "crm.hold_about"),
		page.Form(crm.OverridesPath, page.FormError(f), page.Input(ctx, account), page.Select(ctx, field, fields...),
			page.Input(ctx, value), page.Textarea(ctx, why), page.Input(ctx, until), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.hold_save")))))
}

func (u *UI) postOverride(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	o := crm.Override{AccountID: f.Get("account"), Field: f.Get("field"), Value: f.Get("value"), Why: f.Text("why")}
	if o.Until, err = people.ParseDate("until", f.Get("until")); err == nil {
		_, err = u.CRM.SaveOverride(ctx, o)
	}
	if f.Absorb(err) {
		return u.overridesPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "crm.hold_saved"))
	web.Redirect(w, r, crm.OverridesPath)
	return nil
}

func (u *UI) postDrop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if err := u.CRM.DropOverride(ctx, f.Int64("id")); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "crm.drop_done"))
	web.Redirect(w, r, crm.OverridesPath)
	return nil
}

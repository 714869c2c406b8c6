package crmui

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = root + "/settings"

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	return u.settingsPage(w, r, nil, "")
}

// settingsPage shows all forms; the one named is shown as it was typed.
func (u *UI) settingsPage(w http.ResponseWriter, r *http.Request, typed *web.Form, which string) error {
	ctx := r.Context()
	v, err := u.CRM.Setup(ctx)
	if err != nil {
		return err
	}
	c, hasSecret, hasToken, err := u.CRM.Connection(ctx)
	if err != nil {
		return err
	}
	forms := map[string]*web.Form{"connection": connectionForm(c, v.Way), "rules": rulesForm(v), "mapping": mappingForm(v.Mapping), "try": web.NewForm()}
	if typed != nil {
		forms[which] = typed
	}
	title := i18n.T(ctx, "crm.tab_settings")
	return web.Render(w, web.FormStatus(slices.Collect(maps.Values(forms))...), u.Page(r, title, page.Head(title, i18n.T(ctx, "crm.settings_sub")), tabs(ctx, "settings"),
		page.Content(page.Columns(connectionCard(ctx, forms["connection"], forms["try"], hasSecret, hasToken, c), rulesCard(ctx, forms["rules"])), mappingCard(ctx, forms["mapping"]))))
}

func connectionForm(c salesforce.Connection, way crm.Way) *web.Form {
	return web.NewForm("url", c.URL, "flow", string(c.Flow), "client_id", c.ClientID, "version", c.Version, "way", string(way))
}

func ask(ctx context.Context, f *web.Form, name string) page.Field {
	x := page.Ask(f, name, i18n.T(ctx, "crm.set_"+name))
	x.Autocomplete = "off"
	if hint := "crm.set_" + name + "_hint"; i18n.T(ctx, hint) != hint {
		x.Hint = i18n.T(ctx, hint)
	}
	return x
}

func connectionCard(ctx context.Context, f, try *web.Form, hasSecret, hasToken bool, c salesforce.Connection) g.Node {
	secret := func(name string, kept bool) g.Node {
		x := ask(ctx, f, name)
		x.Type, x.Value, x.Optional = "password", "", kept || name == "refresh_token"
		if kept {
			x.Placeholder = i18n.T(ctx, "crm.set_kept")
		}
		return page.Input(ctx, x)
	}
	flows := []page.Choice{{Value: string(salesforce.ClientCredentials), Label: i18n.T(ctx, "crm.flow_client")}, {Value: string(salesforce.RefreshToken), Label: i18n.T(ctx, "crm.flow_refresh")}}
	ways := []page.Choice{{Value: string(crm.Bulk), Label: i18n.T(ctx, "crm.way_bulk")}, {Value: string(crm.REST), Label: i18n.T(ctx, "crm.way_rest")}}
	version := ask(ctx, f, "version")
	version.Optional, version.Placeholder = true, salesforce.DefaultVersion
	var tried g.Node
	for _, sentence := range try.Errors {
		tried = page.Banner(page.Red, sentence)
	}
	var tryIt g.Node
	if c.Usable() || hasSecret {
		tryIt = page.PostButton(page.Secondary, settingsPath+"/try", i18n.T(ctx, "crm.try_do"), nil)
	}
	return page.Card(i18n.T(ctx, "crm.connection"), i18n.T(ctx, "crm.connection_about"), tried, page.Form(settingsPath+"/connection", page.FormError(f), page.Input(ctx, ask(ctx, f, "url")),
		page.Select(ctx, ask(ctx, f, "flow"), flows...), page.Input(ctx, ask(ctx, f, "client_id")), secret("client_secret", hasSecret), secret("refresh_token", hasToken),
		page.Input(ctx, version), page.Select(ctx, ask(ctx, f, "way"), ways...), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.save")))), tryIt)
}

func rulesForm(v crm.Setup) *web.Form {
	f := web.NewForm("types", strings.Join(v.Rules.Types, "\n"), "partners", strings.Join(v.Rules.Partners, "\n"), "delete_after_years", strconv.Itoa(v.Rules.DeleteYears),
		"batch", strconv.Itoa(v.Rules.Batch), "pause_millis", strconv.Itoa(v.Rules.PauseMillis), "vanish_percent", strconv.Itoa(v.Guard.VanishPercent),
		"vanish_count", strconv.Itoa(v.Guard.VanishCount), "lose_percent", strconv.Itoa(v.Guard.LosePercent), "hour", strconv.Itoa(v.Schedule.Hour),
		"open_field", v.WriteBack.OpenField, "days_field", v.WriteBack.DaysField, "case_object", v.WriteBack.CaseObject, "case_field", v.WriteBack.CaseField, "case_link", v.WriteBack.CaseLink,
		"open_word", v.WriteBack.OpenWord, "closed_word", v.WriteBack.ClosedWord)
	for name, on := range map[string]bool{"on": v.Schedule.On, "apply": v.Schedule.Apply, "counts": v.WriteBack.Counts, "cases": v.WriteBack.Cases} {
		if on {
			f.Values.Set(name, "on")
		}
	}
	return f
}

func rulesCard(ctx context.Context, f *web.Form) g.Node {
	number := func(name string) g.Node {
		x := ask(ctx, f, name)
		x.Type = "number"
		return page.Input(ctx, x)
	}
	tick := func(name string) g.Node { return page.Checkbox(ctx, ask(ctx, f, name)) }
	word := func(name string) g.Node {
		x := ask(ctx, f, name)
		x.Optional = true
		return page.Input(ctx, x)
	}
	types, partners := ask(ctx, f, "types"), ask(ctx, f, "partners")
	types.Optional, partners.Optional = true, true
	return page.Card(i18n.T(ctx, "crm.rules"), i18n.T(ctx, "crm.rules_about"), page.Form(settingsPath+"/rules", page.FormError(f),
		tick("on"), number("hour"), tick("apply"),
		number("vanish_percent"), number("vanish_count"), number("lose_percent"),
		page.Textarea(ctx, types), page.Textarea(ctx, partners), number("delete_after_years"), number("batch"), number("pause_millis"),
		tick("counts"), word("open_field"), word("days_field"), tick("cases"), word("case_object"), word("case_field"), word("case_link"), word("open_word"), word("closed_word"),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.save")))))
}

func mappingForm(m crm.Mapping) *web.Form {
	f := web.NewForm()
	for _, o := range crm.Objects() {
		part := m.Of(o)
		f.Values.Set(string(o)+".object", part.Object)
		f.Values.Set(string(o)+".where", part.Where)
		for _, name := range crm.FieldsOf(o) {
			f.Values.Set(string(o)+"."+name, part.Fields[name])
		}
	}
	return f
}

func mappingCard(ctx context.Context, f *web.Form) g.Node {
	var cards []g.Node
	for _, o := range crm.Objects() {
		var fields g.Group
		for _, name := range append([]string{"object", "where"}, crm.FieldsOf(o)...) {
			x := page.Ask(f, string(o)+"."+name, i18n.T(ctx, "crm.map_"+name))
			x.Optional, x.Autocomplete = true, "off"
			fields = append(fields, page.Input(ctx, x))
		}
		cards = append(cards, page.Card(i18n.T(ctx, "crm.object_"+string(o)), "", fields))
	}
	return page.Card(i18n.T(ctx, "crm.mapping"), i18n.T(ctx, "crm.mapping_about"), page.Form(settingsPath+"/mapping", page.FormError(f), page.Columns(cards...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "crm.save")))))
}

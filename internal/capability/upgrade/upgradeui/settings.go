package upgradeui

import (
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getSettings(w http.ResponseWriter, r *http.Request) error {
	rules, err := u.Upgrades.Setup(r.Context())
	if err != nil {
		return err
	}
	form := web.NewForm("stops", strings.Join(rules.Stops, "\n"), "notice_minutes", strconv.Itoa(rules.NoticeMinutes), "call_days",
		strconv.Itoa(rules.CallDays),
		"call_minutes", strconv.Itoa(rules.CallMinutes), "ask_again_hours", strconv.Itoa(rules.AskAgainHours), "form", rules.Form)
	if rules.Hold {
		form.Values.Set("hold", "on")
	}
	return u.settings(w, r, form)
}

func (u *UI) settings(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	ask := func(name, kind string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "upgrade.set_"+name))
		f.Type, f.Autocomplete = kind, "off"
		if kind == "number" {
			f.More = []g.Node{h.Min("1")}
		}
		return f
	}
	stops := ask("stops", "")
	stops.Value, stops.Optional, stops.Hint = form.Text("stops"), true, i18n.T(ctx, "upgrade.set_stops_hint")
	title := i18n.T(ctx, "settings.upgrades.title")
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.upgrades.about")), page.Narrow(page.Form(settingsPath, page.FormError(form),
			page.Textarea(ctx, stops), page.Input(ctx, ask("notice_minutes", "number")), page.Input(ctx, ask("call_days", "number")),
			page.Input(ctx, ask("call_minutes", "number")),
			page.Input(ctx, ask("ask_again_hours", "number")), page.Input(ctx, ask("form", "")), page.Checkbox(ctx, ask("hold", "")),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "upgrade.save")))))))
}

func (u *UI) postSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := upgrade.AssistanceRules{Stops: lines(form.Text("stops")), NoticeMinutes: int(form.Int64("notice_minutes")), CallDays: int(form.Int64("call_days")),
		CallMinutes: int(form.Int64("call_minutes")), AskAgainHours: int(form.Int64("ask_again_hours")), Form: form.Get("form"), Hold: form.Bool("hold")}
	if form.OK() {
		err = u.Upgrades.SaveSetup(ctx, rules)
	}
	switch {
	case form.Absorb(err) || !form.OK():
		return u.settings(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "upgrade.set_saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

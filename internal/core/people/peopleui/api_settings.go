package peopleui

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const apiPath = "/settings/api"

// apiPage shows every token of the team, and how programs are let in.
func (ui *Handlers) apiPage(w http.ResponseWriter, r *http.Request) error {
	rules, err := ui.people.APIRules(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm("per_minute", strconv.Itoa(rules.PerMinute))
	if rules.Passwords {
		f.Values.Set("passwords", "on")
	}
	return ui.showAPI(w, r, f)
}

func (ui *Handlers) saveAPI(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	rules := people.APIRules{Passwords: f.Bool("passwords"), PerMinute: int(f.Int64("per_minute"))}
	if !f.OK() {
		return ui.showAPI(w, r, f)
	}
	err = ui.people.SaveAPIRules(r.Context(), rules)
	if f.Absorb(err) {
		return ui.showAPI(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, apiPath)
	return nil
}

func (ui *Handlers) showAPI(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	list, err := ui.people.APITokens(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.api.title")
	passwords, limit := page.Ask(f, "passwords", i18n.T(ctx, "tokens.passwords")), page.Ask(f, "per_minute", i18n.T(ctx, "tokens.per_minute"))
	passwords.Hint, limit.Hint, limit.Type = i18n.T(ctx, "tokens.passwords_hint"), i18n.T(ctx, "tokens.per_minute_hint"), "number"
	return ui.show(w, r, web.FormStatus(f), title,
		page.Head(title, i18n.T(ctx, "settings.api.about"), page.LinkButton(page.Secondary, ownTokensPath, i18n.T(ctx, "tokens.own"))),
		page.Content(ui.tokenTable(ctx, list, apiPath, true), page.Card(i18n.T(ctx, "tokens.rules"), "",
			page.Form(apiPath, page.FormError(f), page.Input(ctx, limit), page.Checkbox(ctx, passwords),
				page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")))))))
}

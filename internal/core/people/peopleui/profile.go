package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// profilePage is what people say of themselves.
func (ui *Handlers) profilePage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.Me(r.Context())
	if err != nil {
		return err
	}
	return ui.showProfile(w, r, web.NewForm("name", u.Name, "zone", u.Zone, "locale", u.Locale))
}

func (ui *Handlers) saveProfile(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = ui.people.SaveProfile(r.Context(), people.Profile{Name: f.Get("name"), Zone: f.Get("zone"), Locale: f.Get("locale")})
	if f.Absorb(err) {
		return ui.showProfile(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "profile.saved"))
	web.Redirect(w, r, "/profile")
	return nil
}

func (ui *Handlers) showProfile(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	name := page.Ask(f, "name", i18n.T(ctx, "person.name"))
	name.Autocomplete, name.Hint = "name", i18n.T(ctx, "person.namehint")
	return ui.showProfileTab(w, r, web.FormStatus(f), "/profile",
		page.Form("/profile", page.FormError(f), page.Input(ctx, name), zoneField(ctx, f),
			ui.languageField(ctx, f, i18n.T(ctx, "profile.browser")), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")))))
}

// showProfileTab draws one of the tabs of the profile.
func (ui *Handlers) showProfileTab(w http.ResponseWriter, r *http.Request, status int, tab string, body ...g.Node) error {
	ctx := r.Context()
	title := i18n.T(ctx, "profile.title")
	return ui.show(w, r, status, title, page.Head(title, ""), page.Bar(ProfileTabs(ctx, tab)), page.Narrow(body...))
}

// ProfileTabs are the pages about oneself; current is the path of the one that is shown. Some are other packages'.
func ProfileTabs(ctx context.Context, current string) g.Node {
	tabs := []page.Tab{
		{Label: i18n.T(ctx, "profile.about"), Href: "/profile"},
		{Label: i18n.T(ctx, "work.title"), Href: "/profile/hours"},
		{Label: i18n.T(ctx, "timeoff.title"), Href: "/profile/time-off"},
		{Label: i18n.T(ctx, "profile.signature"), Href: "/profile/signature"},
		{Label: i18n.T(ctx, "profile.notifications"), Href: "/profile/notifications"},
		{Label: i18n.T(ctx, "profile.reach"), Href: "/profile/reach"},
		{Label: i18n.T(ctx, "profile.calendar"), Href: "/profile/calendar"},
		{Label: i18n.T(ctx, "profile.password"), Href: "/profile/password"},
		{Label: i18n.T(ctx, "tokens.title"), Href: ownTokensPath},
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == current
	}
	return page.Tabs(i18n.T(ctx, "profile.title"), tabs...)
}

// languageField asks for a language; unset is what stands for none of them.
func (ui *Handlers) languageField(ctx context.Context, f *web.Form, unset string) g.Node {
	choices := []page.Choice{{Value: "", Label: unset}}
	for _, tag := range ui.deps.Languages {
		choices = append(choices, page.Choice{Value: tag, Label: i18n.T(ctx, "person.languages."+tag)})
	}
	field := page.Ask(f, "locale", i18n.T(ctx, "person.language"))
	field.Optional = true
	return page.Select(ctx, field, choices...)
}

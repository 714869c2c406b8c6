package portal

import (
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getSelf is what customers say of themselves: name, time zone, language.
func (p *Portal) getSelf(w http.ResponseWriter, r *http.Request) error {
	u, err := p.People.Me(r.Context())
	if err != nil {
		return err
	}
	return p.showSelf(w, r, web.NewForm("name", u.Name, "zone", u.Zone, "locale", u.Locale))
}

func (p *Portal) postSelf(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = p.People.SaveProfile(r.Context(), people.Profile{Name: f.Get("name"), Zone: f.Get("zone"), Locale: f.Get("locale")})
	if f.Absorb(err) {
		reword(r.Context(), f)
		return p.showSelf(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "portal.self.saved"))
	web.Redirect(w, r, selfPath)
	return nil
}

func (p *Portal) showSelf(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	name, zone, language := ask(ctx, f, "name", false), ask(ctx, f, "zone", true), ask(ctx, f, "locale", false)
	name.Autocomplete = "name"
	zone.Optional, zone.Autocomplete, zone.Placeholder, zone.More = true, "off", "Europe/Amsterdam", []g.Node{g.Attr("list", "zones")}
	language.Optional = true
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "portal.self.browser")}}
	for _, tag := range p.Languages {
		choices = append(choices, page.Choice{Value: tag, Label: i18n.T(ctx, "portal.languages."+tag)})
	}
	me, err := p.People.Me(ctx)
	if err != nil {
		return err
	}
	word := "portal.secret.title"
	if me.HasPassword {
		word = "portal.secret.change"
	}
	title := i18n.T(ctx, "portal.self.title")
	return p.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form(selfPath, page.FormError(f),
		page.Input(ctx, name), page.Input(ctx, zone), page.ZoneList(), page.Select(ctx, language, choices...),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portal.self.save")))),
		page.Card(i18n.T(ctx, "portal.secret.name"), i18n.T(ctx, "portal.secret.about"), page.LinkButton(page.Secondary, ownPasswordPath, i18n.T(ctx, word)))))
}

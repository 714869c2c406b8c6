package workspace

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (s *Shell) settingsPages(ctx context.Context) []module.SettingsPage {
	var all []module.SettingsPage
	for _, m := range s.Modules {
		for _, p := range m.Settings {
			if p.Visible == nil || p.Visible(ctx) {
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b module.SettingsPage) int { return cmp.Compare(a.Position, b.Position) })
	return all
}

// getSettings is the contents of all settings.
func (s *Shell) getSettings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.title")
	return web.Render(w, http.StatusOK, s.Page(r, title, page.Head(title, i18n.T(ctx, "settings.sub")),
		page.Content(s.contents(ctx), themes(ctx, theme(r)))))
}

// contents lists the settings part by part.
func (s *Shell) contents(ctx context.Context) g.Node {
	bySection := map[string][]g.Node{}
	for _, p := range append([]module.SettingsPage{{ID: "profile", Icon: "user", Href: "/profile", Section: "desk"}}, s.settingsPages(ctx)...) {
		bySection[p.Section] = append(bySection[p.Section], h.A(h.Class("settings-link"), h.Href(p.Href), page.Icon(p.Icon),
			h.Span(h.Strong(g.Text(i18n.T(ctx, "settings."+p.ID+".title"))), h.Small(g.Text(i18n.T(ctx, "settings."+p.ID+".about"))))))
	}
	return g.Map([]string{"desk", "tickets", "mail", "customers", "oncall", "team"}, func(section string) g.Node {
		links := bySection[section]
		if len(links) == 0 {
			return nil
		}
		return h.Section(h.Class("stack"), h.H2(g.Text(i18n.T(ctx, "settings.section."+section))), h.Div(h.Class("settings-grid"), g.Group(links)))
	})
}

// themes lets the reader choose light or dark.
func themes(ctx context.Context, now string) g.Node {
	choice := func(value, label string) g.Node {
		return h.Button(h.Class("btn"), h.Type("submit"), h.Name("theme"), h.Value(value),
			g.Attr("aria-pressed", strconv.FormatBool(value == now)), g.Text(label))
	}
	return page.Card(i18n.T(ctx, "settings.look"), i18n.T(ctx, "settings.look_sub"),
		h.Form(h.Class("cluster"), h.Method("post"), h.Action("/theme"), g.Attr("hx-boost", "false"), page.Hidden("next", "/settings"),
			choice("", i18n.T(ctx, "settings.theme.system")), choice("light", i18n.T(ctx, "settings.theme.light")),
			choice("dark", i18n.T(ctx, "settings.theme.dark"))))
}

// postTheme keeps the reader's choice of light or dark in a cookie; anything else follows the system again.
func (s *Shell) postTheme(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: form.Get("theme"), Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
	web.Redirect(w, r, web.LocalPath(form.Get("next"), "/profile"))
	return nil
}

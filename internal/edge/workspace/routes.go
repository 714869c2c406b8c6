package workspace

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Routes adds the shell's own pages.
func (s *Shell) Routes(m *web.Mux) {
	m.Handle("GET /{$}", func(w http.ResponseWriter, r *http.Request) error {
		web.Redirect(w, r, "/tickets")
		return nil
	})
	m.Handle("GET /live", s.Hub.Stream(s.mayFollow), web.Deadline(0))
	m.Handle("GET /band", s.getBand)
	m.Handle("GET /palette", s.getPalette)
	m.Handle("GET /settings", s.getSettings)
	m.Handle("POST /theme", s.postTheme)
	if s.Demo {
		m.Handle("GET /style", s.getStyle)
	}
}

// mayFollow lets staff follow tickets and lists, and everyone their own notifications.
func (s *Shell) mayFollow(ctx context.Context, topic string) error {
	p, ok := access.From(ctx)
	if !ok {
		return fault.New(fault.Unauthorized, "Sign in first")
	}
	if kind, id, _ := strings.Cut(topic, ":"); kind == "user" && id != strconv.FormatInt(p.UserID, 10) {
		return fault.New(fault.Forbidden, "These are somebody else's notifications")
	}
	return access.Check(ctx, access.ViewTickets)
}

func (s *Shell) getBand(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.ViewTickets); err != nil {
		return err
	}
	band, err := s.band(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, page.BandFragment(r.Context(), band, s.DB.Now(r.Context())))
}

// getPalette answers as one types: tickets that fit, then pages.
func (s *Shell) getPalette(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	query := strings.TrimSpace(r.URL.Query().Get("q"))
	var groups []g.Node
	if s.Palette != nil && query != "" {
		found, err := s.Palette(ctx, query)
		if err != nil && !fault.Is(err, fault.Invalid) { // half a query is no query yet
			return err
		}
		groups = appendGroup(groups, i18n.T(ctx, "palette_group.tickets"), found)
	}
	groups = appendGroup(groups, i18n.T(ctx, "palette_group.pages"), s.pages(ctx, query))
	if len(groups) == 0 {
		groups = []g.Node{page.PaletteEmpty(i18n.T(ctx, "palette_none", "Query", query))}
	}
	return web.Render(w, http.StatusOK, g.Group(groups))
}

func appendGroup(groups []g.Node, title string, rows []Choice) []g.Node {
	if len(rows) == 0 {
		return groups
	}
	links := make([]g.Node, len(rows))
	for i, c := range rows {
		links[i] = page.PaletteLink(c.Icon, c.Label, c.Sub, c.Href)
	}
	return append(groups, page.PaletteGroup(title, links...))
}

// pages are the entries of the navigation and the settings whose name holds the query.
func (s *Shell) pages(ctx context.Context, query string) []Choice {
	query = strings.ToLower(query)
	var out []Choice
	add := func(label, icon, href string) {
		if strings.Contains(strings.ToLower(label), query) {
			out = append(out, Choice{Label: label, Icon: icon, Href: href})
		}
	}
	for _, group := range s.nav(ctx, &url.URL{}) {
		for _, item := range group.Items {
			add(item.Label, item.Icon, item.Href)
		}
	}
	for _, p := range s.settingsPages(ctx) {
		add(i18n.T(ctx, "settings."+p.ID+".title"), p.Icon, p.Href)
	}
	add(i18n.T(ctx, "nav.profile"), "user", "/profile")
	return out
}

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
	pages := s.settingsPages(ctx)
	title := i18n.T(ctx, "settings.title")
	if len(pages) == 0 {
		return web.Render(w, http.StatusOK, s.Page(r, title, page.Head(title, ""),
			page.EmptyState("settings", title, i18n.T(ctx, "settings.empty"))))
	}
	rows := make([]g.Node, len(pages))
	for i, p := range pages {
		rows[i] = h.A(h.Class("settings-link"), h.Href(p.Href), page.Icon(p.Icon),
			h.Span(h.Strong(g.Text(i18n.T(ctx, "settings."+p.ID+".title"))), h.Small(g.Text(i18n.T(ctx, "settings."+p.ID+".about")))))
	}
	return web.Render(w, http.StatusOK, s.Page(r, title, page.Head(title, i18n.T(ctx, "settings.sub")),
		page.Content(h.Div(h.Class("settings-grid"), g.Group(rows)))))
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

func (s *Shell) getStyle(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, http.StatusOK, s.Page(r, "Style", page.StyleGuide(r.Context(), s.DB.Now(r.Context()))))
}

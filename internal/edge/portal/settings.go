package portal

import (
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const settingsPath = "/settings/portal"

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "portal", Icon: "globe", Href: settingsPath, Section: "desk", Position: 16,
		Visible: func(ctx context.Context) bool { return access.Check(ctx, access.ManageSettings) == nil }}}
}

// settingsRoutes adds the pages on which the desk says how its portal looks and what it tells.
func (p *Portal) settingsRoutes(m *web.Mux) {
	m.Handle("GET "+settingsPath, p.getSettings)
	m.Handle("POST "+settingsPath, p.postBrand)
	m.Handle("POST "+settingsPath+"/preview", p.postPreview)
	m.Handle("POST "+settingsPath+"/logo", p.postLogo, web.MaxBody(1<<20))
	m.Handle("POST "+settingsPath+"/telling", p.postTelling)
}

func (p *Portal) getSettings(w http.ResponseWriter, r *http.Request) error {
	return p.showSettings(w, r, forms{})
}

// postBrand saves how the portal looks, or shows the page with what was typed drawn beside it.
func (p *Portal) postBrand(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	if f.Get("do") == "preview" {
		return p.showSettings(w, r, forms{brand: f})
	}
	b := p.typedBrand(f)
	err = p.change(ctx, func(tx *db.Tx) error { return BrandKey.Set(ctx, tx, p.Log, b) })
	return p.settled(w, r, err, f, forms{brand: f})
}

// postTelling saves what customers are told of severities and of when we answer.
func (p *Portal) postTelling(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	d := Definitions{}
	for _, language := range p.Languages {
		d[language] = map[string]string{}
		for _, key := range severities() {
			d[language][key] = strings.Join(strings.Fields(f.Get("means-"+language+"-"+key)), " ")
		}
	}
	err = p.change(ctx, func(tx *db.Tx) error {
		if err := ShownKey.Set(ctx, tx, p.Log, Shown(f.Get("answer_by"))); err != nil {
			return err
		}
		return SeverityKey.Set(ctx, tx, p.Log, d)
	})
	return p.settled(w, r, err, f, forms{telling: f})
}

// postLogo takes a picture, or takes the one there is away.
func (p *Portal) postLogo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	var body []byte
	f, err := web.Uploads(r, func(_ *web.Form, up web.Upload) (err error) {
		body, err = io.ReadAll(io.LimitReader(up.Body, largestLogo+1))
		return err
	})
	if err != nil {
		return err
	}
	if len(body) == 0 && f.Get("do") != "remove" {
		f.Reject("logo", i18n.T(ctx, "portalset.nologo"))
		return p.showSettings(w, r, forms{logo: f})
	}
	if f.Get("do") == "remove" {
		body = nil
	}
	return p.settled(w, r, p.SaveLogo(ctx, body), f, forms{logo: f})
}

// change stores settings in one step, if the actor may.
func (p *Portal) change(ctx context.Context, store func(tx *db.Tx) error) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return p.DB.Do(ctx, store)
}

// settled answers a form of the page.
func (p *Portal) settled(w http.ResponseWriter, r *http.Request, err error, f *web.Form, typed forms) error {
	if f.Absorb(err) {
		return p.showSettings(w, r, typed)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "portalset.saved"))
	web.Redirect(w, r, settingsPath)
	return nil
}

// typedBrand reads the form of a brand.
func (p *Portal) typedBrand(f *web.Form) Brand {
	b := Brand{Name: strings.Join(strings.Fields(f.Get("name")), " "), Accent: strings.ToLower(f.Get("accent")),
		AccentDark: strings.ToLower(f.Get("accent_dark")),
		Links:      []Link{}, Welcome: map[string]string{}}
	for line := range strings.Lines(f.Text("links")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		label, address, found := strings.Cut(line, "|")
		if !found {
			label, address = "", line
		}
		b.Links = append(b.Links, Link{strings.TrimSpace(label), strings.TrimSpace(address)})
	}
	for _, language := range p.Languages {
		if text := strings.TrimSpace(f.Text("welcome-" + language)); text != "" {
			b.Welcome[language] = text
		}
	}
	return b
}

// brandForm is the form of a brand as it is saved.
func brandForm(b Brand) *web.Form {
	lines := make([]string, len(b.Links))
	for i, l := range b.Links {
		lines[i] = l.Label + " | " + l.URL
	}
	f := web.NewForm("name", b.Name, "accent", b.Accent, "accent_dark", b.AccentDark, "links", strings.Join(lines, "\n"))
	for _, language := range slices.Sorted(maps.Keys(b.Welcome)) {
		f.Values.Set("welcome-"+language, b.Welcome[language])
	}
	return f
}

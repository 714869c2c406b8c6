package portal

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// forms are the forms of the settings as somebody sent them; nil shows what is saved.
type forms struct{ brand, logo, telling *web.Form }

// showSettings draws the page.
func (p *Portal) showSettings(w http.ResponseWriter, r *http.Request, typed forms) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	q := p.DB.Read()
	if typed.brand == nil {
		b, err := BrandKey.Get(ctx, q)
		if err != nil {
			return err
		}
		typed.brand = brandForm(b)
	}
	if typed.telling == nil {
		shown, err := ShownKey.Get(ctx, q)
		if err != nil {
			return err
		}
		defined, err := SeverityKey.Get(ctx, q)
		if err != nil {
			return err
		}
		typed.telling = tellingForm(shown, defined)
	}
	typed.logo = cmp.Or(typed.logo, web.NewForm())
	logo, err := findLogo(ctx, q)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "settings.portal.title")
	return web.Render(w, web.FormStatus(typed.brand, typed.logo, typed.telling), p.Page(r, title, page.Head(title, i18n.T(ctx, "settings.portal.about"),
		page.LinkButton(page.Secondary, Home, i18n.T(ctx, "portalset.see"))),
		page.Content(page.Columns(p.brandCard(ctx, typed.brand),
			h.Div(h.Class("stack"), p.preview(ctx, p.typedBrand(typed.brand), logo), logoCard(ctx, typed.logo, logo))), p.tellingCard(ctx, typed.telling))))
}

func tellingForm(s Shown, d Definitions) *web.Form {
	f := web.NewForm("answer_by", string(s))
	for language, of := range d {
		for key, text := range of {
			f.Values.Set("means-"+language+"-"+key, text)
		}
	}
	return f
}

// setting is a field whose words are portalset.NAME and, with a hint, portalset.hint.NAME.
func setting(ctx context.Context, f *web.Form, name string) page.Field {
	field := page.Ask(f, name, i18n.T(ctx, "portalset."+name))
	field.Hint, field.Optional, field.Autocomplete = i18n.T(ctx, "portalset.hint."+name), true, "off"
	return field
}

func (p *Portal) brandCard(ctx context.Context, f *web.Form) g.Node {
	accent, dark, links := setting(ctx, f, "accent"), setting(ctx, f, "accent_dark"), setting(ctx, f, "links")
	accent.Placeholder, dark.Placeholder, links.Value = "#1d4ed8", "#8ab4f8", f.Text("links")
	var welcome g.Group
	for _, language := range p.Languages {
		name := "welcome-" + language
		field := page.Ask(f, name, i18n.T(ctx, "portalset.welcome", "Language", i18n.T(ctx, "portal.languages."+language)))
		field.Optional, field.Value = true, f.Text(name)
		welcome = append(welcome, page.Textarea(ctx, field))
	}
	return page.Card(i18n.T(ctx, "portalset.brand"), i18n.T(ctx, "portalset.brandabout"),
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath), page.FormError(f), g.Attr("data-keep", ""),
			h.Div(h.Class("stack"), g.Attr("hx-post", settingsPath+"/preview"),
				g.Attr("hx-trigger", "input changed delay:250ms from:closest form"), g.Attr("hx-target", "#portal-preview"),
				g.Attr("hx-swap", "outerHTML"), g.Attr("hx-include", "closest form"),
				page.Input(ctx, setting(ctx, f, "name")), page.Input(ctx, accent), page.Input(ctx, dark), welcome, page.Textarea(ctx, links)),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portalset.save"), h.Name("do"), h.Value("save")),
				page.Button(page.Secondary, i18n.T(ctx, "portalset.preview"), h.Name("do"), h.Value("preview")))))
}

func logoCard(ctx context.Context, f *web.Form, l Logo) g.Node {
	file := setting(ctx, f, "logo")
	file.Type, file.More = "file", []g.Node{h.Accept("image/png,image/webp")}
	return page.Card(i18n.T(ctx, "portalset.logocard"), "",
		h.Form(h.Class("form"), h.Method("post"), h.Action(settingsPath+"/logo"), h.EncType("multipart/form-data"), page.FormError(f),
			page.Input(ctx, file),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "portalset.upload"), h.Name("do"), h.Value("save")),
				g.If(l.Hash != "", page.Button(page.Quiet, i18n.T(ctx, "portalset.nomorelogo"), h.Name("do"), h.Value("remove"))))))
}

func (p *Portal) tellingCard(ctx context.Context, f *web.Form) g.Node {
	var cards g.Group
	for _, language := range p.Languages {
		var fields g.Group
		for _, key := range severities() {
			field := page.Ask(f, "means-"+language+"-"+key, i18n.T(ctx, "portal.severities."+key))
			field.Optional, field.Value = true, f.Text(field.Name)
			fields = append(fields, page.Textarea(ctx, field))
		}
		cards = append(cards, h.FieldSet(h.Class("stack"),
			h.Legend(h.B(g.Text(i18n.T(ctx, "portalset.means", "Language", i18n.T(ctx, "portal.languages."+language))))), fields))
	}
	shown := setting(ctx, f, "answer_by")
	shown.Optional = false
	var choices []page.Choice
	for _, s := range []Shown{ShownPromised, ShownAlways, ShownNever} {
		choices = append(choices, page.Choice{Value: string(s), Label: i18n.T(ctx, "portalset.shown."+string(s))})
	}
	return page.Card(i18n.T(ctx, "portalset.telling"), i18n.T(ctx, "portalset.tellingabout"), page.Form(settingsPath+"/telling", page.FormError(f),
		page.Select(ctx, shown, choices...), page.Columns(cards...), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "portalset.save")))))
}

// postPreview draws what is typed, unsaved.
func (p *Portal) postPreview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	logo, err := findLogo(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, p.preview(ctx, p.typedBrand(f), logo))
}

// welcome is the desk's greeting, a paragraph for each that was written.
func (p *Portal) welcome(ctx context.Context) g.Node {
	return paragraphs(p.brand(ctx).welcomeIn(i18n.Language(ctx)))
}

func paragraphs(text string) g.Node {
	if text == "" {
		return nil
	}
	var all g.Group
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n\n") {
		all = append(all, h.P(h.Class("lead"), g.Text(strings.TrimSpace(part))))
	}
	return all
}

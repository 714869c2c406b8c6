package incidentui

import (
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Blanks of a text are typed one a line: key: label, with a ? behind the key of one that may be empty.

func blankLines(fields []incident.TemplateField) string {
	var b strings.Builder
	for _, f := range fields {
		mark := ""
		if f.Optional {
			mark = "?"
		}
		b.WriteString(f.Key + mark + ": " + f.Label + "\n")
	}
	return b.String()
}

func parseBlanks(lines string) (fields []incident.TemplateField) {
	for line := range strings.Lines(lines) {
		key, label, _ := strings.Cut(line, ":")
		if strings.TrimSpace(line) == "" {
			continue
		}
		key = strings.TrimSpace(key)
		fields = append(fields, incident.TemplateField{Key: strings.TrimSuffix(key, "?"), Label: strings.TrimSpace(label),
			Optional: strings.HasSuffix(key, "?")})
	}
	return fields
}

func (u *UI) getTexts(w http.ResponseWriter, r *http.Request) error {
	setup, err := u.Incidents.Setup(r.Context())
	if err != nil {
		return err
	}
	f := web.NewForm("count", strconv.Itoa(len(setup.Templates)+1))
	for n, t := range setup.Templates {
		end := "-" + strconv.Itoa(n)
		f.Values.Set("title"+end, t.Title)
		f.Values.Set("status"+end, string(t.Status))
		f.Values.Set("body"+end, t.Body)
		f.Values.Set("blanks"+end, blankLines(t.Fields))
	}
	return u.texts(w, r, f)
}

// mostTexts bounds how many texts a form may bring.
const mostTexts = 60

func (u *UI) texts(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	statuses := []page.Choice{{Value: "", Label: i18n.T(ctx, "textform.any")}}
	for _, st := range incident.Unplanned.Statuses() {
		statuses = append(statuses, page.Choice{Value: string(st), Label: statusWord(ctx, st)})
	}
	var cards g.Group
	for n := range min(mostTexts, int(form.Int64("count"))) {
		end := "-" + strconv.Itoa(n)
		ask := func(name string) page.Field {
			return optional(page.Ask(form, name+end, i18n.T(ctx, "textform."+name)))
		}
		title := form.Get("title" + end)
		if title == "" {
			title = i18n.T(ctx, "textform.new")
		}
		blanks := ask("blanks")
		blanks.Hint = i18n.T(ctx, "textform.blanks_hint")
		cards = append(cards, page.Card(title, "", page.Input(ctx, ask("title")), page.Select(ctx, ask("status"), statuses...),
			page.Textarea(ctx, ask("body")), page.Textarea(ctx, blanks)))
	}
	title := i18n.T(ctx, "settings.incidenttexts.title")
	return u.show(w, r, form, title, page.Head(title, i18n.T(ctx, "settings.incidenttexts.about")), page.Content(
		h.P(h.Class("muted"), g.Text(i18n.T(ctx, "textform.about", "Known", "{{title}}, {{issue}}, {{next_update}}"))),
		h.Form(h.Class("form"), h.Method("post"), h.Action(textsPath), page.FormError(form),
			g.If(form.Error("templates") != "", page.Banner(page.Red, form.Error("templates"))),
			page.Hidden("count", form.Get("count")), page.Columns(cards...), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "incidents.save"))))))
}

func (u *UI) postTexts(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var list []incident.Template
	for n := range min(mostTexts, int(form.Int64("count"))) {
		end := "-" + strconv.Itoa(n)
		t := incident.Template{Title: form.Get("title" + end), Status: incident.Status(form.Get("status" + end)),
			Body: form.Get("body" + end), Fields: parseBlanks(form.Text("blanks" + end))}
		if t.Title != "" || t.Body != "" { // an empty one is taken off the list
			list = append(list, t)
		}
	}
	err = u.Incidents.SaveTemplates(r.Context(), list)
	switch {
	case form.Absorb(err):
		return u.texts(w, r, form)
	case err != nil:
		return err
	}
	return done(w, r, "incidents.saved", textsPath)
}

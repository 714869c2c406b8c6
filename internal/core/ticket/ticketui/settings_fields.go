package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const fieldsPath = "/settings/fields"

// getFields lists the custom fields.
func (u *UI) getFields(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	fields, err := u.Tickets.FieldList(ctx)
	if err != nil {
		return err
	}
	title, add := i18n.T(ctx, "settings.fields.title"), page.LinkButton(page.Primary, fieldsPath+"/new", i18n.T(ctx, "custom.new"))
	if len(fields) == 0 {
		return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, ""),
			page.Content(page.EmptyState("sliders-horizontal", i18n.T(ctx, "custom.none"), i18n.T(ctx, "custom.none_text"), add))))
	}
	rows := make([][]g.Node, len(fields))
	for i, f := range fields {
		name := g.Group{h.A(h.Class("link"), h.Href(fmt.Sprint(fieldsPath, "/", f.ID)), g.Text(f.Title)),
			g.If(f.Retired, page.Chip(page.Neutral, i18n.T(ctx, "custom.retired")))}
		rows[i] = []g.Node{name, h.Code(g.Text(f.Key)), g.Text(i18n.T(ctx, "custom.kind_"+string(f.Kind))), g.Text(yes(ctx, f.Customers))}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "custom."+id)} }
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.fields.about"), add),
		page.Content(page.Table(title, []page.Column{label("name"), label("key"), label("kind"), label("customers")}, rows...))))
}

func yes(ctx context.Context, on bool) string {
	if on {
		return i18n.T(ctx, "custom.yes")
	}
	return i18n.T(ctx, "custom.no")
}

// fieldInPath is the field to be changed; the empty one where a new one is made.
func (u *UI) fieldInPath(r *http.Request) (ticket.Field, error) {
	if r.PathValue("id") == "" {
		return ticket.Field{Kind: ticket.TextField}, nil
	}
	id, err := web.PathID(r)
	if err != nil {
		return ticket.Field{}, err
	}
	fields, err := u.Tickets.FieldList(r.Context())
	if err != nil {
		return ticket.Field{}, err
	}
	i := slices.IndexFunc(fields, func(f ticket.Field) bool { return f.ID == id })
	if i < 0 {
		return ticket.Field{}, fault.New(fault.NotFound, "There is no field %d", id)
	}
	return fields[i], nil
}

func (u *UI) getField(w http.ResponseWriter, r *http.Request) error {
	f, err := u.fieldInPath(r)
	if err != nil {
		return err
	}
	return u.showField(w, r, f, web.NewForm("title", f.Title, "key", f.Key, "kind", string(f.Kind), "options", optionLines(f.Options), "help", f.Help,
		"customers", tick(f.Customers), "position", fmt.Sprint(f.Position), "retired", tick(f.Retired)))
}

func tick(on bool) string {
	if on {
		return "on"
	}
	return ""
}

// optionLines writes options as they are typed: a line each, the stored value in front where it differs.
func optionLines(options []ticket.Option) string {
	lines := make([]string, len(options))
	for i, o := range options {
		lines[i] = o.Value + " = " + o.Title
	}
	return strings.Join(lines, "\n")
}

func readOptions(text string) (options []ticket.Option) {
	for line := range strings.Lines(text) {
		value, title, both := strings.Cut(line, "=")
		if !both {
			value, title = "", line
		}
		options = append(options, ticket.Option{Value: value, Title: title})
	}
	return options
}

// postField saves the field in the path, or a new one.
func (u *UI) postField(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	before, err := u.fieldInPath(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	f := ticket.Field{ID: before.ID, Key: form.Get("key"), Title: form.Get("title"), Kind: ticket.FieldKind(form.Get("kind")),
		Options: readOptions(form.Text("options")),
		Help:    form.Get("help"), Customers: form.Bool("customers"), Position: int(form.Int64("position")), Retired: form.Bool("retired")}
	if form.OK() {
		_, err = u.Tickets.SaveField(ctx, f)
	}
	if form.Absorb(err) || !form.OK() {
		return u.showField(w, r, before, form)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "custom.saved", "Title", f.Title))
	web.Redirect(w, r, fieldsPath)
	return nil
}

func (u *UI) showField(w http.ResponseWriter, r *http.Request, before ticket.Field, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "custom."+name))
		f.Hint, f.Optional, f.Autocomplete = i18n.T(ctx, "custom."+name+"_hint"), name == "options" || name == "help" || name == "position", "off"
		return f
	}
	title, action := i18n.T(ctx, "custom.new"), fieldsPath
	var fixed g.Node = g.Group{page.Input(ctx, ask("key")), page.Select(ctx, ask("kind"), kindChoices(ctx)...)}
	if before.ID != 0 {
		title, action = before.Title, fmt.Sprint(fieldsPath, "/", before.ID)
		fixed = page.Facts("", page.Fact{Label: i18n.T(ctx, "custom.key"), Value: h.Code(g.Text(before.Key))},
			page.Say(i18n.T(ctx, "custom.kind"), i18n.T(ctx, "custom.kind_"+string(before.Kind))))
	}
	options := ask("options")
	options.Value = form.Text("options")
	var choices g.Node
	if before.ID == 0 || before.Kind == ticket.SelectField || before.Kind == ticket.MultiField {
		choices = page.Textarea(ctx, options)
	}
	position := ask("position")
	position.Type = "number"
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "custom.about")), page.Narrow(
		page.Form(action, page.FormError(form), page.Input(ctx, ask("title")), fixed, choices, page.Input(ctx, ask("help")),
			page.Checkbox(ctx, ask("customers")),
			page.Input(ctx, position), g.Iff(before.ID != 0, func() g.Node { return page.Checkbox(ctx, ask("retired")) }),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "custom.save")), page.LinkButton(page.Quiet, fieldsPath, i18n.T(ctx, "custom.cancel")))))))
}

func kindChoices(ctx context.Context) []page.Choice {
	var out []page.Choice
	for _, k := range ticket.FieldKinds() {
		out = append(out, page.Choice{Value: string(k), Label: i18n.T(ctx, "custom.kind_"+string(k))})
	}
	return out
}

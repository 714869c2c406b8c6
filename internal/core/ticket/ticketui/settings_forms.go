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

const formsPath = "/settings/forms"

// getForms lists the forms.
func (u *UI) getForms(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	forms, err := u.Tickets.Forms(ctx)
	if err != nil {
		return err
	}
	title, add := i18n.T(ctx, "settings.forms.title"), page.LinkButton(page.Primary, formsPath+"/new", i18n.T(ctx, "form_kind.new"))
	if len(forms) == 0 {
		return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, ""),
			page.Content(page.EmptyState("file-text", i18n.T(ctx, "form_kind.none"), i18n.T(ctx, "form_kind.none_text"), add))))
	}
	lists, err := u.People.OrganizationLists(ctx)
	if err != nil {
		return err
	}
	rows := make([][]g.Node, len(forms))
	for i, f := range forms {
		name := g.Group{h.A(h.Class("link"), h.Href(fmt.Sprint(formsPath, "/", f.ID)), g.Text(f.Title)),
			g.If(f.Emergency, page.Chip(page.Red, i18n.T(ctx, "form_kind.emergency_chip"))),
			g.If(f.Closes, page.Chip(page.Neutral, i18n.T(ctx, "form_kind.closes_chip"))),
			g.If(f.Retired, page.Chip(page.Neutral, i18n.T(ctx, "custom.retired")))}
		keys := make([]string, len(f.Fields))
		for k, asked := range f.Fields {
			keys[k] = asked.Key
		}
		rows[i] = []g.Node{h.Span(h.Class("cluster"), name), g.Text(strings.Join(keys, ", ")), offeredTo(ctx, f, lists.Levels)}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "form_kind."+id)} }
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "settings.forms.about"), add),
		page.Content(page.Table(title, []page.Column{label("title"), label("asks"), label("customers")}, rows...))))
}

func (u *UI) formInPath(r *http.Request) (ticket.Form, error) {
	if r.PathValue("id") == "" {
		return ticket.Form{Customers: true}, nil
	}
	id, err := web.PathID(r)
	if err != nil {
		return ticket.Form{}, err
	}
	forms, err := u.Tickets.Forms(r.Context())
	if err != nil {
		return ticket.Form{}, err
	}
	i := slices.IndexFunc(forms, func(f ticket.Form) bool { return f.ID == id })
	if i < 0 {
		return ticket.Form{}, fault.New(fault.NotFound, "There is no form %d", id)
	}
	return forms[i], nil
}

func (u *UI) getForm(w http.ResponseWriter, r *http.Request) error {
	f, err := u.formInPath(r)
	if err != nil {
		return err
	}
	form := web.NewForm("title", f.Title, "about", f.About, "customers", tick(f.Customers), "emergency", tick(f.Emergency), "closes", tick(f.Closes),
		"position", fmt.Sprint(f.Position), "retired", tick(f.Retired))
	writeOffer(form, f.Offer)
	for _, asked := range f.Fields {
		writeAsked(form, asked)
	}
	return u.showForm(w, r, f, form)
}

// postForm saves the form in the path, or a new one.
func (u *UI) postForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	before, err := u.formInPath(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	fields, err := u.Tickets.FieldList(ctx)
	if err != nil {
		return err
	}
	f := ticket.Form{ID: before.ID, Title: form.Get("title"), About: form.Text("about"), Customers: form.Bool("customers"), Emergency: form.Bool("emergency"),
		Closes: form.Bool("closes"), Position: int(form.Int64("position")), Retired: form.Bool("retired"),
		Fields: readAsked(form, before, fields), Offer: readOffer(form)}
	if form.OK() {
		_, err = u.Tickets.SaveForm(ctx, f)
	}
	if form.Absorb(err) || !form.OK() {
		return u.showForm(w, r, before, form)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "form_kind.saved", "Title", f.Title))
	web.Redirect(w, r, formsPath)
	return nil
}

func (u *UI) showForm(w http.ResponseWriter, r *http.Request, before ticket.Form, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	fields, err := u.Tickets.FieldList(ctx)
	if err != nil {
		return err
	}
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "form_kind."+name))
		f.Hint, f.Optional, f.Autocomplete = i18n.T(ctx, "form_kind."+name+"_hint"), name == "about" || name == "position", "off"
		return f
	}
	offer, err := u.offerCard(ctx, form)
	if err != nil {
		return err
	}
	title, action := i18n.T(ctx, "form_kind.new"), formsPath
	if before.ID != 0 {
		title, action = before.Title, fmt.Sprint(formsPath, "/", before.ID)
	}
	position, about := ask("position"), ask("about")
	position.Type, about.Value = "number", form.Text("about")
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, i18n.T(ctx, "form_kind.what")), page.Narrow(
		page.Form(action, page.FormError(form), page.Input(ctx, ask("title")), page.Textarea(ctx, about),
			page.Checkbox(ctx, ask("customers")), offer, page.Checkbox(ctx, ask("emergency")), page.Checkbox(ctx, ask("closes")),
			askedTable(ctx, form, fields), page.Input(ctx, position),
			g.Iff(before.ID != 0, func() g.Node { return page.Checkbox(ctx, ask("retired")) }),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "custom.save")), page.LinkButton(page.Quiet, formsPath, i18n.T(ctx, "custom.cancel")))))))
}

// askedTable says of every custom field whether the form asks for it, and when.
func askedTable(ctx context.Context, form *web.Form, fields []ticket.Field) g.Node {
	title := i18n.T(ctx, "form_kind.asks")
	if len(fields) == 0 {
		return page.Card(title, i18n.T(ctx, "form_kind.no_fields"), page.LinkButton(page.Secondary, fieldsPath+"/new", i18n.T(ctx, "custom.new")))
	}
	var rows [][]g.Node
	for _, f := range fields {
		if !f.Retired || form.Get(f.Key+askPart) != "" {
			rows = append(rows, askedRow(ctx, form, f, fields))
		}
	}
	label := func(id string) page.Column { return page.Column{Label: i18n.T(ctx, "form_kind."+id)} }
	return page.Table(title, []page.Column{label("field"), label("asked"), label("when"), label("is")}, rows...)
}

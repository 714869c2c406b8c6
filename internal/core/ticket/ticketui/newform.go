package ticketui

import (
	"context"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) showNew(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	ctx := r.Context()
	known, err := u.known(ctx, form.Get("requester"))
	if err != nil {
		return err
	}
	files, _ := attached(form) // what is no number is no file to show
	uploads, err := u.Tickets.Uploads(ctx, files...)
	if err != nil {
		return err
	}
	refuses, err := u.Tickets.Offers(ctx)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "new.title")
	return web.Render(w, status, u.Page(r, title, page.Head(title, i18n.T(ctx, "new.sub")), page.Narrow(newForm(ctx, form, known, uploads, refuses))))
}

func newForm(ctx context.Context, form *web.Form, known g.Node, uploads []ticket.Attachment, refuses ticket.Refusals) g.Node {
	ask := func(name, label string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, label))
		f.Optional = name == "name" || name == "ccs"
		return f
	}
	name, ccs, body := ask("name", "new.name"), ask("ccs", "field.ccs"), ask("body", "new.body")
	name.Hint, ccs.Hint, body.Hint = i18n.T(ctx, "new.name_hint"), i18n.T(ctx, "new.ccs_hint"), i18n.T(ctx, "new.body_hint")
	severities := make([]page.Choice, 5)
	for i := range severities {
		severities[i] = page.Choice{Value: strconv.Itoa(i), Label: severity(ctx, ticket.Severity(i))}
	}
	return h.Form(h.Class("form"), h.Method("post"), h.Action("/tickets"), h.EncType("multipart/form-data"),
		g.Attr("data-composer", ""), g.Attr("data-upload-url", "/uploads"), page.FormError(form),
		page.Hidden("follow_up", form.Get("follow_up")),
		page.Columns(page.Input(ctx, requesterField(ctx, form)), page.Input(ctx, name)), h.DataList(h.ID("known"), known),
		page.Input(ctx, ask("subject", "field.subject")),
		page.Textarea(ctx, body),
		h.Div(h.Class("uploads cluster"), g.Map(uploads, func(a ticket.Attachment) g.Node { return chip(ctx, a, "") })),
		h.Label(h.Class("attach"), page.Icon("paperclip"), g.Text(i18n.T(ctx, "composer.attach")), h.Input(h.Type("file"), h.Name("file"), h.Multiple())),
		page.Columns(
			page.Select(ctx, ask("words", "new.words"),
				page.Choice{Value: "customer", Label: i18n.T(ctx, "new.words_customer")},
				page.Choice{Value: "note", Label: i18n.T(ctx, "new.words_note")},
				page.Choice{Value: "ours", Label: i18n.T(ctx, "new.words_ours")}),
			page.Select(ctx, ask("severity", "field.severity"), severities...)),
		g.If(!refuses.CCs, page.Input(ctx, ccs)),
		h.Div(h.Class("end"), anywayButton(ctx, form), page.Button(page.Primary+" send", i18n.T(ctx, "new.create"))))
}

// requesterField offers addresses that are known already; more of them come as one types.
func requesterField(ctx context.Context, form *web.Form) page.Field {
	f := page.Ask(form, "requester", i18n.T(ctx, "new.requester"))
	f.Type, f.Hint, f.Autocomplete = "email", i18n.T(ctx, "new.requester_hint"), "off"
	f.Autofocus = f.Value == ""
	f.More = []g.Node{h.List("known"), g.Attr("hx-get", "/tickets/new/people"), g.Attr("hx-trigger", "input changed delay:150ms"),
		g.Attr("hx-target", "#known"), g.Attr("hx-swap", "innerHTML")}
	return f
}

// mostKnown is how many addresses are offered at once.
const mostKnown = 20

// known lists customers whose name or address holds query.
func (u *UI) known(ctx context.Context, query string) (g.Node, error) {
	users, _, err := u.People.Users(ctx, people.Filter{Query: query, Kind: people.Customers, Limit: mostKnown})
	return g.Map(users, func(p people.User) g.Node {
		return g.If(p.Email != "", h.Option(h.Value(p.Email), g.Text(joined(p.Name, p.Organization))))
	}), err
}

func joined(name, organization string) string {
	if organization == "" {
		return name
	}
	return name + ", " + organization
}

// getNewPeople answers with addresses as one types.
func (u *UI) getNewPeople(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.CreateTickets); err != nil {
		return err
	}
	known, err := u.known(r.Context(), r.URL.Query().Get("requester"))
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, known)
}

package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// addressFacts lists a person's addresses with what can be done about each, and a form for one more.
func addressFacts(ctx context.Context, u people.User, all []people.Address, f *web.Form) g.Node {
	if !mayEdit(ctx, u) {
		return page.FactsBlock(i18n.T(ctx, "person.addresses"), g.Map(all, func(a people.Address) g.Node { return addressLine(ctx, a) }))
	}
	more := page.Ask(f, "address", i18n.T(ctx, "person.addaddress"))
	more.Type, more.Autocomplete = "email", "off"
	return page.FactsBlock(i18n.T(ctx, "person.addresses"),
		g.Map(all, func(a people.Address) g.Node {
			return html.Div(html.Class("stack"), addressLine(ctx, a), g.If(len(all) > 1, addressActs(ctx, u, a)))
		}),
		html.Form(html.Class("form"), html.Method("post"), html.Action(userPath(u.ID)+"/addresses"), page.FormError(f),
			page.Input(ctx, more), end(page.Button(page.Small, i18n.T(ctx, "people.add")))))
}

func addressLine(ctx context.Context, a people.Address) g.Node {
	return html.P(html.Class("cluster"), html.Span(html.Class("clip"), html.TitleAttr(a.Value), g.Text(a.Value)),
		g.If(a.Primary, page.Chip(page.Blue, i18n.T(ctx, "person.primary"))),
		g.If(!a.VerifiedAt.IsZero(), page.Chip(page.Green, i18n.T(ctx, "person.verified"))))
}

func addressActs(ctx context.Context, u people.User, a people.Address) g.Node {
	act := func(what, label string) g.Node {
		return page.PostButton(page.Small, userPath(u.ID)+"/addresses/"+what, label, []string{"address", a.Value}, g.Attr("aria-label", label+": "+a.Value))
	}
	return html.Div(html.Class("cluster"),
		g.If(!a.Primary, act("primary", i18n.T(ctx, "person.makeprimary"))), act("remove", i18n.T(ctx, "people.remove")))
}

func (h *Handlers) addAddress(w http.ResponseWriter, r *http.Request) error {
	return h.changeAddress(w, r, h.people.AddAddress)
}

func (h *Handlers) makePrimary(w http.ResponseWriter, r *http.Request) error {
	return h.changeAddress(w, r, h.people.MakePrimary)
}

func (h *Handlers) removeAddress(w http.ResponseWriter, r *http.Request) error {
	return h.changeAddress(w, r, h.people.RemoveAddress)
}

func (h *Handlers) changeAddress(w http.ResponseWriter, r *http.Request, change func(ctx context.Context, userID int64, address string) error) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = change(r.Context(), id, f.Get("address"))
	if f.Absorb(err) {
		return h.showUser(w, r, f)
	}
	if err != nil {
		return err
	}
	done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, userPath(id))
	return nil
}

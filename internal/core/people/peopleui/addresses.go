package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// addressFacts lists a person's addresses with what can be done about each, and a form for one more.
func addressFacts(ctx context.Context, u people.User, all []people.Address, f *web.Form) g.Node {
	var facts []page.Fact
	for _, a := range all {
		label := i18n.T(ctx, "person.also")
		if a.Primary {
			label = i18n.T(ctx, "person.primary")
		}
		facts = append(facts, page.Fact{Label: label, Value: h.Div(h.Class("stack"), h.Span(g.Text(a.Value+" "),
			g.If(!a.VerifiedAt.IsZero(), page.Chip(page.Green, i18n.T(ctx, "person.verified")))),
			g.If(len(all) > 1 && mayEdit(ctx, u), addressActs(ctx, u, a)))})
	}
	if !mayEdit(ctx, u) {
		return page.Facts(i18n.T(ctx, "person.addresses"), facts...)
	}
	more := page.Ask(f, "address", i18n.T(ctx, "person.addaddress"))
	more.Type, more.Autocomplete = "email", "off"
	return g.Group{page.Facts(i18n.T(ctx, "person.addresses"), facts...),
		page.Form(userPath(u.ID)+"/addresses", page.FormError(f), page.Input(ctx, more), page.FormEnd(page.Button(page.Small, i18n.T(ctx, "people.add"))))}
}

func addressActs(ctx context.Context, u people.User, a people.Address) g.Node {
	act := func(what, label string) g.Node {
		return page.PostButton(page.Small, userPath(u.ID)+"/addresses/"+what, label, []string{"address", a.Value}, g.Attr("aria-label", label+": "+a.Value))
	}
	return h.Div(h.Class("cluster"),
		g.If(!a.Primary, act("primary", i18n.T(ctx, "person.makeprimary"))), act("remove", i18n.T(ctx, "people.remove")))
}

func (ui *Handlers) addAddress(w http.ResponseWriter, r *http.Request) error {
	return ui.changeAddress(w, r, ui.people.AddAddress)
}

func (ui *Handlers) makePrimary(w http.ResponseWriter, r *http.Request) error {
	return ui.changeAddress(w, r, ui.people.MakePrimary)
}

func (ui *Handlers) removeAddress(w http.ResponseWriter, r *http.Request) error {
	return ui.changeAddress(w, r, ui.people.RemoveAddress)
}

func (ui *Handlers) changeAddress(w http.ResponseWriter, r *http.Request, change func(ctx context.Context, userID int64, address string) error) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = change(r.Context(), id, f.Get("address"))
	if f.Absorb(err) {
		return ui.showUser(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, userPath(id))
	return nil
}

package entitlementui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getProve(w http.ResponseWriter, r *http.Request) error {
	return u.provePage(w, r, nil)
}

// provePage asks how the requester of a ticket proved that they may ask, and where the proof leads.
func (u *UI) provePage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	t, st, err := u.asked(r)
	if err != nil {
		return err
	}
	if form == nil {
		form = web.NewForm("organization", st.Organization.Name)
	}
	proofs, err := u.Entitlements.ProofsOf(ctx, t.RequesterID)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "proof.title", "Who", st.User.Name)
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, t.Subject, page.LinkButton(page.Secondary, ticketPath(t.ID), i18n.T(ctx, "proof.back"))),
			page.Split(page.Thread(title, h.Div(h.Class("stack"), proofForm(ctx, t.ID, form))),
				g.Group{u.standingFacts(ctx, st), nearFacts(ctx, st.Namesakes), u.proofFacts(ctx, proofs)})))
}

// asked gives the ticket in the path and how its requester stands.
func (u *UI) asked(r *http.Request) (ticket.Ticket, entitlement.Standing, error) {
	id, err := web.PathID(r)
	if err != nil {
		return ticket.Ticket{}, entitlement.Standing{}, err
	}
	t, err := u.Tickets.Get(r.Context(), id)
	if err != nil {
		return t, entitlement.Standing{}, err
	}
	st, err := u.Entitlements.StandingOf(r.Context(), t.RequesterID, t.OrganizationID)
	return t, st, err
}

func proofForm(ctx context.Context, ticketID int64, form *web.Form) g.Node {
	ask := func(name string, optional bool) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "proof."+name))
		f.Hint, f.Optional, f.Autocomplete = i18n.T(ctx, "proof."+name+"_hint"), optional, "off"
		return f
	}
	choices := []page.Choice{{Label: i18n.T(ctx, "proof.choose")}}
	for _, kind := range entitlement.ProofKinds() {
		choices = append(choices, page.Choice{Value: kind, Label: i18n.T(ctx, "proof.kind_"+kind)})
	}
	trial := ask("trial", true)
	return page.Form(ticketPath(ticketID)+"/entitlement", page.FormError(form), wrongUser(form),
		page.Card(i18n.T(ctx, "proof.card"), i18n.T(ctx, "proof.about"), page.Select(ctx, ask("proof", false), choices...),
			page.Input(ctx, ask("shown", false)), page.Checkbox(ctx, trial)),
		page.Card(i18n.T(ctx, "proof.chain"), i18n.T(ctx, "proof.chain_about"),
			page.Columns(page.Input(ctx, ask("order", true)), page.Input(ctx, ask("billing_account", true))),
			page.Input(ctx, ask("crm_account", true)), page.Input(ctx, ask("organization", false))),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "proof.do")), page.LinkButton(page.Quiet, ticketPath(ticketID), i18n.T(ctx, "proof.cancel"))))
}

func (u *UI) proofFacts(ctx context.Context, proofs []entitlement.Proof) g.Node {
	if len(proofs) == 0 {
		return nil
	}
	now := u.Now(ctx)
	return page.FactsBlock(i18n.T(ctx, "proof.before"), h.Ul(h.Class("stack"), g.Map(proofs, func(p entitlement.Proof) g.Node {
		return h.Li(g.Text(i18n.T(ctx, "proof.kind_"+p.Kind)+": "), h.Code(g.Text(p.Shown)), g.Text(" "), page.Time(ctx, p.At, now))
	})))
}

func (u *UI) postProve(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, _, err := u.asked(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	p, err := u.Entitlements.ProveFor(ctx, form.Get("organization"),
		entitlement.Proof{TicketID: t.ID, UserID: t.RequesterID, Kind: form.Get("proof"), Shown: form.Get("shown"),
			Trial: form.Bool("trial"), Order: form.Get("order"), BillingAccount: form.Get("billing_account"), CRMAccount: form.Get("crm_account")})
	if form.Absorb(err) {
		return u.provePage(w, r, form)
	}
	if err != nil {
		return err
	}
	word := "proof.done"
	if !p.Named {
		word = "proof.done_full"
	}
	web.Done(ctx, i18n.T(ctx, word))
	web.Redirect(w, r, ticketPath(t.ID))
	return nil
}

package attentionui

import (
	"context"
	"errors"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getAsk(w http.ResponseWriter, r *http.Request) error {
	return u.askForm(w, r, web.NewForm("urgency", string(attention.Timely)))
}

// askForm asks for attention. What speaks against it stands above the form before anything is typed.
func (u *UI) askForm(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	refusal, ok, err := u.Attention.May(ctx, t)
	if err != nil {
		return err
	}
	setup, err := u.Attention.Setup(ctx)
	if err != nil {
		return err
	}
	var against g.Node
	if !ok && form.OK() {
		against = page.Banner(page.Amber, refused(ctx, refusal), wayOut(ctx, refusal, t)...)
	}
	title := i18n.T(ctx, "attention.ask_title", "Number", id)
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t.Subject), against,
		page.Narrow(h.P(g.Text(i18n.T(ctx, "attention.ask_about"))), askFields(ctx, form, t, setup.Stars))))
}

func askFields(ctx context.Context, form *web.Form, t ticket.Ticket, rules attention.StarRules) g.Node {
	urgency, kind := page.Ask(form, "urgency", i18n.T(ctx, "attention.urgency")), page.Ask(form, "kind", i18n.T(ctx, "attention.kind"))
	var urgencies []page.Choice
	for _, v := range attention.Urgencies() {
		urgencies = append(urgencies,
			page.Choice{Value: string(v),
				Label: i18n.T(ctx, "attention.urgency_within", "Urgency", i18n.T(ctx, "attention.urgency_"+string(v)), "Count", rules.Minutes[v])})
	}
	kinds := []page.Choice{{Label: i18n.T(ctx, "attention.choose")}}
	for _, v := range attention.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(v), Label: i18n.T(ctx, "attention.kind_"+string(v))})
	}
	reason, wanted := page.Ask(form, "reason", i18n.T(ctx, "attention.reason")), page.Ask(form, "wanted", i18n.T(ctx, "attention.wanted"))
	reason.Value, wanted.Value = form.Text("reason"), form.Text("wanted")
	reason.Hint, wanted.Hint = i18n.T(ctx, "attention.reason_hint"), i18n.T(ctx, "attention.wanted_hint")
	return page.Form(ticketPath(t.ID)+"/attention", page.FormError(form), page.Select(ctx, urgency, urgencies...), page.Select(ctx, kind, kinds...),
		page.Textarea(ctx, reason), page.Textarea(ctx, wanted),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "attention.ask")), page.LinkButton(page.Quiet, ticketPath(t.ID), i18n.T(ctx, "attention.cancel"))))
}

// refused says in the reader's language why a request is not taken.
func refused(ctx context.Context, r attention.Refusal) string {
	id, at := "attention.because_"+string(r.Because), ""
	if !r.When.IsZero() {
		at = i18n.FormatTime(ctx, r.When)
		id += "_until"
	}
	return i18n.T(ctx, id, "Count", r.Minutes, "Time", at)
}

// wayOut leads to where the matter belongs.
func wayOut(ctx context.Context, r attention.Refusal, t ticket.Ticket) (out []g.Node) {
	link := func(href, label string) { out = append(out, page.LinkButton(page.Small, href, i18n.T(ctx, label))) }
	switch r.Because {
	case attention.BecauseAccount:
		if access.Check(ctx, access.UpdateTickets) == nil {
			link("/escalations/new?ticket="+itoa(t.ID), "attention.to_account")
		}
	case attention.BecauseIncident:
		link("/incidents", "attention.to_incidents")
	case attention.BecauseAsked:
		link("/attention", "attention.to_list")
	}
	link(ticketPath(t.ID), "attention.to_ticket")
	return out
}

func (u *UI) postAsk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	_, err = u.Attention.Ask(ctx, attention.Asking{TicketID: id, Urgency: attention.Urgency(form.Get("urgency")), Kind: attention.Kind(form.Get("kind")),
		Reason: form.Text("reason"), Wanted: form.Text("wanted")})
	var refusal attention.Refusal
	if errors.As(err, &refusal) {
		form.Absorb(err)
		for field := range form.Errors {
			form.Errors[field] = refused(ctx, refusal)
		}
		return u.askForm(w, r, form)
	}
	switch {
	case form.Absorb(err):
		return u.askForm(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "attention.asked", "Number", id))
	web.Redirect(w, r, ticketPath(id))
	return nil
}

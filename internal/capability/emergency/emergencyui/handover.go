package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// questions are the eight of a hand-over, in their order.
var questions = []string{"problem", "done", "ruled_out", "theory", "alternatives", "escalation", "next", "assumptions"}

// needed are those that nobody can begin without.
var needed = map[string]bool{"problem": true, "done": true, "next": true}

func (u *UI) getHandOver(w http.ResponseWriter, r *http.Request) error {
	return u.ask(w, r, u.handOverForm, web.NewForm())
}

func (u *UI) handOverForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.formPage(w, r, id, "hand-over", form, func(ctx context.Context, e emergency.Emergency) ([]g.Node, error) {
		choices, err := u.takers(ctx, e, i18n.T(ctx, "emergency.to_next"))
		if err != nil {
			return nil, err
		}
		to := page.Ask(form, "to", i18n.T(ctx, "emergency.to"))
		to.Optional, to.Hint = true, i18n.T(ctx, "emergency.to_hint")
		nodes := []g.Node{page.Select(ctx, to, choices...)}
		for _, q := range questions {
			f := page.Ask(form, q, i18n.T(ctx, "emergency.q_"+q))
			f.Optional = !needed[q]
			nodes = append(nodes, page.Textarea(ctx, f))
		}
		return nodes, nil
	})
}

// takers are who can be asked to take an emergency over: those on call and next, then the rest of the team.
func (u *UI) takers(ctx context.Context, e emergency.Emergency, first string) ([]page.Choice, error) {
	proposed, err := u.Emergencies.Successors(ctx, e.TicketID)
	if err != nil {
		return nil, err
	}
	_, staff, err := u.Tickets.Hands(ctx)
	if err != nil {
		return nil, err
	}
	choices := []page.Choice{{Label: first}}
	seen := map[int64]bool{e.Responsible: true}
	for _, p := range proposed {
		seen[p.ID] = true
		choices = append(choices, page.Choice{Value: text(p.ID), Label: i18n.T(ctx, "emergency.on_call", "Name", p.Name)})
	}
	for _, p := range staff {
		if !seen[p.ID] && p.Role.Allows(access.UpdateTickets) {
			choices = append(choices, page.Choice{Value: text(p.ID), Label: p.Name})
		}
	}
	return choices, nil
}

func (u *UI) postHandOver(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "hand-over", func(ctx context.Context, id int64, form *web.Form) error {
		a := emergency.Answers{Problem: form.Text("problem"), Done: form.Text("done"), RuledOut: form.Text("ruled_out"), Theory: form.Text("theory"),
			Alternatives: form.Text("alternatives"), Escalation: form.Text("escalation"), Next: form.Text("next"), Assumptions: form.Text("assumptions")}
		to := form.Int64("to")
		if !form.OK() {
			return nil
		}
		_, err := u.Emergencies.HandOver(ctx, id, to, a)
		return err
	}, u.handOverForm)
}

// handOverPart says on the ticket who is asked to take it over.
func (u *UI) handOverPart(ctx context.Context, _ int64, e emergency.Emergency, works bool) (g.Node, error) {
	h1, ok, err := u.Emergencies.UnderWay(ctx, e.ID)
	if err != nil || !ok {
		return nil, err
	}
	names, err := u.Tickets.Named(ctx, h1.To)
	if err != nil {
		return nil, err
	}
	words := i18n.T(ctx, "emergency.asked", "Name", names[h1.To].Name)
	if h1.To == 0 {
		words = i18n.T(ctx, "emergency.asked_nobody")
	}
	return page.Notice(page.Amber, words, g.If(works, page.LinkButton(page.Small, offerPath(h1.ID), i18n.T(ctx, "emergency.offer_open")))), nil
}

func offerPath(id int64) string { return "/emergencies/hand-overs/" + text(id) }

// getOffer shows a hand-over to who is asked: the answers, what the ticket is, accept or refuse.
func (u *UI) getOffer(w http.ResponseWriter, r *http.Request) error {
	return u.ask(w, r, u.offerPage, web.NewForm())
}

func (u *UI) offerPage(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	ctx := r.Context()
	o, e, offers, err := u.Emergencies.HandOverOf(ctx, id)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, e.TicketID)
	if err != nil {
		return err
	}
	ids := []int64{o.From, o.To}
	for _, f := range offers {
		ids = append(ids, f.UserID)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return err
	}
	answers := map[string]string{"problem": o.Problem, "done": o.Done, "ruled_out": o.RuledOut, "theory": o.Theory, "alternatives": o.Alternatives,
		"escalation": o.Escalation, "next": o.Next, "assumptions": o.Assumptions}
	said := g.Map(questions, func(q string) g.Node {
		answer := answers[q]
		if answer == "" {
			answer = i18n.T(ctx, "emergency.no_answer")
		}
		return g.Group{h.H2(g.Text(i18n.T(ctx, "emergency.q_"+q))), h.P(h.Class("said"), g.Text(answer))}
	})
	facts := []page.Fact{{Label: i18n.T(ctx, "emergency.from"), Value: shown(names, o.From, "")}}
	if !t.BreachAt.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.left"), Value: leftChip(ctx, t, u.Now(ctx))})
	}
	for _, f := range offers {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.offer_to"), Value: h.Span(shown(names, f.UserID, ""), g.Text(" "), offerChip(ctx, f))})
	}
	acts, err := u.offerActs(ctx, o, e, form)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency.offer_title", "Number", e.TicketID)
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, t.Subject, page.LinkButton(page.Secondary, href(t.ID), i18n.T(ctx, "emergency.to_ticket"))),
			page.Narrow(page.FormError(form), list(facts), acts, h.Div(h.Class("stack"), said))))
}

func offerChip(ctx context.Context, f emergency.Offer) g.Node {
	switch f.Answer {
	case "accepted":
		return page.Chip(page.Green, i18n.T(ctx, "emergency.accepted"))
	case "refused":
		return g.Group{page.Chip(page.Red, i18n.T(ctx, "emergency.refused")), g.Text(" " + f.Reason)}
	}
	return page.Chip(page.Amber, i18n.T(ctx, "emergency.waits"))
}

// offerActs are what the reader can do about a hand-over: who is asked says yes or no, who gives it asks another or goes on.
func (u *UI) offerActs(ctx context.Context, o emergency.HandOver, e emergency.Emergency, form *web.Form) (g.Node, error) {
	me, _ := access.From(ctx)
	path := offerPath(o.ID)
	if !o.EndedAt.IsZero() {
		return page.Notice(page.Green, i18n.T(ctx, "emergency.over_"+o.Ending)), nil
	}
	if o.To == me.UserID {
		return g.Group{page.PostButton(page.Wide, path+"/accept", i18n.T(ctx, "emergency.accept"), nil),
			page.Fold(i18n.T(ctx, "emergency.refuse"), page.Form(path+"/refuse", page.Input(ctx, page.Ask(form, "reason", i18n.T(ctx, "emergency.refuse_why"))),
				page.FormEnd(page.Button(page.Danger, i18n.T(ctx, "emergency.refuse")))))}, nil
	}
	if o.From != me.UserID && !me.Role.Allows(access.ManageViews) {
		return nil, nil
	}
	choices, err := u.takers(ctx, e, i18n.T(ctx, "emergency.choose"))
	return g.Group{page.Fold(i18n.T(ctx, "emergency.offer_other"),
		page.Form(path+"/offer", page.Select(ctx, page.Ask(form, "to", i18n.T(ctx, "emergency.to")), choices...),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "emergency.offer"))))),
		page.PostButton(page.Quiet, path+"/withdraw", i18n.T(ctx, "emergency.withdraw"), nil)}, err
}

// answered does something about a hand-over and shows its page again, or the ticket.
func (u *UI) answered(w http.ResponseWriter, r *http.Request, what string, do func(ctx context.Context, id int64, form *web.Form) error) error {
	ctx := r.Context()
	id, err := number(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, id, form)
	if form.Absorb(err) || !form.OK() {
		return u.offerPage(w, r, id, form)
	}
	if err != nil {
		return err
	}
	_, e, _, err := u.Emergencies.HandOverOf(ctx, id)
	if err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "emergency."+what+"_done", "Number", e.TicketID)})
	web.Redirect(w, r, href(e.TicketID))
	return nil
}

func (u *UI) postAccept(w http.ResponseWriter, r *http.Request) error {
	return u.answered(w, r, "accept", func(ctx context.Context, id int64, _ *web.Form) error { return u.Emergencies.Accept(ctx, id) })
}

func (u *UI) postRefuse(w http.ResponseWriter, r *http.Request) error {
	return u.answered(w, r, "refuse", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Refuse(ctx, id, form.Get("reason"))
	})
}

func (u *UI) postOffer(w http.ResponseWriter, r *http.Request) error {
	return u.answered(w, r, "offer", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.OfferTo(ctx, id, form.Int64("to"))
	})
}

func (u *UI) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	return u.answered(w, r, "withdraw", func(ctx context.Context, id int64, _ *web.Form) error { return u.Emergencies.Withdraw(ctx, id) })
}

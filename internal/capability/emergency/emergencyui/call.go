package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// callPart is the call of an emergency: its timers and what can happen in it, or how one begins.
func (u *UI) callPart(ctx context.Context, ticketID int64, e emergency.Emergency, works bool) (g.Node, error) {
	c, next, ok, err := u.Emergencies.CallOf(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	title := i18n.T(ctx, "emergency.call")
	if !ok {
		if !works {
			return nil, nil
		}
		link := page.Ask(web.NewForm(), "link", i18n.T(ctx, "emergency.call_link"))
		link.Type, link.Optional, link.Placeholder = "url", true, "https://"
		return page.FactsBlock(title, page.Fold(i18n.T(ctx, "emergency.call_start"),
			page.Form(act(ticketID, "call"), page.Input(ctx, link), page.FormEnd(page.Button(page.Small, i18n.T(ctx, "emergency.call_start")))))), nil
	}
	now := u.Now(ctx)
	facts := []page.Fact{{Label: i18n.T(ctx, "emergency.call_since"), Value: page.Ago(ctx, c.StartedAt, now)}}
	if c.Link != "" {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.call_join"),
			Value: h.A(h.Class("link"), h.Href(c.Link), h.Rel("noreferrer"), g.Text(c.Link))})
	}
	if c.Problem != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "emergency.q_problem"), c.Problem))
	}
	for _, d := range next {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.timer_"+string(d.Timer)), Value: page.DueChip(ctx, page.Due{At: d.At}, now)})
	}
	return page.FactsBlock(title, list(facts), g.If(works, u.callActs(ctx, ticketID, c))), nil
}

// callActs are what can happen next in a call.
func (u *UI) callActs(ctx context.Context, ticketID int64, c emergency.Call) g.Node {
	button := func(what emergency.CallChange) g.Node {
		return page.PostButton(page.Small, act(ticketID, "call/change"), i18n.T(ctx, "emergency.call_"+string(what)), []string{"what", string(what)})
	}
	silent, pause := button(emergency.CustomerSilent), button(emergency.BreakBegan)
	if !c.SilentSince.IsZero() {
		silent = button(emergency.CustomerHere)
	}
	if !c.BreakUntil.IsZero() {
		pause = button(emergency.BreakEnded)
	}
	return h.Div(h.Class("cluster"), silent, pause,
		page.LinkButton(page.Small, act(ticketID, "redefine"), i18n.T(ctx, "emergency.redefine")), button(emergency.CallEnded))
}

func (u *UI) postCall(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "call", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.StartCall(ctx, id, form.Get("link"))
	}, nil)
}

func (u *UI) postCallChange(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "call", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.ChangeCall(ctx, id, emergency.CallChange(form.Get("what")), "")
	}, nil)
}

func (u *UI) getRedefine(w http.ResponseWriter, r *http.Request) error {
	return u.ask(w, r, u.redefineForm, web.NewForm())
}

func (u *UI) redefineForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.formPage(w, r, id, "redefine", form, func(ctx context.Context, _ emergency.Emergency) ([]g.Node, error) {
		return []g.Node{page.Textarea(ctx, page.Ask(form, "problem", i18n.T(ctx, "emergency.q_problem")))}, nil
	})
}

func (u *UI) postRedefine(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "redefine", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.ChangeCall(ctx, id, emergency.Redefined, form.Text("problem"))
	}, u.redefineForm)
}

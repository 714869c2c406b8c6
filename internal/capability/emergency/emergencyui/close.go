package emergencyui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// quoted is words that can be taken over: a box that is selected and copied also without a script.
func quoted(words string) g.Node { return h.Pre(h.Class("log-line"), g.Text(words)) }

// drafted gives the words of a ticket's open emergency; empty where there is none, which the form then says.
func (u *UI) drafted(r *http.Request) (emergency.Drafted, ticket.Ticket, error) {
	id, err := number(r)
	if err != nil {
		return emergency.Drafted{}, ticket.Ticket{}, err
	}
	e, t, err := u.mustBeOpen(r.Context(), id)
	if err != nil {
		return emergency.Drafted{}, t, err
	}
	d, err := u.Emergencies.Draft(r.Context(), e)
	return d, t, err
}

func (u *UI) getResolve(w http.ResponseWriter, r *http.Request) error {
	d, t, err := u.drafted(r)
	if err != nil {
		return err
	}
	return u.ask(w, r, u.resolveForm,
		web.NewForm("words", d.Resolved, "follow", "on", "subject", i18n.T(r.Context(), "emergency.follow_subject", "Subject", t.Subject),
			"priority", ticket.Normal.String(), "body", d.FollowUp))
}

func (u *UI) resolveForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.formPage(w, r, id, "resolve", form, func(ctx context.Context, _ emergency.Emergency) ([]g.Node, error) {
		words := page.Ask(form, "words", i18n.T(ctx, "emergency.words"))
		words.Optional = true
		priorities := make([]page.Choice, 0, len(ticket.Priorities()))
		for _, p := range ticket.Priorities() {
			priorities = append(priorities, page.Choice{Value: p.String(), Label: i18n.T(ctx, "priority."+p.String())})
		}
		subject, body := page.Ask(form, "subject", i18n.T(ctx, "emergency.follow_what")), page.Ask(form, "body", i18n.T(ctx, "emergency.follow_body"))
		subject.Optional, body.Optional = true, true
		mine := page.Ask(form, "mine", i18n.T(ctx, "emergency.follow_mine"))
		mine.Optional = true
		follow := page.Ask(form, "follow", i18n.T(ctx, "emergency.follow"))
		follow.Optional, follow.Hint = true, i18n.T(ctx, "emergency.follow_hint")
		return []g.Node{page.Textarea(ctx, words), page.Checkbox(ctx, follow), page.Input(ctx, subject),
			page.Select(ctx, page.Ask(form, "priority", i18n.T(ctx, "emergency.follow_priority")), priorities...), page.Textarea(ctx, body),
			page.Checkbox(ctx, mine)}, nil
	})
}

func (u *UI) postResolve(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "resolve", func(ctx context.Context, id int64, form *web.Form) error {
		c := emergency.Closing{TicketID: id, Words: form.Text("words")}
		if form.Bool("follow") {
			priority, _ := ticket.ParsePriority(form.Get("priority"))
			c.FollowUp = &emergency.FollowUp{Subject: form.Get("subject"), Priority: priority, Body: form.Text("body"), Mine: form.Bool("mine")}
		}
		_, err := u.Emergencies.Resolve(ctx, c)
		return err
	}, u.resolveForm)
}

func (u *UI) getLeave(w http.ResponseWriter, r *http.Request) error {
	d, _, err := u.drafted(r)
	if err != nil {
		return err
	}
	return u.ask(w, r, u.leaveForm, web.NewForm("words", d.Leave))
}

func (u *UI) leaveForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.formPage(w, r, id, "leave", form, func(ctx context.Context, _ emergency.Emergency) ([]g.Node, error) {
		return []g.Node{page.Textarea(ctx, page.Ask(form, "words", i18n.T(ctx, "emergency.words")))}, nil
	})
}

func (u *UI) postLeave(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "leave", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.Leave(ctx, id, form.Text("words"))
	}, u.leaveForm)
}

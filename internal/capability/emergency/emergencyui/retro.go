package emergencyui

import (
	"context"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// inputDay is how a browser sends a day (HTML: date strings).
const inputDay = "2006-01-02"

func (u *UI) getRetro(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	p, err := u.Emergencies.Retro(r.Context(), id)
	if err != nil {
		return err
	}
	form := web.NewForm("well", p.Well, "better", p.Better, "changes", p.Changes)
	for name, id := range map[string]int64{"owner": p.Owner, "facilitator": p.Facilitator} {
		if id != 0 {
			form.Values.Set(name, text(id))
		}
	}
	if !p.DueAt.IsZero() {
		form.Values.Set("due", p.DueAt.In(i18n.Zone(r.Context())).Format(inputDay))
	}
	return u.retroPage(w, r, p, form)
}

// retroPage is a retrospective: what happened, what is to be said about it, what follows.
func (u *UI) retroPage(w http.ResponseWriter, r *http.Request, p emergency.RetroPage, form *web.Form) error {
	ctx := r.Context()
	t, err := u.Tickets.Get(ctx, p.TicketID)
	if err != nil {
		return err
	}
	ids := []int64{p.Owner, p.Responder, p.Facilitator, p.Emergency.Responsible}
	for _, m := range p.Moments {
		ids = append(append(ids, m.Event.ActorID, m.Line.By), u.Spoken(m.Event)...)
	}
	for _, a := range p.Actions {
		ids = append(ids, a.Owner, a.DoneBy)
	}
	names, err := u.Tickets.Named(ctx, ids...)
	if err != nil {
		return err
	}
	writing, err := u.retroForms(ctx, p, names, form)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "emergency.retro_title", "Number", p.TicketID)
	facts := []page.Fact{{Label: i18n.T(ctx, "emergency.retro_state"), Value: retroChip(ctx, p.Retro, u.Now(ctx))},
		{Label: i18n.T(ctx, "emergency.responder"), Value: shown(names, p.Responder, i18n.T(ctx, "emergency.nobody"))},
		{Label: i18n.T(ctx, "emergency.owner"), Value: shown(names, p.Owner, i18n.T(ctx, "emergency.nobody"))}}
	if !p.DueAt.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.due"), Value: page.Time(ctx, p.DueAt, u.Now(ctx))})
	}
	return web.Render(w, web.FormStatus(form),
		u.Page(r, title, page.Head(title, t.Subject, page.LinkButton(page.Secondary, "/emergencies/retros", i18n.T(ctx, "emergency.retros")),
			page.LinkButton(page.Secondary, href(p.TicketID), i18n.T(ctx, "emergency.to_ticket"))),
			page.Content(page.Columns(h.Div(h.Class("stack"), list(facts), u.timeline(ctx, p, names)), h.Div(h.Class("stack"), writing)))))
}

// timeline is what happened, in order.
func (u *UI) timeline(ctx context.Context, p emergency.RetroPage, names map[int64]people.User) g.Node {
	name := func(id int64) string { return names[id].Name }
	items := g.Map(p.Moments, func(m emergency.Moment) g.Node {
		at := h.Span(h.Class("muted"), g.Text(i18n.FormatTime(ctx, m.At)+" · "))
		if m.Line.ID != 0 {
			return h.Li(at, page.Chip(page.Inside, name(m.Line.By)), h.Pre(h.Class("log-line"), g.Text(m.Line.Body)))
		}
		who := name(m.Event.ActorID)
		if who == "" {
			who = i18n.T(ctx, "emergency.desk")
		}
		return h.Li(at, g.Text(who+" "+u.moment(ctx, m.Event, name)))
	})
	return page.Card(i18n.T(ctx, "emergency.timeline"), i18n.T(ctx, "emergency.timeline_about"), h.Ol(h.Class("stack"), items))
}

// moment says an event of the timeline; the words of comments stand on the ticket.
func (u *UI) moment(ctx context.Context, e event.Event, name func(int64) string) string {
	switch e.Kind {
	case ticket.Created{}.EventKind():
		return i18n.T(ctx, "emergency.said_created")
	case ticket.Commented{}.EventKind():
		c, err := event.Decode[ticket.Commented](e)
		if err == nil && !c.Public {
			return i18n.T(ctx, "emergency.said_note")
		}
		return i18n.T(ctx, "emergency.said_wrote")
	}
	return u.Told(ctx, e, name)
}

func retroChip(ctx context.Context, r emergency.Retro, now time.Time) g.Node {
	state := r.State(now)
	tone := map[emergency.RetroState]page.Tone{emergency.Started: page.Blue, emergency.Late: page.Red, emergency.Done: page.Green}[state]
	return page.Chip(tone, i18n.T(ctx, "emergency.retro_"+string(state)))
}

// retroForms is what can be written and done.
func (u *UI) retroForms(ctx context.Context, p emergency.RetroPage, names map[int64]people.User, form *web.Form) (g.Node, error) {
	path := retroPath(p.ID)
	works := access.Check(ctx, access.UpdateTickets) == nil
	_, staff, err := u.Tickets.Hands(ctx)
	if err != nil {
		return nil, err
	}
	pick := []page.Choice{{Label: i18n.T(ctx, "emergency.choose")}}
	for _, s := range staff {
		pick = append(pick, page.Choice{Value: text(s.ID), Label: s.Name})
	}
	actions := u.actions(ctx, p, names, form, works, pick)
	switch {
	case !works || !p.DoneAt.IsZero():
		return g.Group{written(ctx, "well", p.Well), written(ctx, "better", p.Better), written(ctx, "changes", p.Changes), actions}, nil
	case p.StartedAt.IsZero():
		return page.Card(i18n.T(ctx, "emergency.stub_title"), i18n.T(ctx, "emergency.stub_about"),
			page.PostButton(page.Primary, path+"/start", i18n.T(ctx, "emergency.retro_start"), nil)), nil
	}
	ask := func(name string) page.Field { return page.Ask(form, name, i18n.T(ctx, "emergency."+name)) }
	optional := func(f page.Field) page.Field { f.Optional = true; return f }
	due, facilitator := ask("due"), optional(ask("facilitator"))
	due.Type, facilitator.Hint = "date", i18n.T(ctx, "emergency.facilitator_hint")
	return g.Group{page.Card(i18n.T(ctx, "emergency.retro"), i18n.T(ctx, "emergency.retro_about"),
		page.Form(path, page.FormError(form), page.Select(ctx, optional(ask("owner")), pick...), page.Select(ctx, facilitator, pick...), page.Input(ctx, due),
			page.Textarea(ctx, optional(ask("well"))), page.Textarea(ctx, optional(ask("better"))), page.Textarea(ctx, optional(ask("changes"))),
			page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "emergency.save")))),
		page.PostButton(page.Secondary, path+"/finish", i18n.T(ctx, "emergency.retro_finish"), nil)), actions}, nil
}

func written(ctx context.Context, what, said string) g.Node {
	if strings.TrimSpace(said) == "" {
		return nil
	}
	return page.Card(i18n.T(ctx, "emergency."+what), "", h.P(h.Class("said"), g.Text(said)))
}

// actions are what the retrospective asks of people.
func (u *UI) actions(ctx context.Context, p emergency.RetroPage, names map[int64]people.User, form *web.Form, works bool, pick []page.Choice) g.Node {
	items := g.Map(p.Actions, func(a emergency.Action) g.Node { return u.actionItem(ctx, a, names, works) })
	var add g.Node
	if works {
		ask := func(name string, optional bool) page.Field {
			f := page.Ask(form, name, i18n.T(ctx, "emergency."+name))
			f.Optional = optional
			return f
		}
		due := ask("action_due", true)
		due.Type = "date"
		add = page.Form(retroPath(p.ID)+"/actions", page.Input(ctx, ask("action", false)),
			page.Select(ctx, ask("action_owner", true), pick...), page.Input(ctx, due),
			page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "emergency.action_add"))))
	}
	return page.Card(i18n.T(ctx, "emergency.actions"), i18n.T(ctx, "emergency.actions_about"), g.If(len(p.Actions) > 0, h.Ul(h.Class("stack"), items)), add)
}

func (u *UI) actionItem(ctx context.Context, a emergency.Action, names map[int64]people.User, works bool) g.Node {
	end := g.Node(page.DueChip(ctx, page.Due{At: a.DueAt}, u.Now(ctx)))
	if !a.DoneAt.IsZero() {
		end, works = page.Chip(page.Green, i18n.T(ctx, "emergency.retro_done")), false
	}
	return h.Li(h.Class("cluster"), h.Span(g.Text(a.Body)), shown(names, a.Owner, ""), end,
		g.If(works, page.PostButton(page.Small, retroPath(a.RetroID)+"/actions/done", i18n.T(ctx, "emergency.action_done"), []string{"action", text(a.ID)})))
}

func retroPath(id int64) string { return "/emergencies/retros/" + text(id) }

package queueui

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// moving is the page of a form by which a ticket moves.
func (u *UI) moving(w http.ResponseWriter, r *http.Request, id int64, act string, form *web.Form,
	fields func(ctx context.Context, t ticket.Ticket) ([]g.Node, error)) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	t, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	inputs, err := fields(ctx, t)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "move."+act+"_title", "Number", id)
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, t.Subject),
		page.Narrow(h.P(g.Text(i18n.T(ctx, "move."+act+"_about"))), page.Form(href(id)+"/"+act,
			page.FormError(form), g.Group(inputs), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "move."+act), page.Key("Ctrl ↵")),
				page.LinkButton(page.Quiet, href(id), i18n.T(ctx, "move.cancel")))))))
}

// moved answers a form by which a ticket moved: with the ticket, or with the form and what is wrong with it.
func (u *UI) moved(w http.ResponseWriter, r *http.Request, act string, move func(ctx context.Context, id int64, form *web.Form) error,
	again func(http.ResponseWriter, *http.Request, int64, *web.Form) error) error {
	ctx := r.Context()
	id, err := number(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = move(ctx, id, form)
	switch {
	case form.Absorb(err) || !form.OK():
		return again(w, r, id, form)
	case err != nil:
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "move."+act+"_done", "Number", id)})
	web.Redirect(w, r, href(id))
	return nil
}

func (u *UI) getHandOver(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	return u.handOverForm(w, r, id, web.NewForm())
}

func (u *UI) handOverForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.moving(w, r, id, "hand-over", form, func(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
		choices, err := u.colleagues(ctx, t.AssigneeID)
		note := page.Ask(form, "note", i18n.T(ctx, "move.note"))
		note.Hint = i18n.T(ctx, "move.note_hint")
		to := page.Ask(form, "to", i18n.T(ctx, "move.to"))
		to.Hint = i18n.T(ctx, "move.to_hint")
		return []g.Node{page.Select(ctx, to, choices...), page.Textarea(ctx, note)}, err
	})
}

func (u *UI) postHandOver(w http.ResponseWriter, r *http.Request) error {
	return u.moved(w, r, "hand-over", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Queue.HandOver(ctx, id, form.Int64("to"), form.Text("note"))
	}, u.handOverForm)
}

// colleagues are those who can be given a ticket, who works now first, each with where they are and how much they have.
func (u *UI) colleagues(ctx context.Context, but int64) ([]page.Choice, error) {
	now := u.Now(ctx)
	team, err := u.People.Team(ctx, now)
	if err != nil {
		return nil, err
	}
	load, err := u.Tickets.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	here := []page.Choice{{Label: i18n.T(ctx, "move.choose")}}
	var away []page.Choice
	for _, p := range team.People {
		if p.ID == but || !p.Role.Allows(access.UpdateTickets) {
			continue
		}
		presence := team.Presence(p.ID, now)
		region, _ := team.Region(p.Region)
		c := page.Choice{Value: strconv.FormatInt(p.ID, 10), Label: i18n.T(ctx, "move.colleague", "Name", p.Name, "Region", region.Name,
			"State", i18n.T(ctx, "move.is_"+stateWord(presence.State)), "Count", load[p.ID])}
		if presence.Available() {
			here = append(here, c)
		} else {
			away = append(away, c)
		}
	}
	return append(here, away...), nil
}

func stateWord(s people.State) string {
	if s == "" {
		return string(people.Unknown)
	}
	return string(s)
}

func (u *UI) getRehome(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	t, err := u.Tickets.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return u.rehomeForm(w, r, id, web.NewForm("region", t.Region))
}

func (u *UI) rehomeForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.moving(w, r, id, "rehome", form, func(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
		regions, err := u.Tickets.Regions(ctx)
		choices := []page.Choice{{Label: i18n.T(ctx, "move.choose")}}
		for _, reg := range regions {
			choices = append(choices, page.Choice{Value: reg.Key, Label: reg.Name + ", " + reg.City})
		}
		to := page.Ask(form, "region", i18n.T(ctx, "move.region"))
		to.Hint = i18n.T(ctx, "move.region_open")
		if t.Status == ticket.Pending && t.AssigneeID != 0 {
			to.Hint = i18n.T(ctx, "move.region_pending")
		}
		hot := page.Ask(form, "hot", i18n.T(ctx, "move.hot"))
		hot.Hint, hot.Optional = i18n.T(ctx, "move.hot_hint"), true
		kinds := []page.Choice{{Label: i18n.T(ctx, "move.hot_no")}}
		for _, k := range queue.HotKinds() {
			kinds = append(kinds, page.Choice{Value: string(k), Label: i18n.T(ctx, "move.hot_"+string(k))})
		}
		note := page.Ask(form, "note", i18n.T(ctx, "move.note"))
		note.Optional = true
		return []g.Node{page.Select(ctx, to, choices...), page.Select(ctx, hot, kinds...), page.Textarea(ctx, note)}, err
	})
}

func (u *UI) postRehome(w http.ResponseWriter, r *http.Request) error {
	return u.moved(w, r, "rehome", func(ctx context.Context, id int64, form *web.Form) error {
		return u.Queue.Rehome(ctx, queue.Rehome{TicketID: id, Region: form.Get("region"), Note: form.Text("note"), Hot: queue.HotKind(form.Get("hot"))})
	}, u.rehomeForm)
}

func (u *UI) getSummary(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	m, err := u.Queue.SummaryOf(r.Context(), id)
	if err != nil {
		return err
	}
	return u.summaryForm(w, r, id, web.NewForm("problem", m.Problem, "action", m.Action, "next", m.Next, "blockers", m.Blockers, "back",
		localInput(r.Context(), m)))
}

func (u *UI) summaryForm(w http.ResponseWriter, r *http.Request, id int64, form *web.Form) error {
	return u.moving(w, r, id, "summary", form, func(ctx context.Context, _ ticket.Ticket) ([]g.Node, error) {
		return summaryFields(ctx, form, ""), nil
	})
}

func (u *UI) postSummary(w http.ResponseWriter, r *http.Request) error {
	return u.moved(w, r, "summary", func(ctx context.Context, id int64, form *web.Form) error {
		m := summaryOf(ctx, form, id, "")
		if !form.OK() {
			return nil
		}
		return u.Queue.Summarize(ctx, m)
	}, u.summaryForm)
}

func (u *UI) postRelease(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := u.Queue.Release(ctx, id, ""); err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "move.release_done", "Number", id)})
	web.Redirect(w, r, href(id))
	return nil
}

// moveWords tell a move: "handed over by Ana Lima".
func moveWords(ctx context.Context, m queue.Move, names map[int64]people.User, regions []people.Region) string {
	name := func(id int64) string {
		if u, ok := names[id]; ok {
			return u.Name
		}
		return i18n.T(ctx, "move.desk")
	}
	region := func(key string) string {
		if r := regionOf(regions, key); r.Name != "" {
			return r.Name
		}
		return key
	}
	detail := m.Detail
	if m.Kind == queue.MoveHot && slices.Contains(queue.HotKinds(), queue.HotKind(m.Detail)) {
		detail = i18n.T(ctx, "move.hot_"+m.Detail)
	}
	return i18n.T(ctx, "move.said_"+string(m.Kind), "By", name(m.By), "From", name(m.FromUser), "To", name(m.ToUser),
		"FromRegion", region(m.FromRegion), "ToRegion", region(m.ToRegion), "Detail", detail)
}

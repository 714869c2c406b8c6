package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// actionsCard lists who does what by when. form names the form of the page that a button belongs to, where what is typed there
// must not be lost; empty: each has one of its own.
func (u *UI) actionsCard(ctx context.Context, actions []review.Action, form string) g.Node {
	if len(actions) == 0 {
		return nil
	}
	items := g.Map(actions, func(a review.Action) g.Node { return u.actionItem(ctx, a, form) })
	return page.Card(i18n.T(ctx, "action.title"), i18n.T(ctx, "action.about"), h.Ul(h.Class("stack"), items))
}

func (u *UI) actionItem(ctx context.Context, a review.Action, form string) g.Node {
	label, done := "action.finish", "1"
	if !a.DoneAt.IsZero() {
		label, done = "action.reopen", ""
	}
	var button, change g.Node
	switch {
	case !writes(ctx):
	case form != "":
		button = pressed(page.Small, form, i18n.T(ctx, label), "finish", itoa(a.ID))
	default:
		button = page.PostButton(page.Small, a.Path()+"/finish", i18n.T(ctx, label), []string{"action", itoa(a.ID), "done", done})
	}
	if writes(ctx) && a.MeetingID != 0 && a.DoneAt.IsZero() {
		change = h.A(h.Class("link"), h.Href(a.Path()+"?action="+itoa(a.ID)+"#action"), g.Text(i18n.T(ctx, "action.change")))
	}
	return h.Li(h.Class("cluster"), h.B(g.Text(a.Owner)), h.Span(g.Text(a.What)), u.actionChip(ctx, a),
		g.If(a.TicketID != 0, ticketLink(a.TicketID, i18n.T(ctx, "action.reminded"))), change, button)
}

func (u *UI) actionChip(ctx context.Context, a review.Action) g.Node {
	switch {
	case !a.DoneAt.IsZero():
		return page.Chip(page.Green, i18n.T(ctx, "action.done"))
	case a.Late(u.today(ctx)):
		return page.Chip(page.Red, i18n.T(ctx, "action.late", "Day", dayWords(ctx, a.DueOn)))
	case dayText(a.DueOn) == "":
		return page.Chip(page.Neutral, i18n.T(ctx, "action.some_day"))
	}
	return page.Chip(page.Neutral, i18n.T(ctx, "action.by", "Day", dayWords(ctx, a.DueOn)))
}

// actionForm fills the form with an action that is to be changed.
func actionForm(actions []review.Action, id string) *web.Form {
	for _, a := range actions {
		if itoa(a.ID) == id {
			form := web.NewForm("action", id, "what", a.What, "owner", a.Owner, "due_on", dayText(a.DueOn))
			if a.OwnerID != 0 {
				form.Values.Set("owner_id", itoa(a.OwnerID))
				form.Values.Del("owner")
			}
			return form
		}
	}
	return web.NewForm()
}

// actionCard keeps what somebody will do, or changes it.
func (u *UI) actionCard(ctx context.Context, m review.Outcome, form *web.Form, contacts []people.User) (g.Node, error) {
	if !writes(ctx) || m.State != review.Planned && m.State != review.Held {
		return nil, nil
	}
	choices, err := u.staff(ctx, i18n.T(ctx, "action.somebody"), false)
	if err != nil {
		return nil, err
	}
	for _, c := range contacts {
		choices = append(choices, page.Choice{Value: itoa(c.ID), Label: c.Name + " (" + m.Organization + ")"})
	}
	title, do := "action.add", "action.add_do"
	if form.Get("action") != "" {
		title, do = "action.edit", "action.edit_do"
	}
	return h.Div(h.ID("action"),
		page.Card(i18n.T(ctx, title), i18n.T(ctx, "action.add_about"),
			page.Form(m.Path()+"/action", page.Hidden("action", form.Get("action")), page.Input(ctx, ask(ctx, form, "action", "what")),
				page.Select(ctx, askOptional(ctx, form, "action", "owner_id"), choices...), page.Input(ctx, askOptional(ctx, form, "action", "owner")),
				page.Input(ctx, dated(askOptional(ctx, form, "action", "due_on"))), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, do)))))), nil
}

func (u *UI) postAction(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "action.added", "", func(ctx context.Context, id int64, form *web.Form) error {
		a := review.Action{ID: optionalID(form, "action"), MeetingID: id, What: form.Get("what"), Owner: form.Get("owner"),
			OwnerID: optionalID(form, "owner_id"), DueOn: dayOf(form, "due_on")}
		switch {
		case !form.OK():
			return nil
		case a.ID != 0:
			return u.Reviews.ChangeAction(ctx, a)
		}
		_, err := u.Reviews.AddAction(ctx, a)
		return err
	})
}

func (u *UI) postFinish(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "", "", func(ctx context.Context, _ int64, form *web.Form) error {
		return u.Reviews.FinishAction(ctx, form.Int64("action"), form.Get("done") != "")
	})
}

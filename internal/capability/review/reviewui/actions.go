package reviewui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// actionsCard lists who does what by when. Without a call there is no page to finish them on.
func (u *UI) actionsCard(ctx context.Context, actions []review.Action, m review.Meeting) g.Node {
	if len(actions) == 0 {
		return nil
	}
	today := u.today(ctx)
	items := g.Map(actions, func(a review.Action) g.Node {
		chip := page.Chip(page.Neutral, i18n.T(ctx, "action.by", "Day", dayWords(ctx, a.DueOn)))
		label, done := "action.finish", "1"
		switch {
		case !a.DoneAt.IsZero():
			chip, label, done = page.Chip(page.Green, i18n.T(ctx, "action.done")), "action.reopen", ""
		case a.Late(today):
			chip = page.Chip(page.Red, i18n.T(ctx, "action.late", "Day", dayWords(ctx, a.DueOn)))
		}
		at := m.ID
		if at == 0 {
			at = a.MeetingID
		}
		return h.Li(h.Class("cluster"), h.B(g.Text(a.Owner)), g.Text(a.What), chip,
			g.If(writes(ctx) && at != 0, page.PostButton(page.Small, "/reviews/"+itoa(at)+"/finish", i18n.T(ctx, label), []string{"action", itoa(a.ID), "done", done})))
	})
	return page.Card(i18n.T(ctx, "action.title"), i18n.T(ctx, "action.about"), h.Ul(h.Class("stack"), items))
}

// addActionCard keeps what somebody will do.
func (u *UI) addActionCard(ctx context.Context, m review.Outcome, form *web.Form) (g.Node, error) {
	if !writes(ctx) || m.State != review.Planned && m.State != review.Held {
		return nil, nil
	}
	staff, err := u.staff(ctx, i18n.T(ctx, "action.of_theirs"), false)
	if err != nil {
		return nil, err
	}
	return page.Card(i18n.T(ctx, "action.add"), "", page.Form(m.Path()+"/action", page.Input(ctx, ask(ctx, form, "action", "what")),
		page.Select(ctx, askOptional(ctx, form, "action", "owner_id"), staff...), page.Input(ctx, askOptional(ctx, form, "action", "owner")),
		page.Input(ctx, dated(askOptional(ctx, form, "action", "due_on"))), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "action.add_do"))))), nil
}

func (u *UI) postAction(w http.ResponseWriter, r *http.Request) error {
	return u.onMeeting(w, r, "action.added", "", func(ctx context.Context, id int64, form *web.Form) error {
		a := review.Action{MeetingID: id, What: form.Get("what"), Owner: form.Get("owner"), DueOn: dayOf(form, "due_on")}
		if form.Get("owner_id") != "" {
			a.OwnerID = form.Int64("owner_id")
		}
		if !form.OK() {
			return nil
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

package oncallui

import (
	"context"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getAsk asks for cover; a link can bring what is wanted along.
func (u *UI) getAsk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, p := r.URL.Query(), web.NewForm("schedule", "", "user", "")
	me, _ := access.From(ctx)
	p.Values.Set("user", number(me.UserID))
	for _, name := range []string{"schedule", "user"} {
		if v := q.Get(name); v != "" {
			p.Values.Set(name, v)
		}
	}
	for _, name := range []string{"from", "until"} {
		if t, err := time.Parse(time.RFC3339, q.Get(name)); err == nil {
			p.Values.Set(name, t.In(i18n.Zone(ctx)).Format(typedForm))
		}
	}
	return u.askPage(w, r, p)
}

func (u *UI) askPage(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	schedules, err := u.OnCall.Schedules(ctx)
	if err != nil {
		return err
	}
	crew, err := u.crowd(ctx)
	if err != nil {
		return err
	}
	var choices []page.Choice
	for _, s := range schedules {
		choices = append(choices, page.Choice{Value: number(s.ID), Label: s.Title})
	}
	who := page.Hidden("user", f.Get("user"))
	if oncall.MayManage(ctx) {
		ask := page.Ask(f, "user", i18n.T(ctx, "cover.of"))
		ask.Hint = i18n.T(ctx, "cover.of_hint")
		who = page.Select(ctx, ask, peopleChoices(ctx, crew)...)
	}
	note := page.Ask(f, "note", i18n.T(ctx, "cover.note"))
	note.Optional = true
	expires := page.Ask(f, "expires", i18n.T(ctx, "cover.expires"))
	expires.Type, expires.Optional, expires.Hint = "datetime-local", true, i18n.T(ctx, "cover.expires_hint")
	title := i18n.T(ctx, "cover.ask")
	return web.Render(w, web.FormStatus(f), u.Page(r, title, page.Head(title, i18n.T(ctx, "cover.ask_about")), page.Content(page.Narrow(
		page.Form(root+"/cover", page.FormError(f), page.Select(ctx, page.Ask(f, "schedule", i18n.T(ctx, "cover.schedule")), choices...),
			who, spanFields(ctx, f), page.Input(ctx, note),
			page.Input(ctx, expires), page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "cover.ask_do")),
				page.LinkButton(page.Quiet, root+"/cover", i18n.T(ctx, "oncall.cancel"))))))))
}

func (u *UI) postAsk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	c := oncall.Cover{ScheduleID: idOf(f.Get("schedule")), UserID: idOf(f.Get("user")), Note: f.Get("note"), From: moment(ctx, f, "from"),
		Until: moment(ctx, f, "until"), ExpiresAt: moment(ctx, f, "expires")}
	if f.OK() {
		c, err = u.OnCall.AskCover(ctx, c)
	}
	if f.Absorb(err) || !f.OK() {
		return u.askPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "cover.did_ask"))
	web.Redirect(w, r, coverPath(c.ID))
	return nil
}

func (u *UI) postOffer(w http.ResponseWriter, r *http.Request) error {
	return u.coverAct(w, r, "cover.did_offer", func(ctx context.Context, id int64, f *web.Form) error {
		o := oncall.Offer{CoverID: id, UserID: idOf(f.Get("user")), From: moment(ctx, f, "from"), Until: moment(ctx, f, "until")}
		if me, _ := access.From(ctx); o.UserID == 0 {
			o.UserID = me.UserID
		}
		if !f.OK() {
			return nil
		}
		_, err := u.OnCall.Offer(ctx, o)
		return err
	})
}

func (u *UI) postAccept(w http.ResponseWriter, r *http.Request) error {
	return u.coverAct(w, r, "cover.did_accept", func(ctx context.Context, id int64, f *web.Form) error {
		return u.OnCall.Accept(ctx, id, idOf(f.Get("offer")))
	})
}

func (u *UI) postUndo(w http.ResponseWriter, r *http.Request) error {
	return u.coverAct(w, r, "cover.did_undo", func(ctx context.Context, id int64, f *web.Form) error {
		return u.OnCall.Undo(ctx, id, idOf(f.Get("offer")))
	})
}

func (u *UI) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	return u.coverAct(w, r, "cover.did_withdraw", func(ctx context.Context, id int64, _ *web.Form) error { return u.OnCall.WithdrawCover(ctx, id) })
}

// coverAct does something with a request, and shows it again: with what was typed where that could not stand.
func (u *UI) coverAct(w http.ResponseWriter, r *http.Request, said string, do func(ctx context.Context, id int64, f *web.Form) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, id, f)
	if f.Absorb(err) || !f.OK() {
		return u.coverPage(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, said))
	web.Redirect(w, r, coverPath(id))
	return nil
}

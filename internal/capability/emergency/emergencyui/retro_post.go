package emergencyui

import (
	"context"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// wrote does something about a retrospective and shows it again.
func (u *UI) wrote(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, id int64, form *web.Form) error) error {
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
		p, err := u.Emergencies.Retro(ctx, id)
		if err != nil {
			return err
		}
		return u.retroPage(w, r, p, form)
	}
	if err != nil {
		return err
	}
	web.AddFlash(ctx, web.Flash{Kind: "done", Text: i18n.T(ctx, "emergency.saved")})
	web.Redirect(w, r, retroPath(id))
	return nil
}

func (u *UI) postRetro(w http.ResponseWriter, r *http.Request) error {
	return u.wrote(w, r, func(ctx context.Context, id int64, form *web.Form) error {
		v := emergency.Written{Owner: form.Int64("owner"), Facilitator: form.Int64("facilitator"), DueAt: day(ctx, form, "due"),
			Well: form.Text("well"), Better: form.Text("better"), Changes: form.Text("changes")}
		if !form.OK() {
			return nil
		}
		return u.Emergencies.WriteRetro(ctx, id, v)
	})
}

// day reads a day as its end in the reader's zone; what is no day is noted in the form.
func day(ctx context.Context, form *web.Form, name string) time.Time {
	typed := form.Get(name)
	if typed == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation(inputDay, typed, i18n.Zone(ctx))
	if err != nil {
		form.Reject(name, i18n.T(ctx, "emergency.no_day", "Word", typed))
		return time.Time{}
	}
	return at.AddDate(0, 0, 1).Add(-time.Minute)
}

func (u *UI) postRetroStart(w http.ResponseWriter, r *http.Request) error {
	return u.wrote(w, r, func(ctx context.Context, id int64, _ *web.Form) error { return u.Emergencies.StartRetro(ctx, id) })
}

func (u *UI) postRetroFinish(w http.ResponseWriter, r *http.Request) error {
	return u.wrote(w, r, func(ctx context.Context, id int64, _ *web.Form) error { return u.Emergencies.FinishRetro(ctx, id) })
}

func (u *UI) postAction(w http.ResponseWriter, r *http.Request) error {
	return u.wrote(w, r, func(ctx context.Context, id int64, form *web.Form) error {
		a := emergency.Action{Body: form.Get("action"), Owner: form.Int64("action_owner"), DueAt: day(ctx, form, "action_due")}
		if !form.OK() {
			return nil
		}
		return u.Emergencies.AddAction(ctx, id, a)
	})
}

func (u *UI) postActionDone(w http.ResponseWriter, r *http.Request) error {
	return u.wrote(w, r, func(ctx context.Context, id int64, form *web.Form) error {
		return u.Emergencies.FinishAction(ctx, id, form.Int64("action"))
	})
}

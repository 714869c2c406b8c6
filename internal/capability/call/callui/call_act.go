package callui

import (
	"context"
	"net/http"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// did does what a form of a call's page asks for, and shows the page again.
func (u *UI) did(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64, form *web.Form) error) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	err = do(ctx, id, form)
	switch {
	case form.Absorb(err) || !form.OK():
		return u.callPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, t(ctx, done))
	web.Redirect(w, r, callPath(id))
	return nil
}

func (u *UI) postHeld(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "calls.done_held", func(ctx context.Context, id int64, form *web.Form) error {
		_, err := u.Calls.Hold(ctx, id, call.Outcome{Summary: form.Text("summary"), Notes: form.Text("notes")})
		return err
	})
}

func (u *UI) postMissed(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "calls.done_missed", func(ctx context.Context, id int64, _ *web.Form) error {
		_, err := u.Calls.Miss(ctx, id)
		return err
	})
}

func (u *UI) postMove(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "calls.done_moved", func(ctx context.Context, id int64, form *web.Form) error {
		label, err := time.Parse("2006-01-02T15:04", form.Get("at"))
		minutes := int(form.Int64("minutes"))
		if err != nil {
			return fault.Field("at", "“%s” is no time. Write it like 2026-11-24T10:00", fault.Clip(form.Get("at"), 30))
		}
		at, ok := onWall(label, u.zone(ctx))
		switch {
		case !ok:
			return fault.Field("at", "The clocks skip this time that night. Choose one before or after the change")
		case !form.OK():
			return nil
		}
		_, err = u.Calls.Move(ctx, id, at, minutes)
		return err
	})
}

// onWall gives the instant of a label; ok is false where the clocks skip it. Of two it is the first.
func onWall(label time.Time, zone *time.Location) (at time.Time, ok bool) {
	for _, around := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		_, offset := label.Add(around).In(zone).Zone()
		at = label.Add(-time.Duration(offset) * time.Second)
		if at.In(zone).Format("2006-01-02T15:04") == label.Format("2006-01-02T15:04") {
			return at, true
		}
	}
	return at, false
}

func (u *UI) postCancel(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "calls.done_cancelled", func(ctx context.Context, id int64, form *web.Form) error {
		_, err := u.Calls.Cancel(ctx, id, form.Text("reason"))
		return err
	})
}

func (u *UI) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	return u.did(w, r, "calls.done_withdrawn", func(ctx context.Context, id int64, _ *web.Form) error { return u.Calls.Withdraw(ctx, id) })
}

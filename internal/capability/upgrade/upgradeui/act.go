package upgradeui

import (
	"context"
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// act does something about an upgrade; a form that is refused is shown again, with what was typed.
func (u *UI) act(w http.ResponseWriter, r *http.Request, which, done string, do func(ctx context.Context, id int64, f *web.Form) error) error {
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
	case form.Absorb(err):
		return u.onePage(w, r, id, form, which)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, done))
	web.Redirect(w, r, root+"/"+itoa(id))
	return nil
}

func (u *UI) postSubmit(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "submit", "upgrade.submitted", func(ctx context.Context, id int64, _ *web.Form) error {
		_, err := u.Upgrades.Submit(ctx, id)
		return err
	})
}

func (u *UI) postConfirm(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "submit", "upgrade.confirmed", func(ctx context.Context, id int64, _ *web.Form) error { return u.Upgrades.Confirm(ctx, id) })
}

func (u *UI) postInform(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "submit", "upgrade.informed", func(ctx context.Context, id int64, _ *web.Form) error { return u.Upgrades.Inform(ctx, id) })
}

func (u *UI) postAdvise(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "advise", "upgrade.advised", func(ctx context.Context, id int64, f *web.Form) error {
		return u.Upgrades.Advise(ctx, id, f.Text("advice"))
	})
}

// postCall reads the time by the customer's clock.
func (u *UI) postCall(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "call", "upgrade.call_set", func(ctx context.Context, id int64, f *web.Form) error {
		up, err := u.Upgrades.Upgrade(ctx, id)
		if err != nil {
			return err
		}
		local, err := window.Read("call", f.Get("call"), up.Location())
		if err != nil {
			return err
		}
		return u.Upgrades.Call(ctx, id, local.At)
	})
}

func (u *UI) postRecord(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "record", "upgrade.recorded", func(ctx context.Context, id int64, f *web.Form) error {
		_, err := u.Upgrades.Record(ctx, id, upgrade.Result{Outcome: upgrade.Outcome(f.Get("outcome")), Note: f.Text("note"), Version: f.Get("version")})
		return err
	})
}

// postAgain plans another try, and leads to its form.
func (u *UI) postAgain(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	up, err := u.Upgrades.Again(ctx, id)
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "upgrade.begun"))
	web.Redirect(w, r, up.Path()+"/edit")
	return nil
}

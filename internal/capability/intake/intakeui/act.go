package intakeui

import (
	"context"
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// postRelease lets a held mail through.
func (u *UI) postRelease(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, func(ctx context.Context, d intake.Delivery) (string, error) {
		return i18n.T(ctx, "maillog.released", "Sender", d.Sender), u.Intake.Release(ctx, d.ID)
	})
}

// postRetry reads a dead letter again.
func (u *UI) postRetry(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, func(ctx context.Context, d intake.Delivery) (string, error) {
		return i18n.T(ctx, "maillog.retried"), u.Intake.Retry(ctx, d.ID)
	})
}

// postBlock holds what its sender writes from now on. The mail itself stays held.
func (u *UI) postBlock(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, func(ctx context.Context, d intake.Delivery) (string, error) {
		return i18n.T(ctx, "maillog.blocked", "Sender", d.Sender), u.Block(ctx, d.Sender, i18n.T(ctx, "maillog.blockreason", "N", d.ID))
	})
}

// act does one thing to the mail in the path and goes back to where the button stood. What somebody else has
// done meanwhile is told there, not on a page of its own.
func (u *UI) act(w http.ResponseWriter, r *http.Request, do func(context.Context, intake.Delivery) (said string, err error)) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	d, err := u.Intake.Delivery(ctx, id)
	if err != nil {
		return err
	}
	said, err := do(ctx, d)
	switch {
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Invalid):
		sentence, _ := fault.Public(err)
		web.AddFlash(ctx, web.Flash{Kind: "error", Text: sentence})
	case err != nil:
		return err
	default:
		web.Done(ctx, said)
	}
	web.Redirect(w, r, web.LocalPath(f.Get("next"), path(id, "")))
	return nil
}

// postRetryAll reads all dead letters again, as after an upgrade.
func (u *UI) postRetryAll(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, err := u.Intake.RetryAll(ctx)
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "maillog.retriedall", "Count", n))
	web.Redirect(w, r, "/mail?state=dead")
	return nil
}

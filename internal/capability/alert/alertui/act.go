package alertui

import (
	"context"
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) acknowledge(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "alerts.acknowledged", u.Alerts.Acknowledge)
}

func (u *UI) resolve(w http.ResponseWriter, r *http.Request) error {
	return u.act(w, r, "alerts.resolved", u.Alerts.Resolve)
}

// act does something to the alert of the address, says so, and shows it.
func (u *UI) act(w http.ResponseWriter, r *http.Request, done string, do func(ctx context.Context, id int64) error) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), id); err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), done))
	web.Redirect(w, r, alertPath(id, ""))
	return nil
}

// openTicket leads to the alert's ticket, which it opens where there is none.
func (u *UI) openTicket(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	number, err := u.Alerts.OpenTicket(r.Context(), id)
	if err != nil {
		return err
	}
	web.Redirect(w, r, "/tickets/"+strconv.FormatInt(number, 10))
	return nil
}

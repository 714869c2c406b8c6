package alertapi

import (
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// hookAnswer is read by people only: Alertmanager and Grafana look at the status, and log what else there is.
type hookAnswer struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// webhook takes a group of alerts.
func (a *API) webhook(from wire.Sender, parse func([]byte) (wire.Report, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		key := keyOf(r)
		var report wire.Report
		body, err := read(r)
		if err == nil {
			report, err = parse(body)
		}
		if err == nil {
			_, err = a.take(r, key, report, body)
		}
		if err != nil {
			return a.refuseHook(w, r, from, key, body, err)
		}
		return web.WriteJSON(w, http.StatusOK, hookAnswer{"success", "The alerts are taken"})
	}
}

func (a *API) refuseHook(w http.ResponseWriter, r *http.Request, from wire.Sender, key string, body []byte, err error) error {
	a.refuse(r, from, key, body, err)
	status := statusOf(err)
	switch {
	case status >= http.StatusInternalServerError:
		return err // written to the log; the sender tries again
	case fault.Is(err, fault.RateLimited):
		web.SetRetryAfter(w, err)
	}
	return web.WriteJSON(w, status, hookAnswer{"error", reasonOf(err)})
}

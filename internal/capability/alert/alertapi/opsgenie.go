package alertapi

import (
	"net/http"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// opsgenieAnswer is what Opsgenie answers (Alert API: requests are processed later). Alertmanager reads the status.
type opsgenieAnswer struct {
	Result    string  `json:"result,omitempty"`
	Message   string  `json:"message,omitempty"`
	Took      float64 `json:"took"`
	RequestID string  `json:"requestId"`
}

func (a *API) opsgenieCreate(w http.ResponseWriter, r *http.Request) error {
	return a.opsgenie(w, r, wire.OpsgenieAlert)
}

// opsgenieAct closes or acknowledges an alert, which is named by its alias.
func (a *API) opsgenieAct(action wire.Action) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return a.opsgenie(w, r, func(body []byte) (wire.Report, error) {
			if kind := r.URL.Query().Get("identifierType"); kind != "alias" {
				return wire.Report{}, fault.Field("identifierType",
					"Alerts are named by their alias here: ask with ?identifierType=alias, not “%s”", fault.Clip(kind, 40))
			}
			return wire.OpsgenieAct(r.PathValue("alias"), action, body)
		})
	}
}

func (a *API) opsgenie(w http.ResponseWriter, r *http.Request, parse func([]byte) (wire.Report, error)) error {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "GenieKey") {
		key = ""
	}
	var report wire.Report
	body, err := read(r)
	if err == nil {
		report, err = parse(body)
	}
	if err == nil {
		_, err = a.take(r, key, report, body)
	}
	answer := opsgenieAnswer{Result: "Request will be processed", RequestID: web.RequestID(r.Context())}
	if err == nil {
		return web.WriteJSON(w, http.StatusAccepted, answer)
	}
	a.refuse(r, wire.Opsgenie, key, body, err)
	answer.Result, answer.Message = "", reasonOf(err)
	status := statusOf(err)
	switch {
	case fault.Is(err, fault.NotFound): // Opsgenie: a key that is none is no authorisation
		status = http.StatusUnauthorized
	case status == http.StatusBadRequest:
		status = http.StatusUnprocessableEntity
	case status >= http.StatusInternalServerError:
		return err // written to the log; the sender tries again
	case fault.Is(err, fault.RateLimited):
		web.SetRetryAfter(w, err)
	}
	return web.WriteJSON(w, status, answer)
}

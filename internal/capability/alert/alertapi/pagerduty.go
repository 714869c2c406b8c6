package alertapi

import (
	"errors"
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// pagerDutyAnswer is what PagerDuty answers (Events API v2).
type pagerDutyAnswer struct {
	Status   string   `json:"status"`
	Message  string   `json:"message"`
	DedupKey string   `json:"dedup_key,omitempty"`
	Errors   []string `json:"errors,omitempty"`
}

// pagerDuty takes an event or a change event.
func (a *API) pagerDuty(parse func([]byte) (string, wire.Report, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var key string
		var report wire.Report
		body, err := read(r)
		if err == nil {
			key, report, err = parse(body)
		}
		if err != nil {
			return a.refuseEvent(w, r, key, body, err)
		}
		receipt, err := a.take(r, key, report, body)
		if err != nil {
			return a.refuseEvent(w, r, key, body, err)
		}
		answer := pagerDutyAnswer{Status: "success", Message: "Event processed", DedupKey: receipt.Key}
		if report.Action == wire.Change {
			answer.Message, answer.DedupKey = "Change event processed", ""
		}
		return web.WriteJSON(w, http.StatusAccepted, answer)
	}
}

func (a *API) refuseEvent(w http.ResponseWriter, r *http.Request, key string, body []byte, err error) error {
	a.refuse(r, wire.PagerDuty, key, body, err)
	status, answer := statusOf(err), pagerDutyAnswer{Status: "invalid event", Message: "Event object is invalid", Errors: []string{reasonOf(err)}}
	var wrong *wire.Invalid
	switch {
	case errors.As(err, &wrong):
		answer.Errors = wrong.Reasons
	case fault.Is(err, fault.NotFound): // PagerDuty's word, then what to do
		status, answer.Errors = http.StatusBadRequest, []string{"Invalid routing key", reasonOf(err)}
	case fault.Is(err, fault.TooLarge):
		answer.Message = "Event object is too large"
	case fault.Is(err, fault.RateLimited):
		answer = pagerDutyAnswer{Status: "throttle exceeded", Message: reasonOf(err)}
		web.SetRetryAfter(w, err)
	case status >= http.StatusInternalServerError:
		return err // written to the log; the sender tries again
	}
	return web.WriteJSON(w, status, answer)
}

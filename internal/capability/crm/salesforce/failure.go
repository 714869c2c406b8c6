package salesforce

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Refusal is what Salesforce holds against a request (Salesforce: REST API › Status Codes and Error Responses).
type Refusal struct {
	Code    string `json:"errorCode"` // MALFORMED_QUERY
	Message string `json:"message"`
	Err     error  `json:"-"`
}

// Error implements error.
func (r *Refusal) Error() string { return r.Code + ": " + r.Message }

// Unwrap gives the failure of the request.
func (r *Refusal) Unwrap() error { return r.Err }

// passing are the codes of what goes away by itself. A session that ends again at once is begun anew at the next try.
func passing(code string) bool {
	switch code {
	case "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT", "API_CURRENTLY_DISABLED", "INVALID_SESSION_ID":
		return true
	}
	return false
}

// limitRest is how long Salesforce is left alone once the requests of the day are used up and it says no time: the limit is a
// rolling one (Salesforce: API Request Limits and Allocations).
const limitRest = 10 * time.Minute

func refusal(err error) *Refusal {
	var f *outbound.Failure
	if !errors.As(err, &f) || f.Status == 0 {
		return nil
	}
	var all []Refusal
	if json.Unmarshal(f.Body, &all) != nil || len(all) == 0 || all[0].Code == "" {
		return nil
	}
	all[0].Err = err
	return &all[0]
}

// expired reports whether the session of a request had ended.
func expired(err error) bool {
	r := refusal(err)
	var f *outbound.Failure
	return r != nil && errors.As(err, &f) && f.Status == 401 && r.Code == "INVALID_SESSION_ID"
}

// said puts a refusal into words. Messages of Salesforce may quote what was sent, so they are clipped.
func said(err error) error {
	r := refusal(err)
	if r == nil {
		return err
	}
	if passing(r.Code) {
		return fault.Wrap(fault.Unavailable, r, "Salesforce takes no more requests for now (%s)", r.Code)
	}
	return fault.Wrap(fault.KindOf(err), r, "Salesforce refuses: %s (%s)", fault.Clip(strings.TrimSpace(r.Message), 300), r.Code)
}

// refusedSignIn puts an answer of the token endpoint into words (RFC 6749 §5.2).
func refusedSignIn(err error) error {
	var f *outbound.Failure
	if !errors.As(err, &f) || f.Status == 0 || fault.Is(err, fault.Unavailable) {
		return err
	}
	var why struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(f.Body, &why) != nil || why.Error == "" {
		return err
	}
	return fault.Wrap(fault.Invalid, err,
		"Salesforce does not let the desk in: %s (%s). Check the connected app's key and secret, and that its flow is allowed",
		fault.Clip(why.Description, 200), fault.Clip(why.Error, 60))
}

// halved is the cause of an answer that ends too early.
func halved(err error) error {
	if err == nil {
		return io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w (%w)", io.ErrUnexpectedEOF, err)
}

func waitOf(err error) time.Duration {
	var f *outbound.Failure
	if errors.As(err, &f) && f.RetryAfter > 0 {
		return f.RetryAfter
	}
	var r *Refusal
	if errors.As(err, &r) && r.Code == "REQUEST_LIMIT_EXCEEDED" {
		return limitRest
	}
	return 0
}

// Stale reports whether a cursor that was kept is of no more use, so that its query must be asked anew.
func Stale(err error) bool {
	var r *Refusal
	if errors.As(err, &r) && (r.Code == "INVALID_QUERY_LOCATOR" || r.Code == "NOT_FOUND" || r.Code == "INVALIDJOB") {
		return true
	}
	var f *outbound.Failure
	return errors.As(err, &f) && (f.Status == 404 || f.Status == 410)
}

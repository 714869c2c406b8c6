package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Credentials are what a program shows of itself in the Authorization header.
type Credentials struct {
	User   string // of basic: an address; empty with bearer
	Secret string // the token or the password; empty: nothing was shown
	Token  bool   // Secret is a token
}

// Call is a request of a program, for Config.Authenticate.
type Call struct {
	Credentials
	Resource string // what the route is about: on_call, tickets, …
	Write    bool   // it is no GET or HEAD
	Client   netip.Addr
}

// API makes a route one for programs: no session and no cookies, so that nothing in a browser can be tricked into using
// it; the principal comes from the Authorization header; errors are JSON as Zendesk's. resource is what a scope may name.
func API(resource string) Option {
	return func(r *route) { r.noSession, r.api = true, resource }
}

// CredentialsOf reads the Authorization header the ways Zendesk's API does: basic ADDRESS/token:TOKEN, basic
// ADDRESS:PASSWORD, bearer TOKEN.
func CredentialsOf(r *http.Request) Credentials {
	if user, secret, ok := r.BasicAuth(); ok {
		if address, ok := strings.CutSuffix(user, "/token"); ok {
			return Credentials{User: address, Secret: secret, Token: true}
		}
		return Credentials{User: user, Secret: secret}
	}
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") { // RFC 9110 §11.1: in any case
		return Credentials{Secret: strings.TrimSpace(secret), Token: true}
	}
	return Credentials{}
}

// answerAPI runs the handler of an API route as whom the program signs in.
func (m *Mux) answerAPI(w http.ResponseWriter, r *http.Request, rt route, h Handler) {
	w.Header().Set("Cache-Control", "private, no-store")
	call := Call{Credentials: CredentialsOf(r), Resource: rt.api, Client: m.ClientIP(r),
		Write: r.Method != http.MethodGet && r.Method != http.MethodHead}
	if m.cfg.Authenticate == nil {
		m.fail(w, r, fault.New(fault.Unauthorized, "Couldn't authenticate you"))
		return
	}
	ctx, err := m.cfg.Authenticate(r.Context(), call)
	if err == nil {
		err = m.answer(w, r.WithContext(ctx), h)
	}
	if err != nil {
		m.fail(w, r, err)
	}
}

// WriteJSON answers with v, which must marshal.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the client may be gone
	return nil
}

// retry is an error that says when to come again.
type retry struct {
	error
	after time.Duration
}

func (e *retry) Unwrap() error { return e.error }

// RetryAfter lets err answer with a Retry-After header (RFC 9110 §10.2.3), in whole seconds and at least one.
func RetryAfter(err error, after time.Duration) error { return &retry{err, after} }

// SetRetryAfter sets the header that RetryAfter put into err, for a handler that answers by itself.
func SetRetryAfter(w http.ResponseWriter, err error) {
	var r *retry
	if errors.As(err, &r) {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int((r.after+time.Second-1)/time.Second))))
	}
}

// apiError is an error as Zendesk's clients read it: "error" is a name or an object with a title.
type apiError struct {
	Error       any                      `json:"error"`
	Description string                   `json:"description,omitempty"`
	Details     map[string][]apiProblems `json:"details,omitempty"`
}

type apiProblems struct {
	Description string `json:"description"`
}

// writeAPIError answers a program of the API.
func writeAPIError(w http.ResponseWriter, err error, view ErrorView, found bool) {
	answer := apiError{Error: "InternalError", Description: view.Sentence}
	switch fault.KindOf(err) {
	case fault.Unauthorized:
		// Without a challenge: a browser must not ask for a password where none is wanted.
		answer = apiError{Error: "Couldn't authenticate you"}
	case fault.NotFound:
		answer.Error = "RecordNotFound"
		if !found {
			answer.Error = "InvalidEndpoint"
		}
	case fault.Forbidden:
		answer = apiError{Error: map[string]string{"title": "Forbidden", "message": view.Sentence}}
	case fault.Invalid:
		answer.Error = "RecordInvalid"
		if view.Field != "" {
			answer.Details = map[string][]apiProblems{view.Field: {{view.Sentence}}}
		}
	case fault.Conflict:
		answer.Error = "UpdateConflict"
	case fault.TooLarge:
		answer.Error = "TooLarge"
	case fault.RateLimited:
		answer.Error = "APIRateLimitExceeded"
	case fault.Unavailable:
		answer.Error = "ServiceUnavailable"
	}
	_ = WriteJSON(w, view.Status, answer) // strings always encode
}

// isAPI reports whether a program asked: it is answered in JSON, whatever it accepts.
func isAPI(ctx context.Context) bool { return exchangeOf(ctx).api }

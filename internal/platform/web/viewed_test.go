package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestViewed: what shows something is told before its first byte, once; what cannot be told is not shown.
func TestViewed(t *testing.T) {
	var told []string
	var broken error
	mux := testMux(Config{Viewed: func(_ context.Context, r *http.Request) error {
		told = append(told, r.Pattern)
		return broken
	}, Authenticate: func(ctx context.Context, _ Call) (context.Context, error) { return ctx, nil }})
	answer := func(status int) Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Content-Disposition", "attachment")
			w.WriteHeader(status)
			w.Write([]byte("the secret"))
			w.Write([]byte(" goes on"))
			return nil
		}
	}
	mux.Handle("GET /plain", func(w http.ResponseWriter, r *http.Request) error {
		_, err := w.Write([]byte("the secret"))
		return err
	})
	mux.Handle("GET /stream", func(w http.ResponseWriter, r *http.Request) error { return http.NewResponseController(w).Flush() })
	mux.Handle("GET /page/{id}", answer(http.StatusOK))
	mux.Handle("GET /same", answer(http.StatusNotModified))
	mux.Handle("POST /form", answer(http.StatusUnprocessableEntity))
	mux.Handle("GET /gone", answer(http.StatusNotFound))
	mux.Handle("GET /away", answer(http.StatusSeeOther))
	mux.Handle("GET /api/v2/x", answer(http.StatusOK), API("x"))
	for _, c := range []struct {
		method, path string
		shown        bool
	}{{"GET", "/plain", true}, {"GET", "/stream", true}, {"GET", "/page/7", true}, {"GET", "/same", true}, {"POST", "/form", true}, {"GET", "/api/v2/x", true},
		{"GET", "/gone", false}, {"GET", "/away", false}} {
		told, broken = nil, nil
		if w := ask(mux, c.method, c.path, ""); len(told) > 1 || c.shown != (len(told) == 1) {
			t.Errorf("%s: status %d, told %v", c.path, w.Code, told)
		}
		broken = errors.New("the log is away")
		w := ask(mux, c.method, c.path, "")
		if c.shown && (w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Content-Disposition") != "") {
			t.Errorf("%s is shown although it was not written down: %d %s", c.path, w.Code, w.Body)
		}
		if !c.shown && w.Code == http.StatusServiceUnavailable {
			t.Errorf("%s shows nothing and fails", c.path)
		}
	}
}

// TestOutside: whatever is asked for, who is not signed in gets the same bytes.
func TestOutside(t *testing.T) {
	mux := testMux(Config{Sessions: &memory{rows: map[string][]byte{}}, Outside: func(context.Context) Node { return markup("<p>restricted record</p>") }})
	fail := func(err error) Handler { return func(http.ResponseWriter, *http.Request) error { return err } }
	mux.Handle("GET /there", fail(fault.New(fault.Unauthorized, "Sign in first")))
	mux.Handle("GET /hidden", fail(fault.New(fault.Forbidden, "Not for you")))
	mux.Handle("GET /broken", fail(errors.New("our fault")))
	for _, accept := range []string{"text/html", "application/json", "*/*"} {
		want := ask(mux, "GET", "/there", "", "Accept", accept)
		if want.Code != http.StatusForbidden || want.Body.String() != "<p>restricted record</p>" || want.Header().Get("X-Robots-Tag") == "" {
			t.Errorf("%s: %d %s", accept, want.Code, want.Body)
		}
		for _, path := range []string{"/hidden", "/not/there"} {
			if got := ask(mux, "GET", path, "", "Accept", accept); got.Code != want.Code || got.Body.String() != want.Body.String() {
				t.Errorf("%s as %s: %d %s", path, accept, got.Code, got.Body)
			}
		}
		if got := ask(mux, "GET", "/broken", "", "Accept", accept); got.Code != http.StatusInternalServerError {
			t.Errorf("a fault of ours: %d", got.Code)
		}
	}
}

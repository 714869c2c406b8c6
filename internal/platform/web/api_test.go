package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

func TestCredentialsOf(t *testing.T) {
	for header, want := range map[string]Credentials{
		"":                                    {},
		basic("ana@x.example/token", "dwt_1"): {User: "ana@x.example", Secret: "dwt_1", Token: true},
		basic("ana@x.example", "pass:word"):   {User: "ana@x.example", Secret: "pass:word"},
		basic("/token", "dwt_1"):              {Secret: "dwt_1", Token: true},
		"Bearer dwt_1":                        {Secret: "dwt_1", Token: true},
		"bearer  dwt_1 ":                      {Secret: "dwt_1", Token: true},
		"Bearer":                              {Token: true},
		"Basic %%%":                           {},
		"GenieKey abc":                        {},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		if diff := cmp.Diff(want, CredentialsOf(r)); diff != "" {
			t.Errorf("%q: %s", header, diff)
		}
	}
}

// A route for programs knows no session, no form of another site, and no sign-in page.
func TestAPIRoute(t *testing.T) {
	type whoKey struct{}
	var called Call
	m := testMux(Config{SignIn: "/sign-in", Authenticate: func(ctx context.Context, c Call) (context.Context, error) {
		called = c
		if c.Secret != "good" {
			return ctx, fault.New(fault.Unauthorized, "Couldn't authenticate you")
		}
		return context.WithValue(ctx, whoKey{}, "ana"), nil
	}})
	m.Handle("GET /api/v2/things", func(w http.ResponseWriter, r *http.Request) error {
		return WriteJSON(w, http.StatusOK, map[string]any{"who": r.Context().Value(whoKey{})})
	}, API("things"))
	m.Handle("POST /api/v2/things", func(w http.ResponseWriter, r *http.Request) error {
		return fault.Field("name", "Name it")
	}, API("things"))

	browser := []string{"Accept", "text/html", "Authorization", "Bearer good", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}
	got := ask(m, "GET", "/api/v2/things", "", browser...)
	if got.Code != 200 || strings.TrimSpace(got.Body.String()) != `{"who":"ana"}` || got.Header().Get("Set-Cookie") != "" {
		t.Errorf("%d %s %v", got.Code, got.Body, got.Header())
	}
	if want := (Call{Credentials: Credentials{Secret: "good", Token: true}, Resource: "things", Client: called.Client}); called != want {
		t.Errorf("called %+v, want %+v", called, want)
	}
	for name, c := range map[string]struct {
		method, path, auth string
		status             int
		body               string
	}{
		"no credentials": {"GET", "/api/v2/things", "", 401, `{"error":"Couldn't authenticate you"}`},
		"invalid": {"POST", "/api/v2/things", "Bearer good", 422,
			`{"error":"RecordInvalid","description":"Name it","details":{"name":[{"description":"Name it"}]}}`},
		"unknown path": {"GET", "/api/v2/nothing", "Bearer good", 404, `"error":"InvalidEndpoint"`},
		"method":       {"DELETE", "/api/v2/things", "Bearer good", 405, `"error":"InvalidEndpoint"`},
	} {
		got := ask(m, c.method, c.path, "", "Accept", "text/html", "Authorization", c.auth)
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.body) || !strings.HasPrefix(got.Header().Get("Content-Type"), "application/json") {
			t.Errorf("%s: %d %s %s", name, got.Code, got.Header().Get("Content-Type"), got.Body)
		}
	}
	if ask(m, "POST", "/api/v2/things", "", "Authorization", "Bearer good"); !called.Write {
		t.Error("a POST asks for no leave to write")
	}
}

// A mux that knows nobody lets no program in.
func TestAPIFailsClosed(t *testing.T) {
	m := testMux(Config{})
	m.Handle("GET /api/v2/things", func(http.ResponseWriter, *http.Request) error { t.Error("answered"); return nil }, API("things"))
	if got := ask(m, "GET", "/api/v2/things", "", "Authorization", "Bearer x"); got.Code != 401 {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

// Each kind of fault has a name that Zendesk's clients know.
func TestAPIErrors(t *testing.T) {
	for kind, want := range map[fault.Kind]string{
		fault.Internal: `"error":"InternalError"`, fault.Unavailable: `"error":"ServiceUnavailable"`, fault.NotFound: `"error":"RecordNotFound"`,
		fault.Forbidden: `"error":{"message":"No","title":"Forbidden"}`, fault.Conflict: `"error":"UpdateConflict"`,
		fault.TooLarge: `"error":"TooLarge"`, fault.RateLimited: `"error":"APIRateLimitExceeded"`,
	} {
		m := testMux(Config{Authenticate: func(ctx context.Context, _ Call) (context.Context, error) { return ctx, nil }})
		m.Handle("GET /api/v2/x", func(http.ResponseWriter, *http.Request) error {
			return RetryAfter(fault.New(kind, "No"), 1500*time.Millisecond)
		}, API("x"))
		got := ask(m, "GET", "/api/v2/x", "")
		if got.Code != fault.HTTPStatus(fault.New(kind, "")) || !strings.Contains(got.Body.String(), want) || got.Header().Get("Retry-After") != "2" {
			t.Errorf("%v: %d %s, Retry-After %q", kind, got.Code, got.Body, got.Header().Get("Retry-After"))
		}
	}
}

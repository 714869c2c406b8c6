package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

var morning = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// markup is a Node for tests.
type markup string

func (s markup) Render(w io.Writer) error {
	_, err := io.WriteString(w, string(s))
	return err
}

func testMux(cfg Config) *Mux {
	if cfg.Now == nil {
		cfg.Now = func() time.Time { return morning }
	}
	return NewMux(cfg)
}

// ask sends one request; header is name, value, name, value.
func ask(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestErrorsAreShownAsAsked(t *testing.T) {
	browser := []string{"Accept", "text/html,*/*"}
	fragment := append([]string{"HX-Request", "true", "HX-Request-Type", "partial"}, browser...)
	boosted := append([]string{"HX-Request", "true", "HX-Boosted", "true", "HX-Request-Type", "full"}, browser...)
	for _, c := range []struct {
		name   string
		err    error
		header []string
		status int
		kind   string
		has    string
		logged bool
	}{
		{"page", fault.New(fault.NotFound, "No ticket 7."), browser, 404, "text/html; charset=utf-8", "page: No ticket 7.", false},
		{"fragment", fault.New(fault.Conflict, "Ana replied."), fragment, 409, "text/html; charset=utf-8", "fragment: Ana replied.", false},
		{"boosted link", fault.New(fault.NotFound, "No ticket 7."), boosted, 404, "text/html; charset=utf-8", "page: No ticket 7.", false},
		{"program", fault.Field("plan", "No such plan."), []string{"Accept", "application/json"}, 422, "application/problem+json", `"field":"plan"`, false},
		{"no wish", fault.New(fault.Forbidden, "Not yours."), nil, 403, "application/problem+json", `"detail":"Not yours."`, false},
		{"our fault", errors.New("secret detail"), browser, 500, "text/html; charset=utf-8", "page: Daywatch hit a fault", true},
		{"too slow", context.DeadlineExceeded, browser, 503, "text/html; charset=utf-8", "took too long", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			mux := testMux(Config{Log: slog.New(slog.NewTextHandler(&log, nil)), ErrorPage: func(_ context.Context, e ErrorView) Node {
				if e.Fragment {
					return markup("fragment: " + e.Sentence)
				}
				return markup("page: " + e.Sentence)
			}})
			mux.Handle("GET /x", func(http.ResponseWriter, *http.Request) error { return c.err })
			w := ask(mux, "GET", "/x", "", c.header...)
			if w.Code != c.status || w.Header().Get("Content-Type") != c.kind || !strings.Contains(w.Body.String(), c.has) {
				t.Errorf("got %d %s %q, want %d %s with %q", w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.kind, c.has)
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Error("the cause was shown")
			}
			if logged := strings.Contains(log.String(), "secret detail"); logged != c.logged {
				t.Errorf("logged: %v, want %v: %s", logged, c.logged, &log)
			}
			if wantRetarget := strings.HasPrefix(c.has, "fragment"); (w.Header().Get("HX-Retarget") == "#flash") != wantRetarget {
				t.Errorf("HX-Retarget %q", w.Header().Get("HX-Retarget"))
			}
		})
	}
}

func TestUnauthorizedGoesToSignIn(t *testing.T) {
	mux := testMux(Config{SignIn: "/signin"})
	mux.Handle("/x", func(http.ResponseWriter, *http.Request) error { return fault.New(fault.Unauthorized, "Sign in.") })
	w := ask(mux, "GET", "/x?a=1&b=2", "", "Accept", "text/html")
	if got := w.Header().Get("Location"); w.Code != 303 || got != "/signin?next=%2Fx%3Fa%3D1%26b%3D2" {
		t.Errorf("GET: %d to %q", w.Code, got)
	}
	if w := ask(mux, "POST", "/x", "", "Accept", "text/html"); w.Code != 401 {
		t.Errorf("POST: %d, want 401: a form must not be lost in a redirect", w.Code)
	}
}

func TestNoRoute(t *testing.T) {
	mux := testMux(Config{})
	mux.Handle("POST /only/post", func(http.ResponseWriter, *http.Request) error { return nil })
	if w := ask(mux, "GET", "/nowhere", "", "Accept", "text/html"); w.Code != 404 || !strings.Contains(w.Body.String(), "no page at /nowhere") {
		t.Errorf("unknown path: %d %s", w.Code, w.Body)
	}
	w := ask(mux, "GET", "/only/post", "", "Accept", "text/html")
	if w.Code != 405 || w.Header().Get("Allow") != "POST" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("wrong method: %d Allow %q %s", w.Code, w.Header().Get("Allow"), w.Header().Get("Content-Type"))
	}
}

func TestPanicIsAnErrorPage(t *testing.T) {
	var log bytes.Buffer
	mux := testMux(Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	mux.Handle("GET /x", func(http.ResponseWriter, *http.Request) error { panic("boom") })
	w := ask(mux, "GET", "/x", "", "Accept", "text/html")
	if w.Code != 500 || strings.Contains(w.Body.String(), "boom") || !strings.Contains(log.String(), "boom") {
		t.Errorf("got %d %s, log %s", w.Code, w.Body, &log)
	}
	if !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Error("the page does not name the request that the log names")
	}
}

func TestErrorAfterTheAnswerBeganIsNotWrittenIntoIt(t *testing.T) {
	mux := testMux(Config{})
	mux.Handle("GET /x", func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("disk gone")
	})
	if w := ask(mux, "GET", "/x", "", "Accept", "text/html"); w.Body.String() != "half" {
		t.Errorf("body %q, want what was written and no more", w.Body)
	}
}

func TestSecurityHeaders(t *testing.T) {
	mux := testMux(Config{Secure: true})
	mux.Handle("GET /x", func(w http.ResponseWriter, _ *http.Request) error { return Render(w, 200, markup("x")) })
	mux.Handle("GET /mail", func(w http.ResponseWriter, _ *http.Request) error { Sandbox(w); return Render(w, 200, markup("x")) })
	got := ask(mux, "GET", "/x", "").Header()
	policy := got.Get("Content-Security-Policy")
	for _, must := range []string{"default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-src 'self'",
		"frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, must) {
			t.Errorf("policy lacks %s: %s", must, policy)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("policy is not strict: %s", policy)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Strict-Transport-Security": "max-age=31536000", "Cache-Control": "private, no-store"} {
		if got.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Get(name), want)
		}
	}
	mail := ask(mux, "GET", "/mail", "").Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(mail, "sandbox") || strings.Contains(mail, "script") || !strings.Contains(mail, "default-src 'none'") {
		t.Errorf("policy of foreign HTML: %s", mail)
	}
}

func TestCrossOriginFormsAreRefused(t *testing.T) {
	mux := testMux(Config{TrustedOrigins: []string{"https://portal.example.com"}})
	reached := 0
	mux.Handle("POST /x", func(w http.ResponseWriter, _ *http.Request) error { reached++; w.WriteHeader(204); return nil })
	for _, c := range []struct {
		header []string
		status int
	}{
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 204},
		{[]string{"Origin", "https://portal.example.com", "Sec-Fetch-Site", "cross-site"}, 204},
		{nil, 204}, // no browser
	} {
		if w := ask(mux, "POST", "http://desk.example.com/x", "", c.header...); w.Code != c.status {
			t.Errorf("%v: %d, want %d", c.header, w.Code, c.status)
		}
	}
	if reached != 3 {
		t.Errorf("the handler ran %d times, want 3", reached)
	}
}

func TestBodyLimit(t *testing.T) {
	mux := testMux(Config{MaxBody: 10})
	read := func(w http.ResponseWriter, r *http.Request) error {
		form, err := Decode(r)
		if err != nil {
			return err
		}
		return Render(w, 200, markup(form.Get("a")))
	}
	mux.Handle("POST /small", read)
	mux.Handle("POST /large", read, MaxBody(1000))
	body, form := "a="+strings.Repeat("x", 50), "application/x-www-form-urlencoded"
	if w := ask(mux, "POST", "/small", body, "Content-Type", form); w.Code != 413 {
		t.Errorf("over the limit: %d %s, want 413", w.Code, w.Body)
	}
	if w := ask(mux, "POST", "/large", body, "Content-Type", form); w.Body.Len() != 50 {
		t.Errorf("a route with its own limit: %d %s", w.Code, w.Body)
	}
}

func TestDeadlineReachesTheHandler(t *testing.T) {
	mux := testMux(Config{})
	for path, opt := range map[string]Option{"/bounded": Deadline(time.Minute), "/stream": Deadline(0)} {
		mux.Handle("GET "+path, func(w http.ResponseWriter, r *http.Request) error {
			_, bounded := r.Context().Deadline()
			return Render(w, 200, markup(fmt.Sprint(bounded)))
		}, opt)
	}
	if a, b := ask(mux, "GET", "/bounded", "").Body.String(), ask(mux, "GET", "/stream", "").Body.String(); a != "true" || b != "false" {
		t.Errorf("deadlines: %s and %s, want true and false", a, b)
	}
}

func TestCompression(t *testing.T) {
	long := markup(strings.Repeat("daywatch ", 1000))
	mux := testMux(Config{})
	mux.Handle("GET /long", func(w http.ResponseWriter, _ *http.Request) error { return Render(w, 200, long) })
	mux.Handle("GET /short", func(w http.ResponseWriter, _ *http.Request) error { return Render(w, 200, markup("hi")) })
	w := ask(mux, "GET", "/long", "", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 1000 {
		t.Fatalf("encoding %q, %d bytes", w.Header().Get("Content-Encoding"), w.Body.Len())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != string(long) {
		t.Errorf("unpacked %d bytes, %v", len(text), err)
	}
	for _, c := range []*httptest.ResponseRecorder{ask(mux, "GET", "/short", "", "Accept-Encoding", "gzip"), ask(mux, "GET", "/long", "")} {
		if c.Header().Get("Content-Encoding") != "" {
			t.Error("compressed what is short or was not asked for")
		}
	}
}

func TestObserve(t *testing.T) {
	var got []string
	mux := testMux(Config{Observe: func(pattern string, status int, _ time.Duration) {
		got = append(got, fmt.Sprintf("%s %d", pattern, status))
	}})
	mux.Handle("GET /x/{id}", func(w http.ResponseWriter, _ *http.Request) error { return Render(w, 200, markup("x")) })
	ask(mux, "GET", "/x/7", "")
	ask(mux, "GET", "/nowhere", "")
	if diff := cmp.Diff([]string{"GET /x/{id} 200", " 404"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestClientIP(t *testing.T) {
	mux := testMux(Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, c := range []struct{ peer, forwarded, want string }{
		{"192.0.2.1:5", "203.0.113.9", "192.0.2.1"}, // a stranger's word counts for nothing
		{"10.0.0.1:5", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1:5", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"},
		{"10.0.0.1:5", "junk", "10.0.0.1"},
		{"10.0.0.1:5", "", "10.0.0.1"},
		{"[::ffff:192.0.2.1]:5", "", "192.0.2.1"},
		{"@", "203.0.113.9", "invalid IP"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := mux.ClientIP(r).String(); got != c.want {
			t.Errorf("%s via %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "/tickets/7?a=b", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
		"/a\r\nX: y", "", "/%2f/evil", "/\t/evil.example"} {
		f.Add(seed)
	}
	base := httptest.NewRequest("GET", "https://desk.example/signin", nil)
	f.Fuzz(func(t *testing.T, next string) {
		got := LocalPath(next, "/home")
		to, err := base.URL.Parse(got)
		if err != nil || to.Host != "desk.example" || to.Scheme != "https" || strings.ContainsAny(got, "\\\r\n\t") {
			t.Errorf("LocalPath(%q) = %q, which leads to %v (%v)", next, got, to, err)
		}
	})
}

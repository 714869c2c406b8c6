package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// memory is a SessionStore that can be made to fail and counts what it is asked.
type memory struct {
	mu      sync.Mutex
	rows    map[string][]byte
	commits int
	broken  bool

	committed func(ctx context.Context)
}

func (m *memory) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return nil, false, errors.New("no database")
	}
	b, ok := m.rows[token]
	return b, ok, nil
}

func (m *memory) CommitCtx(ctx context.Context, token string, b []byte, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return errors.New("no database")
	}
	if m.committed != nil {
		m.committed(ctx)
	}
	m.commits++
	m.rows[token] = b
	return nil
}

func (m *memory) DeleteCtx(_ context.Context, token string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, token)
	return nil
}

// end ends every session behind the mux's back, as another process does.
func (m *memory) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.rows)
}

// breakDown has it answer nothing from now on.
func (m *memory) breakDown() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = true
}

// scs asks for these too; with a context at hand it never calls them.
func (m *memory) Find(string) ([]byte, bool, error)      { panic("without context") }
func (m *memory) Commit(string, []byte, time.Time) error { panic("without context") }
func (m *memory) Delete(string) error                    { panic("without context") }

// visit is a browser: it keeps its cookie.
type visit struct {
	mux    *Mux
	store  *memory
	now    time.Time
	known  func(id int64) error
	cookie *http.Cookie
}

func newVisit(secure bool) *visit {
	v := &visit{store: &memory{rows: map[string][]byte{}}, now: morning, known: func(int64) error { return nil }}
	v.mux = NewMux(Config{
		Now: func() time.Time { return v.now }, Sessions: v.store, Secure: secure, Idle: time.Hour, Lifetime: 8 * time.Hour,
		Identify: func(ctx context.Context, id int64) (context.Context, error) { return ctx, v.known(id) },
	})
	v.mux.Handle("POST /in", func(w http.ResponseWriter, r *http.Request) error {
		Remember(r.Context(), r.URL.Query().Has("keep"))
		AddFlash(r.Context(), Flash{Kind: "done", Text: "Welcome"})
		if err := SignIn(r.Context(), 7); err != nil {
			return err
		}
		Redirect(w, r, "/who")
		return nil
	})
	v.mux.Handle("POST /out", func(w http.ResponseWriter, r *http.Request) error {
		if err := SignOut(r.Context()); err != nil {
			return err
		}
		Redirect(w, r, "/")
		return nil
	})
	v.mux.Handle("GET /who", func(w http.ResponseWriter, r *http.Request) error {
		return Render(w, 200, markup(fmt.Sprintf("%d %v", UserID(r.Context()), TakeFlashes(r.Context()))))
	})
	return v
}

func (v *visit) do(method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept", "text/html")
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	w := httptest.NewRecorder()
	v.mux.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookie = c
		if c.MaxAge < 0 {
			v.cookie = nil
		}
	}
	return w
}

func (v *visit) who(t *testing.T, want string) {
	t.Helper()
	if got := v.do("GET", "/who").Body.String(); got != want {
		t.Errorf("who: %q, want %q", got, want)
	}
}

func TestSignInAndOut(t *testing.T) {
	v := newVisit(true)
	v.who(t, "0 []")
	if v.cookie != nil || v.store.commits != 0 {
		t.Error("a visitor who did nothing got a session")
	}
	v.do("POST", "/in")
	c := v.cookie
	if c == nil || c.Name != "__Host-daywatch" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" ||
		c.Domain != "" || !c.Expires.IsZero() {
		t.Fatalf("cookie %+v", c)
	}
	v.who(t, "7 [{done Welcome  0 }]")
	v.who(t, "7 []")
	for token, row := range v.store.rows {
		if token == c.Value {
			t.Error("the store holds the cookie's own token")
		}
		if id, err := SessionUser(row); id != 7 || err != nil {
			t.Errorf("SessionUser: %d, %v", id, err)
		}
	}
	v.do("POST", "/out")
	if v.who(t, "0 []"); len(v.store.rows) != 0 || v.cookie != nil {
		t.Errorf("after sign-out: %d rows, cookie %v", len(v.store.rows), v.cookie)
	}
}

func TestSignInRenewsTheToken(t *testing.T) {
	v := newVisit(false)
	v.do("POST", "/in")
	planted := v.cookie
	v.do("POST", "/in")
	if v.cookie.Value == planted.Value || len(v.store.rows) != 1 {
		t.Errorf("the token from before is still good; %d rows", len(v.store.rows))
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		keep  string
		steps []time.Duration
		want  string
	}{
		{"in use", "", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute}, "7 []"},
		{"idle", "", []time.Duration{61 * time.Minute}, "0 []"},
		{"idle but kept", "?keep", []time.Duration{7 * time.Hour}, "7 []"},
		{"too old though in use", "", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 50 * time.Minute,
			50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 50 * time.Minute}, "0 []"},
		{"too old though kept", "?keep", []time.Duration{8*time.Hour + time.Minute}, "0 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := newVisit(false)
			v.do("POST", "/in"+c.keep)
			v.do("GET", "/who")
			for _, d := range c.steps[:len(c.steps)-1] {
				v.now = v.now.Add(d)
				v.do("GET", "/who")
			}
			v.now = v.now.Add(c.steps[len(c.steps)-1])
			v.who(t, c.want)
		})
	}
}

func TestUseIsWrittenDownSeldom(t *testing.T) {
	v := newVisit(false)
	v.do("POST", "/in")
	v.do("GET", "/who") // takes the flash
	before := v.store.commits
	for range 9 {
		v.now = v.now.Add(time.Minute)
		v.do("GET", "/who")
	}
	if n := v.store.commits - before; n != 1 {
		t.Errorf("9 requests in 9 minutes wrote the session %d times, want 1", n)
	}
}

func TestIdentify(t *testing.T) {
	for _, c := range []struct {
		kind   fault.Kind
		status int
		left   int
	}{{fault.NotFound, 200, 0}, {fault.Forbidden, 200, 0}, {fault.Unauthorized, 200, 0}, {fault.Unavailable, 503, 1}} {
		v := newVisit(false)
		v.do("POST", "/in")
		v.known = func(int64) error { return fault.New(c.kind, "no") }
		if w := v.do("GET", "/who"); w.Code != c.status || len(v.store.rows) != c.left {
			t.Errorf("kind %d: %d with %d rows, want %d with %d", c.kind, w.Code, len(v.store.rows), c.status, c.left)
		}
	}
}

// A sign-in that could not be kept must not look like one.
func TestStoreAway(t *testing.T) {
	v := newVisit(false)
	v.do("POST", "/in")
	v.store.broken = true
	if w := v.do("GET", "/who"); w.Code != 503 || !strings.Contains(w.Body.String(), "Nothing was changed") {
		t.Errorf("reading: %d %s", w.Code, w.Body)
	}
	v = newVisit(false)
	v.mux.Handle("POST /break", func(w http.ResponseWriter, r *http.Request) error {
		v.store.broken = true
		if err := SignIn(r.Context(), 7); err != nil {
			return err
		}
		return Render(w, 200, markup("you are in"))
	})
	if w := v.do("POST", "/break"); w.Code != 503 || strings.Contains(w.Body.String(), "you are in") || v.cookie != nil {
		t.Errorf("saving: %d %s cookie %v", w.Code, w.Body, v.cookie)
	}
}

func TestWithoutSessions(t *testing.T) {
	mux := testMux(Config{})
	mux.Handle("GET /x", func(w http.ResponseWriter, r *http.Request) error {
		AddFlash(r.Context(), Flash{Text: "lost"})
		if UserID(r.Context()) != 0 || TakeFlashes(r.Context()) != nil || SignOut(r.Context()) != nil || !SignedInAt(r.Context()).IsZero() {
			t.Error("a mux without sessions has a user or a message")
		}
		return SignIn(r.Context(), 7)
	})
	if w := ask(mux, "GET", "/x", ""); w.Code != 500 {
		t.Errorf("sign-in without sessions: %d, want 500", w.Code)
	}
}

package workspace_test

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// site is a shell of a desk with an agent and an administrator. Who a request comes from stands in its header As.
type site struct {
	t         *testing.T
	db        *db.DB
	log       *event.Log
	mux       *web.Mux
	people    *people.Service
	tickets   *ticket.Service
	ana, cleo people.User
}

func each(t *testing.T, test func(s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations()}
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(newSite(t, d)) })
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, db: d, log: event.NewLog()}
	s.people = people.New(d, s.log)
	s.tickets = ticket.NewService(d, s.log, s.people, blobs)
	users := map[string]people.User{}
	for into, u := range map[*people.User]people.User{
		&s.ana:  {Name: "Ana Lima", Email: "ana@desk.test", Role: access.Agent},
		&s.cleo: {Name: "Cleo Hart", Email: "cleo@desk.test", Role: access.Admin},
	} {
		s.do(func(ctx context.Context, tx *db.Tx) (err error) {
			*into, err = s.people.ImportUser(ctx, tx, u, "")
			return err
		})
		users[into.Email] = *into
	}
	bundle, err := i18n.NewBundle(page.Catalogue, workspace.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	s.mux = web.NewMux(web.Config{Now: func() time.Time { return d.Now(context.Background()) },
		Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			if u, ok := users[r.Header.Get("As")]; ok {
				ctx = access.With(ctx, u.Principal("web"))
			}
			return bundle.WithLocale(ctx, r.Header.Get("Accept-Language")), nil
		}})
	shell := &workspace.Shell{Desk: "Support", DB: d, Log: s.log, People: s.people, Tickets: s.tickets, Hub: web.NewHub()}
	shell.Routes(s.mux)
	return s
}

func (s *site) do(fn func(ctx context.Context, tx *db.Tx) error) {
	s.t.Helper()
	ctx := access.AsSystem(s.t.Context(), "import")
	if err := s.db.Do(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		s.t.Fatal(err)
	}
}

// as is a context in which u acts.
func (s *site) as(u people.User) context.Context {
	return access.With(s.t.Context(), u.Principal("web"))
}

// answer is a page as it came.
type answer struct {
	*httptest.ResponseRecorder
	t    *testing.T
	text string // with HTML entities decoded
}

func (s *site) get(who people.User, path string) answer {
	s.t.Helper()
	return s.request(http.MethodGet, who, path, nil)
}

func (s *site) post(who people.User, path string, v url.Values) answer {
	s.t.Helper()
	return s.request(http.MethodPost, who, path, strings.NewReader(v.Encode()))
}

func (s *site) request(method string, who people.User, path string, body io.Reader) answer {
	s.t.Helper()
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("As", who.Email)
	r.Header.Set("Accept", "text/html")
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return answer{w, s.t, html.UnescapeString(w.Body.String())}
}

// shows wants a page that says all of words.
func (a answer) shows(status int, words ...string) answer {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("status %d, want %d:\n%s", a.Code, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			a.t.Errorf("the page does not say %q:\n%s", w, a.main())
		}
	}
	return a
}

func (a answer) hides(words ...string) answer {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(a.text, w) {
			a.t.Errorf("the page says %q:\n%s", w, a.main())
		}
	}
	return a
}

func (a answer) leads(to string) {
	a.t.Helper()
	if got := a.Header().Get("Location"); a.Code != http.StatusSeeOther || got != to {
		a.t.Fatalf("status %d to %q, want 303 to %q:\n%s", a.Code, got, to, a.main())
	}
}

func (a answer) main() string {
	_, text, _ := strings.Cut(a.text, "<main")
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

package peopleui_test

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const password = "seven lanterns burn"

// site is a desk that has only people, behind a real server.
type site struct {
	url     string
	people  *people.Service
	letters []people.Letter
	errors  int // pages that were our own fault
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations()}
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		test(t, s)
		if s.errors > 0 {
			t.Errorf("%d answers were our own fault", s.errors)
		}
	})
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	s := &site{people: people.New(d, event.NewLog())}
	bundle, err := i18n.NewBundle(page.Catalogue, peopleui.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return d.Now(context.Background()) }
	mux := web.NewMux(web.Config{
		Now: now, Sessions: people.NewSessions(d, web.SessionUser), SignIn: "/sign-in",
		Identify: func(ctx context.Context, id int64) (context.Context, error) {
			p, _, err := s.people.Identify(ctx, id, web.SignedInAt(ctx))
			return access.With(ctx, p), err
		},
		Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			return bundle.WithLocale(ctx, r.Header.Get("Accept-Language")), nil
		},
		Observe: func(_ string, status int, _ time.Duration) {
			if status == http.StatusInternalServerError {
				s.errors++
			}
		},
	})
	shell := func(r *http.Request, title string, body ...g.Node) web.Node {
		return page.Shell(r.Context(), page.Frame{Title: title, Now: now(), Flashes: web.TakeFlashes(r.Context())}, body...)
	}
	peopleui.New(peopleui.Deps{People: s.people, Now: now, Shell: shell, Languages: []string{"en", "de"}, NewTicket: "/tickets/new",
		Regions:     func() []peopleui.Region { return []peopleui.Region{{Key: "emea", Name: "EMEA", Tone: "ochre"}} },
		UserTickets: func(context.Context, int64) (g.Node, error) { return g.Text("recent tickets"), nil }}).Routes(mux)
	mux.Handle("GET /{$}", func(w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, http.StatusOK, shell(r, "Home"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	s.people.Attach(people.Post{Link: func(path string) string { return s.url + path },
		Send: func(_ context.Context, tx *db.Tx, l people.Letter) error {
			tx.AfterCommit(func() { s.letters = append(s.letters, l) })
			return nil
		}})
	return s
}

// browser is someone at a computer: it keeps cookies and does not follow redirects by itself.
type browser struct {
	t      *testing.T
	site   *site
	client *http.Client
	lang   string
}

func (s *site) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: s, lang: "en", client: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is a page as it came.
type answer struct {
	status int
	at     string // where it leads, for a redirect
	header http.Header
	body   string // with HTML entities decoded
	raw    string
}

func (b *browser) get(path string) answer { return b.do(http.MethodGet, path, nil) }

func (b *browser) post(path string, fields ...string) answer {
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return b.do(http.MethodPost, path, strings.NewReader(values.Encode()))
}

func (b *browser) do(method, path string, body io.Reader) answer {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.site.url+strings.TrimPrefix(path, b.site.url), body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Accept-Language", b.lang)
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), res.Header, html.UnescapeString(string(text)), string(text)}
}

// leads wants a redirect to a path.
func (b *browser) leads(a answer, to string) {
	b.t.Helper()
	if a.status != http.StatusSeeOther || a.at != to {
		b.t.Fatalf("got %d to %q, want 303 to %q\n%s", a.status, a.at, to, a.main())
	}
}

// shows wants a page that says all of words.
func (b *browser) shows(a answer, status int, words ...string) {
	b.t.Helper()
	if a.status != status {
		b.t.Fatalf("got %d to %q, want %d\n%s", a.status, a.at, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			b.t.Fatalf("the page does not say %q:\n%s", w, a.main())
		}
	}
}

func (b *browser) hides(a answer, words ...string) {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			b.t.Fatalf("the page says %q:\n%s", w, a.main())
		}
	}
}

// main is the part of a page that differs.
func (a answer) main() string {
	_, text, _ := strings.Cut(a.body, "<main")
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

// team gives browsers of an administrator and an agent, signed in.
func (s *site) team(t *testing.T) (admin, agent *browser) {
	ctx := access.AsSystem(t.Context(), "cli")
	for name, role := range map[string]access.Role{"ana": access.Admin, "bo": access.Agent} {
		if _, err := s.people.Add(ctx, name, name+"@desk.example.com", role, password); err != nil {
			t.Fatal(err)
		}
	}
	admin, agent = s.browser(t), s.browser(t)
	admin.leads(admin.post("/sign-in", "address", "ana@desk.example.com", "password", password), "/")
	agent.leads(agent.post("/sign-in", "address", "bo@desk.example.com", "password", password), "/")
	return admin, agent
}

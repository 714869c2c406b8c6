package notifyui_test

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

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// site is a desk with an agent, an administrator and a customer, behind its mux. Who a request comes from
// stands in its header As.
type site struct {
	mux             *web.Mux
	ui              *notifyui.UI
	notify          *notify.Service
	tickets         *ticket.Service
	ana, cleo, dana people.User
	answer          submit.Recipient
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), notify.Migrations()}
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(t, newSite(t, d)) })
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	s := &site{tickets: ticket.NewService(d, log, persons, blobs), answer: submit.Recipient{Outcome: submit.Sent, Code: 250, Text: "Ok"}}
	s.notify = notify.New(notify.Deps{DB: d, Log: log, People: persons, Tickets: s.tickets, Key: []byte("key"), Submit: s.submit})
	log.Attach([]event.Handler{s.notify.Handler()}, nil)
	ctx := access.AsSystem(t.Context(), "test")
	users := map[string]people.User{}
	for into, u := range map[*people.User]people.User{
		&s.ana:  {Name: "Ana Lima", Email: "ana@desk.test", Role: access.Agent},
		&s.cleo: {Name: "Cleo Hart", Email: "cleo@desk.test", Role: access.Admin},
		&s.dana: {Name: "Dana <b>Whitfield", Email: "dana@customer.test", Role: access.EndUser},
	} {
		*into, err = db.InTx(ctx, d, func(tx *db.Tx) (people.User, error) { return persons.ImportUser(ctx, tx, u, "") })
		if err != nil {
			t.Fatal(err)
		}
		users[into.Email] = *into
	}
	bundle, err := i18n.NewBundle(page.Catalogue, notifyui.Catalogue)
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
	s.ui = notifyui.New(notifyui.Deps{Notify: s.notify, Now: d.Now,
		Named: func(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
			return persons.Named(ctx, d.Read(), ids...)
		},
		Page: func(r *http.Request, title string, body ...g.Node) web.Node {
			return page.Shell(r.Context(), page.Frame{Title: title, Now: d.Now(r.Context())}, body...)
		}})
	s.ui.Routes(s.mux)
	return s
}

func (s *site) submit(_ context.Context, _ submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
	if err := msg(io.Discard); err != nil {
		return nil, err
	}
	var all []submit.Recipient
	for _, to := range env.To {
		r := s.answer
		r.Address = to
		all = append(all, r)
	}
	return all, nil
}

// answer is a page as it came.
type answer struct {
	*httptest.ResponseRecorder
	text string // with HTML entities decoded
}

func (s *site) get(who people.User, path string) answer { return s.do(http.MethodGet, who, path, nil) }

func (s *site) post(who people.User, path string, fields ...string) answer {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return s.do(http.MethodPost, who, path, strings.NewReader(v.Encode()))
}

func (s *site) do(method string, who people.User, path string, body io.Reader) answer {
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("As", who.Email)
	r.Header.Set("Accept", "text/html")
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return answer{w, html.UnescapeString(w.Body.String())}
}

func (a answer) shows(t *testing.T, status int, words ...string) answer {
	t.Helper()
	if a.Code != status {
		t.Fatalf("status %d, want %d:\n%s", a.Code, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			t.Errorf("the page does not say %q:\n%s", w, a.main())
		}
	}
	return a
}

func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if got := a.Header().Get("Location"); a.Code != http.StatusSeeOther || got != to {
		t.Fatalf("status %d to %q, want 303 to %q:\n%s", a.Code, got, to, a.main())
	}
}

func (a answer) main() string {
	_, text, _ := strings.Cut(a.text, "<main")
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

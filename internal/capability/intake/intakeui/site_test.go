package intakeui_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/intake/intakeui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
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

// site is a desk with a light agent, an agent and an administrator, behind its mux. Who a request comes from
// stands in its header As.
type site struct {
	t              *testing.T
	db             *db.DB
	mux            *web.Mux
	intake         *intake.Service
	people         *people.Service
	statuses       map[string]intake.MailboxStatus
	lea, ana, cleo people.User
	received       int
}

const support = "support@desk.test"

func each(t *testing.T, test func(s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), intake.Migrations()}
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(newSite(t, d)) })
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	s := &site{t: t, db: d, people: people.New(d, log), statuses: map[string]intake.MailboxStatus{}}
	s.intake = intake.New(intake.Deps{DB: d, Log: log, Blobs: blobs, People: s.people, Tickets: ticket.NewService(d, log, s.people, blobs),
		Key: []byte("0123456789abcdef0123456789abcdef"), Desk: "d1"})
	users := map[string]people.User{}
	for into, u := range map[*people.User]people.User{
		&s.lea:  {Name: "Lea Otis", Email: "lea@desk.test", Role: access.LightAgent},
		&s.ana:  {Name: "Ana Lima", Email: "ana@desk.test", Role: access.Agent},
		&s.cleo: {Name: "Cleo Hart", Email: "cleo@desk.test", Role: access.Admin},
	} {
		s.do(func(ctx context.Context, tx *db.Tx) (err error) {
			*into, err = s.people.ImportUser(ctx, tx, u, "")
			return err
		})
		users[into.Email] = *into
	}
	s.do(func(ctx context.Context, tx *db.Tx) error {
		return intake.Addresses.Set(ctx, tx, log, []string{support})
	})
	s.serve(users)
	return s
}

func (s *site) serve(users map[string]people.User) {
	s.t.Helper()
	bundle, err := i18n.NewBundle(page.Catalogue, intakeui.Catalogue)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mux = web.NewMux(web.Config{Now: func() time.Time { return s.db.Now(context.Background()) },
		Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			if u, ok := users[r.Header.Get("As")]; ok {
				ctx = access.With(ctx, u.Principal("web"))
			}
			return bundle.WithLocale(ctx, r.Header.Get("Accept-Language")), nil
		}})
	intakeui.New(intakeui.Deps{Intake: s.intake, Block: s.people.Block, Now: s.db.Now, SMTP: "127.0.0.1:2525",
		Statuses: func() map[string]intake.MailboxStatus { return s.statuses },
		Named: func(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
			return s.people.Named(ctx, s.db.Read(), ids...)
		},
		Page: func(r *http.Request, title string, body ...g.Node) web.Node {
			return page.Shell(r.Context(), page.Frame{Title: title, Now: s.db.Now(r.Context())}, body...)
		}}).Routes(s.mux)
}

func (s *site) system() context.Context { return access.AsSystem(s.t.Context(), "test") }

func (s *site) do(fn func(ctx context.Context, tx *db.Tx) error) {
	s.t.Helper()
	ctx := s.system()
	if err := s.db.Do(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		s.t.Fatal(err)
	}
}

// receive stores a mail without filing it.
func (s *site) receive(raw string) int64 {
	s.t.Helper()
	s.received++
	id, _, err := s.intake.Receive(s.system(), intake.Inbound{Channel: "lmtp", Key: fmt.Sprint(s.received), EnvFrom: "env@elsewhere.test",
		EnvTo: []string{support}, Body: strings.NewReader(raw), Size: int64(len(raw))})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// file gives a delivery as it stands once it was filed.
func (s *site) file(id int64) intake.Delivery {
	s.t.Helper()
	if err := s.intake.File(s.system(), id); err != nil {
		s.t.Fatal(err)
	}
	return s.delivery(id)
}

func (s *site) delivery(id int64) intake.Delivery {
	s.t.Helper()
	d, err := s.intake.Delivery(s.system(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// kill makes a mail a dead letter, as the queue does after the last try.
func (s *site) kill(id int64) {
	s.t.Helper()
	args, err := json.Marshal(map[string]int64{"delivery": id})
	if err != nil {
		s.t.Fatal(err)
	}
	s.do(func(ctx context.Context, tx *db.Tx) error {
		return s.intake.Module().Workers[0].Discarded(ctx, tx, job.Job{Args: args, Attempt: 5}, errors.New("index out of range [3]"))
	})
}

func letter(lines ...string) string {
	return strings.Join(lines, "\r\n") + "\r\n\r\nIt stops at 40 %.\r\n"
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

func (s *site) post(who people.User, path string, fields ...string) answer {
	s.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
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

package ticketui_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
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

// site is a desk that has only tickets and people, behind a real server. Who asks says so in a header.
type site struct {
	t       *testing.T
	url     string
	db      *db.DB
	people  *people.Service
	tickets *ticket.Service
	ids     map[string]int64

	outcomes map[int64]string // of mails, by comment

	mu        sync.Mutex
	published []string // topics
	errors    int      // answers that were our own fault
}

var staff = map[string]access.Role{"ana": access.Agent, "ben": access.Agent, "lena": access.Lead, "light": access.LightAgent, "dana": access.EndUser}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations()}
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
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	s := &site{t: t, db: d, people: people.New(d, log), ids: map[string]int64{}}
	s.tickets = ticket.NewService(d, log, s.people, blobs)
	err = d.Do(t.Context(), func(tx *db.Tx) error {
		for name, role := range staff {
			u, err := s.people.ImportUser(access.AsSystem(t.Context(), "test"), tx, people.User{Name: name, Email: name + "@example.com", Role: role}, "")
			if err != nil {
				return err
			}
			s.ids[name] = u.ID
		}
		return s.tickets.EnsureDefaultViews(access.AsSystem(t.Context(), "test"), tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.serve(t)
	return s
}

func (s *site) serve(t *testing.T) {
	bundle, err := i18n.NewBundle(page.Catalogue, ticketui.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	mux := web.NewMux(web.Config{
		Now: func() time.Time { return s.db.Now(context.Background()) },
		Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			ctx = bundle.WithLocale(ctx, "en")
			if id := s.ids[r.Header.Get("X-As")]; id != 0 {
				ctx = s.as(ctx, r.Header.Get("X-As"))
			}
			return ctx, nil
		},
		Observe: func(_ string, status int, _ time.Duration) {
			if status == http.StatusInternalServerError {
				s.errors++
			}
		},
	})
	ticketui.New(ticketui.Deps{Tickets: s.tickets, People: s.people, Now: s.db.Now, Key: []byte("of the test"),
		Publish: func(topic string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.published = append(s.published, topic)
		},
		Delivery: func(context.Context, int64) (map[int64]g.Node, error) {
			nodes := map[int64]g.Node{}
			for id, text := range s.outcomes {
				nodes[id] = g.Text(text)
			}
			return nodes, nil
		},
		Page: func(r *http.Request, title string, body ...g.Node) web.Node {
			return page.Shell(r.Context(), page.Frame{Title: title, Now: s.db.Now(r.Context())}, body...)
		}}).Routes(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
}

func (s *site) as(ctx context.Context, name string) context.Context {
	return access.With(ctx, access.Principal{UserID: s.ids[name], Name: name, Role: staff[name], Via: "web"})
}

// open makes a ticket of dana's.
func (s *site) open(c ticket.NewComment) ticket.Ticket {
	s.t.Helper()
	c.Public = true
	tk, err := s.tickets.Create(access.AsSystem(s.t.Context(), "mail"), ticket.NewTicket{Subject: "502 after the upgrade", RequesterID: s.ids["dana"],
		Channel: "mail", Comment: c})
	if err != nil {
		s.t.Fatal(err)
	}
	return tk
}

func (s *site) thread(id int64) ticket.Thread {
	s.t.Helper()
	th, err := s.tickets.Thread(s.as(s.t.Context(), "ana"), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return th
}

// answer is a page as it came.
type answer struct {
	status int
	header http.Header
	body   string // with HTML entities decoded
}

func (s *site) get(as, path string) answer { return s.do(as, http.MethodGet, path, "", nil) }

// post sends a form; fields are name, value, name, value.
func (s *site) post(as, path string, fields ...string) answer {
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return s.do(as, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// send posts multipart, as the composer does; a field "file" holds a name and a content, parted by a colon.
func (s *site) send(as, path string, fields ...string) answer {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] != "file" {
			m.WriteField(fields[i], fields[i+1])
			continue
		}
		name, content, _ := strings.Cut(fields[i+1], ":")
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			s.t.Fatal(err)
		}
		io.WriteString(w, content)
	}
	m.Close()
	return s.do(as, http.MethodPost, path, m.FormDataContentType(), &body)
}

func (s *site) do(as, method, path, contentType string, body io.Reader) answer {
	s.t.Helper()
	as, fragment := strings.CutSuffix(as, "+htmx")
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	req.Header.Set("X-As", as)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if fragment {
		req.Header.Set("HX-Request", "true")
		req.Header.Set("HX-Request-Type", "partial")
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, html.UnescapeString(string(text))}
}

// leads wants a redirect to a path.
func (s *site) leads(a answer, to string) {
	s.t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != to {
		s.t.Fatalf("got %d to %q, want 303 to %q\n%s", a.status, a.header.Get("Location"), to, a.main())
	}
}

// shows wants a page that says all of words.
func (s *site) shows(a answer, status int, words ...string) {
	s.t.Helper()
	if a.status != status {
		s.t.Fatalf("got %d, want %d\n%s", a.status, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			s.t.Fatalf("the page does not say %q:\n%s", w, a.main())
		}
	}
}

func (s *site) hides(a answer, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			s.t.Fatalf("the page says %q:\n%s", w, a.main())
		}
	}
}

// main is the part of a page that differs.
func (a answer) main() string {
	if _, text, ok := strings.Cut(a.body, "<main"); ok {
		text, _, _ = strings.Cut(text, "</main>")
		return text
	}
	return a.body
}

// upload sends a file ahead and gives its number.
func (s *site) upload(as, file string) int64 {
	s.t.Helper()
	a := s.send(as, "/uploads", "file", file)
	s.shows(a, http.StatusOK, `name="attachment"`)
	_, after, _ := strings.Cut(a.body, `name="attachment" value="`)
	number, _, _ := strings.Cut(after, `"`)
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		s.t.Fatalf("no number of a file in %s", a.body)
	}
	return id
}

func path(id int64, more string) string { return fmt.Sprintf("/tickets/%d%s", id, more) }

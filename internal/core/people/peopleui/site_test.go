package peopleui_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

const password = "seven lanterns burn"

// site is a desk that one signs in to.
type site struct {
	*pagetest.Site
	letters []people.Letter
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p}
		s.People.Attach(people.Post{Link: func(path string) string { return s.URL + path },
			Send: func(_ context.Context, tx *db.Tx, l people.Letter) error {
				tx.AfterCommit(func() { s.letters = append(s.letters, l) })
				return nil
			}})
		s.serve()
		test(t, s)
	})
}

func (s *site) serve() {
	pages := peopleui.New(peopleui.Deps{People: s.People, Shell: s.Page, Languages: []string{"en", "de"}, NewTicket: "/tickets/new",
		Now:         func() time.Time { return s.DB.Now(context.Background()) },
		Regions:     func() []peopleui.Region { return []peopleui.Region{{Key: "emea", Name: "EMEA", Tone: "ochre"}} },
		UserTickets: func(context.Context, int64) (g.Node, error) { return g.Text("recent tickets"), nil },
		OpenTickets: func(context.Context, int64) (g.Node, error) { return g.Text("open tickets"), nil },
		Calendars: func(context.Context) ([]peopleui.Schedule, error) {
			return []peopleui.Schedule{{ID: 3, Title: "Their own hours"}}, nil
		},
		Load: func(context.Context) (map[int64]int, error) { return map[int64]int{1: 4, 2: 4}, nil }})
	doors := web.Config{Sessions: people.NewSessions(s.DB, web.SessionUser), SignIn: "/sign-in",
		Identify: func(ctx context.Context, id int64) (context.Context, error) {
			p, _, err := s.People.Identify(ctx, id, web.SignedInAt(ctx))
			return access.With(ctx, p), err
		}}
	s.Serve(doors, peopleui.Catalogue, func(mux *web.Mux) {
		pages.Routes(mux)
		mux.Handle("GET /{$}", func(w http.ResponseWriter, r *http.Request) error {
			return web.Render(w, http.StatusOK, s.Page(r, "Home"))
		})
	})
}

// team gives an administrator and an agent, signed in.
func (s *site) team(t *testing.T) (admin, agent *pagetest.Person) {
	t.Helper()
	for name, role := range map[string]access.Role{"ana": access.Admin, "bo": access.Agent} {
		if _, err := s.People.Add(access.AsSystem(t.Context(), "cli"), name, name+"@desk.example.com", role, password); err != nil {
			t.Fatal(err)
		}
	}
	admin, agent = s.Stranger(), s.Stranger()
	admin.Post("/sign-in", "address", "ana@desk.example.com", "password", password).Leads("/")
	agent.Post("/sign-in", "address", "bo@desk.example.com", "password", password).Leads("/")
	return admin, agent
}

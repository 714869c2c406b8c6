package portal_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/environmentui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a portal with two customers, an engineer, and the letters it sent.
type site struct {
	*pagetest.Site
	dana, eve, ana *pagetest.Person
	letters        []people.Letter
	runs           *environment.Service
	named, first   bool
	due            time.Time // by when we answer
	ahead          []portal.Ahead
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, named: true}
		s.People.Attach(people.Post{Link: func(path string) string { return s.URL + path },
			Send: func(_ context.Context, tx *db.Tx, l people.Letter) error {
				tx.AfterCommit(func() { s.letters = append(s.letters, l) })
				return nil
			}})
		s.runs = environment.New(environment.Deps{DB: s.DB, Log: s.Log, People: s.People, Blobs: s.Blobs, Refuse: s.Tickets.RefusePicture,
			Customer: func(ctx context.Context, q db.Querier, id int64) (int64, error) {
				t, err := s.Tickets.Load(ctx, q, id)
				return t.OrganizationID, err
			}})
		pages := portal.New(portal.Deps{DB: s.DB, Log: s.Log, Blobs: s.Blobs, People: s.People, Tickets: s.Tickets, Environments: s.runs,
			Languages: []string{"en", "de"},
			Desk:      func(context.Context) string { return "Northwind Support" }, Address: func(context.Context) string { return "support@northwind.test" },
			Named: func(context.Context) bool { return s.named }, AnswerBy: func(context.Context, int64) (time.Time, bool,
				error) {
				return s.due, s.first, nil
			},
			Ahead: func(context.Context) ([]portal.Ahead, error) { return s.ahead, nil },
			Page:  s.Page,
			Regions: func(context.Context) ([]portal.Region, error) {
				return []portal.Region{{Key: "emea", Name: "EMEA", City: "Amsterdam", Tone: "ochre",
					Hours: "Mon to Fri 08:00–18:00 Amsterdam"}, {Key: "apac", Name: "APAC"}}, nil
			}})
		doors := web.Config{Sessions: people.NewSessions(s.DB, web.SessionUser), SignIn: "/sign-in",
			Identify: func(ctx context.Context, id int64) (context.Context, error) {
				who, _, err := s.People.Identify(ctx, id, web.SignedInAt(ctx))
				return access.With(ctx, who), err
			}}
		s.Serve(doors, portal.Catalogue, pages.Routes, environmentui.Catalogue)
		s.dana, s.eve = s.Join("Dana Whitfield", "dana@customer.test", access.EndUser), s.Join("Eve Mold", "eve@customer.test", access.EndUser)
		s.ana = s.Join("Ana Lima", "ana@northwind.test", access.Agent)
		test(t, s)
	}, environment.Migrations(), portal.Migrations())
}

// asks opens a ticket of somebody's.
func (s *site) asks(who *pagetest.Person) int64 {
	s.T.Helper()
	id, err := s.Tickets.OwnCreate(who.Context(), ticket.OwnNew{Subject: "502 everywhere", Body: "Since Monday.", Severity: 2})
	s.must(err)
	return id
}

// update is what an engineer does to a ticket.
func (s *site) update(id int64, u ticket.Update) {
	s.T.Helper()
	_, err := s.Tickets.Update(s.ana.Context(), id, u)
	s.must(err)
}

func (s *site) must(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

// mailed does the job that mails links, and gives the newest.
func (s *site) mailed(args string) string {
	s.T.Helper()
	for _, w := range s.People.Workers() {
		if w.Kind == "people.entry" {
			s.must(w.Handle(s.T.Context(), job.Job{Kind: w.Kind, Args: []byte(args)}))
		}
	}
	if len(s.letters) == 0 {
		s.T.Fatal("no letter was sent")
	}
	return s.letters[len(s.letters)-1].Link
}

func pathOf(link string) string {
	u, err := url.Parse(link)
	if err != nil || !strings.HasPrefix(u.Path, people.EntryPath) {
		return ""
	}
	return u.Path
}

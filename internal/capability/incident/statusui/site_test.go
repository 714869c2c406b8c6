package statusui

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// desk is one with components, two incidents and a maintenance, and the public pages of it.
type desk struct {
	*pagetest.Site
	incidents *incident.Service
	pages     *UI
	ana       *pagetest.Person
	stranger  *pagetest.Person
	letters   []incident.Letter
	git, api  int64 // components
	open      incident.Incident
	folder    string
}

// each runs test on both engines.
func each(t *testing.T, test func(t *testing.T, s *desk)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &desk{Site: p, folder: t.TempDir()}
		s.incidents = incident.New(incident.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Key: []byte("key"),
			Link: func(path string) string { return "https://desk.test" + path }, Named: func(context.Context) string { return "Globex" },
			Mail: func(_ context.Context, _ *db.Tx, l incident.Letter) error {
				s.letters = append(s.letters, l)
				return nil
			}})
		p.Log.Attach(s.incidents.Module().Handlers, nil)
		bundle, err := i18n.NewBundle(page.Catalogue, Catalogue)
		must(t, err)
		s.pages = New(Deps{Incidents: s.incidents, Now: p.DB.Now, Desk: func(context.Context) string { return "Globex" },
			Link:     func(path string) string { return "https://desk.test" + path },
			Localize: func(ctx context.Context) context.Context { return bundle.WithLocale(ctx) }, Folder: s.folder})
		s.ana, s.stranger = p.Join("Ana", "ana@desk.test", access.Admin), p.Stranger()
		s.fill(t)
		p.Serve(web.Config{}, Catalogue, s.pages.Routes)
		test(t, s)
	}, incident.Migrations())
}

// fill gives the page something to show.
func (s *desk) fill(t *testing.T) {
	t.Helper()
	ctx := s.ana.Context()
	group, err := s.incidents.SaveComponent(ctx, incident.Component{Title: "Services", IsGroup: true})
	must(t, err)
	s.git, err = s.incidents.SaveComponent(ctx, incident.Component{Title: "Git", About: "over SSH and HTTPS", GroupID: group, Showcase: true})
	must(t, err)
	s.api, err = s.incidents.SaveComponent(ctx, incident.Component{Title: "API", GroupID: group, Showcase: true, Position: 1})
	must(t, err)
	for n := range 8 {
		_, err = s.incidents.SaveComponent(ctx, incident.Component{Title: "Component " + string(rune('A'+n)), Showcase: true, Position: 5 + n})
		must(t, err)
	}
	over := s.declare(t, "Slow API", s.api, incident.Degraded)
	s.say(t, over, incident.Resolved, "The API is as fast as ever.")
	s.open = s.declare(t, "Pushes <fail>", s.git, incident.PartialOut)
	s.say(t, s.open, incident.Identified, "It is the \"disk\" & its cable.")
	now := s.DB.Now(ctx)
	_, err = s.incidents.Declare(ctx, incident.NewIncident{Kind: incident.Maintenance, Title: "New disks", For: now.AddDate(0, 0, 3),
		Until:         now.AddDate(0, 0, 4),
		PublishAtOnce: true, First: incident.NewUpdate{Body: "Git is read-only meanwhile."}, MaintenanceOf: []int64{s.git}})
	must(t, err)
}

func (s *desk) declare(t *testing.T, title string, component int64, health incident.Health) incident.Incident {
	t.Helper()
	i, err := s.incidents.Declare(s.ana.Context(), incident.NewIncident{Title: title, Severity: 2, PublishAtOnce: true,
		First: incident.NewUpdate{Body: "We are investigating.", Changes: []incident.Change{{Component: component, To: health}}}})
	must(t, err)
	return i
}

func (s *desk) say(t *testing.T, i incident.Incident, status incident.Status, body string) {
	t.Helper()
	u, err := s.incidents.Write(s.ana.Context(), incident.NewUpdate{Incident: i.ID, Status: status, Body: body})
	must(t, err)
	must(t, s.incidents.Publish(s.ana.Context(), u.ID))
}

// customer is somebody of an organization.
func (s *desk) customer(t *testing.T, name, address string) (u people.User, org people.Organization) {
	t.Helper()
	s.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		if org, err = s.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: name}); err != nil {
			return err
		}
		u, err = s.People.ImportUser(ctx, tx, people.User{Name: address, Email: address, Role: access.EndUser, OrganizationID: org.ID}, "")
		return err
	})
	return u, org
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

package discussionui_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/capability/discussion/discussionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a restricted desk with its pages about discussion items, two engineers, and a ticket of a customer's.
type site struct {
	*pagetest.Site
	discussions            *discussion.Service
	ana, ben, light, admin *pagetest.Person
	ticket                 ticket.Ticket
	answers                []discussion.Answer
	down                   bool
	left                   []discussion.Crossing
}

func each(t *testing.T, restricted bool, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@gov.test", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), ben: join("ben", access.Agent), light: join("light", access.LightAgent),
			admin: join("admin", access.Admin)}
		deps := discussion.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets}
		if restricted {
			deps.Deliver = func(_ context.Context, c discussion.Crossing) (string, error) {
				s.left = append(s.left, c)
				return "77", nil
			}
			deps.Answers = func(context.Context, string) ([]discussion.Answer, error) {
				if s.down {
					return nil, errors.New("the other desk is down")
				}
				return s.answers, nil
			}
			deps.Close = func(context.Context, string) error { return nil }
		}
		s.discussions = discussion.New(deps)
		agency := p.Customer(people.Organization{Name: "Helvetia Space Agency", Aliases: []string{"HSA"}, Domains: []string{"agency.gov"}})
		jane := p.Core.Join(people.User{Name: "Jane Okonkwo", Email: "jane@agency.gov", Role: access.EndUser, OrganizationID: agency.ID})
		s.ticket = p.Open(ticket.NewTicket{Subject: "Gitaly fails", RequesterID: jane.ID, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: "lost gitaly-07.prod.agency.gov"}})
		pages := discussionui.New(discussionui.Deps{Discussions: s.discussions, Tickets: p.Tickets, Named: p.Tickets.Named, Page: p.Page, Now: p.DB.Now})
		s.Serve(web.Config{Sessions: people.NewSessions(p.DB, web.SessionUser)}, discussionui.Catalogue, func(m *web.Mux) {
			pages.Routes(m)
			m.Handle("GET /tickets/{id}", func(w http.ResponseWriter, r *http.Request) error { // the ticket's page, as far as it is ours
				actions, err := pages.Actions(r.Context(), s.Ticket(s.ticket.ID))
				if err != nil {
					return err
				}
				panel, err := pages.Panel(r.Context(), s.Ticket(s.ticket.ID))
				if err != nil {
					return err
				}
				return web.Render(w, http.StatusOK, p.Page(r, "Ticket", append(actions, g.If(panel != nil, panel))...))
			})
		})
		test(t, s)
	}, discussion.Migrations())
}

// at is the ticket's page, and write that of a new item.
func (s *site) at() string    { return fmt.Sprint("/tickets/", s.ticket.ID) }
func (s *site) write() string { return s.at() + "/discussion" }

// cross has an item leave.
func (s *site) cross(item int64) {
	s.T.Helper()
	for _, w := range s.discussions.Module().Workers {
		if w.Kind == "discussion.cross" {
			s.Must(w.Handle(s.Ctx, job.Job{Args: fmt.Appendf(nil, `{"item":%d}`, item)}))
		}
	}
}

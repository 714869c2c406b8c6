package clearanceui_test

import (
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/clearance/clearanceui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a restricted desk with its pages of clearances: an administrator, a lead, an agent, a light agent, and a customer.
type site struct {
	*pagetest.Site
	clearances                   *clearance.Service
	admin, ana, light, dana, lea *pagetest.Person
}

func each(t *testing.T, restricted bool, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@gov.test", role) }
		s := &site{Site: p, admin: join("admin", access.Admin), lea: join("lea", access.Lead), ana: join("ana", access.Agent),
			light: join("light", access.LightAgent), dana: join("dana", access.EndUser)}
		s.clearances = clearance.New(clearance.Deps{DB: p.DB, Log: p.Log, People: p.People, Restricted: restricted, Key: []byte("of the test")})
		if restricted {
			p.People.AttachEntry(s.clearances.Entry)
		}
		pages := clearanceui.New(clearanceui.Deps{Clearances: s.clearances, People: p.People, Named: p.Tickets.Named, Page: p.Page, Now: p.DB.Now})
		s.Serve(web.Config{Sessions: people.NewSessions(p.DB, web.SessionUser)}, clearanceui.Catalogue, func(m *web.Mux) {
			pages.Routes(m)
			m.Handle("GET /outside", func(w http.ResponseWriter, r *http.Request) error {
				return web.Render(w, http.StatusForbidden, clearanceui.Outside(r.Context()))
			})
		})
		test(t, s)
	}, clearance.Migrations())
}

// cleared records that somebody was verified, on the machine.
func (s *site) cleared(u people.User, lastDay string) clearance.Record {
	s.T.Helper()
	r, err := s.clearances.Record(s.Ctx, clearance.Verification{PersonID: u.ID, Verifier: "Pat Officer", VerifiedOn: "2026-01-12",
		Proof: "Passport seen", LastDay: lastDay})
	s.Must(err)
	return r
}

package upgradeui_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/upgradeui"
	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, and a customer who runs 16.11.10.
type site struct {
	*pagetest.Site
	ana, sue, admin *pagetest.Person
	acme            int64
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), sue: join("sue", access.LightAgent), admin: join("admin", access.Admin)}
		environments := environment.New(environment.Deps{DB: p.DB, Log: p.Log, People: p.People, Blobs: p.Blobs})
		upgrades := upgrade.New(upgrade.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Environments: environments})
		pages := upgradeui.New(upgradeui.Deps{Upgrades: upgrades, Environments: environments, People: p.People, Tickets: p.Tickets,
			Page: p.Page, Now: p.DB.Now})
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Acme"})
			if err != nil {
				return err
			}
			s.acme = o.ID
			_, err = environments.SaveIn(ctx, tx,
				environment.Environment{OrganizationID: o.ID, Name: "Production", Kind: environment.Production, Deployment: "self-managed",
					Version: "16.11.10"})
			return err
		})
		s.Serve(web.Config{}, upgradeui.Catalogue, pages.Routes)
		test(t, s)
	}, upgrade.Migrations())
}

// TestPages plans an upgrade, keeps what was typed where it is refused, advises, postpones, and tries again.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/upgrades").Shows(http.StatusOK, "No upgrade here")
		s.ana.Get("/upgrades/new").Shows(http.StatusOK, "Whose upgrade is it?")
		s.sue.Get(fmt.Sprint("/upgrades/new?organization=", s.acme)).Shows(http.StatusForbidden)
		s.ana.Get(fmt.Sprint("/upgrades/new?organization=", s.acme)).Shows(http.StatusOK, "Acme, Production (16.11.10)")
		s.ana.Post("/upgrades", "environment", "1", "organization", fmt.Sprint(s.acme), "to", "16.1").Shows(http.StatusUnprocessableEntity,
			"16.1 does not come behind 16.11.10", `value="16.1"`)
		s.ana.Post("/upgrades", "environment", "1", "to", "17.5.5").Leads("/upgrades/1/edit")
		begin := s.DB.Now(s.Ctx).Add(72 * time.Hour).Format(window.Layout)
		plan := []string{"from", "16.11.10", "to", "17.5.5", "stops", "17.3.7", "plan", "Stop by stop", "zone", "UTC", "window", begin,
			"engineer", fmt.Sprint(s.ana.ID)}
		s.ana.Post("/upgrades/1", append(plan, "hours", "soon")...).Shows(http.StatusUnprocessableEntity,
			"“soon” is no number of hours", "Stop by stop</textarea>")
		s.ana.Post("/upgrades/1", append(plan, "hours", "100")...).Shows(http.StatusUnprocessableEntity, "up to 72 hours long")
		s.ana.Post("/upgrades/1", append(plan, "hours", "4,5")...).Leads("/upgrades/1")
		s.sue.Get("/upgrades/1").Shows(http.StatusOK, "No way back is written down", "4 h 30").Hides("Everything is ready")
		s.ana.Post("/upgrades/1/submit").Shows(http.StatusUnprocessableEntity, "It still needs a rollback plan")
		s.ana.Post("/upgrades/1", append(plan, "hours", "4.5", "rollback", "Restore")...).Leads("/upgrades/1")
		s.ana.Post("/upgrades/1/submit").Leads("/upgrades/1")
		s.ana.Get("/upgrades").Shows(http.StatusOK, "The next four weeks", "16.11.10 → 17.5.5", "ready")
		s.ana.Post("/upgrades/1/advise", "advice", "").Shows(http.StatusUnprocessableEntity, "Write down why it should wait")
		s.ana.Post("/upgrades/1/advise", "advice", "A patch comes").Leads("/upgrades/1")
		s.ana.Post("/upgrades/1/inform").Leads("/upgrades/1")
		s.ana.Post("/upgrades/1/record", "outcome", "done").Shows(http.StatusUnprocessableEntity, "The window has not begun")
		s.ana.Post("/upgrades/1/record", "outcome", "postponed", "note", "They wait").Leads("/upgrades/1")
		s.ana.Get("/upgrades/1").Shows(http.StatusOK, "A patch comes", "They wait", "recorded that the upgrade is postponed",
			"Plan another try").Hides("How did it go?")
		s.ana.Post("/upgrades/1/again").Leads("/upgrades/2/edit")
		s.ana.Get("/upgrades/2").Shows(http.StatusOK, "Another try of", "Restore")
		s.ana.Get("/upgrades/9").Shows(http.StatusNotFound)
	})
}

// TestSettings changes what upgrades go by.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		form := []string{"notice_minutes", "30", "call_days", "3", "call_minutes", "30", "ask_again_hours", "12", "form", "Upgrade assistance"}
		s.ana.Get("/settings/upgrades").Shows(http.StatusForbidden)
		s.admin.Post("/settings/upgrades", append(form, "stops", "16.11.10\nlater")...).Shows(http.StatusUnprocessableEntity,
			"“later” is no version", "16.11.10\nlater</textarea>")
		s.admin.Post("/settings/upgrades", append(form, "stops", "16.11.10")...).Leads("/settings/upgrades")
		s.admin.Header.Set("Accept-Language", "de")
		s.admin.Get("/settings/upgrades").Shows(http.StatusOK, "Nötige Zwischenschritte", `value="30"`)
	})
}

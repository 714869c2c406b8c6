package environmentui_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/environmentui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages and a customer.
type site struct {
	*pagetest.Site
	environments    *environment.Service
	ana, sue, admin *pagetest.Person
	acme            int64
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), sue: join("sue", access.LightAgent), admin: join("admin", access.Admin)}
		s.environments = environment.New(environment.Deps{DB: p.DB, Log: p.Log, People: p.People, Blobs: p.Blobs})
		pages := environmentui.New(environmentui.Deps{Environments: s.environments, People: p.People, Page: p.Page, Now: p.DB.Now})
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Acme"})
			s.acme = o.ID
			return err
		})
		s.Serve(web.Config{}, environmentui.Catalogue, pages.Routes)
		test(t, s)
	}, environment.Migrations())
}

// TestPages writes an environment down, keeps what was typed where it is refused, and shows it by its version.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/environments").Shows(http.StatusOK, "No environment is found")
		s.sue.Get(fmt.Sprint("/environments/new?organization=", s.acme)).Shows(http.StatusForbidden)
		s.ana.Get(fmt.Sprint("/environments/new?organization=", s.acme)).Shows(http.StatusOK, "Acme", "Usual roles: Application")
		form := []string{"organization", fmt.Sprint(s.acme), "name", "Production", "kind", "production", "deployment", "self-managed",
			"users", "8000", "topology", "Two **racks**"}
		s.ana.Post("/environments", append(form, "version", "17.x", "nodes", "Database: 3")...).Shows(http.StatusUnprocessableEntity,
			"“17.x” is no version", "Two **racks**</textarea>")
		s.ana.Post("/environments",
			append(form, "version", "17.2.9-ee", "nodes", "Database three")...).Shows(http.StatusUnprocessableEntity,
			"“Database three” is no role with a count")
		s.ana.Post("/environments", append(form, "version", "17.2.9-ee", "nodes", "Database: 3\nCache: 2")...).Leads("/environments/1")
		s.sue.Get("/environments/1").Shows(http.StatusOK, "17.2.9-ee", "past its end of support", "<strong>racks</strong>", "5 nodes",
			"Up to 10,000 users").Hides("Add the document")
		s.ana.Get("/environments?version=17").Shows(http.StatusOK, "Acme", "/environments?version=17.2")
		s.ana.Get("/environments?version=16").Shows(http.StatusOK, "No environment is found")
		s.ana.Get("/environments?version=new").Shows(http.StatusUnprocessableEntity, "“new” is no version")
		s.ana.Post("/environments/1/confirm").Leads("/environments/1")
		s.ana.Get("/environments/1/edit").Shows(http.StatusOK, "Database: 3\nCache: 2", `value="17.2.9-ee"`)
		s.ana.Post("/environments/1", append(form, "version", "18.6.1-ee", "primary", "on")...).Leads("/environments/1")
		s.ana.Get("/environments/1").Shows(http.StatusOK, "18.6.1-ee", "17.2.9-ee").Hides("past its end of support")
		s.ana.Post("/environments/1/retire").Leads("/environments/1")
		s.ana.Get("/environments/1").Shows(http.StatusOK, "It runs no longer since", "It runs again")
		s.ana.Get("/environments/9").Shows(http.StatusNotFound)
	})
}

// TestSettings changes what environments are held against.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/settings/environments").Shows(http.StatusForbidden)
		s.admin.Post("/settings/environments", "supported", "17.2\nsoon", "stale_days", "30", "document_mb",
			"5").Shows(http.StatusUnprocessableEntity, "“soon” is no release", "17.2\nsoon</textarea>")
		s.admin.Post("/settings/environments", "supported", "17.2", "stale_days", "30", "document_mb", "5", "supported_until",
			"https://example.com/policy").Leads("/settings/environments")
		s.admin.Header.Set("Accept-Language", "de")
		s.admin.Get("/settings/environments").Shows(http.StatusOK, "Gepflegte Versionen", "https://example.com/policy")
	})
}

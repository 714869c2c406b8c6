// Package crmui holds the pages of taking customers over from a CRM. One file per page.
package crmui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	CRM    *crm.Service
	People *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Calendars gives the titles of the desk's calendars; nil knows none.
	Calendars func(ctx context.Context) ([]string, error)
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const root = "/crm"

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+root, u.getRuns)
	mux.Handle("POST "+root, u.postStart)
	mux.Handle("POST "+root+"/file", u.postFile, web.MaxBody(crm.MostBytes+1<<20))
	mux.Handle("GET "+root+"/sample.csv", u.getSample)
	mux.Handle("GET "+root+"/{id}", u.getRun)
	mux.Handle("GET "+root+"/{id}/state", u.getState)
	mux.Handle("GET "+root+"/{id}/plan.csv", u.getCSV)
	mux.Handle("POST "+root+"/{id}/apply", u.postApply)
	mux.Handle("POST "+root+"/{id}/resume", u.postResume)
	mux.Handle("POST "+root+"/{id}/abandon", u.postAbandon)
	mux.Handle("GET "+crm.OverridesPath, u.getOverrides)
	mux.Handle("POST "+crm.OverridesPath, u.postOverride)
	mux.Handle("POST "+crm.OverridesPath+"/drop", u.postDrop)
	mux.Handle("GET "+skusPath, u.getSKUs)
	mux.Handle("POST "+skusPath, u.postSKUs)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("GET "+connectionPath, u.getConnection)
	mux.Handle("POST "+connectionPath, u.postConnection)
	for _, s := range sections() {
		mux.Handle("GET "+s.path(), func(w http.ResponseWriter, r *http.Request) error { return u.getSection(w, r, s) })
		mux.Handle("POST "+s.path(), func(w http.ResponseWriter, r *http.Request) error { return u.postSection(w, r, s) })
	}
}

// Nav is what stands in the sidebar: nothing, for customers are taken over once and then by themselves.
func Nav() []module.NavItem { return nil }

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "crm", Icon: "building-2", Href: root, Section: "customers", Position: 34,
		Visible: func(ctx context.Context) bool { return access.Check(ctx, access.ManageSettings) == nil }}}
}

// tabs lead between the pages.
func tabs(ctx context.Context, current string) g.Node {
	var all []page.Tab
	for _, t := range []struct{ id, href string }{{"runs", root}, {"overrides", crm.OverridesPath}, {"skus", skusPath}, {"settings", settingsPath}} {
		all = append(all, page.Tab{Label: i18n.T(ctx, "crm.tab_"+t.id), Href: t.href, Current: t.id == current})
	}
	return page.Bar(page.Tabs(i18n.T(ctx, "settings.crm.title"), all...))
}

// OrganizationPanel tells of the account that an organization came from; nil for one that came from nowhere else.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	l, ok, err := u.CRM.LinkOf(ctx, o.ID)
	if err != nil || !ok {
		return nil, err
	}
	facts := []page.Fact{page.Say(i18n.T(ctx, "crm.account"), l.AccountID), page.Say(i18n.T(ctx, "crm.source"), i18n.T(ctx, "crm.source_"+string(l.Source)))}
	if access.Check(ctx, access.ManageSettings) == nil {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "crm.tab_overrides"),
			Value: h.A(h.Class("link"), h.Href(crm.OverridesPath+"?account="+l.AccountID), g.Text(i18n.T(ctx, "crm.hold_do")))})
	}
	return page.Facts(i18n.T(ctx, "settings.crm.title"), facts...), nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

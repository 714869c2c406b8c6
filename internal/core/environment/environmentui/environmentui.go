// Package environmentui holds the pages of what customers run: the list by version, one environment with its history and its
// documents, the form. One file per page.
package environmentui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/environment"
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
	Environments *environment.Service
	People       *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Upgrades is what another part has to say about the upgrades of an environment, for its page; nil says nothing.
	Upgrades func(ctx context.Context, e environment.Environment) (g.Node, error)
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	root         = "/environments"
	settingsPath = "/settings/environments"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /environments", u.getList)
	mux.Handle("GET /environments/new", u.getNew)
	mux.Handle("POST /environments", u.postNew)
	mux.Handle("GET /environments/import", u.getImport)
	mux.Handle("POST /environments/import", u.postImport, web.MaxBody(environment.InventoryBytes+64<<10))
	mux.Handle("GET /environments/{id}", u.getOne)
	mux.Handle("GET /environments/{id}/edit", u.getEdit)
	mux.Handle("POST /environments/{id}", u.postEdit)
	mux.Handle("POST /environments/{id}/confirm", u.postConfirm)
	mux.Handle("POST /environments/{id}/retire", u.postRetire)
	mux.Handle("POST /environments/{id}/documents", u.postDocument, web.MaxBody(0), web.Deadline(0))
	mux.Handle("GET /environments/{id}/documents/{document}", u.getDocument)
	mux.Handle("POST /environments/{id}/documents/{document}/remove", u.postRemove)
	mux.Handle("POST /tickets/{id}/environment", u.postChoose)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "environments", Icon: "server", Href: root, Section: "customers", Position: 62, Visible: may(access.ViewPeople)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "environments", Icon: "server", Href: settingsPath, Section: "customers", Position: 36,
		Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func organizationPath(id int64) string { return "/organizations/" + itoa(id) }

// word says a value of one of the fields that have words; what is not known is a dash.
func word(ctx context.Context, field, value string) string {
	if value == "" {
		return "–"
	}
	return i18n.T(ctx, "environment."+field+"_"+value)
}

// release is the version as people say it.
func release(ctx context.Context, version string) string {
	if version == "" {
		return i18n.T(ctx, "environment.no_version")
	}
	return version
}

// ageChip warns of a version that is not maintained; nil where there is nothing to warn of.
func ageChip(ctx context.Context, e environment.Environment, rules environment.InventoryRules) g.Node {
	if e.Deployment == "saas" { // we keep it new ourselves
		return nil
	}
	switch rules.AgeOf(e.Release()) {
	case environment.PastEnd:
		return page.Chip(page.Red, i18n.T(ctx, "environment.past_end"))
	case environment.Newer:
		return page.Chip(page.Amber, i18n.T(ctx, "environment.newer"))
	}
	return nil
}

// names are the people of numbers.
func (u *UI) names(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
	return u.Environments.Named(ctx, ids...)
}

// Package entitlementui holds the pages of entitlement. One file per page.
package entitlementui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
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
	Entitlements *entitlement.Service
	People       *people.Service
	Tickets      *ticket.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const listPath = "/entitlement"

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+listPath, u.getList)
	mux.Handle("GET "+listPath+"/{id}", u.getRefusal)
	mux.Handle("POST "+listPath+"/{id}/let", u.postLet)
	mux.Handle("POST "+listPath+"/{id}/contact", u.postContact)
	mux.Handle("POST "+listPath+"/{id}/leave", u.postLeave)
	mux.Handle("GET /tickets/{id}/entitlement", u.getProve)
	mux.Handle("POST /tickets/{id}/entitlement", u.postProve)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postRules)
	mux.Handle("GET "+wordsPath, u.getWords)
	mux.Handle("POST "+wordsPath, u.postWords)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "entitlement", Icon: "key-round", Href: listPath, Section: "customers", Position: 70, Visible: may(access.ViewPeople)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "entitlement", Icon: "key-round", Href: settingsPath, Section: "customers", Position: 24,
		Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

func reasonChip(ctx context.Context, why entitlement.Reason) g.Node {
	tone := page.Amber
	if why == entitlement.Expired || why == entitlement.OnHold {
		tone = page.Red
	}
	return page.Chip(tone, i18n.T(ctx, "door.reason_"+string(why)))
}

func personLink(id int64, name string) g.Node {
	if id == 0 {
		return g.Text(name)
	}
	return h.A(h.Class("link"), h.Href("/people/"+itoa(id)), g.Text(name))
}

func organizationLink(id int64, name string) g.Node {
	return h.A(h.Class("link"), h.Href("/organizations/"+itoa(id)), g.Text(name))
}

// Package slaui shows the desk's clocks: the policies under Settings with an editor that shows what they would come
// to, the panel beside a ticket, the page that says why a ticket is due when it is, and the chip of a row.
package slaui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need from the desk.
type Deps struct {
	Clocks    *sla.Service
	Calendars *calendar.Service
	// Named gives people by number.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	// Organization gives a customer; fault.NotFound when there is none.
	Organization func(ctx context.Context, id int64) (people.Organization, error)
	// Find finds whom a condition names.
	Find conditionui.Finder
	Now  func(ctx context.Context) time.Time
	// Page draws a page in the workspace.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
}

// UI serves the pages.
type UI struct {
	Deps
	chips chips
}

// New makes the pages.
func New(d Deps) *UI { return &UI{Deps: d} }

const list = "/settings/sla"

func path(id int64) string { return list + "/" + strconv.FormatInt(id, 10) }

func whyPath(ticket int64) string { return "/tickets/" + strconv.FormatInt(ticket, 10) + "/clocks" }

// Routes adds the pages to the desk's mux.
func (u *UI) Routes(m *web.Mux) {
	m.Handle("GET "+list, u.getList)
	m.Handle("GET "+list+"/progress", u.getProgress)
	m.Handle("GET "+list+"/new", u.getNew)
	m.Handle("POST "+list, u.post)
	m.Handle("GET "+list+"/{id}", u.getPolicy)
	m.Handle("POST "+list+"/{id}", u.post)
	m.Handle("POST "+list+"/{id}/move", u.postMove)
	m.Handle("POST "+list+"/{id}/delete", u.postDelete)
	m.Handle("GET /tickets/{id}/clocks", u.getWhy)
	m.Handle("POST /tickets/{id}/promise", u.postPromise)
	m.Handle("GET /organizations/{id}/promise", u.getPromised)
	m.Handle("POST /organizations/{id}/promise", u.postPromised)
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "sla", Icon: "clock", Href: list, Section: "tickets", Position: 31, Visible: may(access.ViewTickets)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func (u *UI) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, u.Page(r, title, body...))
}

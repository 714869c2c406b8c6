// Package calendarui holds the pages of the calendars under Settings: which there are and what is open now, one of
// them with its next two weeks and sample due times, and the form that changes it.
package calendarui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/calendar"
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
	Calendars *calendar.Service
	Now       func(ctx context.Context) time.Time
	// Page draws a page in the workspace.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
}

// Handlers are the pages.
type Handlers struct {
	deps      Deps
	calendars *calendar.Service
}

// New makes the pages.
func New(d Deps) *Handlers { return &Handlers{deps: d, calendars: d.Calendars} }

const list = "/settings/calendars"

func path(id int64) string { return list + "/" + strconv.FormatInt(id, 10) }

// Routes adds the pages to the desk's mux.
func (ui *Handlers) Routes(m *web.Mux) {
	m.Handle("GET "+list, ui.listPage)
	m.Handle("GET "+list+"/new", ui.newPage)
	m.Handle("POST "+list, ui.save)
	m.Handle("GET "+list+"/{id}", ui.calendarPage)
	m.Handle("GET "+list+"/{id}/edit", ui.editPage)
	m.Handle("POST "+list+"/{id}", ui.save)
	m.Handle("POST "+list+"/{id}/default", ui.makeDefault)
	m.Handle("POST "+list+"/{id}/delete", ui.remove)
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "calendars", Icon: "calendar", Href: list, Section: "desk", Position: 30, Visible: may(access.ViewTickets)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// show answers with a page in the workspace.
func (ui *Handlers) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	return web.Render(w, status, ui.deps.Page(r, title, body...))
}

// Package shiftui holds the pages of shift: the order of work, weekends and holidays, who works shifts and why. One file
// per page.
package shiftui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
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
	Shifts *shift.Service
	People *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Listed gives rows as every list of tickets shows them.
	Listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	root         = "/shift"
	staffingPath = root + "/staffing"
	peoplePath   = root + "/people"
	settingsPath = "/settings/shift"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+root, u.getOrder)
	mux.Handle("GET "+staffingPath, u.getStaffing)
	mux.Handle("GET "+staffingPath+"/{region}/{day}", u.getDay)
	mux.Handle("POST "+staffingPath+"/{region}/{day}", u.postAsk)
	mux.Handle("POST "+root+"/turns/{id}/answer", u.postAnswer)
	mux.Handle("POST "+root+"/turns/{id}/withdraw", u.postWithdraw)
	mux.Handle("GET "+peoplePath, u.getPeople)
	mux.Handle("GET "+peoplePath+"/{id}", u.getPerson)
	mux.Handle("POST "+peoplePath+"/{id}", u.postPerson)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "shift", Icon: "sunrise", Href: root, Section: "team", Position: 14, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "shift", Icon: "sunrise", Href: settingsPath, Section: "team", Position: 46, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// tabs lead between the pages.
func tabs(ctx context.Context, at string) g.Node {
	tab := func(path, word string) page.Tab {
		return page.Tab{Label: i18n.T(ctx, "shift."+word), Href: path, Current: path == at}
	}
	return page.Bar(page.Tabs(i18n.T(ctx, "shift.title"), tab(root, "order"), tab(staffingPath, "staffing"), tab(peoplePath, "people")))
}

// crew is everybody a page may name.
type crew struct {
	team *people.Roster
}

func (u *UI) crew(ctx context.Context) (crew, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	return crew{team}, err
}

func (c crew) name(ctx context.Context, id int64) string {
	if p, ok := c.team.User(id); ok {
		return p.Name
	}
	return i18n.T(ctx, "shift.gone")
}

func (c crew) region(key string) people.Region {
	r, _ := c.team.Region(key)
	if r.Name == "" {
		r.Name = key
	}
	return r
}

// today is the reader's.
func (u *UI) today(ctx context.Context) bizcal.Date {
	return bizcal.DateOf(u.Now(ctx).In(i18n.Zone(ctx)))
}

// dayWords names a day: Sat 21 Nov 2026.
func dayWords(ctx context.Context, d bizcal.Date) string {
	noon := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
	return i18n.FormatDate(i18n.WithZone(ctx, time.UTC), noon)
}

// Package accountui holds the pages of accounts and the engineers assigned to them. One file per page.
package accountui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Section is a part of an account's page that another part of the desk draws; nil where it has nothing to say.
type Section func(ctx context.Context, o people.Organization) (g.Node, error)

// Deps is what the pages need.
type Deps struct {
	Accounts *account.Service
	People   *people.Service
	Tickets  *ticket.Service
	// Promised gives the times of the week at which an organization hears from us, and their zone; empty is none. Promise keeps
	// others.
	Promised func(ctx context.Context, organization int64) (times, zone string, err error)
	Promise  func(ctx context.Context, organization int64, times, zone string) error
	// Listed draws the rows of tickets as every list does.
	Listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)
	// Sections stand on the page of an account, below what is drawn here.
	Sections []Section
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /accounts", u.getList)
	mux.Handle("GET /accounts/{id}", u.getAccount)
	mux.Handle("GET /accounts/split", u.getSplit)
	mux.Handle("GET /accounts/split.csv", u.getSplitCSV)
	mux.Handle("GET /accounts/rotations", u.getRotations)
	mux.Handle("POST /accounts/rotations", u.postException)
	mux.Handle("GET "+account.PodsPath, u.getPods)
	mux.Handle("GET /pods/new", u.getNewPod)
	mux.Handle("POST /pods", u.postNewPod)
	mux.Handle("GET /pods/{id}", u.getPod)
	mux.Handle("POST /pods/{id}", u.postPod)
	mux.Handle("POST /pods/{id}/end", u.postPodEnd)
	mux.Handle("GET /accounts/left", u.getLeft)
	mux.Handle("POST /accounts/cadence", u.postCadence)
	mux.Handle("GET /assignments/new", u.getNew)
	mux.Handle("POST /assignments", u.postNew)
	mux.Handle("GET /assignments/{id}", u.getEdit)
	mux.Handle("POST /assignments/{id}", u.postEdit)
	mux.Handle("POST /assignments/{id}/end", u.postEnd)
	mux.Handle("POST /assignments/{id}/auto", u.postAuto)
	mux.Handle("GET /covers/ask", u.getAsk)
	mux.Handle("POST /covers/ask", u.postAsk)
	mux.Handle("GET /covers/{id}", u.getCover)
	mux.Handle("POST /covers/{id}", u.postCover)
	mux.Handle("POST /covers/{id}/withdraw", u.postWithdraw)
	mux.Handle("POST /engagements/{id}", u.postPart)
	mux.Handle("POST /engagements/{id}/now", u.postNow)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "accounts", Icon: "briefcase", Href: "/accounts", Key: "g a", Section: "customers", Position: 20,
		Visible: may(access.ViewPeople)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "accounts", Icon: "briefcase", Href: settingsPath, Section: "customers", Position: 41,
		Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

func assignmentPath(id int64) string { return "/assignments/" + itoa(id) }

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0 // what is no number names nothing
	}
	return n
}

func person(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: "/people/" + itoa(u.ID)}
}

// me is the number of the reader.
func me(ctx context.Context) int64 {
	p, _ := access.From(ctx)
	return p.UserID
}

// staff are the choices of somebody of the team who works on tickets; first stand those of first.
func (u *UI) staff(ctx context.Context, nobody string, first ...int64) ([]page.Choice, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return nil, err
	}
	out := []page.Choice{{Label: nobody}}
	add := func(p people.User) {
		if p.Active && p.Role.Allows(access.UpdateTickets) {
			out = append(out, page.Choice{Value: itoa(p.ID), Label: p.Name})
		}
	}
	known := map[int64]bool{}
	for _, id := range first {
		if p, ok := team.User(id); ok && !known[id] {
			known[id] = true
			add(p)
		}
	}
	for _, p := range team.People {
		if !known[p.ID] {
			add(p)
		}
	}
	return out, nil
}

// status is that of a page with a form; nil is a form that nobody typed into.
func status(form *web.Form) int {
	if form == nil {
		return http.StatusOK
	}
	return web.FormStatus(form)
}

// Package attentionui holds the pages of attention requests and account escalations. One file per page.
package attentionui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/attention"
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

// Deps is what the pages need.
type Deps struct {
	Attention *attention.Service
	People    *people.Service
	Tickets   *ticket.Service
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
	mux.Handle("GET /attention", u.getList)
	mux.Handle("GET /attention/{id}", u.getRequest)
	mux.Handle("POST /attention/{id}/look", u.postLook)
	mux.Handle("POST /attention/{id}/engage", u.postEngage)
	mux.Handle("POST /attention/{id}/resolve", u.postResolve)
	mux.Handle("POST /attention/{id}/unstar", u.postUnstar)
	mux.Handle("GET /tickets/{id}/attention", u.getAsk)
	mux.Handle("POST /tickets/{id}/attention", u.postAsk)
	mux.Handle("GET /escalations", u.getAccounts)
	mux.Handle("GET /escalations/new", u.getNewAccount)
	mux.Handle("POST /escalations", u.postAccount)
	mux.Handle("GET /escalations/{id}", u.getAccount)
	mux.Handle("GET /escalations/{id}/edit", u.getEditAccount)
	mux.Handle("POST /escalations/{id}/edit", u.postAccount)
	mux.Handle("POST /escalations/{id}/tell", u.postTell)
	mux.Handle("POST /escalations/{id}/meet", u.postMeet)
	mux.Handle("POST /escalations/{id}/exit", u.postExit)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath+"/stars", u.postStars)
	mux.Handle("POST "+settingsPath+"/escalations", u.postEscalations)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "attention", Icon: "star", Href: "/attention", Key: "g s", Section: "oncall", Position: 18, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "attention", Icon: "star", Href: settingsPath, Section: "oncall", Position: 42, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func person(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: "/people/" + itoa(u.ID)}
}

// names are the people of numbers; one that is gone has an empty name.
func (u *UI) names(ctx context.Context, ids ...int64) (map[int64]people.User, error) {
	return u.Tickets.Named(ctx, ids...)
}

// staff are the choices of somebody of the team who works on tickets.
func (u *UI) staff(ctx context.Context, nobody string) ([]page.Choice, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return nil, err
	}
	out := []page.Choice{{Label: nobody}}
	for _, p := range team.People {
		if p.Active && p.Role.Allows(access.UpdateTickets) {
			out = append(out, page.Choice{Value: itoa(p.ID), Label: p.Name})
		}
	}
	return out, nil
}

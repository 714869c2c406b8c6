// Package upgradeui holds the pages of upgrades: what is to come, one upgrade with its checklist, the form. One file per page.
package upgradeui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/environment"
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
	Upgrades     *upgrade.Service
	Environments *environment.Service
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

const (
	root         = "/upgrades"
	settingsPath = "/settings/upgrades"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /upgrades", u.getList)
	mux.Handle("GET /upgrades/new", u.getNew)
	mux.Handle("POST /upgrades", u.postNew)
	mux.Handle("GET /upgrades/{id}", u.getOne)
	mux.Handle("GET /upgrades/{id}/edit", u.getEdit)
	mux.Handle("POST /upgrades/{id}", u.postEdit)
	mux.Handle("POST /upgrades/{id}/submit", u.postSubmit)
	mux.Handle("POST /upgrades/{id}/confirm", u.postConfirm)
	mux.Handle("POST /upgrades/{id}/inform", u.postInform)
	mux.Handle("POST /upgrades/{id}/call", u.postCall)
	mux.Handle("POST /upgrades/{id}/advise", u.postAdvise)
	mux.Handle("POST /upgrades/{id}/record", u.postRecord)
	mux.Handle("POST /upgrades/{id}/again", u.postAgain)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "upgrades", Icon: "upload", Href: root, Section: "customers", Position: 64, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "upgrades", Icon: "upload", Href: settingsPath, Section: "customers", Position: 37, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

func organizationPath(id int64) string { return "/organizations/" + itoa(id) }

func personPath(id int64) string { return "/people/" + itoa(id) }

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

// Package pagingui holds the pages about pages: what rings now, one page with its attempts, policies, and one's own ways to
// be reached. One file per page.
package pagingui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Paging *paging.Service
	People *people.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Schedules lists the titles of the on-call schedules; nil knows none.
	Schedules func(ctx context.Context) ([]string, error)
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /pages", u.getPages)
	mux.Handle("GET /pages/state", u.getPagesState)
	mux.Handle("GET /pages/new", u.getCall)
	mux.Handle("POST /pages/new", u.postCall)
	mux.Handle("GET /pages/{id}", u.getPage)
	mux.Handle("GET /pages/{id}/state", u.getPageState)
	mux.Handle("POST /pages/{id}/acknowledge", u.postAcknowledge)
	mux.Handle("POST /pages/{id}/resolve", u.postResolve)
	mux.Handle("POST /pages/{id}/escalate", u.postAct(u.Paging.Escalate, "pages.escalated"))
	mux.Handle("POST /pages/{id}/ring", u.postAct(u.Paging.Ring, "pages.rings_again"))
	mux.Handle("POST /pages/{id}/ask", u.postAsk)
	mux.Handle("GET /settings/paging", u.getPolicies)
	mux.Handle("POST /settings/paging", u.postNumbers)
	mux.Handle("GET /settings/paging/new", u.getNewPolicy)
	mux.Handle("POST /settings/paging/new", u.postPolicy)
	mux.Handle("GET /settings/paging/{id}", u.getPolicy)
	mux.Handle("POST /settings/paging/{id}", u.postPolicy)
	mux.Handle("POST /settings/paging/{id}/delete", u.postDeletePolicy)
}

// Nav is what stands in the sidebar.
func (u *UI) Nav() []module.NavItem {
	return []module.NavItem{{ID: "pages", Icon: "radio-tower", Href: pagesPath, Section: "oncall", Position: 10, Phone: true, Visible: may(access.ViewTickets),
		Count: func(ctx context.Context) (int, error) {
			ringing, err := u.Paging.Ringing(ctx)
			return len(ringing), err
		}}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "paging", Icon: "phone-call", Href: policiesPath, Section: "oncall", Position: 45, Visible: may(access.ViewTickets)}}
}

const (
	pagesPath    = "/pages"
	policiesPath = "/settings/paging"
)

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func pagePath(id int64) string { return paging.PagePath(id) }

// namer gives names to numbers of people.
func (u *UI) namer(ctx context.Context) (func(id int64) string, error) {
	staff, err := u.Paging.Team(ctx)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, s := range staff {
		names[s.ID] = s.Name
	}
	return func(id int64) string {
		if names[id] == "" {
			return i18n.T(ctx, "pages.somebody", "Number", id)
		}
		return names[id]
	}, nil
}

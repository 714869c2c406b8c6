// Package discussionui holds the pages of discussion. One file per page.
package discussionui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
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
	Discussions *discussion.Service
	Tickets     *ticket.Service
	// Named gives people by their numbers.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// bridged reports whether the desk has items at all: only a restricted one does.
func (u *UI) bridged() bool { return u.Discussions.Deliver != nil }

const settingsPath = "/settings/discussions"

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	if !u.bridged() {
		return
	}
	mux.Handle("GET /tickets/{id}/discussion", u.getWrite)
	mux.Handle("POST /tickets/{id}/discussion", u.postWrite, web.MaxBody(4<<20))
	mux.Handle("POST /tickets/{id}/discussion/{item}/approve", u.postApprove)
	mux.Handle("GET "+settingsPath, u.getSettings)
	mux.Handle("POST "+settingsPath, u.postSettings)
}

// Settings is what stands in the settings' table of contents.
func (u *UI) Settings() []module.SettingsPage {
	if !u.bridged() {
		return nil
	}
	return []module.SettingsPage{{ID: "discussions", Icon: "send", Href: settingsPath, Section: "customers", Position: 24,
		Visible: func(ctx context.Context) bool { return access.Check(ctx, access.ManageSettings) == nil }}}
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if !u.bridged() || access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(ticketPath(t.ID)+"/discussion"), g.Text(i18n.T(ctx, "discussion.menu")+" …"))}, nil
}

func ticketPath(id int64) string { return "/tickets/" + itoa(id) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

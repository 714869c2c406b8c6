// Package emergencyui holds what stands beside an emergency's ticket and the pages of hand-overs and retrospectives. One file
// per page.
package emergencyui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Emergencies *emergency.Service
	People      *people.Service
	Tickets     *ticket.Service
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
	mux.Handle("GET /emergencies", u.getList)
	mux.Handle("GET /emergencies/rows", u.getRows)
	mux.Handle("GET /tickets/{id}/emergency/declare", u.getDeclare)
	mux.Handle("POST /tickets/{id}/emergency/declare", u.postDeclare)
	mux.Handle("POST /tickets/{id}/emergency/acknowledge", u.postAcknowledge)
	mux.Handle("GET /tickets/{id}/emergency/decide", u.getDecide)
	mux.Handle("POST /tickets/{id}/emergency/decide", u.postDecide)
	mux.Handle("POST /tickets/{id}/emergency/call", u.postCall)
	mux.Handle("POST /tickets/{id}/emergency/call/change", u.postCallChange)
	mux.Handle("GET /tickets/{id}/emergency/redefine", u.getRedefine)
	mux.Handle("POST /tickets/{id}/emergency/redefine", u.postRedefine)
	mux.Handle("GET /tickets/{id}/emergency/log", u.getLog)
	mux.Handle("POST /tickets/{id}/emergency/log", u.postLog)
	mux.Handle("POST /tickets/{id}/emergency/log/pin", u.postPin)
	mux.Handle("GET /tickets/{id}/emergency/hand-over", u.getHandOver)
	mux.Handle("POST /tickets/{id}/emergency/hand-over", u.postHandOver)
	mux.Handle("GET /tickets/{id}/emergency/resolve", u.getResolve)
	mux.Handle("POST /tickets/{id}/emergency/resolve", u.postResolve)
	mux.Handle("GET /tickets/{id}/emergency/leave", u.getLeave)
	mux.Handle("POST /tickets/{id}/emergency/leave", u.postLeave)
	mux.Handle("GET /emergencies/hand-overs/{id}", u.getOffer)
	mux.Handle("POST /emergencies/hand-overs/{id}/accept", u.postAccept)
	mux.Handle("POST /emergencies/hand-overs/{id}/refuse", u.postRefuse)
	mux.Handle("POST /emergencies/hand-overs/{id}/offer", u.postOffer)
	mux.Handle("POST /emergencies/hand-overs/{id}/withdraw", u.postWithdraw)
	mux.Handle("GET /emergencies/retros", u.getRetros)
	mux.Handle("GET /emergencies/retros/{id}", u.getRetro)
	mux.Handle("POST /emergencies/retros/{id}", u.postRetro)
	mux.Handle("POST /emergencies/retros/{id}/start", u.postRetroStart)
	mux.Handle("POST /emergencies/retros/{id}/finish", u.postRetroFinish)
	mux.Handle("POST /emergencies/retros/{id}/actions", u.postAction)
	mux.Handle("POST /emergencies/retros/{id}/actions/done", u.postActionDone)
	mux.Handle("GET /settings/emergencies", u.getSettings)
	mux.Handle("POST /settings/emergencies", u.postSettings)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "emergencies", Icon: "siren", Href: "/emergencies", Key: "g e", Section: "oncall", Position: 16,
		Phone: true, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "emergencies", Icon: "siren", Href: settingsPath, Section: "oncall", Position: 44, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// number is the {id} of an address.
func number(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id, fault.Wrap(fault.NotFound, err, "There is nothing with this number")
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

func href(ticketID int64) string { return "/tickets/" + text(ticketID) }

// act is the address of something done about a ticket's emergency.
func act(ticketID int64, what string) string { return href(ticketID) + "/emergency/" + what }

// shown is the name of somebody with the way to their page; nobody is a word.
func shown(names map[int64]people.User, id int64, nobody string) g.Node {
	u, ok := names[id]
	if !ok {
		return h.Span(h.Class("muted"), g.Text(nobody))
	}
	return h.A(h.Class("link"), h.Href("/people/"+text(u.ID)), g.Text(u.Name))
}

// current gives the emergency of a ticket that is open, and all there were, the newest first.
func (u *UI) current(ctx context.Context, ticketID int64) (e emergency.Emergency, all []emergency.Emergency, err error) {
	if all, err = u.Emergencies.Of(ctx, ticketID); err == nil && len(all) > 0 && all[0].Open() {
		e = all[0]
	}
	return e, all, err
}

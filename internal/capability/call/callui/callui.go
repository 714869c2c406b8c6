// Package callui holds the pages of call. One file per page.
package callui

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
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
	Calls   *call.Service
	People  *people.Service
	Tickets *ticket.Service
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Door answers with a page for a customer who is not signed in.
	Door func(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error
	// Speak makes the words of a page those of a language, BCP 47; empty leaves them as they are.
	Speak func(ctx context.Context, language string) context.Context
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	listPath     = "/calls"
	settingsPath = "/settings/calls"
	ownPath      = "/profile/calendar"
	bookPath     = "/book/"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+listPath, u.getList)
	mux.Handle("GET "+listPath+"/figures", u.getFigures)
	mux.Handle("GET "+listPath+"/figures.csv", u.getFiguresCSV)
	mux.Handle("GET "+listPath+"/{id}", u.getCall)
	mux.Handle("POST "+listPath+"/{id}/held", u.postHeld)
	mux.Handle("POST "+listPath+"/{id}/missed", u.postMissed)
	mux.Handle("POST "+listPath+"/{id}/move", u.postMove)
	mux.Handle("POST "+listPath+"/{id}/cancel", u.postCancel)
	mux.Handle("POST "+listPath+"/{id}/withdraw", u.postWithdraw)
	mux.Handle("GET /tickets/{id}/call", u.getOffer)
	mux.Handle("POST /tickets/{id}/call", u.postOffer)
	mux.Handle("POST /tickets/{id}/call/aside", u.postAside)
	mux.Handle("GET "+ownPath, u.getOwn)
	mux.Handle("POST "+ownPath, u.postOwn)
	u.settingsRoutes(mux)
	mux.Handle("GET "+bookPath+"{token}", u.atLink(u.getBook), web.WithoutSession())
	mux.Handle("POST "+bookPath+"{token}", u.atLink(u.postBook), web.WithoutSession())
	mux.Handle("POST "+bookPath+"{token}/move", u.atLink(u.postBookMove), web.WithoutSession())
	mux.Handle("POST "+bookPath+"{token}/cancel", u.atLink(u.postBookCancel), web.WithoutSession())
	mux.Handle("GET "+bookPath+"{token}/call.ics", u.getBookFile, web.WithoutSession())
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{{ID: "calls", Icon: "phone-call", Href: listPath, Key: "g k", Section: "customers", Position: 26, Visible: may(access.ViewTickets)}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "calls", Icon: "phone-call", Href: settingsPath, Section: "customers", Position: 43, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// OrganizationPanel is what stands on an organization's page: its calls to come; nil where there are none.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	calls, err := u.Calls.OfOrganization(ctx, o.ID, u.Now(ctx))
	calls = slices.DeleteFunc(calls, func(c call.Call) bool { return c.Kind == call.Review })
	if err != nil || len(calls) == 0 {
		return nil, err
	}
	return page.FactsBlock(t(ctx, "nav.calls"), h.Ul(h.Class("stack"), g.Map(calls, func(c call.Call) g.Node { return u.item(ctx, c) }))), nil
}

// item is a call in a short list.
func (u *UI) item(ctx context.Context, c call.Call) g.Node {
	when := g.Node(nil)
	if !c.From.IsZero() {
		when = g.Group{page.Time(ctx, c.From, u.Now(ctx)), g.Text(" ")}
	}
	return h.Li(when, h.A(h.Class("link"), h.Href(callPath(c.ID)), g.Text(c.Title)), g.Text(" "), state(ctx, c))
}

func state(ctx context.Context, c call.Call) g.Node {
	tone := map[call.State]page.Tone{call.Offered: page.Amber, call.Booked: page.Blue, call.Held: page.Green, call.NoShow: page.Red}[c.State]
	return page.Chip(tone, t(ctx, "calls.state_"+string(c.State)))
}

func callPath(id int64) string   { return listPath + "/" + itoa(id) }
func ticketPath(id int64) string { return fmt.Sprint("/tickets/", id) }
func itoa(n int64) string        { return strconv.FormatInt(n, 10) }

// Package queueui holds the pages of the queue: what is taken next, the board of the regions, the lists of a shift,
// one's own day, and the forms by which tickets move. One file per page.
package queueui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
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
	Queue   *queue.Service
	Tickets *ticket.Service
	People  *people.Service
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

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /today", u.getToday)
	mux.Handle("GET /today/rows", u.getTodayRows)
	mux.Handle("GET /board", u.getBoard)
	mux.Handle("GET /board/state", u.getBoardState)
	mux.Handle("GET /queue", u.getLine)
	mux.Handle("GET /queue/rows", u.getLineRows)
	mux.Handle("POST /queue/take", u.postTake)
	mux.Handle("GET /queue/lists", u.getLists)
	mux.Handle("GET /queue/lists/{id}", u.getList)
	mux.Handle("GET /queue/lists/{id}/rows", u.getListRows)
	mux.Handle("POST /queue/lists/{id}/claim", u.postTick(u.Queue.Claim))
	mux.Handle("POST /queue/lists/{id}/done", u.postTick(u.Queue.Done))
	mux.Handle("GET /queue/leave", u.getLeave)
	mux.Handle("POST /queue/leave", u.postLeave)
	mux.Handle("GET /tickets/{id}/hand-over", u.getHandOver)
	mux.Handle("POST /tickets/{id}/hand-over", u.postHandOver)
	mux.Handle("GET /tickets/{id}/rehome", u.getRehome)
	mux.Handle("POST /tickets/{id}/rehome", u.postRehome)
	mux.Handle("GET /tickets/{id}/summary", u.getSummary)
	mux.Handle("POST /tickets/{id}/summary", u.postSummary)
	mux.Handle("POST /tickets/{id}/release", u.postRelease)
	mux.Handle("GET /settings/queue", u.getSettings)
	mux.Handle("POST /settings/queue/weights", u.postWeights)
	mux.Handle("POST /settings/queue/lists", u.postListTimes)
	mux.Handle("POST /settings/queue/push", u.postPush)
	mux.Handle("POST /settings/queue/chat", u.postChat)
}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem {
	return []module.NavItem{
		{ID: "today", Icon: "sunrise", Href: "/today", Key: "g t", Position: 5, Phone: true, Visible: may(access.UpdateTickets)},
		{ID: "line", Icon: "sliders-horizontal", Href: "/queue", Key: "g w", Position: 12, Visible: may(access.ViewTickets)},
		{ID: "board", Icon: "globe", Href: "/board", Key: "g b", Position: 14, Visible: may(access.ViewTickets)},
	}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "line", Icon: "sliders-horizontal", Href: "/settings/queue", Section: "tickets", Position: 40,
		Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

// number is the {id} of an address.
func number(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id, fault.Wrap(fault.NotFound, err, "There is nothing with this number")
}

func text(n int) string { return strconv.Itoa(n) }

func href(ticketID int64) string { return "/tickets/" + strconv.FormatInt(ticketID, 10) }

func person(u people.User) page.Person {
	return page.Person{ID: u.ID, Name: u.Name, Href: "/people/" + strconv.FormatInt(u.ID, 10)}
}

// regionOf finds a region by its key.
func regionOf(regions []people.Region, key string) people.Region {
	for _, r := range regions {
		if r.Key == key {
			return r
		}
	}
	return people.Region{}
}

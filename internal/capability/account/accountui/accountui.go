// Package accountui holds the pages of account. One file per page.
package accountui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
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
	Accounts *account.Service
	People   *people.Service
	Tickets  *ticket.Service
	// Promised gives the times of the week at which an organization hears from us, and their zone; empty is none. Promise keeps
	// others.
	Promised func(ctx context.Context, organization int64) (times, zone string, err error)
	Promise  func(ctx context.Context, organization int64, times, zone string) error
	// Listed draws the rows of tickets as every list does.
	Listed func(ctx context.Context, rows []ticket.Row) ([]page.TicketRow, error)
	// Sections are drawn on the page of an account, below what is here; nil nodes are left out.
	Sections []func(ctx context.Context, o people.Organization) (g.Node, error)
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {}

// Nav is what stands in the sidebar.
func Nav() []module.NavItem { return nil }

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage { return nil }

// OrganizationPanel is what stands on an organization's page; nil where there is nothing to say.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	return nil, nil
}

// Panel is what stands beside a ticket; nil where there is nothing to say.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) { return nil, nil }

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) { return nil, nil }

// Spoken lists the people whom a fact speaks of.
func (u *UI) Spoken(e event.Event) []int64 { return nil }

// Told tells in a ticket's thread what became of it by its account.
func (u *UI) Told(ctx context.Context, e event.Event, name func(userID int64) string) string { return "" }

// Package upgradeui holds the pages of upgrade. One file per page.
package upgradeui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Upgrades *upgrade.Service
	People   *people.Service
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

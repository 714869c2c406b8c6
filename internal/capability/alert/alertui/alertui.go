// Package alertui holds the pages of services and their alerts: what stands, one alert with all that was said of it, where
// monitors report to, and what could not be taken. One file per page.
package alertui

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Alerts *alert.Service
	People *people.Service
	// Named gives people by their numbers; those who are not known are missing.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	// Page puts the frame around a body.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
	Now  func(ctx context.Context) time.Time
	// Link makes the absolute URL of a path, for what is copied into a monitor's configuration.
	Link func(path string) string
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

const (
	alertsPath   = "/alerts"
	servicesPath = "/settings/alerts"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+alertsPath, u.listPage)
	mux.Handle("GET "+alertsPath+"/rows", u.listPage)
	mux.Handle("GET "+alertsPath+"/{id}", u.alertPage)
	mux.Handle("GET "+alertsPath+"/{id}/body", u.alertPage)
	mux.Handle("POST "+alertsPath+"/{id}/acknowledge", u.acknowledge)
	mux.Handle("POST "+alertsPath+"/{id}/resolve", u.resolve)
	mux.Handle("POST "+alertsPath+"/{id}/ticket", u.openTicket)
	mux.Handle("GET "+servicesPath, u.servicesPage)
	mux.Handle("POST "+servicesPath+"/rules", u.saveRules)
	mux.Handle("POST "+servicesPath+"/refused", u.forgetRefusal)
	mux.Handle("GET "+servicesPath+"/new", u.newServicePage)
	mux.Handle("POST "+servicesPath, u.saveService)
	mux.Handle("GET "+servicesPath+"/{id}", u.servicePage)
	mux.Handle("POST "+servicesPath+"/{id}", u.saveService)
	mux.Handle("POST "+servicesPath+"/{id}/delete", u.deleteService)
	mux.Handle("POST "+servicesPath+"/{id}/keys", u.addKey)
	mux.Handle("POST "+servicesPath+"/{id}/keys/revoke", u.revokeKey)
}

// Nav is what stands in the sidebar. Its number is of alerts that page and that nobody looks at.
func (u *UI) Nav() []module.NavItem {
	return []module.NavItem{{ID: "alerts", Icon: "activity", Href: alertsPath, Section: "oncall", Position: 38,
		Visible: may(access.ViewTickets), Count: u.Alerts.Count}}
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "alerts", Icon: "activity", Href: servicesPath, Section: "oncall", Position: 46, Visible: may(access.ManageSettings)}}
}

func may(a access.Action) func(context.Context) bool {
	return func(ctx context.Context) bool { return access.Check(ctx, a) == nil }
}

func alertPath(id int64, act string) string { return fmt.Sprint(alertsPath, "/", id, act) }

func servicePath(id int64, act string) string { return fmt.Sprint(servicesPath, "/", id, act) }

// Package clearanceui holds the pages of clearance. One file per page.
package clearanceui

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/clearance"
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
	Clearances *clearance.Service
	People     *people.Service
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

const (
	lookupPath   = "/clearances"
	settingsPath = "/settings/clearances"
	logPath      = "/settings/view-log"
)

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET "+lookupPath, u.getLookup)
	mux.Handle("GET "+settingsPath, u.getRecords)
	mux.Handle("POST "+settingsPath, u.postRecord)
	mux.Handle("POST "+settingsPath+"/rules", u.postRules)
	mux.Handle("GET "+settingsPath+"/{id}", u.getRecord)
	mux.Handle("POST "+settingsPath+"/{id}/revoke", u.postRevoke)
	if u.Clearances.Restricted {
		mux.Handle("GET "+logPath, u.getLog)
		mux.Handle("GET "+logPath+".csv", u.getCSV, web.Deadline(0))
		mux.Handle("POST "+logPath+"/verify", u.postVerify, web.Deadline(0))
	}
}

// Settings is what stands in the settings' table of contents.
func (u *UI) Settings() []module.SettingsPage {
	may := func(ctx context.Context) bool { return access.Check(ctx, access.ManageStaff) == nil }
	all := []module.SettingsPage{{ID: "clearances", Icon: "shield", Href: settingsPath, Section: "team", Position: 22, Visible: may}}
	if u.Clearances.Restricted {
		all = append(all, module.SettingsPage{ID: "viewlog", Icon: "history", Href: logPath, Section: "team", Position: 23, Visible: may})
	}
	return all
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

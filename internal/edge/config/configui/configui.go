// Package configui holds the pages of the configuration as files under Settings: what was applied, by whom, what it
// changed, and where the desk has drifted from its files since.
package configui

import (
	"context"
	"embed"
	"net/http"
	"regexp"
	"strconv"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/module"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need from the desk.
type Deps struct {
	Config *config.Service
	Now    func(ctx context.Context) time.Time
	// Page draws a page in the workspace.
	Page func(r *http.Request, title string, body ...g.Node) web.Node
}

// Handlers are the pages.
type Handlers struct{ Deps }

// New makes the pages.
func New(d Deps) *Handlers { return &Handlers{d} }

const home = "/settings/configuration"

func path(revision int64) string { return home + "/" + strconv.FormatInt(revision, 10) }

// Routes adds the pages to the desk's mux.
func (ui *Handlers) Routes(m *web.Mux) {
	m.Handle("GET "+home, ui.homePage)
	m.Handle("GET "+home+"/{id}", ui.revisionPage)
	m.Handle("POST "+home+"/{id}/rollback", ui.rollback)
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "configuration", Icon: "file-text", Href: home, Section: "desk", Position: 95, Visible: func(ctx context.Context) bool {
		return access.Check(ctx, access.ManageSettings) == nil
	}}}
}

// kept finds the number of an object in the address of its page. The folders are those of the files.
var kept = regexp.MustCompile(`^/(?:settings/(calendars|sla|triggers|automations|macros|macro-actions|views|fields|forms|groups|staff)|(people))/([0-9]{1,18})(?:/|$)`)

var folders = map[string]string{"sla": "policies", "macro-actions": "macros", "staff": "people"}

// Note says above the page of an object that a file keeps it; nil on all other pages. A note that cannot be found is
// none: the page is more.
func (ui *Handlers) Note(r *http.Request) g.Node {
	ctx := r.Context()
	m := kept.FindStringSubmatch(r.URL.Path)
	if m == nil || access.Check(ctx, access.ViewTickets) != nil {
		return nil
	}
	folder := m[1] + m[2]
	if f, ok := folders[folder]; ok {
		folder = f
	}
	id, err := strconv.ParseInt(m[3], 10, 64)
	if err != nil {
		return nil
	}
	file, err := ui.Config.KeptBy(ctx, folder, id)
	if err != nil || file == "" {
		return nil
	}
	return page.Banner(page.Blue, i18n.T(ctx, "configuration.kept", "File", file))
}

// Package reachui holds the pages by which pages reach people: how somebody is reached, the page on a phone, the page behind a
// link, the doors for what comes back, and the settings of the ways out. One file per page.
package reachui

import (
	"context"
	"embed"
	"net/http"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/paging"
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
	Paging *paging.Service
	// Page puts the frame around a body, Frame gives it for a page on a phone.
	Page  func(r *http.Request, title string, body ...g.Node) web.Node
	Frame func(r *http.Request, title string) page.Frame
	Now   func(ctx context.Context) time.Time
	// Link makes the absolute URL of a path, as a provider sees it.
	Link func(path string) string
	// HandOver gives where what a page is about can be handed over; empty where it cannot.
	HandOver func(p paging.Page) string
}

// UI serves the pages.
type UI struct{ Deps }

// New makes the pages.
func New(d Deps) *UI { return &UI{d} }

// Routes adds the pages to mux.
func (u *UI) Routes(mux *web.Mux) {
	mux.Handle("GET /profile/reach", u.getReach)
	mux.Handle("POST /profile/reach/add", u.postAdd, web.Deadline(30*time.Second)) // waits for the way to take the code
	mux.Handle("POST /profile/reach/{id}/code", u.postCode, web.Deadline(30*time.Second))
	mux.Handle("POST /profile/reach/{id}/verify", u.postVerify)
	mux.Handle("POST /profile/reach/{id}/remove", u.postRemove)
	mux.Handle("POST /profile/reach/rules", u.postRules)
	mux.Handle("POST /profile/reach/quiet", u.postQuiet)
	mux.Handle("POST /profile/reach/test", u.postTest)
	mux.Handle("POST /profile/reach/browser", u.postBrowser)
	mux.Handle("POST /profile/reach/browser/remove", u.postBrowserRemove)
	mux.Handle("GET /team/reach", u.getTeam)
	mux.Handle("GET /phone", u.getPhones)
	mux.Handle("GET /phone/{id}", u.getPhone)
	mux.Handle("GET /phone/{id}/card", u.getPhoneCard)
	mux.Handle("POST /phone/{id}/acknowledge", u.postPhone(u.acknowledge))
	mux.Handle("POST /phone/{id}/pass", u.postPhone(u.Paging.Escalate))
	mux.Handle("GET /p/{attempt}/{mark}", u.getLink, web.WithoutSession())
	mux.Handle("POST /p/{attempt}/{mark}", u.postLink, web.WithoutSession())
	mux.Handle("POST /hooks/paging/{id}", u.postHook, web.WithoutSession(), web.MaxBody(16<<10))
	mux.Handle("POST /hooks/sms", u.postText, web.WithoutSession(), web.MaxBody(64<<10))
	mux.Handle("POST /hooks/voice/{attempt}/{mark}", u.postKey, web.WithoutSession(), web.MaxBody(64<<10))
	mux.Handle("GET /manifest.webmanifest", u.getManifest, web.WithoutSession())
	mux.Handle("GET /sw.js", getWorker, web.WithoutSession())
	mux.Handle("GET /icons/{name}", getIcon, web.WithoutSession())
	mux.Handle("GET /settings/paging-channels", u.getChannels)
	mux.Handle("POST /settings/paging-channels/provider", u.postProvider)
	mux.Handle("POST /settings/paging-channels/manners", u.postManners)
	mux.Handle("POST /settings/paging-channels/test", u.postTry, web.Deadline(30*time.Second))
}

// Settings is what stands in the settings' table of contents.
func Settings() []module.SettingsPage {
	return []module.SettingsPage{{ID: "channels", Icon: "bell", Href: channelsPath, Section: "oncall", Position: 46,
		Visible: func(ctx context.Context) bool { return access.Check(ctx, access.ManageSettings) == nil }}}
}

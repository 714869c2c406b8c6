// Package statusui serves the public status page: pages without any script, feeds, JSON that other tools read, and a static
// copy of all of it that outlives the desk. Nobody needs to be signed in.
package statusui

import (
	"context"
	"embed"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of these pages, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Deps is what the pages need.
type Deps struct {
	Incidents *incident.Service
	Now       func(ctx context.Context) time.Time
	// Desk is what customers call the desk.
	Desk func(ctx context.Context) string
	// Link makes the absolute URL of a path of this desk.
	Link func(path string) string
	// Localize gives ctx the language and zone of the static copy, which has no reader yet.
	Localize func(ctx context.Context) context.Context
	// Look gives what the desk's brand has in place of ours; nil: nothing.
	Look func(ctx context.Context) (Look, error)
	// Folder is where the static copy goes where the setting names none.
	Folder string
}

// UI serves the pages.
type UI struct {
	Deps
	limits limits
}

// New makes the pages.
func New(d Deps) *UI { return &UI{Deps: d, limits: newLimits()} }

const home = incident.PublicHome

// Routes adds the pages to mux. Only a customer's own page, for who is signed in, has to do with sessions.
func (u *UI) Routes(mux *web.Mux) {
	open := web.WithoutSession()
	mux.Handle("GET /status", u.toHome, open)
	mux.Handle("GET "+home+"{$}", u.getPage, open)
	mux.Handle("GET "+home+brandFile, u.getBrand, open)
	mux.Handle("GET "+home+logoFile, u.getLogo, open)
	mux.Handle("GET "+home+"history", u.getHistory, open)
	mux.Handle("GET "+home+"history/{month}", u.getHistory, open)
	mux.Handle("GET "+home+"incidents/{code}", u.getThread, open)
	mux.Handle("GET "+home+"history.atom", u.getAtom, open)
	mux.Handle("GET "+home+"history.rss", u.getRSS, open)
	mux.Handle("GET "+home+"api/v2/{path...}", u.getStatuspage, open)
	mux.Handle("GET "+home+"1.0/status/{id}", u.getStatusIO, open)
	mux.Handle("GET "+home+"subscribe", u.getSubscribe, open)
	mux.Handle("POST "+home+"subscribe", u.postSubscribe(mux.ClientIP), open)
	mux.Handle("GET "+home+"subscription/{token}", u.getSubscription, open)
	mux.Handle("POST "+home+"subscription/{token}", u.postSubscription, open)
	mux.Handle("GET "+home+"unsubscribe/{token}", u.getUnsubscribe, open)
	mux.Handle("POST "+home+"unsubscribe/{token}", u.postUnsubscribe, open)
	mux.Handle("GET "+home+"for/{secret}", u.getFor, open)
	mux.Handle("GET "+home+"mine", u.getMine)
}

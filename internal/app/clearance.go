package app

import (
	"context"
	"net/http"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/clearance/clearanceui"
	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// clearances builds the service over the rest of the desk, and sets it at the door of a restricted one.
func (d *Desk) clearances() *clearance.Service {
	s := clearance.New(clearance.Deps{DB: d.DB, Log: d.Log, People: d.People, Restricted: d.boundary.Restricted, Key: d.key,
		Follow: d.OnCall.FollowClearance, Logger: d.logger})
	if d.boundary.Restricted {
		d.People.AttachEntry(s.Entry)
	}
	return s
}

// clearancePages makes its pages.
func (d *Desk) clearancePages(shell *workspace.Shell) *clearanceui.UI {
	return clearanceui.New(clearanceui.Deps{Clearances: d.Clearances, People: d.People, Named: d.Tickets.Named, Page: shell.Page, Now: d.DB.Now})
}

// restrict has the pages of a restricted desk written down before they are shown, and shows one and the same page to
// whoever is outside.
func (d *Desk) restrict(cfg *web.Config) {
	if !d.boundary.Restricted {
		return
	}
	cfg.Viewed, cfg.Outside, cfg.SignIn = d.viewed, clearanceui.Outside, ""
}

// viewed writes down who looks at what.
func (d *Desk) viewed(ctx context.Context, r *http.Request) error {
	kind, record, ok := clearance.Seen(r.Pattern, r.PathValue)
	if !ok {
		return nil
	}
	look := clearance.Look{Kind: kind, Record: record, How: r.Pattern}
	for _, name := range []string{"q", "query"} {
		if words := r.URL.Query().Get(name); words != "" {
			look.Words = words
		}
	}
	return d.Clearances.Looked(ctx, look)
}

// standing says on every page of a restricted desk where one is.
func (d *Desk) standing(ctx context.Context) context.Context {
	if !d.boundary.Restricted {
		return ctx
	}
	words := "restricted.door"
	if _, ok := access.From(ctx); ok {
		words = "restricted.inside"
	}
	return page.WithStanding(ctx, i18n.T(ctx, "restricted.name"), i18n.T(ctx, words))
}

// restrictedSettings are what clearances and discussion items go by.
func restrictedSettings() []config.Setting {
	return []config.Setting{
		config.SettingOf(clearance.RulesKey,
			"Which facts about the team are recorded, by which kinds of proof, and which one the door of a restricted desk asks for"),
		config.SettingOf(discussion.RulesKey,
			"Which public domains may be named in a discussion item, and whether somebody else reads it before it leaves a restricted desk"),
	}
}

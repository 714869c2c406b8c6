package app

import (
	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/capability/entitlement/entitlementui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// entitlements builds the service over the rest of the desk.
func (d *Desk) entitlements() *entitlement.Service {
	return entitlement.New(entitlement.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// entitlementPages makes its pages.
func (d *Desk) entitlementPages(shell *workspace.Shell) *entitlementui.UI {
	return entitlementui.New(entitlementui.Deps{Entitlements: d.Entitlements, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

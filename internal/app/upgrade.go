package app

import (
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/capability/upgrade/upgradeui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// upgrades builds the service over the rest of the desk.
func (d *Desk) upgrades() *upgrade.Service {
	return upgrade.New(upgrade.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// upgradePages makes its pages.
func (d *Desk) upgradePages(shell *workspace.Shell) *upgradeui.UI {
	return upgradeui.New(upgradeui.Deps{Upgrades: d.Upgrades, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

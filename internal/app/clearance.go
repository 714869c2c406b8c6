package app

import (
	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/clearance/clearanceui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// clearances builds the service over the rest of the desk.
func (d *Desk) clearances() *clearance.Service {
	return clearance.New(clearance.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// clearancePages makes its pages.
func (d *Desk) clearancePages(shell *workspace.Shell) *clearanceui.UI {
	return clearanceui.New(clearanceui.Deps{Clearances: d.Clearances, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

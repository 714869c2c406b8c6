package app

import (
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/emergency/emergencyui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// emergencies builds the service over the rest of the desk.
func (d *Desk) emergencies() *emergency.Service {
	return emergency.New(emergency.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// emergencyPages makes its pages.
func (d *Desk) emergencyPages(shell *workspace.Shell) *emergencyui.UI {
	return emergencyui.New(emergencyui.Deps{Emergencies: d.Emergencies, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

package app

import (
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/incident/incidentui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// incidents builds the service over the rest of the desk.
func (d *Desk) incidents() *incident.Service {
	return incident.New(incident.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// incidentPages makes its pages.
func (d *Desk) incidentPages(shell *workspace.Shell) *incidentui.UI {
	return incidentui.New(incidentui.Deps{Incidents: d.Incidents, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

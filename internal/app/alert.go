package app

import (
	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// alerts builds the service over the rest of the desk.
func (d *Desk) alerts() *alert.Service {
	return alert.New(alert.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// alertPages makes its pages.
func (d *Desk) alertPages(shell *workspace.Shell) *alertui.UI {
	return alertui.New(alertui.Deps{Alerts: d.Alerts, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

package app

import (
	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/call/callui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// calls builds the service over the rest of the desk.
func (d *Desk) calls() *call.Service {
	return call.New(call.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// callPages makes its pages.
func (d *Desk) callPages(shell *workspace.Shell) *callui.UI {
	return callui.New(callui.Deps{Calls: d.Calls, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

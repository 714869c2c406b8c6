package app

import (
	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/capability/shift/shiftui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// shifts builds the service over the rest of the desk.
func (d *Desk) shifts() *shift.Service {
	return shift.New(shift.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// shiftPages makes its pages.
func (d *Desk) shiftPages(shell *workspace.Shell) *shiftui.UI {
	return shiftui.New(shiftui.Deps{Shifts: d.Shifts, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

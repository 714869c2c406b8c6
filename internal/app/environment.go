package app

import (
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/environmentui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// environments builds the service over the rest of the desk.
func (d *Desk) environments() *environment.Service {
	return environment.New(environment.Deps{DB: d.DB, Log: d.Log, People: d.People})
}

// environmentPages makes its pages.
func (d *Desk) environmentPages(shell *workspace.Shell) *environmentui.UI {
	return environmentui.New(environmentui.Deps{Environments: d.Environments, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

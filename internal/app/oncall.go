package app

import (
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// oncall builds the service over the rest of the desk.
func (d *Desk) oncall() *oncall.Service {
	return oncall.New(oncall.Deps{DB: d.DB, Log: d.Log, People: d.People})
}

// oncallPages makes its pages.
func (d *Desk) oncallPages(shell *workspace.Shell) *oncallui.UI {
	return oncallui.New(oncallui.Deps{OnCall: d.OnCall, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

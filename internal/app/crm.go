package app

import (
	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/crmui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// crm builds the service over the rest of the desk.
func (d *Desk) crm() *crm.Service {
	return crm.New(crm.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// crmPages makes its pages.
func (d *Desk) crmPages(shell *workspace.Shell) *crmui.UI {
	return crmui.New(crmui.Deps{CRM: d.CRM, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

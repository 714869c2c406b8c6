package app

import (
	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// accounts builds the service over the rest of the desk.
func (d *Desk) accounts() *account.Service {
	return account.New(account.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// accountPages makes its pages.
func (d *Desk) accountPages(shell *workspace.Shell) *accountui.UI {
	return accountui.New(accountui.Deps{Accounts: d.Accounts, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

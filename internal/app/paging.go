package app

import (
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/channel"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// paging builds the service over the rest of the desk.
func (d *Desk) paging() *paging.Service {
	carriers := d.carriers()
	return paging.New(paging.Deps{DB: d.DB, Log: d.Log, People: d.People, Link: d.link, Key: d.key, Logger: d.logger,
		Senders: channel.Senders(carriers), Carriers: carriers, Tell: d.tellOfPaging})
}

// pagingPages makes its pages.
func (d *Desk) pagingPages(shell *workspace.Shell) *pagingui.UI {
	return pagingui.New(pagingui.Deps{Paging: d.Paging, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

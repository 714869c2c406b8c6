package app

import (
	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// attention builds the service over the rest of the desk.
func (d *Desk) attention() *attention.Service {
	return attention.New(attention.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// attentionPages makes its pages.
func (d *Desk) attentionPages(shell *workspace.Shell) *attentionui.UI {
	return attentionui.New(attentionui.Deps{Attention: d.Attention, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

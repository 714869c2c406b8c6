package app

import (
	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/capability/discussion/discussionui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// discussions builds the service over the rest of the desk.
func (d *Desk) discussions() *discussion.Service {
	return discussion.New(discussion.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// discussionPages makes its pages.
func (d *Desk) discussionPages(shell *workspace.Shell) *discussionui.UI {
	return discussionui.New(discussionui.Deps{Discussions: d.Discussions, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

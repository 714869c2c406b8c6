package app

import (
	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/capability/review/reviewui"
	"github.com/daywatch/daywatch/internal/edge/workspace"
)

// reviews builds the service over the rest of the desk.
func (d *Desk) reviews() *review.Service {
	return review.New(review.Deps{DB: d.DB, Log: d.Log, People: d.People, Tickets: d.Tickets})
}

// reviewPages makes its pages.
func (d *Desk) reviewPages(shell *workspace.Shell) *reviewui.UI {
	return reviewui.New(reviewui.Deps{Reviews: d.Reviews, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/environment/environmentui"
	"github.com/daywatch/daywatch/internal/core/ticket/ticketui"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// environments builds the service over the rest of the desk. Tickets are built later.
func (d *Desk) environments() *environment.Service {
	return environment.New(environment.Deps{DB: d.DB, Log: d.Log, People: d.People, Blobs: d.Blobs,
		Customer: func(ctx context.Context, q db.Querier, ticketID int64) (int64, error) {
			t, err := d.Tickets.Load(ctx, q, ticketID)
			return t.OrganizationID, err
		},
		Refuse: func(ctx context.Context, q db.Querier, name, contentType, hash string) error {
			return d.Tickets.RefusePicture(ctx, q, name, contentType, hash)
		}})
}

// environmentPages makes its pages.
func (d *Desk) environmentPages(shell *workspace.Shell) *environmentui.UI {
	return environmentui.New(environmentui.Deps{Environments: d.Environments, People: d.People, Page: shell.Page, Now: d.DB.Now})
}

// environmentTeller tells in the thread which environment a ticket is about.
func environmentTeller(pages *environmentui.UI) ticketui.Teller {
	return ticketui.Teller{Say: pages.Told}
}

// environmentSettings are what the installations of customers are held against.
func environmentSettings() []config.Setting {
	return []config.Setting{config.SettingOf(environment.Rules,
		"Which releases are maintained, and after how many days a customer is asked whether what is known of an installation is so")}
}

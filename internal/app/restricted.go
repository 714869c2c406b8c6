package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// restrictedFileDays is after how many days without an update the files of a closed ticket go on a restricted desk
// (domain/us-government.md). Settings can say otherwise.
const restrictedFileDays = 90

// refusals is what the desk does not take. It follows from its place in the configuration file: nobody inside can lift it.
func (d *Desk) refusals(context.Context, db.Querier) (ticket.Refusals, error) {
	if !d.boundary.Restricted {
		return ticket.Refusals{Sealed: d.boundary.Hosts}, nil
	}
	return ticket.Refusals{CCs: true, Pictures: true, FileDays: restrictedFileDays}, nil
}

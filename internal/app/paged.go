package app

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// What pages are about lies in several parts of the desk. Here a page finds its own: each part has a case by the type of its
// subjects.

// pageBusy reports whether somebody has their hands full.
func (d *Desk) pageBusy(ctx context.Context, q db.Querier, userID int64, at time.Time) (bool, error) {
	return d.Emergencies.Busy(ctx, q, userID, at)
}

// pageCard describes what a page is about; an empty card where no part knows it.
func (d *Desk) pageCard(ctx context.Context, q db.Querier, subject event.Subject) (paging.Card, error) {
	switch subject.Type {
	case event.Ticket(0).Type, emergency.HandOverSubject(0).Type:
		return d.emergencyCard(ctx, q, subject)
	case account.EngagementSubject(0).Type:
		return d.engagementCard(ctx, q, subject)
	case alert.Subject(0).Type:
		return d.alertCard(ctx, q, subject)
	case incident.Subject(0).Type:
		return d.incidentCard(ctx, subject)
	}
	return paging.Card{}, nil
}

// pageChanged tells the part that a page is about what became of it.
func (d *Desk) pageChanged(ctx context.Context, tx *db.Tx, c paging.Change) error {
	switch c.Page.Subject.Type {
	case account.EngagementSubject(0).Type:
		return d.engagementPaged(ctx, tx, c)
	case alert.Subject(0).Type:
		return d.alertPaged(ctx, tx, c)
	}
	return d.emergencyPaged(ctx, tx, c)
}

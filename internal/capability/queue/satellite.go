package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// A satellite is a rehomed ticket that nobody took while the whole watch of its region went by (tickets.md,
// Transfers). Its round ends at an instant that is known when it begins, so a job waits for that instant.

const roundKind = "queue.round"

type roundArgs struct {
	Ticket int64     `json:"ticket"`
	Until  time.Time `json:"until"`
}

// planRound begins a round at from. A region without queue hours has none: nothing is counted.
func (s *Service) planRound(ctx context.Context, tx *db.Tx, h homeward, from time.Time) error {
	regions, err := people.Regions.Get(ctx, tx)
	if err != nil {
		return err
	}
	r, _ := regionOf(regions, h.Region)
	until, ok := WatchOf(r).Round(from)
	if !ok {
		return storeRound(ctx, tx, h, from, time.Time{})
	}
	if err := storeRound(ctx, tx, h, from, until); err != nil {
		return err
	}
	_, err = job.Enqueue(ctx, tx, roundKind, roundArgs{h.TicketID, until}, job.Options{At: until, Unique: fmt.Sprintf("%d:%d", h.TicketID, until.Unix())})
	return err
}

// roundEnds counts a round, if the ticket went it without an owner. One that was taken, sent elsewhere, or whose
// region keeps other hours by now has other rounds.
func (s *Service) roundEnds(ctx context.Context, j job.Job) error {
	var a roundArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "queue")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.lock(ctx, tx, a.Ticket)
		if err != nil {
			return gone(err)
		}
		h, ok, err := findHomeward(ctx, tx, a.Ticket)
		if err != nil || !ok || t.AssigneeID != 0 || !h.RoundUntil.Equal(a.Until) {
			return err
		}
		h.Turns++
		if err := record(ctx, tx, Move{TicketID: t.ID, Kind: MoveSatellite, FromRegion: h.From, ToRegion: h.Region, Detail: fmt.Sprint(h.Turns)}); err != nil {
			return err
		}
		if err := s.planRound(ctx, tx, h, a.Until); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(t.ID), Satellite{Region: h.Region, Turns: h.Turns})
	})
}

package emergency

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const handOverKind = "emergency.hand_over"

type handOverArgs struct {
	HandOver int64 `json:"hand_over"`
	Rings    int   `json:"rings"`
}

// ringHandOver pages who is asked and who gives, and again every few minutes until somebody accepts.
func (s *Service) ringHandOver(ctx context.Context, tx *db.Tx, e Emergency, h HandOver) error {
	h.Rings++
	if err := saveHandOver(ctx, tx, h); err != nil {
		return err
	}
	to, title := []int64{h.To, h.From}, fmt.Sprintf("Take over the emergency #%d", e.TicketID)
	if h.To == 0 {
		to, title = []int64{h.From}, fmt.Sprintf("Nobody takes over the emergency #%d: choose somebody", e.TicketID)
	}
	if err := s.Page(ctx, tx, Alarm{Key: fmt.Sprintf("hand-over:%d:%d", h.ID, h.Rings), Subject: HandOverSubject(h.ID), Title: title,
		To: to, Only: true}); err != nil {
		return err
	}
	timers, err := TimersKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	_, err = job.Enqueue(ctx, tx, handOverKind, handOverArgs{h.ID, h.Rings}, job.Options{At: tx.Now().Add(time.Duration(timers.HandOver) * time.Minute),
		Unique: fmt.Sprintf("%d:%d", h.ID, h.Rings)})
	return err
}

// handOverIsDue rings again where nobody accepted meanwhile.
func (s *Service) handOverIsDue(ctx context.Context, j job.Job) error {
	var a handOverArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "emergency")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, err := findHandOver(ctx, tx, a.HandOver)
		if err != nil || !h.EndedAt.IsZero() {
			return err
		}
		e, err := findByID(ctx, tx, h.EmergencyID)
		if err != nil {
			return err
		}
		if _, err := s.Tickets.Lock(ctx, tx, e.TicketID); err != nil {
			return err
		}
		if h, err = findHandOver(ctx, tx, a.HandOver); err != nil || !h.EndedAt.IsZero() || h.Rings != a.Rings {
			return err
		}
		if err := s.Settle(ctx, tx, HandOverSubject(h.ID), "rings again"); err != nil {
			return err
		}
		return s.ringHandOver(ctx, tx, e, h)
	})
}

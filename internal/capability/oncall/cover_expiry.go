package oncall

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const expiryKind = "oncall.cover_expires"

type expiryArgs struct {
	Cover int64 `json:"cover"`
}

// expire ends a request that nobody took in time: whoever asked stays on call, and the managers hear of it
// (oncall-and-incidents.md: whoever is scheduled must find cover, alert the manager otherwise).
func (s *Service) expire(ctx context.Context, j job.Job) error {
	var a expiryArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "oncall")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, b, err := s.lockCover(ctx, tx, a.Cover)
		if err != nil || c.State != CoverOpen || tx.Now().Before(c.ExpiresAt) {
			return err
		}
		left, err := b.uncovered(c)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return setCoverState(ctx, tx, c.ID, CoverDone)
		}
		if err := setCoverState(ctx, tx, c.ID, CoverExpired); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("expired", 0, c.From, c.Until)); err != nil {
			return err
		}
		n := Notice{Cause: fmt.Sprint("oncall_cover_expired:", c.ID), Subject: "No cover found: " + c.Title, Path: c.Path(),
			Lead: b.name(c.UserID) + " asked for cover, and nobody took all of it. They stay on call:", Lines: stretchLines(left)}
		n.To = append(b.managers(), b.one(c.UserID)...)
		return s.tell(ctx, tx, b, n)
	})
}

// reopen lets a request that was covered be taken again: until it begins, or for what is left of it.
func (s *Service) reopen(ctx context.Context, tx *db.Tx, c Cover) error {
	if err := setCoverState(ctx, tx, c.ID, CoverOpen); err != nil {
		return err
	}
	at := c.ExpiresAt
	if !at.After(tx.Now()) {
		at = c.Until
	}
	if err := setCoverExpiry(ctx, tx, c.ID, at); err != nil {
		return err
	}
	_, err := job.Enqueue(ctx, tx, expiryKind, expiryArgs{c.ID}, job.Options{At: at})
	return err
}

// Path is the page of a request.
func (c Cover) Path() string { return fmt.Sprint("/on-call/cover/", c.ID) }

func stretchLines(list []Stretch) []string {
	lines := make([]string, len(list))
	for i, d := range list {
		lines[i] = d.From.UTC().Format(stamp) + " to " + d.Until.UTC().Format(stamp)
	}
	return lines
}

// one is somebody of the active team as a list.
func (b *book) one(userID int64) []people.User {
	if u, ok := b.team.User(userID); ok {
		return []people.User{u}
	}
	return nil
}

// tellCandidates asks everybody who could take a request.
func (s *Service) tellCandidates(ctx context.Context, tx *db.Tx, b *book, schedule Schedule, c Cover) error {
	n := Notice{Cause: fmt.Sprint("oncall_cover:", c.ID), Subject: "Cover wanted: " + schedule.Title, Path: c.Path(),
		Lead: b.name(c.UserID) + " cannot be on call then. Who takes it, or a part of it?", Lines: stretchLines(c.Open)}
	if c.Note != "" {
		n.Lines = append(n.Lines, c.Note)
	}
	for _, candidate := range b.candidates(c) {
		n.To = append(n.To, b.everybody[candidate.UserID])
	}
	if len(n.To) == 0 { // nobody can: the managers must know at once
		n.To = b.managers()
		n.Lead += " Nobody of the team could take all of it."
	}
	return s.tell(ctx, tx, b, n)
}

func (s *Service) tellOffer(ctx context.Context, tx *db.Tx, b *book, c Cover, o Offer) error {
	return s.tell(ctx, tx, b, Notice{Cause: fmt.Sprint("oncall_offer:", o.ID), To: b.one(c.UserID), Subject: "Cover offered: " + c.Title, Path: c.Path(),
		Lead:  b.name(o.UserID) + " would take your duty. Accept it on the page: until then you stay on call.",
		Lines: stretchLines([]Stretch{{From: o.From, Until: o.Until}})})
}

func (s *Service) tellAccepted(ctx context.Context, tx *db.Tx, b *book, c Cover, o Offer) error {
	return s.tell(ctx, tx, b, Notice{Cause: fmt.Sprint("oncall_accepted:", o.ID), To: b.one(o.UserID), Subject: "You are on call: " + c.Title, Path: c.Path(),
		Lead: "Your offer was accepted. You are on call instead of " + b.name(c.UserID) + ":", Lines: stretchLines([]Stretch{{From: o.From, Until: o.Until}})})
}

func (s *Service) tellUndone(ctx context.Context, tx *db.Tx, b *book, c Cover, o Offer) error {
	to := slices.Concat(b.one(c.UserID), b.one(o.UserID))
	return s.tell(ctx, tx, b, Notice{Cause: fmt.Sprint("oncall_undone:", o.ID), To: to, Subject: "Cover taken back: " + c.Title, Path: c.Path(),
		Lead: b.name(c.UserID) + " is on call again, instead of " + b.name(o.UserID) + ":", Lines: stretchLines([]Stretch{{From: o.From, Until: o.Until}})})
}

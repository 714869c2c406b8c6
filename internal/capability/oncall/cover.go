package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// CoverState is where a request for cover stands.
type CoverState string

// The states. Whoever asked stays on call until an offer is accepted: a request alone changes nothing.
const (
	CoverOpen      CoverState = "open"
	CoverDone      CoverState = "covered"
	CoverWithdrawn CoverState = "withdrawn"
	CoverExpired   CoverState = "expired"
)

// Cover is a request that somebody else be on call for a stretch.
type Cover struct {
	ID          int64
	ScheduleID  int64
	Title       string // of the schedule
	UserID      int64  // who cannot be there
	From, Until time.Time
	Note        string
	State       CoverState
	ExpiresAt   time.Time
	By          int64 // who asked: another than UserID on behalf
	At          time.Time
	Offers      []Offer
	// Open are the stretches that nobody has taken yet. Worked out, not stored.
	Open []Stretch
}

// live reports whether offers can still be made.
func (c Cover) live(now time.Time) bool {
	return (c.State == CoverOpen || c.State == CoverDone) && now.Before(c.Until)
}

// Covers lists the requests that are not over, those that begin first first.
func (s *Service) Covers(ctx context.Context) ([]Cover, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.covers(ctx, "c.until_at > $1 AND c.state <> 'withdrawn'", s.DB.Now(ctx))
}

// Cover gives one request with its offers; fault.NotFound when there is none.
func (s *Service) Cover(ctx context.Context, id int64) (Cover, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Cover{}, err
	}
	list, err := s.covers(ctx, "c.id = $1", id)
	switch {
	case err != nil:
		return Cover{}, err
	case len(list) == 0:
		return Cover{}, fault.New(fault.NotFound, "There is no request for cover with the number %d", id)
	}
	return list[0], nil
}

// covers reads requests, with what is still open of each.
func (s *Service) covers(ctx context.Context, where string, args ...any) ([]Cover, error) {
	list, err := findCovers(ctx, s.DB.Read(), where, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	b, err := s.gather(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-around))
	for i := range list {
		if err == nil {
			list[i].Open, err = b.uncovered(list[i])
		}
	}
	return list, err
}

// uncovered is what of a request its asker is still on call for: an accepted offer takes them off.
func (b *book) uncovered(c Cover) ([]Stretch, error) {
	return b.history(c.ScheduleID).duties(c.UserID, c.From, c.Until)
}

// AskCover asks colleagues to take a stretch of somebody's duty: one's own, or that of whoever the actor arranges.
// fault.Invalid on from, until, user or expires.
func (s *Service) AskCover(ctx context.Context, c Cover) (Cover, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return c, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Cover, error) { return s.askCover(ctx, tx, c) })
}

func (s *Service) askCover(ctx context.Context, tx *db.Tx, c Cover) (Cover, error) {
	schedule, err := lockSchedule(ctx, tx, c.ScheduleID)
	if err != nil {
		return c, err
	}
	b, err := s.gather(ctx, tx, tx.Now())
	if err != nil {
		return c, err
	}
	if err := b.mayArrange(ctx, c.UserID); err != nil {
		return c, err
	}
	if c, err = typedCover(c, tx.Now()); err != nil {
		return c, err
	}
	c.Title, c.By, c.State, c.At = schedule.Title, actor(ctx), CoverOpen, tx.Now()
	if c.Open, err = b.uncovered(c); err != nil {
		return c, err
	}
	if len(c.Open) == 0 {
		return c, fault.Field("from", "%s is not on call for %s between these times, so there is nothing to cover", b.name(c.UserID), schedule.Title)
	}
	asked, err := findCovers(ctx, tx, "c.schedule_id = $1 AND c.user_id = $2 AND c.state = 'open' AND c.from_at < $3 AND c.until_at > $4",
		c.ScheduleID, c.UserID, c.Until, c.From)
	if err != nil {
		return c, err
	}
	if len(asked) > 0 {
		return c, fault.Field("from", "Cover is asked for already from %s to %s. Withdraw that first, or choose other times",
			asked[0].From.UTC().Format(stamp), asked[0].Until.UTC().Format(stamp))
	}
	if c.ID, err = insertCover(ctx, tx, c); err != nil {
		return c, err
	}
	if _, err := job.Enqueue(ctx, tx, expiryKind, expiryArgs{c.ID}, job.Options{At: c.ExpiresAt}); err != nil {
		return c, err
	}
	if err := s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("asked", 0, c.From, c.Until)); err != nil {
		return c, err
	}
	return c, s.tellCandidates(ctx, tx, b, schedule, c)
}

// typedCover holds a request against the clock. It expires when the stretch begins, unless an earlier moment is given.
func typedCover(c Cover, now time.Time) (Cover, error) {
	c.Note = tidy(c.Note)
	c.From, c.Until = c.From.Truncate(time.Minute), c.Until.Truncate(time.Minute)
	switch {
	case c.From.IsZero():
		return c, fault.Field("from", "Say when the stretch begins that you cannot be there")
	case !c.Until.After(c.From):
		return c, fault.Field("until", "It would end before it begins. Choose a later time")
	case !c.Until.After(now):
		return c, fault.Field("until", "%s is over. Choose a time to come", c.Until.UTC().Format(stamp))
	case c.Until.Sub(c.From) > longestOverride:
		return c, fault.Field("until", "Cover is asked for up to 92 days at once")
	case len([]rune(c.Note)) > 300:
		return c, fault.Field("note", "The note is longer than the 300 characters that are kept")
	}
	if c.ExpiresAt.IsZero() {
		c.ExpiresAt = later(c.From, now.Add(time.Minute))
	}
	if c.ExpiresAt.Before(now) || c.ExpiresAt.After(c.Until) {
		return c, fault.Field("expires", "The request expires between now and the end of the stretch, not at %s", c.ExpiresAt.UTC().Format(stamp))
	}
	return c, nil
}

// mayArrange refuses who acts for somebody else without being their manager or one of on-call.
func (b *book) mayArrange(ctx context.Context, userID int64) error {
	u, ok := b.everybody[userID]
	if !ok || !u.Role.Staff() {
		return fault.Field("user", "Choose somebody of the team")
	}
	p, _ := access.From(ctx)
	if p.UserID == userID && p.UserID != 0 || p.Role.Allows(access.ManageOnCall) || people.MayArrange(ctx, u) {
		return nil
	}
	return fault.New(fault.Forbidden, "Only %s, their manager and those who manage on-call may do this for them", u.Name)
}

// WithdrawCover takes a request back. What was covered stays covered.
func (s *Service) WithdrawCover(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, b, err := s.lockCover(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := b.mayArrange(ctx, c.UserID); err != nil {
			return err
		}
		if c.State != CoverOpen {
			return fault.New(fault.Conflict, "This request is not open any more")
		}
		if err := setCoverState(ctx, tx, id, CoverWithdrawn); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, Subject(c.ScheduleID), c.fact("withdrawn", 0, c.From, c.Until))
	})
}

// lockCover reads a request and keeps its schedule from changing until the transaction ends.
func (s *Service) lockCover(ctx context.Context, tx *db.Tx, id int64) (c Cover, b *book, err error) {
	list, err := findCovers(ctx, tx, "c.id = $1", id)
	if err != nil {
		return c, nil, err
	}
	if len(list) == 0 {
		return c, nil, fault.New(fault.NotFound, "There is no request for cover with the number %d", id)
	}
	if _, err := lockSchedule(ctx, tx, list[0].ScheduleID); err != nil {
		return c, nil, err
	}
	if list, err = findCovers(ctx, tx, "c.id = $1", id); err != nil { // again: another transaction may have changed it before the lock
		return c, nil, err
	}
	b, err = s.gather(ctx, tx, tx.Now().Add(-around))
	return list[0], b, err
}

func (c Cover) fact(act string, user int64, from, until time.Time) Covered {
	return Covered{Title: c.Title, Cover: c.ID, Act: act, Of: c.UserID, User: user, From: from, Until: until}
}

// offer finds one of the request's.
func (c Cover) offer(id int64) (Offer, bool) {
	i := slices.IndexFunc(c.Offers, func(o Offer) bool { return o.ID == id })
	if i < 0 {
		return Offer{}, false
	}
	return c.Offers[i], true
}

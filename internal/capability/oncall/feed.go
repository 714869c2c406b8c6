package oncall

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Feed is a secret address at which a calendar program finds shifts: who has it may read them without signing in.
type Feed struct {
	ID         int64
	UserID     int64 // whose address it is
	ScheduleID int64 // 0: that person's own shifts, of all schedules
	At         time.Time
	UsedAt     time.Time // the day on which a program last asked; zero: never
}

// mostFeeds bounds how many addresses one person has.
const mostFeeds = 20

// Feeds lists the addresses of the signed-in person, the oldest first. The secrets are not known any more.
func (s *Service) Feeds(ctx context.Context) ([]Feed, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findFeeds(ctx, s.DB.Read(), actor(ctx))
}

// MakeFeed makes an address for a schedule, or for one's own shifts (0), and gives its secret, which nobody can ask for
// again.
func (s *Service) MakeFeed(ctx context.Context, scheduleID int64) (secret string, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return "", err
	}
	secret = rand.Text()
	return secret, s.DB.Do(ctx, func(tx *db.Tx) error {
		if scheduleID != 0 {
			if _, err := findSchedule(ctx, tx, scheduleID); err != nil {
				return err
			}
		}
		me := actor(ctx)
		all, err := findFeeds(ctx, tx, me)
		if err != nil {
			return err
		}
		if me == 0 || len(all) >= mostFeeds {
			return fault.New(fault.Conflict, "You have %d addresses. Revoke one that no program uses any more", len(all))
		}
		id, err := insertFeed(ctx, tx, Feed{UserID: me, ScheduleID: scheduleID}, digest(secret))
		if err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, feedSubject(id), FeedMade{User: me, Schedule: scheduleID})
	})
}

// RevokeFeed takes an address back: from then on nothing is found there. It is one's own; managers may take back any.
func (s *Service) RevokeFeed(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		f, err := findFeed(ctx, tx, "id = $1", id)
		if err != nil {
			return err
		}
		if f.UserID != actor(ctx) && access.Check(ctx, access.ManageOnCall) != nil {
			return errNoFeed()
		}
		if err := deleteFeed(ctx, tx, id); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, feedSubject(id), FeedRevoked{User: f.UserID, Schedule: f.ScheduleID})
	})
}

func errNoFeed() error {
	return fault.New(fault.NotFound, "There is no calendar at this address. It was revoked, or the address is cut short: make a new one in Daywatch")
}

// digest is what is kept of a secret, which is random and needs no salt.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func feedSubject(id int64) event.Subject { return event.Subject{Type: "on_call_feed", ID: id} }

// FeedMade is the fact that somebody got a secret address of a calendar.
type FeedMade struct {
	User     int64 `json:"user"`
	Schedule int64 `json:"schedule,omitempty"` // 0: their own shifts
}

// EventKind implements event.Fact.
func (FeedMade) EventKind() string { return "on_call.feed_made" }

// FeedRevoked is the fact that such an address was taken back.
type FeedRevoked struct {
	User     int64 `json:"user"`
	Schedule int64 `json:"schedule,omitempty"`
}

// EventKind implements event.Fact.
func (FeedRevoked) EventKind() string { return "on_call.feed_revoked" }

// Published is a calendar as a program gets it.
type Published struct {
	Owner   people.User // whose language it is in
	Title   string      // of the schedule; empty: the owner's own shifts
	Entries []Entry     // by their beginning
}

// Entry is a shift in a calendar. It keeps its UID while it is moved, and counts how often it was.
type Entry struct {
	UID         string
	Sequence    int
	Changed     time.Time
	ScheduleID  int64
	Title       string // of the schedule
	Name        string // of who is on
	From, Until time.Time
	Shadow      bool
}

// feedMonths is how far ahead a calendar goes, in whole months, so that its end does not move every day.
const feedMonths = 13

// Calendar gives the shifts at a secret address, from the beginning of last month to at least twelve months ahead:
// fault.NotFound when nobody has such an address any more.
func (s *Service) Calendar(ctx context.Context, secret string) (p Published, err error) {
	q := s.DB.Read()
	f, err := findFeed(ctx, q, "digest = $1", digest(secret))
	if err != nil {
		return p, err
	}
	plan, err := s.planFeed(ctx, q, f)
	if err != nil {
		return p, err
	}
	if plan.settled() && sameDay(f.UsedAt, plan.now) {
		return plan.Published, nil
	}
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		for _, id := range plan.schedules {
			if _, err := lockSchedule(ctx, tx, id); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		plan, err := s.planFeed(ctx, tx, f)
		if err != nil {
			return err
		}
		p = plan.Published
		if err := putPublished(ctx, tx, plan.put, plan.gone); err != nil {
			return err
		}
		return touchFeed(ctx, tx, f.ID)
	})
	return p, err
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// feedPlan is a calendar, and what must be kept of it.
type feedPlan struct {
	Published
	now       time.Time
	schedules []int64 // ascending
	put       []mark
	gone      []int64
}

func (p feedPlan) settled() bool { return len(p.put)+len(p.gone) == 0 }

// planFeed works out what a calendar says now.
func (s *Service) planFeed(ctx context.Context, q db.Querier, f Feed) (p feedPlan, err error) {
	now := s.DB.Now(ctx).UTC()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	from, until := month.AddDate(0, -1, 0), month.AddDate(0, feedMonths+1, 0)
	b, err := s.gather(ctx, q, from.Add(-around))
	if err != nil {
		return p, err
	}
	p.now = now
	if p.Owner = b.everybody[f.UserID]; !p.Owner.Active || !p.Owner.Role.Staff() {
		return p, errNoFeed()
	}
	if f.ScheduleID != 0 {
		schedule, ok := b.schedule(f.ScheduleID)
		if !ok {
			return p, errNoFeed()
		}
		p.Title = schedule.Title
	}
	shifts, err := b.published(f, from, until)
	if err != nil {
		return p, err
	}
	for _, x := range b.schedules {
		if f.ScheduleID == 0 || x.ID == f.ScheduleID {
			p.schedules = append(p.schedules, x.ID)
		}
	}
	slices.Sort(p.schedules)
	marks, err := findPublished(ctx, q, f)
	if err != nil {
		return p, err
	}
	p.put, p.gone = publish(marks, shifts, now)
	p.Entries = b.entries(shifts)
	return p, nil
}

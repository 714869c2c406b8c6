package oncall

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// AwayCalendar is the calendar from which somebody's time off is read, and how the last try went.
type AwayCalendar struct {
	UserID  int64
	URL     string
	Name    string    // as the calendar calls itself
	AskedAt time.Time // when it was last tried
	ReadAt  time.Time // when what is kept was read; zero: never yet
	Problem string    // of the last try, a sentence; empty: none. What was read before is kept
	Count   int       // of absences to come
	etag    string
}

// Fetched is what a calendar's address answered.
type Fetched struct {
	Body []byte
	ETag string
	Same bool // it has not changed since the ETag that was given
}

const (
	readAwayKind = "oncall.read_away"
	// awayEvery is how often calendars are read.
	awayEvery = time.Hour
	// shortestAway is how long an entry must last to be time off and no appointment: half a day.
	shortestAway = 4 * time.Hour
	longestURL   = 2000
)

// AwayCalendar gives the calendar of the signed-in person; the zero AwayCalendar when they have none.
func (s *Service) AwayCalendar(ctx context.Context) (AwayCalendar, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return AwayCalendar{}, err
	}
	all, err := findAwayCalendars(ctx, s.DB.Read(), s.DB.Now(ctx), actor(ctx))
	if err != nil || len(all) == 0 {
		return AwayCalendar{}, err
	}
	return all[0], nil
}

// FollowAwayCalendar reads the time off of the signed-in person from a calendar from now on: at once, and every hour. It
// is kept only when it can be read: fault.Invalid on the field url says why not.
func (s *Service) FollowAwayCalendar(ctx context.Context, url string) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	if err := outbound.Check(url); err != nil {
		return err
	}
	if len(url) > longestURL {
		return fault.Field("url", "This address has %d characters. It may have %d", len(url), longestURL)
	}
	me := actor(ctx)
	c := AwayCalendar{UserID: me, URL: url}
	got, err := s.readAway(ctx, &c)
	if err != nil {
		sentence, _ := fault.Public(err)
		return &fault.Error{Kind: fault.Invalid, Field: "url", Public: sentence, Err: err}
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := putAwayCalendar(ctx, tx, c); err != nil {
			return err
		}
		if err := putAbsences(ctx, tx, me, got.away); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: me}, AwayFollowed{User: me})
	})
}

// ForgetAwayCalendar ends that the time off of the signed-in person is read from a calendar, and forgets what was read.
func (s *Service) ForgetAwayCalendar(ctx context.Context) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		me := actor(ctx)
		if err := deleteAwayCalendar(ctx, tx, me); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: me}, AwayForgotten{User: me})
	})
}

// AwayFollowed is the fact that somebody's time off is read from a calendar. Its address is theirs, and not told.
type AwayFollowed struct {
	User int64 `json:"user"`
}

// EventKind implements event.Fact.
func (AwayFollowed) EventKind() string { return "on_call.away_followed" }

// AwayForgotten is the fact that it is not any more.
type AwayForgotten struct {
	User int64 `json:"user"`
}

// EventKind implements event.Fact.
func (AwayForgotten) EventKind() string { return "on_call.away_forgotten" }

// readAways reads every calendar again. One that is down, or answers what is no calendar, keeps what was read before, and
// says so.
func (s *Service) readAways(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "oncall")
	all, err := findAwayCalendars(ctx, s.DB.Read(), s.DB.Now(ctx), 0)
	if err != nil {
		return err
	}
	for _, c := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		was := c.URL
		got, failed := s.readAway(ctx, &c)
		if failed != nil {
			c.Problem, _ = fault.Public(failed)
			c.AskedAt = s.DB.Now(ctx)
		}
		err := s.DB.Do(ctx, func(tx *db.Tx) error {
			if same, err := stillFollows(ctx, tx, c.UserID, was); err != nil || !same {
				return err
			}
			if err := putAwayCalendar(ctx, tx, c); err != nil || failed != nil || got.same {
				return err
			}
			return putAbsences(ctx, tx, c.UserID, got.away)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// away is what a calendar says of somebody's absence.
type away struct {
	away []namedAbsence
	same bool
}

// namedAbsence is an absence and what its entry is called.
type namedAbsence struct {
	Absence
	title string
}

// readAway asks for a calendar, and notes in c how that went.
func (s *Service) readAway(ctx context.Context, c *AwayCalendar) (a away, err error) {
	if s.Fetch == nil {
		return a, fault.Field("url", "This desk reads no calendars from elsewhere")
	}
	got, err := s.Fetch(ctx, c.URL, c.etag)
	if err != nil {
		return a, err
	}
	now := s.DB.Now(ctx)
	if got.Same {
		c.AskedAt, c.ReadAt, c.Problem, a.same = now, now, "", true
		return a, nil
	}
	users, err := s.People.Named(ctx, s.DB.Read(), c.UserID)
	if err != nil {
		return a, err
	}
	u := users[c.UserID]
	reading, err := ical.Read(ctx, got.Body, ical.Span{From: now.AddDate(0, -1, 0), Until: now.AddDate(1, 1, 0), Zone: u.Location()})
	if err != nil {
		return a, err
	}
	c.AskedAt, c.ReadAt, c.Problem, c.Name, c.etag = now, now, "", fault.Clip(reading.Name, 100), got.ETag
	if len(reading.Problems) > 0 {
		c.Problem = fault.Clip(reading.Problems[0], 300)
	}
	a.away = absencesOf(reading.Occurrences)
	return a, nil
}

// absencesOf keeps what is time off: half a day or more that is not marked as free.
func absencesOf(all []ical.Occurrence) (list []namedAbsence) {
	for _, o := range all {
		if o.Free || o.Until.Sub(o.From) < shortestAway {
			continue
		}
		list = append(list, namedAbsence{Absence{From: o.From, Until: o.Until}, fault.Clip(o.Summary, 100)})
	}
	return list
}

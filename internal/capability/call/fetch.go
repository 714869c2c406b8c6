package call

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/caldav"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	allKind   = "call.calendars"
	fetchKind = "call.fetch"
	putKind   = "call.put"
)

// fetchAll lets every calendar elsewhere be read, each by a job of its own: one that hangs keeps no other waiting.
func (s *Service) fetchAll(ctx context.Context, _ job.Job) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		ids, err := linkedCalendars(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.armFetch(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

type fetchArgs struct {
	User int64 `json:"user"`
}

func fetchKey(user int64) string { return strconv.FormatInt(user, 10) }

func (s *Service) armFetch(ctx context.Context, tx *db.Tx, user int64) error {
	_, err := job.Enqueue(ctx, tx, fetchKind, fetchArgs{user}, job.Options{Unique: fetchKey(user)})
	return err
}

// fetch reads somebody's calendar. It never fails for what the other side does: that is kept as the
// calendar's trouble, and the last good copy stays.
func (s *Service) fetch(ctx context.Context, j job.Job) error {
	var a fetchArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "call")
	c, err := findCalendar(ctx, s.DB.Read(), a.User)
	if err != nil || c.Kind == "" {
		return err
	}
	users, err := s.People.Named(ctx, s.DB.Read(), a.User)
	if err != nil {
		return err
	}
	got, failed := s.read(ctx, c, users[a.User].Location())
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		now, err := lockCalendar(ctx, tx, a.User)
		if err != nil || now.Kind == "" || now.URL != c.URL || now.Kind != c.Kind { // changed meanwhile: its own job comes
			return err
		}
		now.take(got, failed, tx.Now())
		if err := s.tellStale(ctx, tx, &now); err != nil {
			return err
		}
		return saveCalendar(ctx, tx, now)
	})
}

// read asks a calendar when its owner is busy.
func (s *Service) read(ctx context.Context, c Calendar, zone *time.Location) (caldav.Busy, error) {
	if s.Client == nil {
		return caldav.Busy{}, fault.New(fault.Unavailable, "This desk goes to no calendars")
	}
	password, err := s.unseal(c.sealed)
	if err != nil {
		return caldav.Busy{}, err
	}
	now := s.DB.Now(ctx)
	client, account := caldav.Client{HTTP: s.Client}, caldav.Account{URL: c.URL, User: c.Username, Password: password}
	in := ical.Span{From: now.Add(-aDay), Until: now.Add(caldav.Horizon), Zone: zone}
	if c.Kind == CalDAV {
		return client.Collection(ctx, account, in)
	}
	return client.Feed(ctx, account, in)
}

// suspicious is from how many events on a calendar that is empty all of a sudden is not believed.
const suspicious = 5

// take keeps what a calendar said, or what was wrong with it. A copy that was full is not given up for an empty one at once: a
// server that lost its calendars says the same. It is believed the second time, an hour later.
func (c *Calendar) take(got caldav.Busy, failed error, now time.Time) {
	c.AskedAt = now
	switch {
	case failed != nil:
		c.Trouble, _ = fault.Public(failed)
	case got.Events == 0 && c.Events >= suspicious && c.Trouble != emptied:
		c.Trouble = emptied
	default:
		c.Busy, c.Events, c.GoodAt, c.Trouble, c.ToldAt = got.Spans, got.Events, now, "", time.Time{}
		if len(got.Problems) > 0 {
			c.Trouble = fault.Clip(got.Problems[0], 300)
		}
	}
}

// emptied is the trouble of a calendar that lost all its events between two looks.
const emptied = "The calendar is empty all of a sudden. The last copy stays in use until it says so again"

// tellStale tells an engineer, once, that the copy of their calendar is old.
func (s *Service) tellStale(ctx context.Context, tx *db.Tx, c *Calendar) error {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	limit := time.Duration(rules.StaleHours) * time.Hour
	if c.Trouble == "" || !c.ToldAt.IsZero() || c.GoodAt.IsZero() || c.Age(tx.Now()) < limit {
		return nil
	}
	c.ToldAt = tx.Now()
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("calendar:", c.UserID, ":", c.GoodAt.Unix()), Subject: "Your calendar cannot be read",
		Lead:  fmt.Sprintf("The last copy of your calendar is %d hours old. Calls can still be booked with you, by that copy.", int(c.Age(tx.Now()).Hours())),
		Lines: []string{c.Trouble}, Path: "/profile/calendar"}, []int64{c.UserID})
}

type putArgs struct {
	Call int64 `json:"call"`
	User int64 `json:"user"`
}

// publish lets jobs write a call into the calendars of those of its hosts who asked for it.
func (s *Service) publish(ctx context.Context, tx *db.Tx, c Call) error {
	for _, id := range c.Hosts {
		cal, err := findCalendar(ctx, tx, id)
		if err != nil {
			return err
		}
		if !cal.Puts {
			continue
		}
		if _, err := job.Enqueue(ctx, tx, putKind, putArgs{c.ID, id}, job.Options{Unique: fmt.Sprint(c.ID, ":", id, ":", c.Sequence, c.State)}); err != nil {
			return err
		}
	}
	return nil
}

// put writes a call into a host's calendar as it stands, or takes it out.
func (s *Service) put(ctx context.Context, j job.Job) error {
	var a putArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "call")
	q := s.DB.Read()
	c, err := findCall(ctx, q, a.Call)
	if err != nil {
		return err
	}
	cal, err := findCalendar(ctx, q, a.User)
	if err != nil || !cal.Puts || s.Client == nil {
		return err
	}
	password, err := s.unseal(cal.sealed)
	if err != nil {
		return err
	}
	client, account := caldav.Client{HTTP: s.Client}, caldav.Account{URL: cal.URL, User: cal.Username, Password: password}
	if c.State == Cancelled {
		return client.Delete(ctx, account, c.UID)
	}
	entry, err := s.ourEntry(ctx, q, c, ical.Request)
	if err != nil {
		return err
	}
	return client.Put(ctx, account, c.UID, entry.Object())
}

package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Override changes who is on call for a stretch, beside the turns of the layers.
type Override struct {
	ID         int64
	ScheduleID int64
	rotation.Override
	Note    string
	CoverID int64 // the request for cover that it came of; 0: made by hand
	By      int64 // who made it
	At      time.Time
}

// longestOverride bounds what one override changes: a longer one is a change of the schedule.
const longestOverride = 92 * 24 * time.Hour

// Overrides lists those of a schedule that end behind since, in the order in which they apply.
func (s *Service) Overrides(ctx context.Context, scheduleID int64, since time.Time) ([]Override, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findOverrides(ctx, s.DB.Read(), scheduleID, since)
}

// Override makes one: fault.Invalid on from, until, of, user or users where it cannot stand. The past is left as it was:
// one that begins before now begins now.
func (s *Service) Override(ctx context.Context, o Override) (Override, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return o, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Override, error) { return s.override(ctx, tx, o) })
}

func (s *Service) override(ctx context.Context, tx *db.Tx, o Override) (Override, error) {
	schedule, err := lockSchedule(ctx, tx, o.ScheduleID)
	if err != nil {
		return o, err
	}
	o.By = actor(ctx)
	if o, err = typedOverride(o, tx.Now()); err != nil {
		return o, err
	}
	if err := s.overrideFits(ctx, tx, schedule, o); err != nil {
		return o, err
	}
	if o.ID, err = insertOverride(ctx, tx, o); err != nil {
		return o, err
	}
	o.At = tx.Now()
	return o, s.Log.Append(ctx, tx, Subject(schedule.ID), Overridden{Title: schedule.Title, ID: o.ID, Kind: string(o.Kind), Of: o.Of, User: o.User,
		Users: o.Users, From: o.From, Until: o.Until, Note: o.Note})
}

// typedOverride holds an override against itself and the clock.
func typedOverride(o Override, now time.Time) (Override, error) {
	o.Note = tidy(o.Note)
	o.From, o.Until = o.From.Truncate(time.Minute), o.Until.Truncate(time.Minute)
	switch {
	case o.From.IsZero():
		return o, fault.Field("from", "Say when it begins")
	case !o.Until.After(o.From):
		return o, fault.Field("until", "It would end at %s, which is not behind its beginning. Choose a later time", o.Until.UTC().Format(stamp))
	case !o.Until.After(now):
		return o, fault.Field("until", "%s is over, and who was on call then stays as it was. Choose a time to come", o.Until.UTC().Format(stamp))
	case o.Until.Sub(o.From) > longestOverride:
		return o, fault.Field("until", "An override lasts up to 92 days. Change the schedule itself for longer")
	case len([]rune(o.Note)) > 300:
		return o, fault.Field("note", "The note is longer than the 300 characters that are kept")
	}
	if o.From.Before(now) {
		o.From = now.Truncate(time.Second) // edges count from whole seconds
	}
	return o, overrideUsers(&o)
}

// stamp is how sentences tell a moment, in UTC.
const stamp = "Mon 2 Jan 2006 15:04 UTC"

// overrideUsers holds whom an override names against its kind, and forgets whom it has no use for.
func overrideUsers(o *Override) error {
	needs := map[rotation.OverrideKind]struct{ of, user, users bool }{rotation.Replace: {of: true, user: true}, rotation.Remove: {of: true},
		rotation.Add: {user: true}, rotation.Set: {users: true}}
	need, known := needs[o.Kind]
	switch {
	case !known:
		return fault.Field("kind", "“%s” is no kind of override. They are replace, remove, add and set", fault.Clip(string(o.Kind), 40))
	case need.of && o.Of == 0:
		return fault.Field("of", "Say whose duty it is")
	case need.user && o.User == 0:
		return fault.Field("user", "Say who takes it")
	case need.users && len(o.Users) == 0:
		return fault.Field("users", "Say who is on call. For nobody, take out whoever is")
	case need.of && need.user && o.Of == o.User:
		return fault.Field("user", "That is the same person. Choose somebody else")
	}
	if !need.of {
		o.Of = 0
	}
	if !need.user {
		o.User = 0
	}
	if !need.users {
		o.Users = nil
	}
	return nil
}

// takers are whom an override puts on call.
func (o Override) takers() []int64 {
	if o.User != 0 {
		return []int64{o.User}
	}
	return o.Users
}

// overrideFits asks whether each taker may be on call then, and whether the override changes anything.
func (s *Service) overrideFits(ctx context.Context, tx *db.Tx, schedule Schedule, o Override) error {
	c, err := s.gather(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	field := "user"
	if o.Kind == rotation.Set {
		field = "users"
	}
	before := c.history(schedule.ID)
	after := before.with(o)
	if o.Kind == rotation.Replace || o.Kind == rotation.Remove {
		same, err := sameDuty(before, after, o.From, o.Until)
		if err != nil {
			return err
		}
		if same {
			return fault.Field("of", "%s is not on call for %s between these times, so nothing would change", c.name(o.Of), schedule.Title)
		}
	}
	for _, id := range o.takers() {
		if err := c.mayTake(schedule, id, field); err != nil {
			return err
		}
		if err := c.daytimeOf(after, id, o.From, o.Until, field); err != nil {
			return err
		}
	}
	return nil
}

// sameDuty reports whether two histories have the same people on call all through a stretch.
func sameDuty(a, b history, from, until time.Time) (bool, error) {
	x, err := a.timeline(from, until)
	if err != nil {
		return false, err
	}
	y, err := b.timeline(from, until)
	return slices.EqualFunc(x, y, func(s, t rotation.Segment) bool {
		return s.From.Equal(t.From) && s.Until.Equal(t.Until) && slices.Equal(s.Users, t.Users)
	}), err
}

// Restore takes an override back: what has begun ends now, what is over stays.
func (s *Service) Restore(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.restore(ctx, tx, id) })
}

func (s *Service) restore(ctx context.Context, tx *db.Tx, id int64) error {
	o, err := findOverride(ctx, tx, id)
	if err != nil {
		return err
	}
	schedule, err := lockSchedule(ctx, tx, o.ScheduleID)
	if err != nil {
		return err
	}
	switch now := tx.Now(); {
	case !now.Before(o.Until):
		return fault.New(fault.Conflict, "This override is over, and who was on call then stays as it was")
	case !now.After(o.From):
		err = deleteOverride(ctx, tx, id)
	default:
		err = endOverride(ctx, tx, id)
	}
	if err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, Subject(schedule.ID), Restored{Title: schedule.Title, ID: id, From: o.From, Until: o.Until})
}

func actor(ctx context.Context) int64 {
	p, _ := access.From(ctx)
	return p.UserID
}

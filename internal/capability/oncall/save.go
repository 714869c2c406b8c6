package oncall

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Wish is a schedule as somebody wants it.
type Wish struct {
	Schedule
	// Effective is from when on it is to hold; zero: as soon as the horizon allows. It may be in the past for a schedule
	// that comes from elsewhere, as long as nobody was on call for it here.
	Effective time.Time
	// Agreed is the second, explicit yes to a critical schedule with a hole.
	Agreed bool
}

// Save makes a schedule (ID 0) or changes it, in a transaction of its own; see SaveIn.
func (s *Service) Save(ctx context.Context, w Wish) (Schedule, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Schedule, error) { return s.SaveIn(ctx, tx, w) })
}

// SaveIn makes a schedule (ID 0) or changes it. The change takes effect at Effective, or as soon as the horizon allows;
// shadows change at once. A Version other than 0 is the one that the change was made from:
// fault.Conflict when it is no longer the latest, and on title when another schedule has that. What cannot stand is
// fault.Invalid on title, horizon, effective, demands or a layer's field, such as layers.0.users: nobody is on call outside of the day, for two
// things at once, or without what the schedule demands. A hole in a critical schedule is fault.Conflict on agreed. A
// change of nothing gives the schedule as it is. It needs ManageOnCall.
func (s *Service) SaveIn(ctx context.Context, tx *db.Tx, w Wish) (Schedule, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return w.Schedule, err
	}
	before := Schedule{}
	if w.ID != 0 {
		var err error
		if before, err = lockSchedule(ctx, tx, w.ID); err != nil {
			return w.Schedule, err
		}
		if w.Version != 0 && w.Version != before.Version {
			return w.Schedule, fault.New(fault.Conflict,
				"The schedule “%s” was changed meanwhile, so nothing was saved. What you typed is kept: look at it as it is now, and save again", before.Title)
		}
	}
	w.EffectiveAt, w.HolesAgreed = w.Effective, w.Agreed
	next, err := typed(w.Schedule)
	if err != nil {
		return w.Schedule, err
	}
	if err := titleFree(ctx, tx, next); err != nil {
		return w.Schedule, err
	}
	if before.Title == next.Title && same(before.Plan, next.Plan) && w.ID != 0 {
		return before, nil
	}
	return s.put(ctx, tx, before, next, w.Agreed)
}

func titleFree(ctx context.Context, q db.Querier, s Schedule) error {
	other, err := findTitled(ctx, q, s.Title)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil
	case err == nil && other.ID != s.ID:
		return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a schedule “" + other.Title + "” already. Choose another title"}
	}
	return err
}

// same reports whether two plans say the same, whether a list in them is nil or empty.
func same(a, b Plan) bool {
	x, errx := a.text()
	y, erry := b.text()
	return errx == nil && erry == nil && (x == y || reflect.DeepEqual(a, b))
}

// put checks and stores the versions that make before into next.
func (s *Service) put(ctx context.Context, tx *db.Tx, before, next Schedule, agreed bool) (Schedule, error) {
	b, err := s.gather(ctx, tx, tx.Now().Add(-around))
	if err != nil {
		return next, err
	}
	if next.EffectiveAt, err = b.effective(before, next); err != nil {
		return next, err
	}
	next.Version = before.Version + 1
	found, err := b.judge(next, agreed)
	if err != nil {
		return next, err
	}
	if next.ID == 0 {
		if next.ID, err = insertSchedule(ctx, tx, next.Title); err != nil {
			return next, err
		}
	}
	fact := Saved{New: before.ID == 0, Changes: b.differences(before, next), Hole: found.hole, Exempt: found.exempt}
	if published := b.history(before.ID).at(tx.Now()); next.EffectiveAt.After(tx.Now()) && !same(published, published.shadowed(next.Plan)) {
		if err := s.shadowsNow(ctx, tx, &next, published); err != nil {
			return next, err
		}
	}
	if err := putVersion(ctx, tx, next); err != nil {
		return next, err
	}
	next.UpdatedAt = tx.Now()
	fact.Title, fact.Version, fact.EffectiveAt = next.Title, next.Version, next.EffectiveAt
	return next, s.Log.Append(ctx, tx, Subject(next.ID), fact)
}

// shadowsNow puts a version before next that holds from now on: what is published, with next's shadows.
func (s *Service) shadowsNow(ctx context.Context, tx *db.Tx, next *Schedule, published Plan) error {
	first := *next
	first.Plan, first.EffectiveAt = published.shadowed(next.Plan), tx.Now().Truncate(time.Second)
	next.Version++
	return putVersion(ctx, tx, first)
}

// effective is when next takes effect. What was published is kept for as long as the horizon of that says; a schedule that
// nobody was on call for, and a change of shadows or words alone, holds at once. One that never had anybody may have begun
// long ago, elsewhere.
func (b *book) effective(before, next Schedule) (time.Time, error) {
	h := b.history(before.ID)
	published := h.at(b.now)
	first := b.now.Truncate(time.Second) // edges count from whole seconds
	if held := published.held(); len(held.Members()) > 0 && !sameDuties(held, next.held()) {
		first = first.AddDate(0, 0, 7*published.Horizon)
	}
	began := used(h.versions)
	switch {
	case next.EffectiveAt.IsZero():
		return first, nil
	case next.EffectiveAt.Before(first) && began:
		return first, fault.Field("effective",
			"People know this schedule up to %s, so a change takes effect then or later. Make an override for what must change sooner",
			first.UTC().Format(stamp))
	}
	return next.EffectiveAt.Truncate(time.Second), nil
}

// sameDuties reports whether two plans have the same people on call at the same times.
func sameDuties(a, b Plan) bool {
	return a.Mode == b.Mode && slices.EqualFunc(a.Layers, b.Layers, func(x, y Layer) bool {
		x.Name, y.Name, x.Region, y.Region = "", "", "", ""
		return reflect.DeepEqual(normal(x), normal(y))
	})
}

// normal is a layer whose empty lists are nil, as they come back from where they are stored.
func normal(l Layer) Layer {
	l.From, l.Until = l.From.UTC(), l.Until.UTC()
	if len(l.Users) == 0 {
		l.Users = nil
	}
	if len(l.Windows) == 0 {
		l.Windows = nil
	}
	for i := range l.Windows {
		if len(l.Windows[i].Days) == 0 {
			l.Windows[i].Days = nil
		}
	}
	return l
}

// Delete takes a schedule off the desk; what it was stays. One that is still needed is fault.Conflict, with a sentence
// that says by what. It needs ManageOnCall.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteIn(ctx, tx, id) })
}

// DeleteIn is Delete in a transaction.
func (s *Service) DeleteIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return err
	}
	was, err := lockSchedule(ctx, tx, id)
	if err != nil {
		return err
	}
	if s.Uses != nil {
		why, err := s.Uses(ctx, tx, was)
		if err != nil {
			return err
		}
		if why != "" {
			return fault.New(fault.Conflict, "The schedule “%s” stays, for it is in use. %s", was.Title, why)
		}
	}
	if err := burySchedule(ctx, tx, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, Subject(id), Deleted{Title: was.Title})
}

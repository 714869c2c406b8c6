package calendar

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Save makes a calendar (ID 0) or changes it, in a transaction of its own; see SaveIn.
func (s *Service) Save(ctx context.Context, c Calendar) (Calendar, error) {
	return db.InTx(ctx, s.deps.DB, func(tx *db.Tx) (Calendar, error) { return s.SaveIn(ctx, tx, c) })
}

// SaveIn makes a calendar (ID 0) or changes it, which makes a new version of it and of the unions it belongs to.
// A Version other than 0 is the one that the change was made from: fault.Conflict when it is no longer current, and
// also when another calendar has the title. What is wrong with it is fault.Invalid on title, members or a field of
// bizcal.Spec. A change of nothing gives the calendar as it is. It needs ManageSettings.
func (s *Service) SaveIn(ctx context.Context, tx *db.Tx, c Calendar) (Calendar, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return c, err
	}
	all, err := lockAll(ctx, tx)
	if err != nil {
		return c, err
	}
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	c = c.tidied()
	if err := check(c, all, tx.Now()); err != nil {
		return c, err
	}
	if c.ID == 0 {
		return s.create(ctx, tx, all, c)
	}
	return s.change(ctx, tx, all, c)
}

func (s *Service) create(ctx context.Context, tx *db.Tx, all []stored, c Calendar) (Calendar, error) {
	id, err := insert(ctx, tx, c.Title)
	if err != nil {
		return c, err
	}
	c.ID, c.Version, c.CreatedAt = id, 0, tx.Now()
	return s.put(ctx, tx, all, c, Saved{New: true})
}

func (s *Service) change(ctx context.Context, tx *db.Tx, all []stored, c Calendar) (Calendar, error) {
	before, ok := byID(all, c.ID)
	if !ok {
		return c, fault.New(fault.NotFound, "There is no calendar with the number %d", c.ID)
	}
	if c.Version != 0 && c.Version != before.Version {
		return c, fault.New(fault.Conflict,
			"Calendar “%s” was changed meanwhile, so nothing was saved. What you typed is kept: look at its new hours and save again", before.Title)
	}
	changes := before.differences(c, titles(all))
	if len(changes) == 0 {
		return before.Calendar, nil
	}
	c.Version, c.CreatedAt = before.Version, before.CreatedAt
	fact := Saved{Changes: changes}
	saved, err := s.put(ctx, tx, all, c, fact)
	if err != nil {
		return saved, err
	}
	if err := s.follow(ctx, tx, before.Title, c.Title); err != nil || !fact.Hours() {
		return saved, err
	}
	return saved, s.passOn(ctx, tx, all, saved)
}

// put stores the version after c.Version, and says so.
func (s *Service) put(ctx context.Context, tx *db.Tx, all []stored, c Calendar, fact Saved) (Calendar, error) {
	c.Version++
	c.UpdatedAt = tx.Now()
	next := stored{Calendar: c}
	for _, id := range c.Members {
		member, _ := byID(all, id) // check has found it
		next.pins = append(next.pins, pin{id, member.Version})
	}
	if err := putVersion(ctx, tx, next); err != nil {
		return c, err
	}
	written(tx)[pin{c.ID, c.Version}] = true
	fact.Title, fact.Version = c.Title, c.Version
	return c, s.deps.Log.Append(ctx, tx, Subject(c.ID), fact)
}

// passOn makes new versions of the unions that a changed calendar belongs to.
func (s *Service) passOn(ctx context.Context, tx *db.Tx, all []stored, changed Calendar) error {
	i := slices.IndexFunc(all, func(o stored) bool { return o.ID == changed.ID })
	all[i].Calendar = changed
	for _, union := range all {
		if !slices.Contains(union.Members, changed.ID) {
			continue
		}
		if _, err := s.put(ctx, tx, all, union.Calendar, Saved{Changes: []Change{{Field: "member", To: changed.Title}}}); err != nil {
			return err
		}
	}
	return nil
}

// follow keeps the desk's default where its calendar is given another title.
func (s *Service) follow(ctx context.Context, tx *db.Tx, from, to string) error {
	if from == to {
		return nil
	}
	title, err := Default.Get(ctx, tx)
	if err != nil || fold(title) != fold(from) {
		return err
	}
	return Default.Set(ctx, tx, s.deps.Log, to)
}

func byID(all []stored, id int64) (stored, bool) {
	i := slices.IndexFunc(all, func(s stored) bool { return s.ID == id })
	if i < 0 {
		return stored{}, false
	}
	return all[i], true
}

func titles(all []stored) map[int64]string {
	out := make(map[int64]string, len(all))
	for _, s := range all {
		out[s.ID] = s.Title
	}
	return out
}

package discussion

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Shown is an item with its answers.
type Shown struct {
	Item
	Answers []Answer // the oldest first
	// Stale says that the other side could not be read just now; what is shown was read at PulledAt.
	Stale bool
}

// Of lists the items of a ticket, the newest first, with what was answered up to now.
func (s *Service) Of(ctx context.Context, ticketID int64) ([]Shown, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	items, err := itemsOf(ctx, s.DB.Read(), ticketID)
	if err != nil {
		return nil, err
	}
	var all []Shown
	for _, i := range items {
		shown := Shown{Item: i}
		if i.Open() && s.Answers != nil {
			shown.Stale = s.pull(ctx, i) != nil // what was read before is better than nothing
		}
		if shown.Answers, err = answersOf(ctx, s.DB.Read(), i.ID); err != nil {
			return nil, err
		}
		all = append(all, shown)
	}
	return all, nil
}

// Waiting lists the items that somebody else has to read before they leave.
func (s *Service) Waiting(ctx context.Context) ([]Item, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return itemsIn(ctx, s.DB.Read(), Reading)
}

// Rules gives what may be named, and whether somebody else reads first.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Rules{}, err
	}
	return RulesKey.Get(ctx, s.DB.Read())
}

// SaveRules changes them: fault.Invalid on allowed.
func (s *Service) SaveRules(ctx context.Context, r Rules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return RulesKey.Set(ctx, tx, s.Log, r) })
}

// pull reads the answers to an item from the other side and keeps them here.
func (s *Service) pull(ctx context.Context, i Item) error {
	answers, err := s.Deps.Answers(ctx, i.Ref)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		for _, a := range answers {
			if err := putAnswer(ctx, tx, i.ID, a); err != nil {
				return err
			}
		}
		kept, err := lockItem(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		kept.PulledAt = tx.Now()
		return updateItem(ctx, tx, kept)
	})
}

// pullAll reads the answers to every open item.
func (s *Service) pullAll(ctx context.Context, _ job.Job) error {
	items, err := itemsIn(ctx, s.DB.Read(), Away)
	if err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "discussion")
	for _, i := range items {
		if err := s.pull(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

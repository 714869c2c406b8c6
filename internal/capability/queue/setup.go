package queue

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is all that the queue goes by.
type Setup struct {
	Weights      Weights
	Longest      int
	Lists        ShiftLists
	VeryBreached VeryBreachedReports
	Push         []Push
	Chat         map[ListKind]bool // whether lists of the kind go to a chat; the addresses are secret
}

// Setup gives the settings of the queue.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return u, err
	}
	q := s.DB.Read()
	if u.Weights, err = WeightsKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Longest, err = Longest.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Lists, err = ShiftListsKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.VeryBreached, err = VeryBreachedKey.Get(ctx, q); err != nil {
		return u, err
	}
	chat, err := Chat.Get(ctx, q)
	if err != nil {
		return u, err
	}
	u.Chat = map[ListKind]bool{}
	for kind := range chat {
		u.Chat[kind] = true
	}
	u.Push, err = PushKey.Get(ctx, q)
	return u, err
}

// SaveWeights changes what a reason to take a ticket soon is worth, and how many tickets are weighed.
func (s *Service) SaveWeights(ctx context.Context, w Weights, longest int) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := WeightsKey.Set(ctx, tx, s.Log, w); err != nil {
			return err
		}
		return Longest.Set(ctx, tx, s.Log, longest)
	})
}

// SaveLists changes when the shift's lists and the reports are made.
func (s *Service) SaveLists(ctx context.Context, lists ShiftLists, reports VeryBreachedReports) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := ShiftListsKey.Set(ctx, tx, s.Log, lists); err != nil {
			return err
		}
		return VeryBreachedKey.Set(ctx, tx, s.Log, reports)
	})
}

// SaveChat changes where the lists of a kind are posted; an empty address posts them nowhere.
func (s *Service) SaveChat(ctx context.Context, kind ListKind, url string) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := Chat.Get(ctx, tx)
		if err != nil {
			return err
		}
		after := map[ListKind]string{kind: url}
		for k, u := range before {
			if k != kind {
				after[k] = u
			}
		}
		if url == "" {
			delete(after, kind)
		}
		return Chat.Set(ctx, tx, s.Log, after)
	})
}

// SavePush changes which groups have their tickets pushed. What waits in them is given out at once.
func (s *Service) SavePush(ctx context.Context, list []Push) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return PushKey.Set(ctx, tx, s.Log, list) })
}

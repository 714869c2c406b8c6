package entitlement

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Whoever is turned away is promised that their words are kept and that we go on once they are entitled. This file keeps the
// promise: when a contact is named, a hold is lifted or a contract runs, what waits is judged again and let in.

const againKind = "entitlement.again"

// againEvery is how often what waits is judged again where nothing but time went by, as when a contract begins.
const againEvery = time.Hour

func (s *Service) workers() []job.Worker {
	return []job.Worker{{Kind: againKind, Handle: func(ctx context.Context, _ job.Job) error { return s.again(access.AsSystem(ctx, "job")) }}}
}

func schedules() []job.Schedule {
	return []job.Schedule{{Name: againKind, Kind: againKind, Every: againEvery}}
}

// listen looks again after each change of who may ask.
func (s *Service) listen() event.Handler {
	return event.Handler{Name: "entitlement again", Kinds: []string{people.OrganizationSaved{}.EventKind(), people.ContactNamed{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, _ event.Event) error {
			if waits, err := anyOpen(ctx, tx); err != nil || !waits {
				return err
			}
			_, err := job.Enqueue(ctx, tx, againKind, struct{}{}, job.Options{Unique: againKind})
			return err
		}}
}

// again lets in whoever waits and may ask by now.
func (s *Service) again(ctx context.Context) error {
	waiting, err := listRefusals(ctx, s.DB.Read(), Filter{Limit: longestPage})
	if err != nil {
		return err
	}
	for _, r := range waiting {
		may, err := s.mayNow(ctx, r)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if err := s.settle(ctx, r.ID, LetIn, nil); err != nil && !fault.Is(err, fault.Conflict) { // a colleague was faster
			return err
		}
	}
	return nil
}

func (s *Service) mayNow(ctx context.Context, r Refusal) (bool, error) {
	q := s.DB.Read()
	u, err := s.People.ByAddress(ctx, q, r.Address)
	if fault.Is(err, fault.NotFound) {
		return false, nil // a stranger still: the rules may have changed, and somebody looks at the list
	}
	if err != nil {
		return false, err
	}
	a, err := s.asking(ctx, q, u, s.DB.Now(ctx))
	if err != nil {
		return false, err
	}
	rules, err := RulesKey.Get(ctx, q)
	return rules.Judge(a).Reason == "", err
}

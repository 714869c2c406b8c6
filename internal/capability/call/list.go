package call

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Filter chooses calls. Its zero value is everybody's calls that are open.
type Filter struct {
	Over  bool  // those that are over, the newest first; otherwise the open ones, the next first
	Host  int64 // of this person of us: who takes part, could, or offered it; 0: anybody's
	State State // empty: all
	Kind  Kind  // empty: all
	From  time.Time
	Until time.Time // of the start or, before there is one, of the offer; zero: no bound
	Limit int       // 0: 200
}

// List lists calls.
func (s *Service) List(ctx context.Context, f Filter) ([]Call, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listCalls(ctx, s.DB.Read(), f)
}

// Get gives one call; fault.NotFound when there is none.
func (s *Service) Get(ctx context.Context, id int64) (Call, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Call{}, err
	}
	return findCall(ctx, s.DB.Read(), id)
}

// Of lists the calls about a ticket, the newest first.
func (s *Service) Of(ctx context.Context, ticketID int64) ([]Call, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return callsOfTicket(ctx, s.DB.Read(), ticketID)
}

// OfOrganization lists the calls of an organization that begin at since or later, the next first.
func (s *Service) OfOrganization(ctx context.Context, organizationID int64, since time.Time) ([]Call, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listed(ctx, s.DB.Read(), "WHERE c.organization_id = $1 AND c.from_at >= $2 ORDER BY c.from_at", organizationID, since)
}

// Setup is what calls go by.
type Setup struct {
	Rules Rules
	Words Words
}

// Setup gives the settings.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return u, err
	}
	if u.Rules, err = RulesKey.Get(ctx, s.DB.Read()); err != nil {
		return u, err
	}
	u.Words, err = WordsKey.Get(ctx, s.DB.Read())
	return u, err
}

// ChangeRules changes what can be booked, and when: that part of it which change touches.
func (s *Service) ChangeRules(ctx context.Context, change func(*Rules)) error {
	return changeSetting(ctx, s, RulesKey, change)
}

// ChangeWords changes what customers are told: that part of it which change touches.
func (s *Service) ChangeWords(ctx context.Context, change func(*Words)) error {
	return changeSetting(ctx, s, WordsKey, change)
}

func changeSetting[T any](ctx context.Context, s *Service, key settings.Key[T], change func(*T)) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		v, err := key.Get(ctx, tx)
		if err != nil {
			return err
		}
		change(&v)
		return key.Set(ctx, tx, s.Log, v)
	})
}

// OfferText is what the customer of a ticket is written, with {{link}} in it, for whoever changes it before it goes out.
func (s *Service) OfferText(ctx context.Context, ticketID int64) (string, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return "", err
	}
	q := s.DB.Read()
	t, err := s.Tickets.Load(ctx, q, ticketID)
	if err != nil {
		return "", err
	}
	users, err := s.People.Named(ctx, q, t.RequesterID)
	if err != nil {
		return "", err
	}
	words, err := WordsKey.Get(ctx, q)
	return words.Offer.In(users[t.RequesterID].Locale), err
}

package paging

import (
	"context"
	"crypto/rand"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// TellOthers is the setting of the ways by which those who were paged hear that somebody else has it.
var TellOthers = settings.Key[[]Kind]{Name: "paging.tell_others", Default: []Kind{Push, Chat}, Check: func(kinds []Kind) error {
	for _, k := range kinds {
		if k != Push && k != Chat && k != Webhook && k != SMS && k != Mail {
			return fault.Field("tell_others", "%q is no way to tell others. Choose push, chat, webhook, sms or mail", fault.Clip(string(k), 20))
		}
	}
	return nil
}}

// Channels is how the desk's ways out are set up. Secrets are not in it.
type Channels struct {
	Provider Provider // without its token
	HasToken bool
	Tell     []Kind
	Link     int // hours
	Throttle Throttle
}

// Channels gives how the ways out are set up.
func (s *Service) Channels(ctx context.Context) (c Channels, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return c, err
	}
	q := s.DB.Read()
	if c.Provider, err = ProviderKey.Get(ctx, q); err != nil {
		return c, err
	}
	c.HasToken, c.Provider.Token = c.Provider.Token != "", ""
	if c.Tell, err = TellOthers.Get(ctx, q); err != nil {
		return c, err
	}
	if c.Link, err = LinkHours.Get(ctx, q); err != nil {
		return c, err
	}
	c.Throttle, err = Limits.Get(ctx, q)
	return c, err
}

// SetProvider changes the provider. An empty token keeps the one that is there, unless the provider's address changed: then
// it would be told to somebody else.
func (s *Service) SetProvider(ctx context.Context, p Provider) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := ProviderKey.Get(ctx, tx)
		if err != nil {
			return err
		}
		if p.Token == "" && p.Account != "" {
			if before.Token != "" && (before.URL != p.URL || before.Account != p.Account) {
				return fault.Field("token", "Give the token again: the one that is kept belongs to %s at %s", before.Account, before.URL)
			}
			p.Token = before.Token
		}
		p.From = TidyNumber(p.From)
		return ProviderKey.Set(ctx, tx, s.Log, p)
	})
}

// SetManners changes how pages behave towards people: who hears that somebody has it, how long links work, what is too often.
func (s *Service) SetManners(ctx context.Context, tell []Kind, linkHours int, t Throttle) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := TellOthers.Set(ctx, tx, s.Log, tell); err != nil {
			return err
		}
		if err := LinkHours.Set(ctx, tx, s.Log, linkHours); err != nil {
			return err
		}
		return Limits.Set(ctx, tx, s.Log, t)
	})
}

// TryProvider sends a test to a number by text message or call, and gives what the provider said.
func (s *Service) TryProvider(ctx context.Context, kind Kind, to string) (Receipt, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Receipt{}, err
	}
	to = TidyNumber(to)
	if err := checkNumber("to", to); err != nil {
		return Receipt{}, err
	}
	carrier := s.Carriers[kind]
	if carrier == nil || kind != SMS && kind != Voice {
		return Receipt{}, fault.Field("kind", "%q is nothing that a provider sends", fault.Clip(string(kind), 20))
	}
	return carrier.Carry(ctx, Letter{Key: "test-" + rand.Text(), What: Tested, To: Method{Kind: kind, Address: to},
		Title: "This is a test of Daywatch. Nothing is wrong", Now: s.DB.Now(ctx)})
}

// ProviderToken gives what the provider signs its posts with, for the door that checks them. It is the desk's own affair.
func (s *Service) ProviderToken(ctx context.Context) (string, error) {
	p, err := ProviderKey.Get(ctx, s.DB.Read())
	return p.Token, err
}

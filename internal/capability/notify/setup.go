package notify

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Setup is everything an administrator can say about outgoing mail.
type Setup struct {
	From      From
	Relay     Relay // without its password
	HasSecret bool  // there is a password
	Keys      []DKIMKey
	Style     Style
	Ack       bool
	Brakes    Brakes
	Templates Templates
}

// Setup gives the settings of outgoing mail, without secrets.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return u, err
	}
	q := s.DB.Read()
	if u.From, err = MailFrom.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Relay, err = MailRelay.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Keys, err = DKIMKeys.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Style, err = MailStyle.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Ack, err = MailAck.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Brakes, err = MailBrakes.Get(ctx, q); err != nil {
		return u, err
	}
	u.Templates, err = MailTemplates.Get(ctx, q)
	u.HasSecret, u.Relay.Password = u.Relay.Password != "", ""
	for i := range u.Keys {
		u.Keys[i].Private = ""
	}
	return u, err
}

// SaveFrom changes who mail comes from. What waits for an address goes out.
func (s *Service) SaveFrom(ctx context.Context, f From) error { return save(ctx, s, MailFrom, f) }

// SaveRelay changes the mail server. An empty password keeps the one there is, for the same server only. What
// waits for a server goes out.
func (s *Service) SaveRelay(ctx context.Context, r Relay) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := MailRelay.Get(ctx, tx)
		if err != nil {
			return err
		}
		if r.Password == "" && r.Username != "" && r.Host == before.Host {
			r.Password = before.Password
		}
		tx.AfterCommit(tx.Signal(signal))
		return MailRelay.Set(ctx, tx, s.Log, r)
	})
}

// SaveReplies changes how replies look and whether new tickets are acknowledged.
func (s *Service) SaveReplies(ctx context.Context, style Style, ack bool) error {
	if err := save(ctx, s, MailStyle, style); err != nil {
		return err
	}
	return save(ctx, s, MailAck, ack)
}

// SaveBrakes changes the limits of automatic mail.
func (s *Service) SaveBrakes(ctx context.Context, b Brakes) error { return save(ctx, s, MailBrakes, b) }

// SaveTemplates changes the words of mails; fault.Invalid names the text that can't stand.
func (s *Service) SaveTemplates(ctx context.Context, t Templates) error {
	return save(ctx, s, MailTemplates, t)
}

func save[T any](ctx context.Context, s *Service, key settings.Key[T], v T) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(tx.Signal(signal))
		return key.Set(ctx, tx, s.Log, v)
	})
}

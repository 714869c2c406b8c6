package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// ConnectBrowser makes the actor's browser a way to reach them: the endpoint and keys of its push subscription. The browser
// proves itself by having asked, so there is no code. A browser that changed hands leaves who had it.
func (s *Service) ConnectBrowser(ctx context.Context, endpoint, p256dh, auth, label string) (Contact, error) {
	me, err := myself(ctx)
	if err != nil {
		return Contact{}, err
	}
	m, err := pushMethod(endpoint, p256dh, auth, label)
	if err != nil {
		return Contact{}, err
	}
	m.UserID = me
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := findByAddress(ctx, tx, Push, endpoint)
		if err != nil {
			return err
		}
		for _, c := range before {
			if err := s.remove(ctx, tx, c.UserID, c.ID, "the browser was connected anew"); err != nil {
				return err
			}
		}
		if m.ID, err = s.insert(ctx, tx, m); err != nil {
			return err
		}
		m.VerifiedAt = tx.Now()
		return markVerified(ctx, tx, m.ID)
	})
	return Contact{Method: m}, err
}

// DisconnectBrowser takes the actor's browser with this endpoint away. One that is not known is no error.
func (s *Service) DisconnectBrowser(ctx context.Context, endpoint string) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		known, err := findByAddress(ctx, tx, Push, endpoint)
		if err != nil {
			return err
		}
		for _, c := range known {
			if c.UserID != me {
				continue
			}
			if err := s.remove(ctx, tx, me, c.ID, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// PushKey is the desk's public key, which a browser asks for when it subscribes; base64url. Empty where there is none yet.
func (s *Service) PushKey(ctx context.Context) (string, error) {
	if _, err := myself(ctx); err != nil {
		return "", err
	}
	keys, err := VAPID.Get(ctx, s.DB.Read())
	return keys.Public, err
}

package call

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// VideoKey is the setting of who makes the rooms. It holds secrets.
var VideoKey = settings.Key[video.Config]{Name: "call.video", Secret: true, Check: video.Config.Check}

// Video gives how rooms are made, without its secrets.
func (s *Service) Video(ctx context.Context) (video.Config, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return video.Config{}, err
	}
	c, err := VideoKey.Get(ctx, s.DB.Read())
	c.Secret, c.Refresh = shown(c.Secret), shown(c.Refresh)
	return c, err
}

// shown says that there is a secret, and nothing of it.
func shown(secret string) string {
	if secret == "" {
		return ""
	}
	return Kept
}

// Kept stands for a secret that is kept as it is.
const Kept = "••••••••"

// SaveVideo changes how rooms are made. Secrets that are Kept stay, unless the provider or an address of it changed: else they
// could be lured elsewhere.
func (s *Service) SaveVideo(ctx context.Context, c video.Config) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := keptSecrets(ctx, tx, c)
		if err != nil {
			return err
		}
		return VideoKey.Set(ctx, tx, s.Log, c)
	})
}

func keptSecrets(ctx context.Context, q db.Querier, c video.Config) (video.Config, error) {
	old, err := VideoKey.Get(ctx, q)
	if err != nil {
		return c, err
	}
	if old.Provider != c.Provider || old.API != c.API || old.Tokens != c.Tokens {
		old.Secret, old.Refresh = "", ""
	}
	if c.Secret == Kept {
		c.Secret = old.Secret
	}
	if c.Refresh == Kept {
		c.Refresh = old.Refresh
	}
	return c, nil
}

// Trial is what came of a try of a provider.
type Trial struct {
	Room   string // its address; empty: there is no provider to try
	Closed error  // why the provider did not take the room back; nil: it did, or there was nothing to take back
}

// TryVideo makes a room as a call gets it, and has the provider take it back. The error is that of making it, in the provider's words.
func (s *Service) TryVideo(ctx context.Context, c video.Config) (Trial, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Trial{}, err
	}
	c, err := keptSecrets(ctx, s.DB.Read(), c)
	if err != nil {
		return Trial{}, err
	}
	if err := c.Check(); err != nil || c.Provider == video.None {
		return Trial{}, err
	}
	of := video.Call{Key: newUID(), Title: "Support call: a try", At: s.DB.Now(ctx), Minutes: 15}
	if room, ok := c.Local(s.Key, of); ok {
		return Trial{Room: room.URL}, nil
	}
	if s.Restricted || s.Client == nil {
		return Trial{}, fault.New(fault.Conflict, "This desk holds no video calls")
	}
	room, err := c.Open(ctx, s.Client, of)
	if err != nil {
		return Trial{}, err
	}
	return Trial{Room: room.URL, Closed: c.Close(ctx, s.Client, room.Ref)}, nil
}

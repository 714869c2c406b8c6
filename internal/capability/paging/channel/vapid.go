package channel

import (
	"context"
	"strings"

	webpush "github.com/SherClockHolmes/webpush-go"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// EnsureVAPID gives the desk its key pair for web push (RFC 8292) where it has none: every subscription is bound to it, so
// that it is made once and kept with the desk.
func EnsureVAPID(ctx context.Context, tx *db.Tx, log *event.Log) error {
	keys, err := paging.VAPID.Get(ctx, tx)
	if err != nil || keys.Private != "" {
		return err
	}
	if keys.Private, keys.Public, err = webpush.GenerateVAPIDKeys(); err != nil {
		return err
	}
	return paging.VAPID.Set(ctx, tx, log, keys)
}

// contact is whom a push service may ask about our requests (RFC 8292 §2.1): the desk's address, or its postmaster where the
// desk is not reached by https.
func contact(site string) string {
	if strings.HasPrefix(site, "https:") {
		return site
	}
	host := strings.TrimPrefix(site, "http://")
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	return "postmaster@" + host
}

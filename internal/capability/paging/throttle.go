package paging

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// throttled says why an attempt is to be held back; empty where it is not. Only the first try of an attempt counts.
func throttled(ctx context.Context, tx *db.Tx, d Delivery) (string, error) {
	limits, err := Limits.Get(ctx, tx)
	if err != nil || d.Tries > 0 {
		return "", err
	}
	l := limits[d.Kind]
	if l.Most == 0 {
		return "", nil
	}
	n, err := rungSince(ctx, tx, d, tx.Now().Add(-time.Duration(l.Minutes)*time.Minute))
	if err != nil || n < l.Most {
		return "", err
	}
	return fmt.Sprintf("held back: %d went out in %d minutes", n, l.Minutes), nil
}

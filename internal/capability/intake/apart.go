package intake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// suspicious is from how many crashes on a mail that was in hand is read in a process of its own (mail.md E4, 8).
// Most are innocent: whoever ends a process takes all mails in its hands with it.
const suspicious = 3

var errDragged = errors.New("a program that reads this mail ends")

// tryApart finds out whether a mail ends the process that reads it, at the cost of another one. A guilty mail becomes
// a dead letter.
func (s *Service) tryApart(ctx context.Context, id int64) (guilty bool, err error) {
	cause := errDragged
	if s.Apart != nil {
		if cause, err = s.readApart(ctx, id); cause == nil || err != nil {
			return false, err
		}
	}
	return true, s.DB.Do(ctx, func(tx *db.Tx) error { return s.poisoned(ctx, tx, id, suspicious, cause) })
}

// readApart gives what became of the other process, nil if it read the mail to its end.
func (s *Service) readApart(ctx context.Context, id int64) (cause, err error) {
	d, err := findDelivery(ctx, s.DB.Read(), id)
	if err != nil {
		return nil, err
	}
	raw, size, done, err := s.Raw(access.AsSystem(ctx, "mail"), d.Hash)
	if err != nil {
		return nil, err
	}
	defer done()
	cause = s.Apart(ctx, io.NewSectionReader(raw, 0, size))
	if fault.Is(cause, fault.Unavailable) || ctx.Err() != nil {
		return nil, cause
	}
	if cause != nil {
		cause = fmt.Errorf("%w: %w", errDragged, cause)
	}
	return cause, nil
}

package people

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Blocked is a sender whose mail is held.
type Blocked struct {
	ID        int64
	Pattern   string // an address, or "@domain"
	Reason    string
	CreatedBy int64
	By        string // the name of who did, read along; empty for the desk itself
	CreatedAt time.Time
}

// IsBlocked reports whether mail from address is to be held, and why.
func (s *Service) IsBlocked(ctx context.Context, q db.Querier, address string) (reason string, blocked bool, err error) {
	address = Normalize(address)
	return blockedBy(ctx, q, address, domainOf(address))
}

// BlockedSenders lists who is blocked, newest first.
func (s *Service) BlockedSenders(ctx context.Context) ([]Blocked, error) {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return nil, err
	}
	return findBlocked(ctx, s.db.Read())
}

// Block holds mail from an address, or from every address of "@domain", from now on. Staff can't be blocked:
// their mail would vanish from the tickets they work on. Blocking twice keeps the first reason.
func (s *Service) Block(ctx context.Context, typed, reason string) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	pattern, err := typedPattern(typed)
	if err != nil {
		return err
	}
	if reason, err = typedText("reason", reason); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		colleague, err := staffBehind(ctx, tx, pattern)
		if err != nil {
			return err
		}
		if colleague != "" {
			return fault.Field("pattern", "%s is the address of a colleague, so %s can't be blocked", colleague, pattern)
		}
		id, err := insertBlocked(ctx, tx, Blocked{Pattern: pattern, Reason: reason, CreatedBy: actor.UserID})
		if err != nil || id == 0 {
			return err
		}
		return s.log.Append(ctx, tx, senderSubject(id), SenderBlocked{Pattern: pattern, Blocked: true})
	})
}

// Unblock lets a sender's mail in again; what was held stays held until it is released. A pattern that is
// not blocked is no error.
func (s *Service) Unblock(ctx context.Context, pattern string) error {
	if err := access.Check(ctx, access.ReleaseMail); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		id, err := deleteBlocked(ctx, tx, Normalize(pattern))
		if err != nil || id == 0 {
			return err
		}
		return s.log.Append(ctx, tx, senderSubject(id), SenderBlocked{Pattern: Normalize(pattern)})
	})
}

// typedPattern checks "ana@example.com", "@example.com" and "*@example.com".
func typedPattern(typed string) (string, error) {
	pattern := strings.TrimPrefix(Normalize(typed), "*")
	if domain, whole := strings.CutPrefix(pattern, "@"); whole {
		if _, err := typedAddress("pattern", "x@"+domain); err != nil {
			return "", fault.Field("pattern", "“%s” is not a domain. Write it as @example.com", fault.Clip(pattern, 60))
		}
		return pattern, nil
	}
	return typedAddress("pattern", pattern)
}

func senderSubject(id int64) event.Subject { return event.Subject{Type: "sender", ID: id} }

package imapfetch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// chunk is how many mails are stored between two moves: few enough that a person who looks into the mailbox
// sees it empty, many enough that a full one does not cost a round trip for each.
const chunk = 50

// open selects the mailbox and settles its numbering with the ledger.
func (s *session) open(ctx context.Context) error {
	var selected *imap.SelectData
	err := s.within(ctx, s.cfg.CommandTimeout, "SELECT", func() (err error) {
		selected, err = s.client.Select(s.cfg.Mailbox, nil).Wait()
		return err
	})
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "The mailbox %s cannot be opened", s.cfg.Mailbox)
	}
	s.place = Place{s.cfg.Account, s.cfg.Mailbox, selected.UIDValidity}
	next := uint32(selected.UIDNext)
	if next == 0 { // RFC 3501 §6.3.1 lets a server leave it out
		uids, err := s.search(ctx)
		if err != nil {
			return err
		}
		next = slices.Max(append(uids, 0)) + 1
	}
	s.rescanBelow, err = s.ledger.Opened(ctx, s.place, next)
	if err != nil {
		return fmt.Errorf("ask the ledger about the mailbox: %w", err)
	}
	return nil
}

// search lists every mail. UIDs above the last one seen would be fewer, and would forget the one that failed.
func (s *session) search(ctx context.Context) (uids []uint32, err error) {
	err = s.within(ctx, s.cfg.CommandTimeout, "UID SEARCH", func() error {
		found, err := s.client.UIDSearch(&imap.SearchCriteria{}, nil).Wait()
		if err != nil {
			return err
		}
		for _, uid := range found.AllUIDs() {
			uids = append(uids, uint32(uid))
		}
		return nil
	})
	return uids, err
}

// pass goes through the mailbox once: it stores what is missing and moves away what is stored. An error is
// one of the connection or the ledger; troubles with single mails are noted and passed over.
func (s *session) pass(ctx context.Context) error {
	uids, err := s.search(ctx)
	if err != nil {
		return err
	}
	missing, err := s.ledger.Missing(ctx, s.place, uids)
	if err != nil {
		return fmt.Errorf("ask the ledger what is missing: %w", err)
	}
	slices.Sort(missing)
	s.inInbox, s.pending = len(uids), len(missing)
	s.report(Fetching)
	var held, givenUp, wanted []uint32
	for _, uid := range uids {
		_, isMissing := slices.BinarySearch(missing, uid)
		switch {
		case !isMissing: // stored before the process or the connection ended, and not yet moved
			held = append(held, uid)
		case s.givenUp[Key{s.place, uid}]:
			givenUp = append(givenUp, uid)
		case !s.resting[uid]:
			wanted = append(wanted, uid)
		}
	}
	if err := errors.Join(s.settle(ctx, held), s.setAside(ctx, givenUp)); err != nil {
		return err
	}
	for part := range slices.Chunk(wanted, chunk) {
		if err := s.fetchAll(ctx, part); err != nil {
			return err
		}
	}
	s.report(Waiting)
	return nil
}

func (s *session) report(p Phase) {
	s.cfg.OnStatus(Status{Phase: p, InInbox: s.inInbox, Pending: s.pending})
}

// fetchAll stores the mails of one chunk, and moves them all at its end.
func (s *session) fetchAll(ctx context.Context, uids []uint32) error {
	about, err := s.about(ctx, uids)
	if err != nil {
		return err
	}
	var stored, givenUp []uint32
	for _, uid := range uids {
		facts, there := about[uid]
		if !there {
			continue // another client took it meanwhile
		}
		err := s.take(ctx, uid, facts)
		if err == nil {
			stored = append(stored, uid)
			s.pending--
			continue
		}
		if ctx.Err() != nil || fault.Is(err, fault.Unavailable) {
			return errors.Join(err, s.settle(ctx, stored))
		}
		last, noted := s.note(ctx, uid, err)
		if noted != nil || broken(err) {
			return errors.Join(err, noted)
		}
		if last {
			givenUp = append(givenUp, uid)
		}
	}
	return errors.Join(s.settle(ctx, stored), s.setAside(ctx, givenUp))
}

// note tells the ledger of a failure, and whether it was the last try.
func (s *session) note(ctx context.Context, uid uint32, cause error) (last bool, err error) {
	key := Key{s.place, uid}
	s.resting[uid] = true
	tries, err := s.ledger.Failed(ctx, key, cause)
	if err != nil {
		return false, fmt.Errorf("tell the ledger of a failure: %w", err)
	}
	s.log.ErrorContext(ctx, "a mail could not be taken in", "key", key.String(), "tries", tries, "err", cause)
	if tries < s.cfg.MaxTries {
		return false, nil
	}
	s.givenUp[key] = true
	return true, nil
}

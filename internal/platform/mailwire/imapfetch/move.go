package imapfetch

import (
	"context"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// keyword marks stored mail on a server that cannot move it (RFC 9051 §2.3.2).
const keyword imap.Flag = "$Daywatch"

// settle moves stored mail out of the mailbox. Where the server has no MOVE, it is marked and stays: a copy
// with \Deleted would need an EXPUNGE, which may take other clients' mail along.
func (s *session) settle(ctx context.Context, uids []uint32) error {
	if s.client.Caps().Has(imap.CapMove) {
		return s.move(ctx, uids, s.cfg.Processed)
	}
	return s.mark(ctx, uids)
}

func (s *session) mark(ctx context.Context, uids []uint32) error {
	var fresh []uint32
	for _, uid := range uids {
		if !s.flagged[uid] {
			fresh = append(fresh, uid)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	mark := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen, keyword}}
	err := s.within(ctx, s.cfg.CommandTimeout, "UID STORE", func() error {
		return s.client.Store(uidSet(fresh), mark, nil).Close()
	})
	if err != nil && !refused(err) { // a read-only mailbox is fine: the ledger knows
		return err
	}
	for _, uid := range fresh {
		s.flagged[uid] = true
	}
	return nil
}

// setAside moves away mail that was tried often enough. Without MOVE it stays, and is not tried again by
// this process.
func (s *session) setAside(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 || !s.client.Caps().Has(imap.CapMove) {
		return nil
	}
	s.log.ErrorContext(ctx, "mail given up is moved aside", "uids", uids, "folder", s.cfg.Failed)
	return s.move(ctx, uids, s.cfg.Failed)
}

// moveAtOnce bounds the length of a command line.
const moveAtOnce = 500

func (s *session) move(ctx context.Context, uids []uint32, folder string) error {
	for part := range slices.Chunk(uids, moveAtOnce) {
		err := s.moveTo(ctx, part, folder)
		if refused(err) {
			// What is stored is safe where it is; the next pass tries the move again.
			s.log.WarnContext(ctx, "mail cannot be moved; it stays in the mailbox", "folder", folder, "err", err)
			return nil
		}
		if err != nil {
			return err
		}
		s.inInbox -= len(part)
	}
	return nil
}

// moveTo creates the folder where it is missing.
func (s *session) moveTo(ctx context.Context, uids []uint32, folder string) error {
	try := func() error {
		return s.within(ctx, s.cfg.CommandTimeout, "UID MOVE", func() error {
			_, err := s.client.Move(uidSet(uids), folder).Wait()
			return err
		})
	}
	err := try()
	if !refused(err) {
		return err
	}
	created := s.within(ctx, s.cfg.CommandTimeout, "CREATE", func() error { return s.client.Create(folder, nil).Wait() })
	if created != nil && !refused(created) {
		return created
	}
	return try()
}

// refused tells an answer of NO or BAD from a broken connection.
func refused(err error) bool {
	var said *imap.Error
	return errors.As(err, &said) && (said.Type == imap.StatusResponseTypeNo || said.Type == imap.StatusResponseTypeBad)
}

package imapfetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/spool"
)

// facts are what the server tells of a mail without sending it.
type facts struct {
	size int64
	date time.Time
}

// about asks for the facts of several mails. One that another client has taken meanwhile is not in the map.
func (s *session) about(ctx context.Context, uids []uint32) (map[uint32]facts, error) {
	all := make(map[uint32]facts, len(uids))
	options := &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}
	err := s.within(ctx, s.cfg.CommandTimeout, "UID FETCH", func() error {
		mails, err := s.client.Fetch(uidSet(uids), options).Collect()
		for _, m := range mails {
			all[uint32(m.UID)] = facts{m.RFC822Size, m.InternalDate}
		}
		return err
	})
	return all, err
}

// take fetches one mail and stores it.
func (s *session) take(ctx context.Context, uid uint32, about facts) error {
	m := Fetched{Key: Key{s.place, uid}, InternalDate: about.date, Rescan: uid < s.rescanBelow}
	section := &imap.FetchItemBodySection{Peek: true} // without Peek it would set \Seen
	if about.size > s.cfg.MaxSize {
		section.Specifier = imap.PartSpecifierHeader
		m.HeaderOnly = true
		m.Note = fmt.Sprintf("The mail has %d MB, which is more than this desk takes; only its header was fetched. The whole mail is in the folder %s of the mailbox.",
			about.size>>20, s.cfg.Processed)
	}
	body, err := s.fetch(ctx, uid, section)
	if err != nil {
		return err
	}
	defer body.Close()
	m.Body, m.Size, m.SHA256 = body.Section(""), body.Size, body.Sum
	if !m.HeaderOnly && body.Size != about.size {
		// Servers estimate the size (RFC 9051 §2.3.4 says they must not). The literal was whole.
		s.log.WarnContext(ctx, "the server gave another size than it told", "key", m.Key.String(), "told", about.size, "got", body.Size)
	}
	if err := s.ledger.Store(ctx, m); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	s.log.InfoContext(ctx, "mail taken in", "key", m.Key.String(), "octets", m.Size, "rescan", m.Rescan)
	return nil
}

var (
	errNothing = errors.New("the server gave no text for the mail")
	errCut     = errors.New("the server broke off within the mail")
)

// fetch streams one section into a spool. Nothing is stored while the server waits, and nothing that did not
// arrive whole.
func (s *session) fetch(ctx context.Context, uid uint32, section *imap.FetchItemBodySection) (body *spool.Spool, err error) {
	options := &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}
	err = s.within(ctx, s.cfg.FetchTimeout, "UID FETCH", func() error {
		command := s.client.Fetch(uidSet([]uint32{uid}), options)
		var read error
		for m := command.Next(); m != nil; m = command.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				part, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || part.Literal == nil || body != nil || read != nil {
					continue
				}
				if body, read = s.read(part.Literal); errors.Is(read, errCut) {
					// The command must not be touched any more: it would read on from the broken connection
					// at the same time as the client's own reader.
					s.conn.Close()
					return read
				}
			}
		}
		return errors.Join(read, command.Close())
	})
	if err != nil && body != nil {
		body.Close()
	}
	var own *spool.Error
	switch {
	case errors.As(err, &own):
		return nil, fault.Wrap(fault.Unavailable, err, "The mail could not be held while it was fetched")
	case refused(err):
		return nil, err
	case err != nil:
		return nil, &brokenError{err}
	case body == nil:
		return nil, errNothing
	}
	return body, nil
}

// brokenError ends the connection as well as the fetching of one mail.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

func broken(err error) bool {
	var b *brokenError
	return errors.As(err, &b)
}

// read takes a literal. go-imap ends a literal on a broken connection like a whole one, so its octets are
// counted.
func (s *session) read(literal imap.LiteralReader) (*spool.Spool, error) {
	counted := &counter{r: literal}
	body, err := spool.Read(s.cfg.SpoolDir, counted)
	if err != nil {
		io.Copy(io.Discard, counted) // our disk's trouble; the client waits for the end of the literal
	}
	if counted.n == literal.Size() {
		return body, err
	}
	if body != nil {
		body.Close()
	}
	return nil, fmt.Errorf("%w: %d of %d octets came", errCut, counted.n, literal.Size())
}

type counter struct {
	r   io.Reader
	n   int64
	err error // the first one; r is not read again after it
}

// Read counts what it reads.
func (c *counter) Read(p []byte) (n int, err error) {
	if c.err != nil {
		return 0, c.err
	}
	n, c.err = c.r.Read(p)
	c.n += int64(n)
	return n, c.err
}

func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}

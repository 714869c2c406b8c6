package intake

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
)

// imapLedger lets imapfetch ask the ledger what it holds. Its methods are those of imapfetch.Ledger.
type imapLedger struct{ s *Service }

func imapChannel(account string) string { return "imap:" + account }

// Opened remembers the numbering of a mailbox.
func (l *imapLedger) Opened(ctx context.Context, p imapfetch.Place, uidNext uint32) (uint32, error) {
	return db.InTx(ctx, l.s.DB, func(tx *db.Tx) (uint32, error) {
		return openPlace(ctx, tx, p, uidNext)
	})
}

// Missing gives the mails that are not stored.
func (l *imapLedger) Missing(ctx context.Context, p imapfetch.Place, uids []uint32) ([]uint32, error) {
	keys := make([]string, len(uids))
	for i, uid := range uids {
		keys[i] = imapfetch.Key{Place: p, UID: uid}.String()
	}
	held, err := heldKeys(ctx, l.s.DB.Read(), imapChannel(p.Account), keys)
	if err != nil {
		return nil, err
	}
	var missing []uint32
	for i, uid := range uids {
		if !held[keys[i]] {
			missing = append(missing, uid)
		}
	}
	return missing, nil
}

// Store makes a mail durable. One that was there before the server renumbered its mails is known by its bytes
// and only gets its new key (mail.md E2).
func (l *imapLedger) Store(ctx context.Context, m imapfetch.Fetched) error {
	if m.Rescan {
		known, err := l.rekey(ctx, m)
		if err != nil || known {
			return err
		}
	}
	_, _, err := l.s.Receive(ctx, Inbound{Channel: imapChannel(m.Account), Key: m.Key.String(), Body: m.Body, Size: m.Size,
		Note: m.Note})
	return err
}

func (l *imapLedger) rekey(ctx context.Context, m imapfetch.Fetched) (known bool, err error) {
	prefix := fmt.Sprintf("%s|%s|%d|", m.Account, m.Mailbox, m.UIDValidity)
	return db.InTx(ctx, l.s.DB, func(tx *db.Tx) (bool, error) {
		return rekeyDelivery(ctx, tx, imapChannel(m.Account), hex.EncodeToString(m.SHA256[:]), prefix, m.Key.String())
	})
}

// Failed counts the tries of a mail. When imapfetch gives it up and moves it aside, the engineers get a ticket
// about it.
func (l *imapLedger) Failed(ctx context.Context, k imapfetch.Key, cause error) (tries int, err error) {
	return db.InTx(ctx, l.s.DB, func(tx *db.Tx) (int, error) {
		n, err := countFailure(ctx, tx, k.String(), cause, tx.Now())
		if err != nil || n != maxTries {
			return n, err
		}
		return n, l.s.reportUnfetched(ctx, tx, k, cause)
	})
}

// reportUnfetched opens a ticket about a mail that lies on the server and could not be brought here.
func (s *Service) reportUnfetched(ctx context.Context, tx *db.Tx, k imapfetch.Key, cause error) error {
	ctx = access.AsSystem(ctx, "mail")
	desk, err := s.desk(ctx, tx)
	if err != nil {
		return err
	}
	_, err = s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{
		Subject: fmt.Sprintf("A mail in the mailbox %s could not be fetched", k.Account), RequesterID: desk.ID, Channel: "mail", Tags: []string{deadTag},
		Comment: ticket.NewComment{AuthorID: desk.ID, Body: fmt.Sprintf("The mail with the UID %d in %s could not be fetched in %d tries: %s\n\n"+
			"It was moved to the folder Failed of the same mailbox and waits there. Read it with a mail program, or move it back once the cause is mended.",
			k.UID, k.Mailbox, maxTries, trouble(cause))},
	})
	return err
}

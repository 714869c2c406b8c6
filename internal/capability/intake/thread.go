package intake

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
)

// target is where a mail belongs, and how we know.
type target struct {
	ticket      ticket.Ticket // ID 0: a new one
	comment     int64         // of ours that it answers; 0: unknown
	outbox      int64         // of ours that it reports on; 0: none
	by          mark          // empty for a new ticket
	participant bool          // the sender is on the ticket
	suggest     int64         // a ticket it may belong to, which we do not trust enough
	forged      []string      // marks in our form with a wrong signature
}

// mark is what tied a mail to its ticket.
type mark string

const (
	byDelivery  mark = "delivery" // a dead letter that is read again
	byToken     mark = "token"
	byMessageID mark = "message-id" // of ours
	byReference mark = "reference"  // to a mail of others
	bySubject   mark = "subject"
)

// open reports whether the target can be added to.
func (t target) open() bool { return t.ticket.ID != 0 && t.ticket.Status != ticket.Closed }

// thread finds the ticket of a mail. Marks that we signed come first, ids of others second, the number in
// the subject only for people who are on that ticket (mail.md E7; CVE-2026-47123 is what happens otherwise).
func (s *Service) thread(ctx context.Context, tx *db.Tx, m *letter) (target, error) {
	if m.TicketID != 0 {
		return s.at(ctx, tx, m, target{ticket: ticket.Ticket{ID: m.TicketID}, by: byDelivery})
	}
	to := s.signed(m)
	var err error
	if to.ticket.ID == 0 && to.outbox != 0 && s.Outbox != nil {
		if to.ticket.ID, to.comment, err = s.Outbox(ctx, tx, to.outbox); err != nil && !fault.Is(err, fault.NotFound) {
			return to, err
		}
		to.by = byMessageID
	}
	if to.ticket.ID == 0 {
		if to, err = s.known(ctx, tx, m, to); err != nil {
			return to, err
		}
	}
	if to.ticket.ID == 0 {
		return s.numbered(ctx, tx, m, to)
	}
	return s.at(ctx, tx, m, to)
}

// signed looks for marks of ours: reply addresses first, then Message-IDs, newest reference first.
func (s *Service) signed(m *letter) target {
	var to target
	for _, address := range m.addressees() {
		local, _, _ := strings.Cut(address, "@")
		id, ok, forged := token.ParseReply(s.Key, local)
		if ok {
			return target{ticket: ticket.Ticket{ID: id}, by: byToken}
		}
		if _, ours := own(m.own, address); ours && forged {
			to.forged = append(to.forged, address)
		}
		if row, ok, _ := token.ParseBounce(s.Key, local); ok {
			to.outbox = row
		}
	}
	for _, id := range m.answered() {
		t, comment, ok, forged := token.ParseMessageID(s.Key, id)
		if ok {
			return target{ticket: ticket.Ticket{ID: t}, comment: comment, outbox: to.outbox, by: byMessageID}
		}
		if forged {
			to.forged = append(to.forged, id)
		}
	}
	return to
}

// known looks for ids that we have stored: of mails that came in, that a relay gave to ours, or that we signed
// with a key of former days.
func (s *Service) known(ctx context.Context, tx *db.Tx, m *letter, to target) (target, error) {
	for _, id := range m.answered() {
		found, err := s.Tickets.ByMessageID(ctx, tx, id)
		if err != nil {
			return to, err
		}
		if len(found) == 0 {
			continue
		}
		to.ticket.ID, to.comment, to.by = found[0].TicketID, found[0].CommentID, byReference
		if found[0].Direction == ticket.Out {
			to.by = byMessageID
			to.forged = slices.DeleteFunc(to.forged, func(f string) bool { return f == id })
		}
		return to, nil
	}
	return to, nil
}

// at loads the ticket a mail belongs to, or the one that this was merged into, and asks whether its sender is
// on it.
func (s *Service) at(ctx context.Context, tx *db.Tx, m *letter, to target) (target, error) {
	t, err := s.Tickets.Final(ctx, tx, to.ticket.ID)
	if fault.Is(err, fault.NotFound) { // signed for a ticket that is gone: a restored backup
		return target{forged: to.forged, outbox: to.outbox}, nil
	}
	if err != nil {
		return to, err
	}
	if t.ID != to.ticket.ID {
		to.comment = 0 // it stands on the other one
	}
	to.ticket = t
	to.participant, err = s.takesPart(ctx, tx, m, to)
	return to, err
}

func (s *Service) takesPart(ctx context.Context, tx *db.Tx, m *letter, to target) (bool, error) {
	u, err := s.People.ByAddress(ctx, tx, m.Delivery.Sender)
	switch {
	case fault.Is(err, fault.NotFound):
		return to.by == byDelivery, nil
	case err != nil:
		return false, err
	case u.ID == to.ticket.RequesterID || slices.Contains(to.ticket.CCs, u.ID):
		return true, nil
	}
	return to.by == byDelivery && !u.Role.Staff(), nil
}

var subjectNumber = regexp.MustCompile(`\[#(\d{1,15})\]`)

// numbered trusts "[#42]" in a subject only from someone who is on ticket 42; for others it is a hint to the
// engineer.
func (s *Service) numbered(ctx context.Context, tx *db.Tx, m *letter, to target) (target, error) {
	match := subjectNumber.FindStringSubmatch(m.Message.Subject)
	if match == nil {
		return to, nil
	}
	id, err := strconv.ParseInt(match[1], 10, 64)
	if err != nil {
		return to, err
	}
	found, err := s.at(ctx, tx, m, target{ticket: ticket.Ticket{ID: id}, by: bySubject, forged: to.forged, outbox: to.outbox})
	if err != nil || found.participant {
		return found, err
	}
	to.suggest = found.ticket.ID
	return to, nil
}

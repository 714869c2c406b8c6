package intake

import (
	"context"
	"io"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// longestAnswer bounds the calendar part that answers an invitation.
const longestAnswer = 64 << 10

// readCalendar keeps the calendar part of a mail, by which the reader of an invitation of ours answers it (RFC 6047 §2).
func (m *letter) readCalendar() error {
	for _, a := range m.Attachments {
		if a.ContentType != "text/calendar" || a.Size > longestAnswer {
			continue
		}
		r, err := a.Open()
		if err != nil {
			return err
		}
		m.calendar, err = io.ReadAll(io.LimitReader(r, longestAnswer))
		r.Close()
		return err
	}
	return nil
}

// answersInvitation files a mail by which a calendar answers an invitation: nobody wrote it, so it is no comment and opens no
// ticket. It stands in the ledger, on the ticket that the invitation was about.
func (s *Service) answersInvitation(ctx context.Context, tx *db.Tx, m *letter) (done bool, err error) {
	if s.Invited == nil || len(m.calendar) == 0 || m.imported() {
		return false, nil
	}
	if reason, _, err := s.unwelcome(ctx, tx, m); err != nil || reason != "" && !m.Released {
		return false, err // what holds other mail of theirs holds this
	}
	ticketID, ok, err := s.Invited(ctx, tx, m.Delivery.Sender, m.calendar, m.Text)
	if err != nil || !ok {
		return false, err
	}
	d := m.Delivery
	d.State, d.Reason, d.Detail, d.TicketID, d.FiledAt = Filed, "",
		"A calendar answers an invitation by it: the answer is kept with the call", ticketID, tx.Now()
	if err := saveDelivery(ctx, tx, d); err != nil || ticketID == 0 {
		return true, err
	}
	return true, s.Log.Append(ctx, tx, event.Subject{Type: "delivery", ID: d.ID}, MailFiled{Ticket: ticketID})
}

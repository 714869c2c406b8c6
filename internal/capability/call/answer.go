package call

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// Answer keeps what the calendar of somebody who was asked to a call answered by mail (RFC 5546 §3.2.3). ok is false for what is
// no answer to a call of this desk, or comes from somebody else than it speaks for. Who does not come, or perhaps not, is told
// of to those of us who take part, with the words of the mail. The caller has asked who may; nothing else is done by it: a
// calendar answers by itself, and cancels nothing.
func (s *Service) Answer(ctx context.Context, tx *db.Tx, sender string, calendar []byte, words string) (ticketID int64, ok bool, err error) {
	r, err := ical.ReadReply(calendar)
	if err != nil {
		return 0, false, nil // another calendar, which is filed like any other mail
	}
	id, err := callByUID(ctx, tx, r.UID)
	if fault.Is(err, fault.NotFound) || people.Normalize(sender) != people.Normalize(r.Address) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	c, err := lockCall(ctx, tx, id)
	if err != nil {
		return 0, false, err
	}
	at := slices.IndexFunc(c.Guests, func(g Guest) bool { return g.Address == people.Normalize(r.Address) })
	if at < 0 {
		return c.TicketID, false, nil
	}
	if c.State != Booked || r.Sequence < c.Sequence { // to a time that is not any more
		return c.TicketID, true, nil
	}
	return c.TicketID, true, s.answered(ctx, tx, c, c.Guests[at], r.Answer, words)
}

func (s *Service) answered(ctx context.Context, tx *db.Tx, c Call, g Guest, answer ical.Answer, words string) error {
	if g.Answer == answer {
		return nil
	}
	g.Answer, g.AnsweredAt = answer, tx.Now()
	if _, err := setAnswer(ctx, tx, c.ID, g); err != nil {
		return err
	}
	if answer != ical.Accepted {
		who := g.Name
		if who == "" {
			who = g.Address
		}
		n := Notice{Cause: fmt.Sprint("call:", c.ID, ":", g.Address, ":", answer, ":", c.Sequence), Subject: who + " may not come: " + c.Title,
			Lead: who + " answered the invitation: " + map[ical.Answer]string{ical.Declined: "declined",
				ical.Tentative: "perhaps"}[answer] + ". The call stands as it is.",
			Path: fmt.Sprintf("/calls/%d", c.ID)}
		if words != "" {
			n.Lines = []string{fault.Clip(words, 1000)}
		}
		if err := s.tell(ctx, tx, n, c.Hosts); err != nil {
			return err
		}
	}
	return s.note(ctx, tx, c, Answered{Call: c.ID, Answer: string(answer), User: g.UserID})
}

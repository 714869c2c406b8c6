package intake

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// repeated is how many characters of a mail a note repeats.
const repeated = 120

// remark leaves notes for the engineer where the mail is not what it seems.
func (s *Service) remark(ctx context.Context, tx *db.Tx, m *letter, to target, who people.User, ticketID int64) error {
	notes := m.remarks(to, who.Role.Staff())
	same, err := sameID(ctx, tx, m.Delivery)
	if err != nil {
		return err
	}
	if same && m.Generation == 1 {
		notes = append(notes, "Another mail with the same Message-ID and other content came before; both are kept.")
	}
	for _, text := range notes {
		if err := s.note(ctx, tx, ticketID, text); err != nil {
			return err
		}
	}
	return nil
}

// remarks are the sentences about a mail that goes to a target.
func (m *letter) remarks(to target, staff bool) []string {
	var notes []string
	if m.Note != "" {
		notes = append(notes, m.Note)
	}
	if len(to.forged) > 0 {
		notes = append(notes, fmt.Sprintf("This mail carries a reply mark of this desk with a wrong signature (%s). Somebody may have made it up: "+
			"the mark was not followed, and the sender may not be who they seem to be.", fault.Clip(to.forged[0], repeated)))
	}
	if to.suggest != 0 {
		notes = append(notes, fmt.Sprintf("The subject names #%d, but the sender is not on that ticket. If it belongs there, add the sender as a CC there and answer from there.", to.suggest))
	}
	if to.by == byReference && !m.Message.Automatic.Machine() && !sameMatter(m.Message.Subject, to.ticket.Subject) {
		notes = append(notes, fmt.Sprintf("The subject has changed completely (%q). It may be a new question typed into an old mail.",
			fault.Clip(m.Message.Subject, repeated)))
	}
	if to.open() && !to.participant && !m.Message.Automatic.Machine() {
		notes = append(notes, m.insideOnly(staff))
	}
	if m.Generation > 1 {
		notes = append(notes, "An identical mail came before, more than an hour ago.")
	}
	return append(notes, m.leftOut...)
}

// insideOnly says why an answer is not public. Anybody can write a colleague's address into From.
func (m *letter) insideOnly(staff bool) string {
	if staff {
		return fmt.Sprintf("This came by mail in the name of %s and is kept as an internal note: a mail does not prove who sent it. Answer from this page to reach the customer.", m.Delivery.Sender)
	}
	return fmt.Sprintf("%s is not on this ticket, so this mail is kept as an internal note. Add them as a CC if they should take part.", m.Delivery.Sender)
}

var replyPrefix = regexp.MustCompile(`(?i)^\s*((re|aw|fw|fwd|wg|sv|vs|rif|r|tr|antw|odp|ynt|回复|答复|返信)\s*(\[\d+\])?\s*[:：]\s*|\[[^\]]*\]\s*)+`)

// sameMatter reports whether two subjects speak of one thing: answers are sometimes new questions typed into
// an old mail.
func sameMatter(a, b string) bool {
	a, b = core(a), core(b)
	return a == "" || strings.Contains(a, b) || strings.Contains(b, a)
}

func core(subject string) string {
	return strings.Join(strings.Fields(strings.ToLower(replyPrefix.ReplaceAllString(subject, ""))), " ")
}

// note adds an internal note, said by the desk.
func (s *Service) note(ctx context.Context, tx *db.Tx, ticketID int64, text string) error {
	desk, err := s.desk(ctx, tx)
	if err != nil {
		return err
	}
	_, _, err = s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{Comment: &ticket.NewComment{AuthorID: desk.ID, Body: text, Channel: "system"}})
	return err
}

// desk is the identity under which the desk itself writes notes; .invalid cannot receive (RFC 2606 §2).
func (s *Service) desk(ctx context.Context, tx *db.Tx) (people.User, error) {
	return s.People.Ensure(ctx, tx, "Daywatch", "daywatch@desk.invalid")
}

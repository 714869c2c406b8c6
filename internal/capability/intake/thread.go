package intake

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
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
	by          string        // token, message-id, reference, subject, delivery; empty for a new ticket
	participant bool          // the sender is on the ticket
	suggest     int64         // a ticket it may belong to, which we do not trust enough
	forged      bool          // it carries a mark of ours with a wrong signature
}

// thread finds the ticket of a mail. Marks that we signed come first, ids of others second, the number in
// the subject only for people who are on that ticket (mail.md E7; CVE-2026-47123 is what happens otherwise).
func (s *Service) thread(ctx context.Context, tx *db.Tx, m *letter) (target, error) {
	if m.TicketID != 0 { // a dead letter that is read again goes to its ticket
		return s.at(ctx, tx, m, target{ticket: ticket.Ticket{ID: m.TicketID}, by: "delivery"})
	}
	to := s.signed(m)
	if to.ticket.ID != 0 || to.outbox != 0 {
		return s.at(ctx, tx, m, to)
	}
	known, err := s.known(ctx, tx, m)
	if err != nil {
		return to, err
	}
	if known.ticket.ID != 0 {
		known.forged = to.forged
		return s.at(ctx, tx, m, known)
	}
	return s.bySubject(ctx, tx, m, to)
}

// signed looks for marks of ours: reply addresses first, then Message-IDs, newest reference first.
func (s *Service) signed(m *letter) target {
	var to target
	for _, address := range m.addressees() {
		plus, ours := own(m.own, address)
		if !ours {
			continue
		}
		if id, ok, forged := token.ParseReply(s.Key, plus); ok {
			return target{ticket: ticket.Ticket{ID: id}, by: "token"}
		} else if forged {
			to.forged = true
		}
		local, _, _ := strings.Cut(address, "@")
		if row, ok, _ := token.ParseBounce(s.Key, local); ok {
			to.outbox = row
		}
	}
	for _, id := range m.answered() {
		if t, comment, ok, forged := token.ParseMessageID(s.Key, id); ok {
			return target{ticket: ticket.Ticket{ID: t}, comment: comment, outbox: to.outbox, by: "message-id"}
		} else if forged {
			to.forged = true
		}
	}
	return to
}

// addressees are all addresses the mail was for, as the envelope, the hops and the header name them.
func (m *letter) addressees() []string {
	all := slices.Concat(m.EnvTo, m.DeliveredTo)
	for _, a := range slices.Concat(m.To, m.Cc) {
		all = append(all, a.Address)
	}
	return all
}

// answered lists the ids that the mail refers to, nearest first, and for a bounce that of the mail it is about.
func (m *letter) answered() []string {
	ids := slices.Clone(m.InReplyTo)
	for _, id := range slices.Backward(m.References) {
		ids = append(ids, id)
	}
	if m.Bounce != nil && m.Bounce.OriginalMessageID != "" {
		ids = append(ids, m.Bounce.OriginalMessageID)
	}
	return ids
}

// known looks for ids that we have stored: of mails that came in, or that a relay gave to ours.
func (s *Service) known(ctx context.Context, tx *db.Tx, m *letter) (target, error) {
	for _, id := range m.answered() {
		found, err := s.Tickets.ByMessageID(ctx, tx, id)
		if err != nil {
			return target{}, err
		}
		if len(found) > 0 {
			return target{ticket: ticket.Ticket{ID: found[0].TicketID}, comment: found[0].CommentID, by: "reference"}, nil
		}
	}
	return target{}, nil
}

// at loads the ticket a mail belongs to and asks whether its sender is on it.
func (s *Service) at(ctx context.Context, tx *db.Tx, m *letter, to target) (target, error) {
	if to.ticket.ID == 0 {
		return to, nil
	}
	t, err := s.Tickets.Load(ctx, tx, to.ticket.ID)
	if fault.Is(err, fault.NotFound) { // signed for a ticket that is gone: a restored backup, another desk's key
		return target{forged: to.forged, outbox: to.outbox}, nil
	}
	if err != nil {
		return to, err
	}
	to.ticket = t
	to.participant, err = s.takesPart(ctx, tx, m.Delivery.Sender, t)
	if to.by == "reference" && to.participant && !sameMatter(m.Message.Subject, t.Subject) {
		to.by = "recycled"
	}
	return to, err
}

func (s *Service) takesPart(ctx context.Context, tx *db.Tx, sender string, t ticket.Ticket) (bool, error) {
	u, err := s.People.ByAddress(ctx, tx, sender)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && (u.ID == t.RequesterID || slices.Contains(t.CCs, u.ID)), err
}

var subjectNumber = regexp.MustCompile(`\[#(\d{1,15})\]`)

// bySubject trusts "[#42]" only from someone who is on ticket 42; for others it is a hint to the engineer.
func (s *Service) bySubject(ctx context.Context, tx *db.Tx, m *letter, to target) (target, error) {
	match := subjectNumber.FindStringSubmatch(m.Message.Subject)
	if match == nil {
		return to, nil
	}
	id, err := strconv.ParseInt(match[1], 10, 64)
	if err != nil {
		return to, nil
	}
	found, err := s.at(ctx, tx, m, target{ticket: ticket.Ticket{ID: id}, by: "subject", forged: to.forged, outbox: to.outbox})
	if err != nil || found.participant {
		return found, err
	}
	to.suggest = found.ticket.ID
	return to, nil
}

var replyPrefix = regexp.MustCompile(`(?i)^\s*((re|aw|fw|fwd|wg|sv|vs|rif|r|tr|antw|odp|ynt|回复|答复|返信)\s*(\[\d+\])?\s*[:：]\s*|\[[^\]]*\]\s*)+`)

// sameMatter reports whether two subjects speak of one thing: answers are sometimes new questions typed into
// an old mail.
func sameMatter(a, b string) bool {
	a, b = strings.ToLower(replyPrefix.ReplaceAllString(a, "")), strings.ToLower(replyPrefix.ReplaceAllString(b, ""))
	return a == "" || strings.Contains(a, b) || strings.Contains(b, a)
}

// remark leaves a note for the engineer where the mail is not what it seems.
func (s *Service) remark(ctx context.Context, tx *db.Tx, m *letter, to target, ticketID int64) error {
	var notes []string
	if to.forged {
		notes = append(notes, "This mail carries a reply mark of this desk with a wrong signature. Somebody may have made it up: it was not joined to the ticket it names, and its sender is not to be trusted.")
	}
	if to.suggest != 0 {
		notes = append(notes, fmt.Sprintf("The subject names #%d, but the sender is not on that ticket. If it belongs there, add the sender as a CC there and answer from there.", to.suggest))
	}
	if to.by == "recycled" {
		notes = append(notes, fmt.Sprintf("The subject has changed completely (%q). It may be a new question typed into an old mail.", m.Message.Subject))
	}
	if to.ticket.ID != 0 && to.ticket.Status != ticket.Closed && !to.participant {
		notes = append(notes, fmt.Sprintf("%s is not on this ticket, so this mail is stored as an internal note. Ask the requester to add them as a CC if they should take part.", m.Delivery.Sender))
	}
	same, err := sameID(ctx, tx, m.Delivery)
	if err != nil {
		return err
	}
	if same {
		notes = append(notes, "Another mail with the same Message-ID and other content came before; both are kept.")
	}
	if strings.Contains(m.Key, "#") {
		notes = append(notes, "An identical mail came before, more than an hour ago.")
	}
	for _, text := range notes {
		if err := s.note(ctx, tx, ticketID, text); err != nil {
			return err
		}
	}
	return nil
}

// note adds an internal note in the name of the mail's sender's delivery, said by the desk.
func (s *Service) note(ctx context.Context, tx *db.Tx, ticketID int64, text string) error {
	desk, err := s.People.Ensure(ctx, tx, "Daywatch", deskAddress)
	if err != nil {
		return err
	}
	_, _, err = s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{Comment: &ticket.NewComment{AuthorID: desk.ID, Body: text, Channel: "system"}})
	return err
}

// deskAddress is the identity under which the desk itself writes notes; .invalid cannot receive (RFC 2606).
const deskAddress = "daywatch@desk.invalid"

// bounceAddress reports whether rcpt is a return path of ours: bounce+… at one of our domains.
func bounceAddress(addresses []string, rcpt string) bool {
	local, domain, _ := strings.Cut(people.Normalize(rcpt), "@")
	return strings.HasPrefix(local, "bounce+") && slices.ContainsFunc(addresses, func(a string) bool {
		return strings.HasSuffix(a, "@"+domain)
	})
}

func addressable(address string) bool {
	local, domain, ok := strings.Cut(people.Normalize(address), "@")
	return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(address, " \t\r\n<>\",;")
}

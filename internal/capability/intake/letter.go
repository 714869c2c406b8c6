package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// letter is a delivery on its way to a ticket.
type letter struct {
	Delivery
	*mailwire.Message
	own     []string // the desk's addresses
	files   []ticket.NewAttachment
	alone   bool     // nobody is copied in
	leftOut []string // notes about what this desk does not take
	// calendar is the first calendar part, if it is short; see invited.go.
	calendar []byte
}

// understand reads the raw mail and puts its attachments into the blob store, outside any transaction.
func (s *Service) understand(ctx context.Context, d Delivery) (letter, error) {
	raw, size, done, err := s.Raw(ctx, d.Hash)
	if err != nil {
		return letter{}, err
	}
	defer done()
	m := letter{Delivery: d, Message: s.Parse(ctx, raw, size, mailwire.DefaultLimits())}
	if err := ctx.Err(); err != nil { // what an interrupted parse saw is not the mail
		return m, err
	}
	if m.own, err = Addresses.Get(ctx, s.DB.Read()); err != nil {
		return m, err
	}
	if err := m.readCalendar(); err != nil {
		return m, err
	}
	for _, a := range m.Attachments {
		file, err := s.detach(ctx, a)
		if err != nil {
			return m, fmt.Errorf("attachment %q: %w", a.Name, err)
		}
		m.files = append(m.files, file)
	}
	return m, nil
}

func (s *Service) detach(ctx context.Context, a mailwire.Attachment) (ticket.NewAttachment, error) {
	r, err := a.Open()
	if err != nil {
		return ticket.NewAttachment{}, err
	}
	defer r.Close()
	ref, err := s.Blobs.Put(ctx, r)
	return ticket.NewAttachment{Name: ticket.CleanName(a.Name), ContentType: a.ContentType, Size: ref.Size, Hash: ref.Hash,
		ContentID: a.ContentID, Inline: a.Inline}, err
}

// describe fills the ledger's columns that the message tells.
func (m *letter) describe(d Delivery) Delivery {
	d.Sender, d.Subject = m.sender(), m.Message.Subject
	d.Automatic, d.MessageID, d.ContentHash = string(m.Message.Automatic), m.Message.MessageID, m.Message.ContentHash
	d.Detail = oddities(m.Warnings)
	return d
}

// sender is whom the mail is from, by the best word there is; never empty. An address of our own in From is
// a web form's or a scanner's: Reply-To then names the person.
func (m *letter) sender() string {
	candidates := []string{m.From.Address}
	if _, ours := own(m.own, m.From.Address); ours && len(m.ReplyTo) > 0 {
		candidates = []string{m.ReplyTo[0].Address, m.From.Address}
	}
	candidates = append(candidates, m.Message.Sender.Address, m.ReturnPath, m.EnvFrom)
	for _, a := range candidates {
		if nameable(a) {
			return people.Normalize(a)
		}
	}
	return nobody
}

// nobody stands for a sender who cannot be made out; .invalid cannot receive (RFC 2606 §2).
const nobody = "unknown@sender.invalid"

// mostOddities bounds how much the mail log says about one mail.
const mostOddities = 3

// oddities says in a few sentences what was wrong with a mail and was mended.
func oddities(warnings []mailwire.Warning) string {
	var all []string
	for _, w := range warnings[:min(len(warnings), mostOddities)] {
		all = append(all, w.Message)
	}
	return strings.Join(all, " ")
}

// imported reports whether the mail is from an old mailbox: it keeps its dates and calls for no answer.
func (m *letter) imported() bool { return m.Channel == importChannel }

// way is the channel of what becomes of the mail.
func (m *letter) way() string {
	if m.imported() {
		return importChannel
	}
	return "mail"
}

// quiet reports whether the mail asks for no work: an absence note, a report. A monitoring alert does.
func (m *letter) quiet() bool {
	return m.Message.Automatic == mailwire.AutoReply || m.Message.Automatic == mailwire.BounceReport
}

// addressees are all addresses the mail was for, as the envelope, the hops and the header name them.
func (m *letter) addressees() []string {
	all := slices.Concat(m.EnvTo, m.DeliveredTo)
	for _, a := range slices.Concat(m.To, m.Cc) {
		all = append(all, a.Address)
	}
	return all
}

// mostAnswered bounds how many ids of a mail are looked up: a References line can hold thousands.
const mostAnswered = 50

// answered lists the ids that the mail refers to, nearest first, and for a bounce that of the mail it is about.
func (m *letter) answered() []string {
	var ids []string
	if m.Bounce != nil && m.Bounce.OriginalMessageID != "" {
		ids = append(ids, m.Bounce.OriginalMessageID)
	}
	ids = append(ids, m.InReplyTo...)
	for _, id := range slices.Backward(m.References) {
		ids = append(ids, id)
	}
	return ids[:min(len(ids), mostAnswered)]
}

// since is from when on an equal mail is this one by another way. An identical delivery that was not absorbed
// has a double that is not meant.
func (m *letter) since() time.Time {
	switch {
	case m.Generation > 1:
		return m.ReceivedAt.Add(-retryWindow)
	case m.imported():
		return time.Time{} // an old mailbox may hold what came here long ago
	}
	return m.ReceivedAt.Add(-14 * 24 * time.Hour)
}

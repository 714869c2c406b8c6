package intake

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/mailwire/reply"
)

// comment is the mail as a comment of who. sent are our own texts on the ticket, which are folded where the
// mail quotes them.
func (m *letter) comment(who people.User, sent []string, public bool) ticket.NewComment {
	c := ticket.NewComment{
		AuthorID: who.ID, Public: public, Format: ticket.Text, Body: m.Text, HTML: m.HTML, Channel: m.way(),
		Automatic: string(m.Message.Automatic), DeliveryID: m.ID, Files: m.files,
		MayAnswer: m.MayAutoAnswer && !m.imported(),
	}
	for _, span := range reply.Fold(m.Text, sent) {
		c.Folds = append(c.Folds, ticket.Fold{Start: span.Start, End: span.End, Kind: string(span.Kind)})
	}
	if m.Message.MessageID != "" {
		c.MessageIDs = []string{m.Message.MessageID}
	}
	return c
}

// mostCompanions bounds how many people one mail may put on a ticket.
const mostCompanions = 30

// companions are the people in To and Cc besides us and the sender: they become CCs. Only the sender of a
// mail can add them; engineers do not add outsiders.
func (s *Service) companions(ctx context.Context, tx *db.Tx, m *letter, who people.User) ([]int64, error) {
	if m.Message.Automatic.Machine() || m.Message.Automatic == mailwire.List {
		return nil, nil
	}
	var ids []int64
	var left []string
	for _, a := range slices.Concat(m.To, m.Cc) {
		if _, ours := own(m.own, a.Address); ours || bounceAddress(m.own, a.Address) || !addressable(a.Address) {
			continue
		}
		if m.alone {
			left = append(left, a.Address)
			continue
		}
		u, err := s.People.Ensure(ctx, tx, a.Name, a.Address)
		if err != nil {
			return nil, err
		}
		if u.ID != who.ID && !u.Role.Staff() && !slices.Contains(ids, u.ID) {
			ids = append(ids, u.ID)
		}
		if len(ids) == mostCompanions {
			break
		}
	}
	m.nobodyElse(left)
	return ids, nil
}

// newcomers are the people of a mail that the ticket does not know yet.
func newcomers(ids []int64, t ticket.Ticket) []int64 {
	known := append(slices.Concat(t.CCs, t.Followers), t.RequesterID)
	return slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(known, id) })
}

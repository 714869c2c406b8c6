package ticket

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OwnReply adds the customer's words and uploads to a ticket of theirs. They set it waiting and reopen it where it was
// solved. fault.Conflict on a closed one: OwnCreate with FollowUpOf goes on.
func (s *Service) OwnReply(ctx context.Context, id int64, body string, attachments []int64) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	who := customerOf(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if err := mayOwn(ctx, tx, who, id); err != nil {
			return err
		}
		words := NewComment{AuthorID: who.id, Public: true, Format: Text, Body: body, Channel: ownChannel, Attachments: attachments}
		_, _, err := s.UpdateIn(asDesk(ctx), tx, id, Update{Comment: &words})
		return err
	})
}

// OwnSolve marks a ticket of the customer's as solved; one that is already stays as it is.
func (s *Service) OwnSolve(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		if err := mayOwn(ctx, tx, customerOf(ctx), id); err != nil {
			return err
		}
		t, err := lockTicket(ctx, tx, id)
		if err != nil || !t.Status.Live() {
			return err
		}
		solved := Solved
		_, _, err = s.UpdateIn(asDesk(ctx), tx, id, Update{Status: &solved})
		return err
	})
}

// mostCCs bounds how many people a customer can have written to.
const mostCCs = 20

// OwnCCs adds addresses to those who read a ticket of the customer's along, and removes people from them. Only who
// asked it says who reads along; anyone may leave. (The staff may do neither: tickets.md, Guard rails.)
func (s *Service) OwnCCs(ctx context.Context, id int64, add []string, remove []int64) error {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return err
	}
	who := customerOf(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		t, err := s.loadOwn(ctx, tx, who, id)
		if err != nil {
			return err
		}
		leaving := len(add) == 0 && len(remove) == 1 && remove[0] == who.id
		if t.RequesterID != who.id && !leaving {
			return fault.New(fault.Forbidden, "Only who asked this ticket says who reads along. You can leave it yourself")
		}
		u := Update{RemoveCCs: remove}
		if u.AddCCs, err = s.companions(ctx, tx, who, add); err != nil {
			return err
		}
		if after := len(t.CCs) + len(newTo(t.CCs, u.AddCCs)) - len(remove); len(u.AddCCs) > 0 && after > mostCCs {
			return fault.Field("cc", "At most %d people can read a ticket along. Give a list's address instead, or remove somebody first", mostCCs)
		}
		_, _, err = s.UpdateIn(asDesk(ctx), tx, id, u)
		return err
	})
}

// companions gives the people behind addresses, without the customer themselves.
func (s *Service) companions(ctx context.Context, tx *db.Tx, who customer, addresses []string) ([]int64, error) {
	var ids []int64
	for _, typed := range addresses {
		address := people.Normalize(typed)
		parsed, err := mail.ParseAddress(address)
		if err != nil || parsed.Address != address || strings.ContainsAny(address, " \t\r\n") {
			return nil, fault.Field("cc", "“%s” is not an e-mail address. Write addresses like dana@example.com, parted by commas", fault.Clip(typed, 60))
		}
		u, err := s.people.Ensure(ctx, tx, "", address)
		if err != nil {
			return nil, err
		}
		if u.ID != who.id && !slices.Contains(ids, u.ID) {
			ids = append(ids, u.ID)
		}
	}
	if len(ids) > mostCCs {
		return nil, fault.Field("cc", "At most %d people can read a ticket along. Give a list's address instead", mostCCs)
	}
	return ids, nil
}

// newTo gives those of ids that list lacks.
func newTo(list, ids []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(list, id) })
}

package incident

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// How says by what a ticket was linked.
type How string

// The ways.
const (
	ByMention   How = "mention" // its text holds the incident's address
	ByHand      How = "hand"
	ByDeclaring How = "declared"
)

// Link is a ticket that an incident is behind.
type Link struct {
	Incident   int64
	Ticket     int64
	How        How
	ByID       int64 // 0: the desk itself
	At         time.Time
	UnlinkedAt time.Time // zero: it is linked
}

// LinkTicket links a ticket by hand.
func (s *Service) LinkTicket(ctx context.Context, incident, ticketID int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, err := lockIncident(ctx, tx, incident)
		if err != nil {
			return err
		}
		return s.link(ctx, tx, i, ticketID, ByHand)
	})
}

// link links and tags a ticket. One that somebody found unrelated is linked again by hand only.
func (s *Service) link(ctx context.Context, tx *db.Tx, i Incident, ticketID int64, how How) error {
	was, err := findLink(ctx, tx, i.ID, ticketID)
	switch {
	case err != nil:
		return err
	case was.Ticket != 0 && was.UnlinkedAt.IsZero():
		return nil
	case was.Ticket != 0 && how == ByMention:
		return nil
	}
	t, _, err := s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{AddTags: []string{i.Tag()}})
	if fault.Is(err, fault.Conflict) && how == ByMention {
		return nil // an archive of long ago stays as it is
	}
	if err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	if err := storeLink(ctx, tx, Link{Incident: i.ID, Ticket: t.ID, How: how, ByID: actor.UserID}); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(t.ID), Linked{Incident: i.ID, Ticket: t.ID, How: how, Tag: i.Tag()})
}

// Unlink takes an unrelated ticket off an incident, with its tag.
func (s *Service) Unlink(ctx context.Context, incident, ticketID int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, err := lockIncident(ctx, tx, incident)
		if err != nil {
			return err
		}
		was, err := findLink(ctx, tx, incident, ticketID)
		switch {
		case err != nil:
			return err
		case was.Ticket == 0 || !was.UnlinkedAt.IsZero():
			return fault.New(fault.Conflict, "Ticket #%d is not linked to incident %d", ticketID, incident)
		}
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, ticketID, ticket.Update{RemoveTags: []string{i.Tag()}}); err != nil {
			return err
		}
		if err := endLink(ctx, tx, incident, ticketID); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(ticketID), Unlinked{Incident: incident, Ticket: ticketID})
	})
}

// addresses are the texts by which a ticket is seen to speak of an incident: its page, its room, its issue.
func (s *Service) addresses(i Incident) []string {
	list := []string{s.Link(i.Path()), s.Link(i.PublicPath())}
	if i.IssueURL != "" {
		list = append(list, strings.TrimRight(i.IssueURL, "/"))
	}
	return list
}

// mentions reports whether text holds an address, and not merely one that goes on: issue 123 is not issue 1234.
func mentions(text, address string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], address)
		if i < 0 {
			return false
		}
		end := at + i + len(address)
		next, _ := utf8.DecodeRuneInString(text[end:])
		if end == len(text) || !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '_' && next != '-' {
			return true
		}
		at = end
	}
}

// linkMentioned links a ticket to all incidents whose address stands in a text.
func (s *Service) linkMentioned(ctx context.Context, tx *db.Tx, ticketID int64, text string) error {
	if !strings.Contains(text, "://") {
		return nil
	}
	all, err := linkable(ctx, tx, tx.Now().Add(-linkableFor))
	if err != nil {
		return err
	}
	for _, i := range all {
		for _, address := range s.addresses(i) {
			if !mentions(text, address) {
				continue
			}
			if err := s.link(ctx, tx, i, ticketID, ByMention); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

// linkableFor is how long behind its end an incident still finds its tickets.
const linkableFor = 30 * 24 * time.Hour

package attention

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// triage changes an open request as a manager: the one it went to, or any lead.
func (s *Service) triage(ctx context.Context, id int64, change func(tx *db.Tx, r *Request) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		actor, _ := access.From(ctx)
		if actor.UserID != r.ManagerID && !actor.Role.Allows(managing) {
			return fault.New(fault.Forbidden, "A manager decides about requests: the one on call, or another lead")
		}
		if !r.State.Open() {
			return fault.New(fault.Conflict, "This request is decided already: %s", r.State)
		}
		if _, err := s.Tickets.Lock(ctx, tx, r.TicketID); err != nil {
			return err
		}
		if r.SeenAt.IsZero() {
			r.SeenAt, r.ManagerID = tx.Now(), actor.UserID
			if err := disarm(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		if err := change(tx, &r); err != nil {
			return err
		}
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(r.TicketID), Moved{Request: r.ID, To: r.State, Engineer: r.EngineerID})
	})
}

// Look takes a request up: the manager has their eyes on it, and its clock is kept.
func (s *Service) Look(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.triage(ctx, id, func(_ *db.Tx, r *Request) error {
		if r.State != Waiting {
			return fault.New(fault.Conflict, "Somebody looks at this request already")
		}
		r.State = Seen
		return nil
	})
}

// Engage gives the ticket to an engineer who is not on call and has no other request: fault.Field on engineer otherwise.
func (s *Service) Engage(ctx context.Context, id, engineer int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.triage(ctx, id, func(tx *db.Tx, r *Request) error {
		u, err := s.engineerOf(ctx, tx, engineer)
		if err != nil {
			return err
		}
		why, err := s.occupied(ctx, tx, *r, engineer)
		switch {
		case err != nil:
			return err
		case why != "":
			return fault.Field("engineer", "%s %s. Choose somebody else", u.Name, why)
		}
		r.State, r.EngineerID = Engaged, engineer
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, r.TicketID, ticket.Update{AssigneeID: &engineer}); err != nil {
			return err
		}
		return s.tell(ctx, tx, r.notice("engaged", "Please take #%d"), engineer)
	})
}

// occupied says why somebody cannot take a request up; empty where they can.
func (s *Service) occupied(ctx context.Context, q db.Querier, r Request, engineer int64) (string, error) {
	if s.Holding != nil {
		on, err := s.Holding(ctx, q, s.DB.Now(ctx))
		if err != nil {
			return "", err
		}
		if slices.Contains(on, engineer) {
			return "is on call, and has to be free for emergencies", nil
		}
	}
	open, err := openRequests(ctx, q)
	for _, other := range open {
		if other.ID != r.ID && other.EngineerID == engineer {
			return "is on another request already", err
		}
	}
	return "", err
}

// Resolve ends a request whose correct next step is identified and underway, which is written down: the ticket may be far
// from solved. Labels are words for trends.
func (s *Service) Resolve(ctx context.Context, id int64, next string, labels []string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	next = strings.TrimSpace(next)
	if next == "" {
		return fault.Field("next", "Write down the next step, and who is on it: that is what ends a request")
	}
	return s.triage(ctx, id, func(tx *db.Tx, r *Request) error {
		r.State, r.Outcome = Resolved, next
		return s.end(ctx, tx, r, labels, ticket.Update{Comment: &ticket.NewComment{Body: "**The next step is underway:** " + next}})
	})
}

// Unstar rejects a request, with the reasons and the alternative that was agreed with whoever asked.
func (s *Service) Unstar(ctx context.Context, id int64, reason, agreed string, labels []string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	reason, agreed = strings.TrimSpace(reason), strings.TrimSpace(agreed)
	switch {
	case reason == "":
		return fault.Field("why", "Say why: whoever asked must be able to tell others")
	case agreed == "":
		return fault.Field("agreed", "Agree on an alternative with whoever asked, and write it down")
	}
	return s.triage(ctx, id, func(tx *db.Tx, r *Request) error {
		r.State, r.Outcome, r.Agreed = Unstarred, reason, agreed
		return s.end(ctx, tx, r, labels, ticket.Update{AddTags: []string{TagUnstarred},
			Comment: &ticket.NewComment{Body: "**Unstarred:** " + reason + "\n\n**Agreed instead:** " + agreed}})
	})
}

// end closes a request, says so in the ticket, and tells whoever asked.
func (s *Service) end(ctx context.Context, tx *db.Tx, r *Request, labels []string, u ticket.Update) error {
	rules, err := Stars.Get(ctx, tx)
	if err != nil {
		return err
	}
	for _, l := range labels {
		if !slices.Contains(rules.Labels, l) {
			return fault.Field("labels", "“%s” is no label of this desk", fault.Clip(l, 60))
		}
	}
	r.EndedAt, r.Labels = tx.Now(), labels
	if t, err := s.Tickets.Load(ctx, tx, r.TicketID); err != nil {
		return err
	} else if t.Status != ticket.Closed {
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, r.TicketID, u); err != nil {
			return err
		}
	}
	n := r.notice(string(r.State), "Your request for #%d is decided")
	n.Lead, n.Lines = r.Outcome, nil
	if r.Agreed != "" {
		n.Lines = []string{"Agreed instead: " + r.Agreed}
	}
	return s.tell(ctx, tx, n, r.By)
}

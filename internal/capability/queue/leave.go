package queue

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Leaving is what somebody leaves behind as they go: their live tickets, each with the summary that is prepared for
// it, and the solved ones, which may come back.
type Leaving struct {
	Live   []ticket.Row
	Solved []ticket.Row
	// Summaries are by ticket; one that nobody prepared is missing.
	Summaries map[int64]Summary
}

// Leaving lists what the signed-in person would leave behind.
func (s *Service) Leaving(ctx context.Context) (l Leaving, err error) {
	me, err := s.me(ctx)
	if err != nil {
		return l, err
	}
	return s.leaving(ctx, me.UserID)
}

// OpenTickets lists the live tickets of somebody of the team, those that breach first first.
func (s *Service) OpenTickets(ctx context.Context, userID int64) ([]ticket.Row, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.owned(ctx, userID, false)
}

func (s *Service) leaving(ctx context.Context, userID int64) (l Leaving, err error) {
	if l.Live, err = s.owned(ctx, userID, false); err != nil {
		return l, err
	}
	if l.Solved, err = s.owned(ctx, userID, true); err != nil {
		return l, err
	}
	l.Solved = slices.DeleteFunc(l.Solved, func(r ticket.Row) bool { return slices.Contains(r.Tags, TagSolved) })
	found, err := findSummaries(ctx, s.DB.Read(), "s.leaver_id", userID)
	l.Summaries = map[int64]Summary{}
	for _, m := range found {
		l.Summaries[m.TicketID] = m
	}
	return l, err
}

func (s *Service) owned(ctx context.Context, userID int64, solved bool) ([]ticket.Row, error) {
	list, err := findOwned(ctx, s.DB.Read(), userID, solved, mostOwned)
	if err != nil {
		return nil, err
	}
	return s.rows(ctx, idsOf(list))
}

// rowsAtOnce is how many rows ticket gives at once.
const rowsAtOnce = 200

// rows gives the rows of tickets in the order of their numbers.
func (s *Service) rows(ctx context.Context, ids []int64) (rows []ticket.Row, err error) {
	for part := range slices.Chunk(ids, rowsAtOnce) {
		some, err := s.Tickets.Rows(ctx, part...)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows, nil
}

func idsOf(list []Waiting) []int64 {
	ids := make([]int64, len(list))
	for i, w := range list {
		ids[i] = w.ID
	}
	return ids
}

// Act is what becomes of a ticket whose owner leaves.
type Act string

// The acts; the empty one leaves the ticket as it is.
const (
	ActHand    Act = "hand"    // to a colleague
	ActSummary Act = "summary" // a summary; the customer's next word takes it into the queue
	ActRelease Act = "release" // into the queue
	ActPause   Act = "pause"   // until the return, as agreed with the customer
	ActTag     Act = "tag"     // of a solved one: it may come back
)

// Choice is what the leaver wants for one ticket.
type Choice struct {
	TicketID int64
	Act      Act
	To       int64   // for hand
	Note     string  // for hand and release
	Summary  Summary // for summary
	Reason   string  // for pause
}

// Outcome is what became of a Choice: Err is nil where it was done.
type Outcome struct {
	TicketID int64
	Act      Act
	Err      error
}

// Leave does what the leaver chose, ticket by ticket: one that fails keeps none of the others. Only one's own tickets
// are left.
func (s *Service) Leave(ctx context.Context, choices []Choice) ([]Outcome, error) {
	me, err := s.me(ctx)
	if err != nil {
		return nil, err
	}
	if len(choices) > 2*mostOwned {
		return nil, fault.New(fault.Invalid, "At most %d tickets are left at once", 2*mostOwned)
	}
	var all []Outcome
	for _, c := range choices {
		if c.Act == "" {
			continue
		}
		err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.leave(ctx, tx, me.UserID, c) })
		if fault.KindOf(err) == fault.Internal && err != nil {
			return all, err
		}
		all = append(all, Outcome{c.TicketID, c.Act, err})
	}
	return all, nil
}

func (s *Service) leave(ctx context.Context, tx *db.Tx, me int64, c Choice) error {
	t, err := s.lock(ctx, tx, c.TicketID)
	if err != nil {
		return err
	}
	if t.AssigneeID != me {
		return fault.New(fault.Conflict, "Ticket #%d is not yours any more", t.ID)
	}
	switch c.Act {
	case ActHand:
		return s.handOver(ctx, tx, t.ID, c.To, c.Note)
	case ActSummary:
		c.Summary.TicketID = t.ID
		return s.summarize(ctx, tx, c.Summary)
	case ActRelease:
		return s.release(ctx, tx, t.ID, c.Note)
	case ActPause:
		return s.pause(ctx, tx, t.ID, c.Reason)
	case ActTag:
		return s.tagSolved(ctx, tx, t)
	}
	return fault.Field("act", "%q is nothing that can be done with a ticket", string(c.Act))
}

func (s *Service) pause(ctx context.Context, tx *db.Tx, id int64, reason string) error {
	if reason == "" {
		return fault.Field("reason", "Say what was agreed with the customer: a pause has a reason")
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{Pause: &reason})
	return err
}

func (s *Service) tagSolved(ctx context.Context, tx *db.Tx, t ticket.Ticket) error {
	if t.Status != ticket.Solved {
		return fault.New(fault.Conflict, "Ticket #%d is %s, not solved", t.ID, t.Status)
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{AddTags: []string{TagSolved}})
	return err
}

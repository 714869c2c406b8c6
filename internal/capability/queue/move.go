package queue

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Kind is a way in which a ticket moves.
type Kind string

// The kinds of moves.
const (
	MovePulled     Kind = "pulled"      // taken from the top of the queue
	MoveClaimed    Kind = "claimed"     // taken from a list
	MovePushed     Kind = "pushed"      // given to whose turn it was
	MoveHandedOver Kind = "handed_over" // given to a colleague with a note
	MoveReleased   Kind = "released"    // put back into the queue
	MoveRehomed    Kind = "rehomed"     // sent to the region that the customer prefers
	MoveReceived   Kind = "received"    // taken there
	MoveSatellite  Kind = "satellite"   // went round without an owner there
	MoveHot        Kind = "hot"         // heated up outside the region that the customer prefers
	MoveAbsent     Kind = "absent"      // put back because its owner is off and the customer wrote
	MoveSummarized Kind = "summarized"  // its owner wrote down how it stands before being off
)

// Move is one such change.
type Move struct {
	ID                   int64
	TicketID             int64
	Kind                 Kind
	FromUser, ToUser     int64  // 0: nobody
	FromRegion, ToRegion string // keys; may be empty
	Detail               string // a word: the kind of a hot rehome, the number of turns
	By                   int64  // 0: the desk itself
	At                   time.Time
	SeenAt               time.Time // when whom it went to first did something on the ticket; zero: not yet
}

// record keeps a move of the principal of ctx.
func record(ctx context.Context, tx *db.Tx, m Move) error {
	actor, _ := access.From(ctx)
	m.By, m.At = actor.UserID, tx.Now()
	return insertMove(ctx, tx, m)
}

// Moves lists how a ticket moved, the newest first, n at most.
func (s *Service) Moves(ctx context.Context, ticketID int64, n int) ([]Move, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return movesOf(ctx, s.DB.Read(), ticketID, n)
}

// Counts tells how often tickets moved in each way since a moment.
func (s *Service) Counts(ctx context.Context, since time.Time) (map[Kind]int, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return countMoves(ctx, s.DB.Read(), since)
}

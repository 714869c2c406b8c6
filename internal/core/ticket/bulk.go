package ticket

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Bulk is one update of many tickets, done one by one in the background: a ticket that refuses it stays as it
// is and says why, and stops no other.
type Bulk struct {
	ID         int64
	ByID       int64
	Changes    Update // without its comment
	Comment    *BulkComment
	Tickets    []BulkTicket // by number
	CreatedAt  time.Time
	FinishedAt time.Time // zero while it runs
}

// BulkComment is what a bulk update writes on every ticket.
type BulkComment struct {
	Public bool   `json:"public,omitempty"`
	Body   string `json:"body"` // Markdown
}

// BulkTicket is one ticket of a bulk update.
type BulkTicket struct {
	ID      int64
	Subject string
	Result  BulkResult
	Problem string // why it refused
}

// BulkResult is what became of a ticket.
type BulkResult string

// The results.
const (
	BulkWaits   BulkResult = ""
	BulkDone    BulkResult = "done"
	BulkRefused BulkResult = "refused"
)

// Count tells how many tickets have a result.
func (b Bulk) Count(r BulkResult) (n int) {
	for _, t := range b.Tickets {
		if t.Result == r {
			n++
		}
	}
	return n
}

// BulkStarted is the fact that somebody set an update of many tickets going.
type BulkStarted struct {
	Tickets int `json:"tickets"`
}

// EventKind implements event.Fact.
func (BulkStarted) EventKind() string { return "bulk.started" }

// BulkFinished is the fact that it came to its end.
type BulkFinished struct {
	Done    int `json:"done"`
	Refused int `json:"refused,omitempty"`
}

// EventKind implements event.Fact.
func (BulkFinished) EventKind() string { return "bulk.finished" }

const (
	bulkKind    = "ticket.bulk"
	largestBulk = 1000
)

type bulkArgs struct {
	Bulk int64 `json:"bulk"`
}

func bulkSubject(id int64) event.Subject { return event.Subject{Type: "bulk", ID: id} }

// StartBulk sets an update of tickets going and gives its number. Attachments and warnings to be accepted
// are those of the update; the principal's permissions are asked again for every ticket.
func (s *Service) StartBulk(ctx context.Context, ids []int64, u Update, c *BulkComment) (int64, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return 0, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (int64, error) { return s.StartBulkIn(ctx, tx, ids, u, c) })
}

// StartBulkIn is StartBulk inside the caller's transaction.
func (s *Service) StartBulkIn(ctx context.Context, tx *db.Tx, ids []int64, u Update, c *BulkComment) (int64, error) {
	if c != nil {
		u.Comment = &NewComment{Public: c.Public, Body: c.Body}
	}
	if err := checkUpdate(ctx, u); err != nil {
		return 0, err
	}
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return 0, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	switch {
	case len(ids) == 0:
		return 0, fault.Field("tickets", "No ticket is chosen")
	case len(ids) > largestBulk:
		return 0, fault.Field("tickets", "%d tickets are chosen; one update takes up to %d", len(ids), largestBulk)
	case !u.fields() && c == nil:
		return 0, fault.Field("", "Nothing is to be changed: choose what, or write a comment")
	}
	actor, _ := access.From(ctx)
	b := Bulk{ByID: actor.UserID, Changes: u, Comment: c}
	if err := insertBulk(ctx, tx, &b, ids); err != nil {
		return 0, err
	}
	if err := s.log.Append(ctx, tx, bulkSubject(b.ID), BulkStarted{Tickets: len(ids)}); err != nil {
		return 0, err
	}
	_, err := job.Enqueue(ctx, tx, bulkKind, bulkArgs{b.ID}, job.Options{Unique: fmt.Sprint(b.ID)})
	return b.ID, err
}

// Bulk gives a bulk update as it stands.
func (s *Service) Bulk(ctx context.Context, id int64) (Bulk, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Bulk{}, err
	}
	return findBulk(ctx, s.db.Read(), id)
}

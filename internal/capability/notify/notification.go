package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NoteKind says what an engineer is told.
type NoteKind string

// The kinds of notifications. Those of people.NotifyKinds can be switched off.
const (
	Assigned  NoteKind = "assigned"   // a ticket is yours now
	Replied   NoteKind = "replied"    // the customer wrote on a ticket of yours
	Mentioned NoteKind = "mentioned"  // a colleague named you
	Bounced   NoteKind = "bounced"    // your reply did not arrive
	MailStuck NoteKind = "mail_stuck" // your reply has waited for an hour
	Breaker   NoteKind = "breaker"    // a brake stopped automatic mail

	DueSoon NoteKind = "due_soon" // a part of a target is used up
	DueLate NoteKind = "due_late" // a due time passed
	DueDate NoteKind = "due_date" // the day and time came that somebody set on a ticket

	Announced NoteKind = "announced" // a page of the desk that is to be read now; see Note.Announcement
)

// Note is one notification on the page.
type Note struct {
	ID        int64
	UserID    int64
	Kind      NoteKind
	Cause     string
	TicketID  int64 // 0: about none
	CommentID int64 // 0: none
	ActorID   int64 // 0: the desk itself
	Detail    string
	CreatedAt time.Time
	SeenAt    time.Time // zero: unread
}

// Announcement gives the page that a notification of the kind Announced leads to, and what it is about.
func (n Note) Announcement() (path, subject string) {
	path, subject, _ = strings.Cut(n.Detail, " ")
	return path, subject
}

// tell puts a notification on a person's page; telling twice of one cause is no change.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Note) error {
	added, err := insertNote(ctx, tx, n)
	if err != nil || !added {
		return err
	}
	s.publish(tx, fmt.Sprint("user:", n.UserID), "notified")
	return nil
}

// tellAll tells several people, each once.
func (s *Service) tellAll(ctx context.Context, tx *db.Tx, n Note, users ...int64) error {
	slices.Sort(users)
	for _, id := range slices.Compact(users) {
		n.UserID = id
		if err := s.tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// administrators are told what concerns the desk as a whole.
func (s *Service) administrators(ctx context.Context, q db.Querier) ([]int64, error) {
	staff, err := s.People.Staff(ctx, q)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, u := range staff {
		if u.Role == access.Admin {
			ids = append(ids, u.ID)
		}
	}
	return ids, nil
}

// staffOnly keeps those who work in the desk and are active.
func (s *Service) staffOnly(ctx context.Context, q db.Querier, ids ...int64) ([]people.User, error) {
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	var staff []people.User
	for _, u := range users {
		if u.Active && u.Role.Staff() {
			staff = append(staff, u)
		}
	}
	slices.SortFunc(staff, func(a, b people.User) int { return int(a.ID - b.ID) })
	return staff, nil
}

func idsOf(users []people.User) []int64 {
	var ids []int64
	for _, u := range users {
		ids = append(ids, u.ID)
	}
	return ids
}

// Notifications lists the signed-in person's notifications, newest first, one page of 50; before is the ID
// to go on behind, 0 for the newest. next is 0 at the end.
func (s *Service) Notifications(ctx context.Context, before int64) (notes []Note, next int64, err error) {
	me, err := myself(ctx)
	if err != nil {
		return nil, 0, err
	}
	notes, err = notesOf(ctx, s.DB.Read(), me, before, pageSize+1)
	if len(notes) > pageSize {
		notes = notes[:pageSize]
		next = notes[pageSize-1].ID
	}
	return notes, next, err
}

const pageSize = 50

// Unread counts the signed-in person's unread notifications.
func (s *Service) Unread(ctx context.Context) (int, error) {
	me, err := myself(ctx)
	if err != nil {
		return 0, err
	}
	return countUnread(ctx, s.DB.Read(), me)
}

// MarkSeen marks notifications of the signed-in person as read; without ids, all of them. What is read on the
// page before its mail left is not mailed.
func (s *Service) MarkSeen(ctx context.Context, ids ...int64) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := errors.Join(dropSeen(ctx, tx, me, 0, ids), markSeen(ctx, tx, me, ids)); err != nil {
			return err
		}
		s.publish(tx, fmt.Sprint("user:", me), "seen")
		return nil
	})
}

// MarkTicketSeen marks all that the signed-in person was told about a ticket as read: they have opened it.
func (s *Service) MarkTicketSeen(ctx context.Context, ticketID int64) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	if some, err := unreadAbout(ctx, s.DB.Read(), me, ticketID); err != nil || !some {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := errors.Join(dropSeen(ctx, tx, me, ticketID, nil), markTicketSeen(ctx, tx, me, ticketID)); err != nil {
			return err
		}
		s.publish(tx, fmt.Sprint("user:", me), "seen")
		return nil
	})
}

func myself(ctx context.Context) (int64, error) {
	p, ok := access.From(ctx)
	if !ok || p.UserID == 0 {
		return 0, fault.New(fault.Unauthorized, "Sign in first")
	}
	return p.UserID, nil
}

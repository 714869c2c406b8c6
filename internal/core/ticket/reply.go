package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// Reply is what an engineer sends from the composer: a comment and what is to happen to the ticket with it.
type Reply struct {
	TicketID    int64
	Public      bool
	Body        string // Markdown
	Attachments []int64
	Then        Update // fields only
	IfSeq       int64  // the ticket's Seq when the composer was opened
}

// Held is a reply between "send" and the end of the undo time. It becomes a comment, an event and mail only
// then, and it does so by itself: a lid closed meanwhile does not cancel it (ui.md, rule 3).
type Held struct {
	ID          int64
	TicketID    int64
	AuthorID    int64
	Public      bool
	Body        string
	Attachments []int64
	Then        Update
	IfSeq       int64
	SendAt      time.Time
	Problem     string // why it was not sent; empty while it waits
	CreatedAt   time.Time
}

const sendKind = "ticket.send_reply"

// Send takes a reply. A public one is held for the undo time, if the desk has one; an internal note is added
// at once, and then Held.ID is 0. fault.Conflict when the thread moved on: the text stays as the draft.
func (s *Service) Send(ctx context.Context, r Reply) (Held, error) {
	u := r.Then
	u.IfSeq, u.Comment = r.IfSeq, &NewComment{Public: r.Public, Body: r.Body, Attachments: r.Attachments}
	if err := checkUpdate(ctx, u); err != nil {
		return Held{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Held, error) {
		wait, err := UndoSeconds.Get(ctx, tx)
		if err != nil {
			return Held{}, err
		}
		actor, _ := access.From(ctx)
		if !r.Public || wait == 0 {
			if _, _, err := s.UpdateIn(ctx, tx, r.TicketID, u); err != nil {
				return Held{}, err
			}
			return Held{}, deleteDraft(ctx, tx, r.TicketID, actor.UserID)
		}
		return s.hold(ctx, tx, r, u, time.Duration(wait)*time.Second)
	})
}

// hold checks what can be checked now, so that the engineer hears of it while still looking.
func (s *Service) hold(ctx context.Context, tx *db.Tx, r Reply, u Update, wait time.Duration) (Held, error) {
	t, err := lockTicket(ctx, tx, r.TicketID)
	if err != nil {
		return Held{}, err
	}
	if t.Status == Closed {
		return Held{}, fault.New(fault.Conflict, "Ticket #%d is closed. Your text is kept: open a follow-up ticket to go on", t.ID)
	}
	if err := s.refuseIfMoved(ctx, tx, t, u); err != nil {
		return Held{}, err
	}
	if strings.TrimSpace(r.Body) == "" && len(r.Attachments) == 0 {
		return Held{}, fault.Field("body", "There is nothing to send: write something or attach a file")
	}
	if err := s.guard(ctx, tx, t, u); err != nil {
		return Held{}, err
	}
	if _, err := s.sealOff(ctx, tx, *u.Comment, true); err != nil {
		return Held{}, err
	}
	actor, _ := access.From(ctx)
	h := Held{TicketID: r.TicketID, AuthorID: actor.UserID, Public: r.Public, Body: r.Body, Attachments: r.Attachments, Then: r.Then,
		IfSeq: r.IfSeq, SendAt: tx.Now().Add(wait), CreatedAt: tx.Now()}
	if err := insertHeld(ctx, tx, &h); err != nil {
		return Held{}, err
	}
	if err := deleteDraft(ctx, tx, r.TicketID, actor.UserID); err != nil {
		return Held{}, err
	}
	_, err = job.Enqueue(ctx, tx, sendKind, sendArgs{h.ID}, job.Options{At: h.SendAt, Unique: sendKey(h.ID)})
	return h, err
}

type sendArgs struct {
	Held int64 `json:"held"`
}

func sendKey(id int64) string { return fmt.Sprint("held:", id) }

// Undo takes a held reply back: its text becomes the author's draft again. fault.Conflict when it is sent
// already.
func (s *Service) Undo(ctx context.Context, heldID int64) (Held, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return Held{}, err
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Held, error) {
		h, err := findHeld(ctx, tx, heldID)
		if fault.Is(err, fault.NotFound) {
			return h, fault.New(fault.Conflict, "This reply is already sent")
		}
		if err != nil {
			return h, err
		}
		if h.AuthorID != actor.UserID {
			return h, fault.New(fault.Forbidden, "Only its author can take a reply back")
		}
		if err := deleteHeld(ctx, tx, h.ID); err != nil {
			return h, err
		}
		if _, err := job.Cancel(ctx, tx, sendKind, sendKey(h.ID)); err != nil {
			return h, err
		}
		since, err := draftOf(ctx, tx, h.TicketID, h.AuthorID)
		if err != nil {
			return h, err
		}
		return h, saveDraft(ctx, tx, since.join(h))
	})
}

// Workers are the package's jobs.
func (s *Service) Workers() []job.Worker {
	send := job.Worker{Kind: sendKind, Handle: func(ctx context.Context, j job.Job) error {
		var a sendArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		return s.sendHeld(ctx, a.Held)
	}}
	return append(s.timers(), send, s.bulkWorker())
}

// sendHeld turns a held reply into a comment, in one transaction with forgetting it, so it happens once. What
// the ticket refuses is kept with the reason and shown on the ticket.
func (s *Service) sendHeld(ctx context.Context, id int64) error {
	err := s.db.Do(ctx, func(tx *db.Tx) error {
		h, err := findHeld(ctx, tx, id)
		if fault.Is(err, fault.NotFound) || h.Problem != "" {
			return nil // undone, sent, or told already
		}
		if err != nil {
			return err
		}
		actx, err := s.asAuthor(ctx, tx, h)
		if err != nil {
			return err
		}
		u := h.Then
		u.Comment = &NewComment{Public: h.Public, Body: h.Body, Attachments: h.Attachments}
		if _, _, err := s.UpdateIn(actx, tx, h.TicketID, u); err != nil {
			return err
		}
		return deleteHeld(ctx, tx, id)
	})
	switch fault.KindOf(err) {
	case fault.Conflict, fault.Forbidden, fault.Invalid, fault.NotFound:
		sentence, _ := fault.Public(err)
		return s.refuseHeld(ctx, id, sentence)
	}
	return err
}

// refuseHeld keeps a reply on the ticket with the reason why it was not sent.
func (s *Service) refuseHeld(ctx context.Context, id int64, why string) error {
	return s.db.Do(ctx, func(tx *db.Tx) error {
		h, err := findHeld(ctx, tx, id)
		if err != nil {
			return err
		}
		actx, err := s.asAuthor(ctx, tx, h)
		if err != nil {
			return err
		}
		if _, err := lockTicket(ctx, tx, h.TicketID); err != nil {
			return err
		}
		if err := markHeld(ctx, tx, id, why); err != nil {
			return err
		}
		return s.log.Append(actx, tx, event.Ticket(h.TicketID), NotSent{Held: id, Why: why})
	})
}

// asAuthor makes whoever wrote a held reply the actor of what follows, with the role they have now.
func (s *Service) asAuthor(ctx context.Context, tx *db.Tx, h Held) (context.Context, error) {
	users, err := s.people.Named(ctx, tx, h.AuthorID)
	return access.With(ctx, users[h.AuthorID].Principal("web")), err
}

func (u Update) json() (string, error) {
	raw, err := json.Marshal(u)
	return string(raw), err
}

package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// step is one thing that happened to a ticket.
type step struct {
	at      time.Time
	comment *content.Comment
	change  *content.Change
}

// ticket replays one ticket's life.
func (f *filler) ticket(ctx context.Context, tx *db.Tx, w content.Ticket) error {
	tx.At(w.CreatedAt)
	t, err := f.open(ctx, tx, w)
	if err != nil {
		return err
	}
	if t.ID != int64(w.Number) {
		return fmt.Errorf("got the number %d", t.ID)
	}
	last := w.CreatedAt
	for _, s := range steps(w) {
		last = earliest(last, s.at)
		tx.At(last)
		if t, err = f.play(ctx, tx, t, s); err != nil {
			return err
		}
	}
	return f.finish(ctx, tx, t, w)
}

func steps(w content.Ticket) []step {
	var all []step
	for i := range w.Comments[1:] {
		c := &w.Comments[i+1]
		all = append(all, step{at: c.At, comment: c})
	}
	for i := range w.Changes {
		c := &w.Changes[i]
		all = append(all, step{at: c.At, change: c})
	}
	slices.SortStableFunc(all, func(a, b step) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	return all
}

func (f *filler) open(ctx context.Context, tx *db.Tx, w content.Ticket) (ticket.Ticket, error) {
	actx, who := f.as(ctx, w.Requester, w.Channel)
	var ccs []int64
	for _, key := range w.CCs {
		ccs = append(ccs, f.users[key].ID)
	}
	c, err := f.comment(ctx, w.Comments[0], who.ID)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return f.Tickets.CreateIn(actx, tx, ticket.NewTicket{
		Subject: w.Subject, RequesterID: who.ID, Severity: ticket.Severity(w.Severity), Type: ticket.Type(w.Type),
		Organization: f.orgs[w.Org], GroupID: f.groups[w.Group], Channel: string(w.Channel), Tags: w.Tags, CCs: ccs, Comment: c,
	})
}

func (f *filler) comment(ctx context.Context, c content.Comment, author int64) (ticket.NewComment, error) {
	files, err := f.files(ctx, c.Attachments)
	n := ticket.NewComment{AuthorID: author, Public: c.IsPublic, Format: plainOr(c.IsMarkdown), Body: c.Body, Channel: string(c.Channel), Files: files}
	if c.Quoted != "" {
		start := len(c.Body) + 2
		n.Body = c.Body + "\n\n" + c.Quoted
		n.Folds = []ticket.Fold{{Start: start, End: len(n.Body), Kind: "quote"}}
	}
	return n, err
}

func (f *filler) play(ctx context.Context, tx *db.Tx, t ticket.Ticket, s step) (ticket.Ticket, error) {
	var u ticket.Update
	actor := ""
	via := content.Channel("web")
	if s.comment != nil {
		actor, via = s.comment.Author, s.comment.Channel
		c, err := f.comment(ctx, *s.comment, f.users[actor].ID)
		if err != nil {
			return t, err
		}
		u.Comment = &c
	} else {
		actor = s.change.Actor
		var ok bool
		if u, ok = f.change(*s.change, t); !ok {
			return t, nil
		}
	}
	if actor != "" {
		ctx, _ = f.as(ctx, actor, via)
	}
	t, _, err := f.Tickets.UpdateIn(ctx, tx, t.ID, u)
	return t, err
}

// change translates a field's change; one that changes nothing any more is left out.
func (f *filler) change(c content.Change, t ticket.Ticket) (u ticket.Update, ok bool) {
	switch c.Field {
	case "status":
		status, known := ticket.ParseStatus(c.To)
		u.Status = &status
		return u, known && status != t.Status && t.Status != ticket.Closed
	case "priority":
		p, known := ticket.ParsePriority(c.To)
		u.Priority = &p
		return u, known && p != t.Priority
	case "assignee":
		id := f.users[c.To].ID
		u.AssigneeID = &id
		return u, id != t.AssigneeID
	case "group":
		id := f.groups[c.To]
		u.GroupID = &id
		return u, id != t.GroupID
	}
	return u, false
}

// finish brings the ticket to the state the world says it has, should a rule of the desk have moved it.
func (f *filler) finish(ctx context.Context, tx *db.Tx, t ticket.Ticket, w content.Ticket) error {
	if t.Status == ticket.Closed {
		return nil
	}
	var u ticket.Update
	if status, ok := ticket.ParseStatus(string(w.Status)); ok && status != t.Status {
		u.Status = &status
	}
	if p, ok := ticket.ParsePriority(w.Priority); ok && p != t.Priority {
		u.Priority = &p
	}
	if id := f.users[w.Assignee].ID; id != t.AssigneeID {
		u.AssigneeID = &id
	}
	if u.Status == nil && u.Priority == nil && u.AssigneeID == nil {
		return nil
	}
	_, _, err := f.Tickets.UpdateIn(ctx, tx, t.ID, u)
	return err
}

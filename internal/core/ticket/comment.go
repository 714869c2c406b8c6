package ticket

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// NewComment is a contribution to a thread.
type NewComment struct {
	AuthorID    int64 // 0: the principal
	Public      bool
	Format      Format // empty: Markdown
	Body        string
	HTML        string // a mail's own HTML
	Folds       []Fold
	Channel     string // empty: the principal's
	Automatic   string
	Outside     bool
	MayAnswer   bool // see Commented.MayAnswer
	DeliveryID  int64
	Attachments []int64         // uploaded before by the principal
	Files       []NewAttachment // stored in the blob store already
	MessageIDs  []string        // the mail's own ids, to thread answers by
}

// addComment stores a comment on the locked ticket t, updates the facts of t that follow from it, and
// appends the events.
func (s *Service) addComment(ctx context.Context, tx *db.Tx, t *Ticket, n NewComment, first bool) (Comment, error) {
	author, ours, err := s.author(ctx, tx, t, n)
	if err != nil {
		return Comment{}, err
	}
	if n, err = s.sealOff(ctx, tx, n, ours); err != nil {
		return Comment{}, err
	}
	c := Comment{
		TicketID: t.ID, AuthorID: author, Public: n.Public, Format: n.Format, Body: strings.ToValidUTF8(n.Body, "\uFFFD"), HTML: n.HTML,
		Folds: n.Folds, Channel: n.Channel, Automatic: n.Automatic, Outside: n.Outside, DeliveryID: n.DeliveryID, At: tx.Now(),
	}
	if c.Format == "" {
		c.Format = Markdown
	}
	if strings.TrimSpace(c.Body) == "" && c.HTML == "" && len(n.Attachments)+len(n.Files) == 0 && c.DeliveryID == 0 {
		return Comment{}, fault.Field("body", "There is nothing to send: write something or attach a file")
	}
	if err := insertComment(ctx, tx, &c); err != nil {
		return Comment{}, err
	}
	if err := s.commentParts(ctx, tx, &c, n); err != nil {
		return Comment{}, err
	}
	fact := Commented{Comment: c.ID, Author: author, Public: c.Public, Ours: ours, First: first, Channel: c.Channel,
		Automatic: c.Automatic, Outside: c.Outside, MayAnswer: n.MayAnswer, FirstReply: ours && c.Public && c.Automatic == "" && !first && !t.Replied}
	changes, err := t.firstWord(ctx, tx, fact)
	if err != nil {
		return Comment{}, err
	}
	changes = append(changes, t.react(fact, tx.Now())...)
	t.CommentCount++
	if err := saveTicket(ctx, tx, t); err != nil { // before the handlers look at it
		return Comment{}, err
	}
	if err := s.log.Append(ctx, tx, event.Ticket(t.ID), fact); err != nil {
		return Comment{}, err
	}
	return c, s.appendChanges(ctx, tx, t.ID, changes)
}

// author resolves who wrote n, and whether that is one of us: staff writing on their own ticket are
// customers there.
func (s *Service) author(ctx context.Context, tx *db.Tx, t *Ticket, n NewComment) (id int64, ours bool, err error) {
	users, err := s.people.Named(ctx, tx, n.AuthorID)
	if err != nil {
		return 0, false, err
	}
	u, ok := users[n.AuthorID]
	if !ok {
		return 0, false, fault.Field("author", "There is no person with the number %d", n.AuthorID)
	}
	return u.ID, u.Role.Staff() && u.ID != t.RequesterID, nil
}

// commentParts stores what hangs on a comment: files, its words for the search, its message ids.
func (s *Service) commentParts(ctx context.Context, tx *db.Tx, c *Comment, n NewComment) error {
	if err := claimUploads(ctx, tx, c, n.Attachments); err != nil {
		return err
	}
	for _, f := range n.Files {
		a, err := insertAttachment(ctx, tx, c, f)
		if err != nil {
			return err
		}
		c.Attachments = append(c.Attachments, a)
	}
	for _, a := range c.Attachments {
		if err := indexText(ctx, tx, c.TicketID, "attachment", a.ID, a.Name); err != nil {
			return err
		}
	}
	for _, id := range n.MessageIDs {
		if err := insertMessageID(ctx, tx, MessageID{ID: id, TicketID: c.TicketID, CommentID: c.ID, Direction: In}); err != nil {
			return err
		}
	}
	kind := "comment"
	if !c.Public {
		kind = "note"
	}
	return indexText(ctx, tx, c.TicketID, kind, c.ID, c.Body)
}

// react changes the ticket as the comment demands, and lists what changed (tickets.md, Statuses).
func (t *Ticket) react(f Commented, now time.Time) []Changed {
	switch {
	case !f.Public:
		return nil
	case f.Ours && f.Automatic != "":
		return nil // what a machine of ours writes answers nobody
	case f.Ours:
		return t.answered(f.First, now)
	case quiet(f.Automatic) || f.Outside:
		return nil // an absence note or a bounce reopens nothing and starts no clock
	}
	return t.heard(now)
}

// answered is what a public word of ours changes; one that opens the ticket answers nobody.
func (t *Ticket) answered(first bool, now time.Time) (all []Changed) {
	if first {
		return nil
	}
	t.Replied = true
	t.WaitingSince = time.Time{}
	if t.Stage == FirstReply {
		all = t.setStage(NextReply)
	}
	if t.Status == New {
		all = append(all, t.setStatus(Open, now)...)
	}
	return all
}

// heard is what a word of the customer's changes.
func (t *Ticket) heard(now time.Time) []Changed {
	if t.WaitingSince.IsZero() {
		t.WaitingSince = now
	}
	all, _ := t.setPause("", now) // who writes again waits again
	if t.Status == Pending || t.Status == Hold || t.Status == Solved {
		all = append(all, t.setStatus(Open, now)...)
	}
	return all
}

// firstWord gives a ticket that no customer opened to the thread, once a customer writes.
func (t *Ticket) firstWord(ctx context.Context, tx *db.Tx, f Commented) ([]Changed, error) {
	if t.Stage != Other || f.First || !f.Public || f.Ours || quiet(f.Automatic) || f.Outside {
		return nil, nil
	}
	theirs, ours, err := spoken(ctx, tx, t, f.Comment)
	if err != nil || theirs { // then the stage was set by hand
		return nil, err
	}
	if ours {
		return t.setStage(NextReply), nil
	}
	return t.setStage(FirstReply), nil
}

// quiet reports whether an automatic mail of this class asks for no work. A monitoring alert does ask.
func quiet(automatic string) bool {
	return automatic == "auto-reply" || automatic == "bounce" || automatic == "loop"
}

// setStatus moves the ticket and lists the change; the same status is no change.
func (t *Ticket) setStatus(to Status, now time.Time) []Changed {
	if t.Status == to {
		return nil
	}
	c := Changed{Field: "status", From: t.Status.String(), To: to.String()}
	t.Status, t.StatusAt, t.LifeFrom = to, now, now
	t.SolvedAt, t.RemindedAt = time.Time{}, time.Time{}
	if to.Live() {
		return []Changed{c}
	}
	t.SolvedAt = now
	t.WaitingSince = time.Time{}
	ended, _ := t.setPause("", now)
	return append([]Changed{c}, ended...)
}

func (s *Service) appendChanges(ctx context.Context, tx *db.Tx, ticketID int64, changes []Changed) error {
	for _, c := range changes {
		if err := s.log.Append(ctx, tx, event.Ticket(ticketID), c); err != nil {
			return err
		}
	}
	return nil
}

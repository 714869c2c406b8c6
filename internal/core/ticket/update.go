package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Update is one change of a ticket: fields and at most one comment, together in one audit (Zendesk: Tickets ›
// Update). A nil field stays as it is.
type Update struct {
	Subject         *string   `json:"subject,omitempty"`
	Status          *Status   `json:"status,omitempty"`
	Priority        *Priority `json:"priority,omitempty"`
	Type            *Type     `json:"type,omitempty"`
	RequesterID     *int64    `json:"requester_id,omitempty"`
	OrganizationID  *int64    `json:"organization_id,omitempty"`
	GroupID         *int64    `json:"group_id,omitempty"`
	AssigneeID      *int64    `json:"assignee_id,omitempty"`
	AddTags         []string  `json:"add_tags,omitempty"`
	RemoveTags      []string  `json:"remove_tags,omitempty"`
	AddCCs          []int64   `json:"add_ccs,omitempty"`
	RemoveCCs       []int64   `json:"remove_ccs,omitempty"`
	AddFollowers    []int64   `json:"add_followers,omitempty"`
	RemoveFollowers []int64   `json:"remove_followers,omitempty"`
	Stage           *Stage    `json:"stage,omitempty"`
	Region          *string   `json:"region,omitempty"` // key; empty: all regions
	CalendarID      *int64    `json:"calendar_id,omitempty"`
	FormID          *int64    `json:"form_id,omitempty"`
	// Due sets the day and time promised, and whom to remind (By 0: the principal); a zero At takes it away.
	Due *Due `json:"due,omitempty"`
	// Pause stops the ticket's clocks at the customer's request, with the reason; an empty one goes on.
	Pause  *string             `json:"pause,omitempty"`
	Fields map[string][]string `json:"fields,omitempty"` // custom fields by key; no value unsets
	// OptOuts spares the ticket what happens by itself: tag to reason; an empty reason takes it back.
	OptOuts map[string]string `json:"opt_outs,omitempty"`
	// Accept lists the codes of the warnings that the principal has read; see Finding.
	Accept  []string    `json:"accept,omitempty"`
	Comment *NewComment `json:"-"`
	// IfSeq refuses a comment with fault.Conflict when someone else commented behind this event; 0 does not
	// look (Zendesk: safe_update).
	IfSeq int64 `json:"-"`

	guarded bool // a use case of this package has asked the guard rails already
}

func (u Update) fields() bool {
	return u.Subject != nil || u.Status != nil || u.Priority != nil || u.Type != nil || u.RequesterID != nil ||
		u.OrganizationID != nil || u.GroupID != nil || u.AssigneeID != nil || len(u.AddTags)+len(u.RemoveTags)+
		len(u.AddCCs)+len(u.RemoveCCs)+len(u.AddFollowers)+len(u.RemoveFollowers) > 0 || u.Stage != nil || u.Region != nil ||
		u.CalendarID != nil || u.FormID != nil || u.Due != nil || u.Pause != nil || len(u.Fields)+len(u.OptOuts) > 0
}

// checkUpdate is the authorisation of an update: fields, public words and notes are three permissions.
func checkUpdate(ctx context.Context, u Update) error {
	if u.Comment == nil || u.fields() {
		if err := access.Check(ctx, access.UpdateTickets); err != nil {
			return err
		}
	}
	switch {
	case u.Comment == nil:
		return nil
	case u.Comment.Public:
		return access.Check(ctx, access.CommentPublic)
	}
	return access.Check(ctx, access.CommentPrivate)
}

// Update changes a ticket. A closed ticket is an archive: fault.Conflict.
func (s *Service) Update(ctx context.Context, id int64, u Update) (Ticket, error) {
	if err := checkUpdate(ctx, u); err != nil {
		return Ticket{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Ticket, error) {
		t, _, err := s.UpdateIn(ctx, tx, id, u)
		return t, err
	})
}

// UpdateIn is Update inside the caller's transaction; it also gives the comment it added.
func (s *Service) UpdateIn(ctx context.Context, tx *db.Tx, id int64, u Update) (Ticket, Comment, error) {
	if err := checkUpdate(ctx, u); err != nil {
		return Ticket{}, Comment{}, err
	}
	u, err := u.withOptOuts(ctx)
	if err != nil {
		return Ticket{}, Comment{}, err
	}
	t, err := lockTicket(ctx, tx, id)
	if err != nil {
		return t, Comment{}, err
	}
	if t.Status == Closed {
		return t, Comment{}, fault.New(fault.Conflict, "Ticket #%d is closed. Open a follow-up ticket to go on", id)
	}
	if err := s.refuseIfMoved(ctx, tx, t, u); err != nil {
		return t, Comment{}, err
	}
	if err := s.guard(ctx, tx, t, u); err != nil {
		return t, Comment{}, err
	}
	if err := s.refuseCCs(ctx, tx, u.AddCCs); err != nil {
		return t, Comment{}, err
	}
	before, c := t, Comment{}
	if u.Comment != nil {
		if c, err = s.addComment(ctx, tx, &t, u.Comment.by(ctx), false); err != nil {
			return t, c, err
		}
	}
	if err := s.applyFields(ctx, tx, &t, u); err != nil {
		return t, c, err
	}
	return t, c, s.rearm(ctx, tx, before, t)
}

// by fills what a comment takes from its principal.
func (n NewComment) by(ctx context.Context) NewComment {
	p, _ := access.From(ctx)
	if n.AuthorID == 0 {
		n.AuthorID = p.UserID
	}
	if n.Channel == "" {
		n.Channel = p.Via
	}
	return n
}

func (s *Service) refuseIfMoved(ctx context.Context, tx *db.Tx, t Ticket, u Update) error {
	if u.IfSeq == 0 || u.Comment == nil {
		return nil
	}
	actor, _ := access.From(ctx)
	author, moved, err := movedOn(ctx, tx, t.ID, u.IfSeq, actor.UserID)
	if err != nil || !moved {
		return err
	}
	who := "Someone"
	if users, err := s.people.Named(ctx, tx, author); err == nil && users[author].Name != "" {
		who = users[author].Name
	}
	return fault.New(fault.Conflict, "%s added to this ticket while you wrote. Your text is kept: read what is new, then send again", who)
}

// History lists the facts of a ticket, oldest first; after is the sequence number to start behind.
func (s *Service) History(ctx context.Context, id, after int64) ([]event.Event, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return event.Of(ctx, s.db.Read(), event.Ticket(id), after)
}

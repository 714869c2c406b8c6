package ticket

import (
	"context"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Update is one change of a ticket: fields and at most one comment, together in one audit (Zendesk: Tickets ›
// Update). A nil field stays as it is.
type Update struct {
	Subject         *string     `json:"subject,omitempty"`
	Status          *Status     `json:"status,omitempty"`
	Priority        *Priority   `json:"priority,omitempty"`
	Type            *Type       `json:"type,omitempty"`
	RequesterID     *int64      `json:"requester_id,omitempty"`
	OrganizationID  *int64      `json:"organization_id,omitempty"`
	GroupID         *int64      `json:"group_id,omitempty"`
	AssigneeID      *int64      `json:"assignee_id,omitempty"`
	AddTags         []string    `json:"add_tags,omitempty"`
	RemoveTags      []string    `json:"remove_tags,omitempty"`
	AddCCs          []int64     `json:"add_ccs,omitempty"`
	RemoveCCs       []int64     `json:"remove_ccs,omitempty"`
	AddFollowers    []int64     `json:"add_followers,omitempty"`
	RemoveFollowers []int64     `json:"remove_followers,omitempty"`
	Comment         *NewComment `json:"-"`
	// IfSeq refuses a comment with fault.Conflict when someone else commented behind this event; 0 does not
	// look (Zendesk: safe_update).
	IfSeq int64 `json:"-"`
}

func (u Update) fields() bool {
	return u.Subject != nil || u.Status != nil || u.Priority != nil || u.Type != nil || u.RequesterID != nil ||
		u.OrganizationID != nil || u.GroupID != nil || u.AssigneeID != nil || len(u.AddTags)+len(u.RemoveTags)+
		len(u.AddCCs)+len(u.RemoveCCs)+len(u.AddFollowers)+len(u.RemoveFollowers) > 0
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
	var c Comment
	if u.Comment != nil {
		if c, err = s.addComment(ctx, tx, &t, u.Comment.by(ctx), false); err != nil {
			return t, c, err
		}
	}
	return t, c, s.applyFields(ctx, tx, &t, u)
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

// applyFields changes what u asks for and appends one event per change.
func (s *Service) applyFields(ctx context.Context, tx *db.Tx, t *Ticket, u Update) error {
	changes, err := s.scalarChanges(ctx, tx, t, u)
	if err != nil {
		return err
	}
	more, err := setChanges(ctx, tx, t, u)
	if err != nil {
		return err
	}
	if changes = append(changes, more...); len(changes) == 0 {
		return nil
	}
	if err := saveTicket(ctx, tx, t); err != nil { // before the handlers look at it
		return err
	}
	return s.appendChanges(ctx, tx, t.ID, changes)
}

func (s *Service) scalarChanges(ctx context.Context, tx *db.Tx, t *Ticket, u Update) ([]Changed, error) {
	if err := s.checkPeople(ctx, tx, u); err != nil {
		return nil, err
	}
	var all []Changed
	if u.Subject != nil {
		before := t.Subject
		t.Subject = cleanSubject(*u.Subject)
		all = append(all, changed("subject", before, t.Subject)...)
		if err := indexText(ctx, tx, t.ID, "subject", t.ID, t.Subject); err != nil {
			return nil, err
		}
	}
	if u.Priority != nil {
		all = append(all, changed("priority", t.Priority.String(), u.Priority.String())...)
		t.Priority = *u.Priority
	}
	if u.Type != nil {
		all = append(all, changed("type", string(t.Type), string(*u.Type))...)
		t.Type = *u.Type
	}
	all = append(all, setID("requester", &t.RequesterID, u.RequesterID)...)
	all = append(all, setID("organization", &t.OrganizationID, u.OrganizationID)...)
	all = append(all, setID("group", &t.GroupID, u.GroupID)...)
	all = append(all, setID("assignee", &t.AssigneeID, u.AssigneeID)...)
	return append(all, t.moveStatus(ctx, tx, u)...), nil
}

// moveStatus applies the status asked for and those that follow from other changes: an assigned ticket is no
// longer new; who puts a ticket on hold or solves it, and nobody has it, has it.
func (t *Ticket) moveStatus(ctx context.Context, tx *db.Tx, u Update) []Changed {
	to := t.Status
	if u.Status != nil {
		to = *u.Status
	} else if u.AssigneeID != nil && *u.AssigneeID != 0 && t.Status == New {
		to = Open
	}
	all := t.setStatus(to, tx.Now())
	actor, _ := access.From(ctx)
	if len(all) > 0 && (to == Hold || to == Solved) && t.AssigneeID == 0 && actor.Role.Staff() {
		all = append(all, setID("assignee", &t.AssigneeID, &actor.UserID)...)
	}
	return all
}

// checkPeople refuses a requester or assignee who cannot be one.
func (s *Service) checkPeople(ctx context.Context, tx *db.Tx, u Update) error {
	if u.Status != nil && u.Status.String() == "" {
		return fault.Field("status", "%d is no status", int(*u.Status))
	}
	if u.AssigneeID != nil && *u.AssigneeID != 0 {
		users, err := s.people.Named(ctx, tx, *u.AssigneeID)
		if err != nil {
			return err
		}
		who, ok := users[*u.AssigneeID]
		if !ok || !who.Active || !who.Role.Allows(access.CommentPublic) {
			return fault.Field("assignee", "A ticket can be given to an active agent only")
		}
	}
	if u.RequesterID != nil {
		users, err := s.people.Named(ctx, tx, *u.RequesterID)
		if err != nil {
			return err
		}
		if _, ok := users[*u.RequesterID]; !ok {
			return fault.Field("requester", "There is no person with the number %d", *u.RequesterID)
		}
	}
	return nil
}

func setChanges(ctx context.Context, tx *db.Tx, t *Ticket, u Update) ([]Changed, error) {
	before := strings.Join(t.Tags, " ")
	if err := changeTags(ctx, tx, t, u); err != nil {
		return nil, err
	}
	all := changed("tags", before, strings.Join(t.Tags, " "))
	for _, set := range []struct {
		kind        string
		list        *[]int64
		add, remove []int64
	}{{ccKind, &t.CCs, u.AddCCs, u.RemoveCCs}, {followerKind, &t.Followers, u.AddFollowers, u.RemoveFollowers}} {
		more, err := changePeople(ctx, tx, t.ID, set.kind, set.list, set.add, set.remove)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func changed(field, from, to string) []Changed {
	if from == to {
		return nil
	}
	return []Changed{{Field: field, From: from, To: to}}
}

func setID(field string, current *int64, to *int64) []Changed {
	if to == nil || *to == *current {
		return nil
	}
	c := Changed{Field: field, From: idWord(*current), To: idWord(*to)}
	*current = *to
	return []Changed{c}
}

func idWord(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// History lists the facts of a ticket, oldest first; after is the sequence number to start behind.
func (s *Service) History(ctx context.Context, id, after int64) ([]event.Event, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return event.Of(ctx, s.db.Read(), event.Ticket(id), after)
}

package ticket

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// applyFields changes what u asks for and appends one event per change.
func (s *Service) applyFields(ctx context.Context, tx *db.Tx, t *Ticket, u Update) error {
	changes, err := s.scalarChanges(ctx, tx, t, u)
	if err != nil {
		return err
	}
	for _, change := range []func(context.Context, *db.Tx, *Ticket, Update) ([]Changed, error){s.clockChanges, setChanges} {
		more, err := change(ctx, tx, t, u)
		if err != nil {
			return err
		}
		changes = append(changes, more...)
	}
	if len(changes) == 0 {
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
// longer new; who puts a ticket on hold or solves it, and nobody has it, has it; on hold with nobody who
// looks after it is open.
func (t *Ticket) moveStatus(ctx context.Context, tx *db.Tx, u Update) (all []Changed) {
	to := t.Status
	if u.Status != nil {
		to = *u.Status
	} else if u.AssigneeID != nil && *u.AssigneeID != 0 && t.Status == New {
		to = Open
	}
	actor, _ := access.From(ctx)
	if to != t.Status && (to == Hold || to == Solved) && t.AssigneeID == 0 && actor.Role.Staff() {
		all = setID("assignee", &t.AssigneeID, &actor.UserID)
	}
	if to == Hold && t.AssigneeID == 0 {
		to = Open
	}
	return append(t.setStatus(to, tx.Now()), all...)
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
	optOuts, err := changeOptOuts(ctx, tx, t, u)
	if err != nil {
		return nil, err
	}
	values, err := changeValues(ctx, tx, t, u.Fields)
	return slices.Concat(all, optOuts, values), err
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

package matter

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Update tells in the words of conditions what happened to m's ticket: the events of one update, in order, by
// one actor. The text of a comment is read only where the fields ask for it.
func (r *Reader) Update(ctx context.Context, q db.Querier, m Matter, actor access.Principal, events []event.Event, fields []string) (*condition.Update, error) {
	u, comment, err := Changes(m.Facts, events)
	if err != nil {
		return nil, err
	}
	u.Actor, u.Role, u.Via = actor.UserID, string(actor.Role), actor.Via
	if u.Comment != nil && slices.Contains(fields, "comment_includes_word") {
		u.Comment.Text, err = commentText(ctx, q, comment)
	}
	return u, err
}

// CommentText reads a comment as conditions see it.
func (r *Reader) CommentText(ctx context.Context, q db.Querier, id int64) (string, error) {
	return commentText(ctx, q, id)
}

// Changes gives what the events changed on a ticket that has become f, and the last comment among them.
func Changes(f condition.Facts, events []event.Event) (u *condition.Update, comment int64, err error) {
	u = &condition.Update{Was: map[string][]string{}}
	for _, e := range events {
		switch e.Kind {
		case ticket.Created{}.EventKind():
			u.Create = true
		case ticket.Changed{}.EventKind():
			c, err := event.Decode[ticket.Changed](e)
			if err != nil {
				return u, 0, err
			}
			name, was := Field(c.Field, c.From)
			if _, known := u.Was[name]; name != "" && !known {
				u.Was[name] = was
			}
		case ticket.Commented{}.EventKind():
			c, err := event.Decode[ticket.Commented](e)
			if err != nil {
				return u, 0, err
			}
			comment, u.Comment = c.Comment, &condition.Comment{Public: c.Public}
		}
	}
	if u.Create {
		u.Was = fresh(f)
	}
	for name, was := range u.Was {
		if slices.Equal(was, now(f, name)) { // changed, and changed back
			delete(u.Was, name)
		}
	}
	return u, comment, nil
}

func now(f condition.Facts, name string) []string {
	if custom, ok := f.Custom[name]; ok {
		return custom.Values
	}
	return f.Values[name]
}

// fresh is what a new ticket had before: nothing but the status and stage that every one begins with.
func fresh(f condition.Facts) map[string][]string {
	was := map[string][]string{"status": {ticket.New.String()}}
	for name, values := range f.Values {
		if len(values) > 0 && name != "status" && name != "stage" && !strings.HasPrefix(name, "organization.") &&
			!condition.OfEnvironment(name) && name != "requester_role" {
			was[name] = nil
		}
	}
	for name, value := range f.Custom {
		if len(value.Values) > 0 && !strings.HasPrefix(name, "organization.") {
			was[name] = nil
		}
	}
	return was
}

// fieldNames are the fields of facts by the names that conditions have for them.
var fieldNames = map[string]string{
	"status": "status", "priority": "priority", "severity": "severity", "type": "type", "stage": "stage", "region": "region",
	"group": "group_id", "assignee": "assignee_id", "requester": "requester_id", "organization": "organization_id",
	"form": "ticket_form_id", "calendar": "schedule_id", "tags": "current_tags",
}

// Field gives a ticket.Changed field its name in conditions, and a value of it as facts hold it; an empty name
// where conditions cannot ask for it.
func Field(changed, value string) (name string, values []string) {
	if key, ok := strings.CutPrefix(changed, "field:"); ok {
		if value == "" {
			return condition.CustomField(key), nil
		}
		return condition.CustomField(key), strings.Split(value, "\n")
	}
	name = fieldNames[changed]
	switch {
	case changed == "tags":
		return name, strings.Fields(value)
	case changed == "priority" && value == ticket.NoPriority.String():
		return name, nil
	}
	return name, one(value)
}

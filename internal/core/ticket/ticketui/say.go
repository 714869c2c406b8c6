package ticketui

import (
	"context"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// say tells one event in words that follow its actor's name; empty for what needs no telling.
func (s *sight) say(ctx context.Context, e event.Event) string {
	switch e.Kind {
	case (ticket.Created{}).EventKind():
		f, err := event.Decode[ticket.Created](e)
		if err != nil {
			return ""
		}
		if f.FollowUpOf != 0 {
			return i18n.T(ctx, "said.follow_up", "Number", f.FollowUpOf)
		}
		return i18n.T(ctx, "said.created", "Channel", i18n.T(ctx, "channel."+f.Channel))
	case (ticket.Changed{}).EventKind():
		f, err := event.Decode[ticket.Changed](e)
		if err != nil {
			return ""
		}
		return s.sayChange(ctx, f)
	case (ticket.NotSent{}).EventKind():
		f, err := event.Decode[ticket.NotSent](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "said.not_sent", "Why", f.Why)
	case (ruleFired{}).EventKind():
		f, err := event.Decode[ruleFired](e)
		if err != nil {
			return ""
		}
		return i18n.T(ctx, "said.rule", "Title", f.Title)
	}
	return or(sayTimer(ctx, e), s.sayOther(ctx, e))
}

// ruleFired is what is told here of the fact that a rule of the desk did what stands before it.
type ruleFired struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (ruleFired) EventKind() string { return "rule.fired" }

func (s *sight) sayChange(ctx context.Context, f ticket.Changed) string {
	to := s.value(ctx, f.Field, f.To)
	switch {
	case f.From == f.To: // there and back in one update
		return ""
	case f.Field == "cc" || f.Field == "follower":
		if f.To == "" {
			return i18n.T(ctx, "said.removed_"+f.Field, "Who", s.value(ctx, f.Field, f.From))
		}
		return i18n.T(ctx, "said.added_"+f.Field, "Who", to)
	case f.Field == "tags":
		return sayTags(ctx, strings.Fields(f.From), strings.Fields(f.To))
	case f.Field == "paused" || strings.HasPrefix(f.Field, optOut):
		return sayReason(ctx, f)
	case f.To == "":
		return i18n.T(ctx, "said.cleared", "Field", s.fieldTitle(ctx, f.Field))
	case f.From == "":
		return i18n.T(ctx, "said.set", "Field", s.fieldTitle(ctx, f.Field), "To", to)
	}
	return i18n.T(ctx, "said.changed", "Field", s.fieldTitle(ctx, f.Field), "From", s.value(ctx, f.Field, f.From), "To", to)
}

func sayTags(ctx context.Context, from, to []string) string {
	had := map[string]bool{}
	for _, t := range from {
		had[t] = true
	}
	var added []string
	for _, t := range to {
		if !had[t] {
			added = append(added, t)
		}
		delete(had, t)
	}
	if len(added) > 0 {
		return i18n.T(ctx, "said.tagged", "Tags", strings.Join(added, ", "))
	}
	return i18n.T(ctx, "said.untagged", "Count", len(had))
}

// value turns a stored value into a word: a person's name, a status.
func (s *sight) value(ctx context.Context, field, v string) string {
	id, err := strconv.ParseInt(v, 10, 64)
	switch field {
	case "assignee", "requester", "cc", "follower":
		if err == nil {
			return or(s.names[id].Name, "#"+v)
		}
	case "group":
		for _, g := range s.groups {
			if err == nil && g.ID == id {
				return g.Name
			}
		}
	case "status":
		if v == "hold" {
			v = "on-hold"
		}
		return i18n.T(ctx, "status."+v)
	case "priority":
		return i18n.T(ctx, "priority."+v)
	case "type":
		return i18n.T(ctx, "type."+or(v, "none"))
	}
	return s.clockValue(ctx, field, v)
}

// named lists the people an event speaks of.
func named(e event.Event) []int64 {
	if e.Kind != (ticket.Changed{}).EventKind() {
		return nil
	}
	f, err := event.Decode[ticket.Changed](e)
	if err != nil {
		return nil
	}
	switch f.Field {
	case "assignee", "requester", "cc", "follower":
		var ids []int64
		for _, v := range []string{f.From, f.To} {
			if id, err := strconv.ParseInt(v, 10, 64); err == nil {
				ids = append(ids, id)
			}
		}
		return ids
	}
	return nil
}

package rules

import (
	"context"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// recipients finds whom a notification is for: active people, each once.
func (s *Service) recipients(ctx context.Context, q db.Querier, a Action, v sight, me int64) ([]people.User, error) {
	var ids []int64
	var err error
	switch to := a.Value[0]; {
	case a.Field == "notification_group":
		ids, err = s.members(ctx, q, to, v.Ticket.GroupID)
	case to == "requester_id":
		ids = []int64{v.Ticket.RequesterID}
	case to == "assignee_id":
		ids = []int64{v.Ticket.AssigneeID}
	case to == "current_user":
		ids = []int64{me}
	case to == "requester_and_ccs":
		ids = append([]int64{v.Ticket.RequesterID}, v.Ticket.CCs...)
	case to == "all_agents":
		ids, err = s.staff(ctx, q)
	default:
		ids = []int64{number(a.Value)}
	}
	if err != nil {
		return nil, err
	}
	named, err := s.People.Named(ctx, q, ids...)
	var out []people.User
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		if u := named[id]; u.Active && u.Email != "" {
			out = append(out, u)
		}
	}
	return out, err
}

// members are those of a group: the ticket's, or one by number.
func (s *Service) members(ctx context.Context, q db.Querier, which string, current int64) ([]int64, error) {
	id, err := strconv.ParseInt(which, 10, 64)
	if err != nil {
		id = current
	}
	groups, err := s.People.Groups(ctx, q)
	if i := slices.IndexFunc(groups, func(g people.Group) bool { return g.ID == id }); i >= 0 {
		return groups[i].Members, err
	}
	return nil, err
}

func (s *Service) staff(ctx context.Context, q db.Querier) (ids []int64, err error) {
	all, err := s.People.Staff(ctx, q)
	for _, u := range all {
		ids = append(ids, u.ID)
	}
	return ids, err
}

// filler gathers what texts about a matter are filled from; actor is the "current user".
func (s *Service) filler(ctx context.Context, q db.Querier, m matter.Matter, actor int64) (subjectMatter, error) {
	out := subjectMatter{Matter: m, link: s.Link(ticketPath(m.Ticket.ID))}
	users, err := s.People.Named(ctx, q, actor)
	if err != nil {
		return out, err
	}
	out.actor = users[actor]
	if m.Ticket.GroupID == 0 {
		return out, nil
	}
	groups, err := s.People.Groups(ctx, q)
	if i := slices.IndexFunc(groups, func(g people.Group) bool { return g.ID == m.Ticket.GroupID }); i >= 0 {
		out.group = groups[i].Name
	}
	return out, err
}

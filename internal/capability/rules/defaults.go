package rules

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Defaults are the rules of a new desk: those of a new Zendesk account that the desk does not do by itself. It
// acknowledges, mails replies, tells assignees and closes solved tickets without a rule; so they are there to be
// switched on, and none is.
func Defaults() []Rule {
	is := func(field string, op condition.Operator, value ...string) condition.Condition {
		return condition.Condition{Field: field, Operator: op, Value: value}
	}
	return []Rule{
		{Kind: Trigger, Title: "Notify group of assignment", About: "Tells a group that it has a new ticket which nobody has taken.",
			Conditions: condition.Set{All: []condition.Condition{is("group_id", condition.Changed), is("group_id", condition.IsNot, ""),
				is("assignee_id", condition.Is, "")}},
			Actions: []Action{{"notification_group", []string{"group_id", "[#{{ticket.id}}] {{ticket.title}}",
				"{{ticket.group.name}} has a new ticket of {{ticket.requester.name}}: [#{{ticket.id}}]({{ticket.link}}) {{ticket.title}}"}}}},
		{Kind: Trigger, Title: "Notify all agents of received request", About: "For a small desk, where everybody looks at every new ticket.",
			Conditions: condition.Set{All: []condition.Condition{is("update_type", condition.Is, "Create")}},
			Actions: []Action{{"notification_user", []string{"all_agents", "[#{{ticket.id}}] {{ticket.title}}",
				"{{ticket.requester.name}} wrote: [#{{ticket.id}}]({{ticket.link}}) {{ticket.title}}"}}}},
		{Kind: Trigger, Title: "Mark reopened tickets", About: "A tag by which reopened tickets are found and counted.",
			Conditions: condition.Set{All: []condition.Condition{is("status", condition.ChangedFrom, "solved"), is("status", condition.LessThan, "solved")}},
			Actions:    []Action{{"current_tags", []string{"reopened"}}}},
		{Kind: Automation, Title: "Escalate tickets that nobody took", About: "Raises what has waited for a day without an assignee, and tells its group.",
			Conditions: condition.Set{All: []condition.Condition{is("status", condition.LessThan, "solved"), is("assignee_id", condition.Is, ""),
				is("created_at", condition.GreaterThanBusiness, "24"), is("current_tags", condition.NotIncludes, "waited_a_day")}},
			Actions: []Action{{"current_tags", []string{"waited_a_day"}}, {"priority", []string{"high"}}}},
	}
}

// EnsureDefaults gives a desk that never had a rule the default ones, switched off.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	exists, err := anyRule(ctx, tx)
	if err != nil || exists {
		return err
	}
	for _, r := range Defaults() {
		if _, err := s.SaveIn(ctx, tx, r, false); err != nil {
			return err
		}
	}
	return nil
}

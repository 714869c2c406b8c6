package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestCycle holds the order in which triggers look: each change has all look again from the first, and each
// fires once.
func TestCycle(t *testing.T) {
	each(t, func(k *desk) {
		k.rule(rules.Trigger, "third", `{"all": [{"field": "current_tags", "operator": "includes", "value": "b"}]}`,
			`[{"field": "current_tags", "value": "c"}]`)
		k.rule(rules.Trigger, "first", `{"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}`, `[{"field": "current_tags", "value": "a"}]`)
		k.rule(rules.Trigger, "second",
			`{"all": [{"field": "current_tags", "operator": "includes", "value": "a"}, {"field": "current_tags", "operator": "not_includes", "value": "c"}]}`,
			`[{"field": "current_tags", "value": "b"}]`)
		k.rule(rules.Trigger, "never", `{"all": [{"field": "current_tags", "operator": "includes", "value": "nobody"}]}`,
			`[{"field": "priority", "value": "low"}]`)
		got := k.open(ticket.NewTicket{})
		if diff := cmp.Diff([]string{"first", "second", "third"}, k.titles(got.ID)); diff != "" {
			k.Error(diff)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, got.Tags); diff != "" {
			k.Error(diff)
		}
		k.update(got.ID, ticket.Update{Priority: ptr(ticket.High)})
		if diff := cmp.Diff([]string{"first", "second", "third", "third"}, k.titles(got.ID)); diff != "" {
			k.Errorf("the next update: %s", diff)
		}
	})
}

// TestOneAudit holds that what triggers do is one update with what called for it, and that it says why.
func TestOneAudit(t *testing.T) {
	each(t, func(k *desk) {
		opened := k.open(ticket.NewTicket{})
		r := k.rule(rules.Trigger, "Hurry",
			`{"all": [{"field": "status", "operator": "value", "value": "open"}], "any": [{"field": "priority", "operator": "is", "value": ""}, {"field": "type", "operator": "is", "value": "task"}]}`,
			`[{"field": "priority", "value": "urgent"}, {"field": "current_tags", "value": "vip now"}]`)
		got := k.update(opened.ID, ticket.Update{Status: ptr(ticket.Open)})
		if got.Priority != ticket.Urgent {
			k.Errorf("priority %s", got.Priority)
		}
		events, err := event.Of(k.Context(), k.db.Read(), event.Ticket(got.ID), opened.Seq)
		k.must(err)
		for _, e := range events {
			if e.AuditID != events[0].AuditID {
				k.Errorf("%s stands in another audit", e.Kind)
			}
		}
		want := []rules.Fired{{Rule: r.ID, Kind: rules.Trigger, Title: "Hurry", From: opened.Seq + 2, To: opened.Seq + 3,
			Effects: []rules.Effect{{Field: "current_tags", To: []string{"now", "vip"}}, {Field: "priority", To: []string{"urgent"}}},
			Lines: []rules.Line{{Block: "all", Field: "status", Operator: "value", Value: []string{"open"}, Held: true, Found: []string{"open"}},
				{Block: "any", Field: "priority", Operator: "is", Value: []string{""}, Held: true},
				{Block: "any", Field: "type", Operator: "is", Value: []string{"task"}}}}}
		if diff := cmp.Diff(want, k.trace(got.ID)); diff != "" {
			k.Error(diff)
		}
		used, err := k.rules.Used(k.as(k.ana), got.CreatedAt)
		k.must(err)
		if u := used[r.ID]; u.Fired != 1 || u.Tickets != 1 || u.Problems != 0 {
			k.Errorf("used %+v", u)
		}
	})
}

// TestWholeUpdate holds that a trigger sees a comment and the fields that came with it together.
func TestWholeUpdate(t *testing.T) {
	each(t, func(k *desk) {
		opened := k.open(ticket.NewTicket{})
		k.rule(rules.Trigger, "Answered and waiting", `{"all": [{"field": "comment_is_public", "operator": "is", "value": "true"}, {"field": "status", "operator": "value", "value": "pending"},
			{"field": "comment_includes_word", "operator": "includes", "value": "version"}, {"field": "role", "operator": "is", "value": "agent"}, {"field": "stage", "operator": "changed"}]}`,
			`[{"field": "current_tags", "value": "asked"}]`)
		got := k.update(opened.ID, ticket.Update{Status: ptr(ticket.Pending), Comment: &ticket.NewComment{Public: true, Body: "Which VERSION is it?"}})
		if diff := cmp.Diff([]string{"asked"}, got.Tags); diff != "" {
			k.Error(diff)
		}
	})
}

// TestActions does one of each.
func TestActions(t *testing.T) {
	each(t, func(k *desk) {
		k.rule(rules.Trigger, "All of it", `{"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}`,
			`[{"field": "status", "value": "pending"}, {"field": "type", "value": "incident"}, {"field": "assignee_id", "value": "`+id(k.ana.ID)+`"}, {"field": "stage", "value": "emergency"},
			{"field": "region", "value": "emea"}, {"field": "set_schedule", "value": "1"}, {"field": "set_tags", "value": ["x", "y"]}, {"field": "remove_tags", "value": "y"},
			{"field": "follower", "value": "`+id(k.boss.ID)+`"}, {"field": "reply_internal", "value": "For {{ticket.assignee.first_name}}: {{ticket.title}}"},
			{"field": "notification_user", "value": ["requester_id", "[{{ticket.id}}] {{ticket.title}}", "Dear {{ticket.requester.first_name}}, {{ticket.title}} {% if ticket.tags contains 'x' %}yes{% endif %}"]}]`)
		got := k.open(ticket.NewTicket{Tags: []string{"gone"}})
		if got.Status != ticket.Pending || got.Type != ticket.Incident || got.AssigneeID != k.ana.ID || got.Stage != ticket.Emergency ||
			got.Region != "emea" || got.CalendarID != 1 {
			k.Errorf("%+v", got)
		}
		if diff := cmp.Diff([]string{"x"}, got.Tags); diff != "" || len(got.Followers) != 1 || got.Followers[0] != k.boss.ID {
			k.Errorf("%s %v", diff, got.Followers)
		}
		fired := k.trace(got.ID)
		if len(fired) != 1 || fired[0].Problem != "" || len(fired[0].Told) != 1 {
			k.Fatalf("%+v", fired)
		}
		note, err := k.tickets.LoadComment(k.Context(), k.db.Read(), fired[0].Wrote)
		k.must(err)
		if note.Body != `For Ana: Runner \[hangs\]\(http\://x\)` || note.Public || note.Channel != "rule" {
			k.Errorf("note %+v", note)
		}
		want := rules.Message{Rule: "All of it", TicketID: got.ID, To: []int64{k.chloe.ID}, Subject: "[" + id(got.ID) + "] Runner [hangs](http://x)",
			Body: `Dear Chloé, Runner \[hangs\]\(http\://x\) yes`}
		k.mails[0].Cause = ""
		if diff := cmp.Diff([]rules.Message{want}, k.mails); diff != "" {
			k.Error(diff)
		}
	})
}

// TestAnswersNoMachine holds that rules never answer automatic mail, and that what a rule writes answers nobody.
func TestAnswersNoMachine(t *testing.T) {
	each(t, func(k *desk) {
		k.rule(rules.Trigger, "Thanks", `{"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}`,
			`[{"field": "assignee_id", "value": "`+id(k.ana.ID)+`"}, {"field": "reply_public", "value": "Thank you"}, {"field": "notification_user", "value": ["requester_id", "a", "b"]},
			{"field": "notification_user", "value": ["`+id(k.ana.ID)+`", "a", "b"]}]`)
		away := k.open(ticket.NewTicket{Comment: ticket.NewComment{Public: true, Body: "I am away", Automatic: "auto-reply"}})
		if f := k.trace(away.ID); away.CommentCount != 1 || len(k.mails) != 1 || k.mails[0].To[0] != k.ana.ID ||
			!strings.Contains(f[0].Problem, "automatic mail") {
			k.Errorf("%d comments, mails %+v, %+v", away.CommentCount, k.mails, f)
		}
		real := k.open(ticket.NewTicket{Comment: ticket.NewComment{Public: true, Body: "Help"}})
		if real.CommentCount != 2 || len(k.mails) != 3 {
			k.Errorf("%d comments, %d mails", real.CommentCount, len(k.mails))
		}
		if real.Replied || real.WaitingSince.IsZero() || real.Stage != ticket.FirstReply {
			k.Errorf("the customer still waits, but %+v", real)
		}
	})
}

// TestProblems holds that a rule which cannot do something does the rest, says so, and stops nobody.
func TestProblems(t *testing.T) {
	each(t, func(k *desk) {
		gone := k.add("Zoe Zed", "agent")
		r := k.rule(rules.Trigger, "To Zoe", `{"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}`,
			`[{"field": "assignee_id", "value": "`+id(gone.ID)+`"}, {"field": "priority", "value": "high"}]`)
		k.must(k.people.Deactivate(k.as(k.boss), gone.ID))
		got := k.open(ticket.NewTicket{})
		if got.Priority != ticket.High || got.AssigneeID != 0 {
			k.Errorf("%+v", got)
		}
		if f := k.trace(got.ID); len(f) != 1 || !strings.Contains(f[0].Problem, "active agent") {
			k.Errorf("%+v", f)
		}
		used, err := k.rules.Used(k.as(k.ana), got.CreatedAt.Add(-time.Second))
		k.must(err)
		if u := used[r.ID]; u.Problems != 1 || !strings.Contains(u.Problem, "active agent") {
			k.Errorf("%+v", used)
		}
	})
}

// TestGroupIsGone holds that a rule which names a group deleted since stops nobody's update.
func TestGroupIsGone(t *testing.T) {
	each(t, func(k *desk) {
		g, err := k.people.SaveGroup(k.as(k.boss), people.Group{Name: "Short-lived"})
		k.must(err)
		k.rule(rules.Trigger, "To the group", `{"all": [{"field": "update_type", "operator": "is", "value": "Create"}]}`,
			`[{"field": "group_id", "value": "`+id(g.ID)+`"}, {"field": "priority", "value": "high"}]`)
		k.must(k.people.DeleteGroup(k.as(k.boss), g.ID))
		got := k.open(ticket.NewTicket{})
		if f := k.trace(got.ID); got.Priority != ticket.High || got.GroupID != 0 || len(f) != 1 || !strings.Contains(f[0].Problem, "is deleted") {
			k.Errorf("%+v %+v", got, f)
		}
	})
}

// TestImported holds that rules keep away from what happened elsewhere and long ago.
func TestImported(t *testing.T) {
	each(t, func(k *desk) {
		k.rule(rules.Trigger, "Any", `{"all": [{"field": "status", "operator": "is", "value": "new"}]}`, `[{"field": "priority", "value": "high"}]`)
		u := k.boss.Principal("import")
		got, err := k.tickets.Create(principal(k, u),
			ticket.NewTicket{Subject: "old", RequesterID: k.chloe.ID, Channel: "import", Comment: ticket.NewComment{Public: true, Body: "x"}})
		k.must(err)
		if f := k.trace(got.ID); len(f) > 0 {
			k.Errorf("%+v", f)
		}
	})
}

// TestRefused lists rules that make no sense, and the place that each refusal names.
func TestRefused(t *testing.T) {
	each(t, func(k *desk) {
		const always, raise = `{"all": [{"field": "status", "operator": "is", "value": "open"}]}`, `[{"field": "priority", "value": "high"}]`
		for _, c := range []struct {
			kind                       rules.Kind
			title, conditions, actions string
			field, says                string
		}{
			{rules.Trigger, "", always, raise, "title", "needs a title"},
			{rules.Trigger, "A", `{}`, raise, "conditions", "needs a condition"},
			{rules.Trigger, "A", always, `[]`, "actions", "needs an action"},
			{rules.Trigger, "A", `{"all": [{"field": "status", "operator": "is", "value": "new"}, {"field": "status", "operator": "is", "value": "solved"}]}`, raise, "conditions", "status is new; status is solved"},
			{rules.Trigger, "A", `{"all": [{"field": "group_id", "operator": "is", "value": 77}]}`, raise, "all[0].value", "group 77"},
			{rules.Trigger, "A", `{"all": [{"field": "custom_fields_x", "operator": "is", "value": "y"}]}`, raise, "all[0].field", "custom_fields_x"},
			{rules.Trigger, "A", always, `[{"field": "priority", "value": "huge"}]`, "actions[0].value", "huge"},
			{rules.Trigger, "A", always, `[{"field": "priority", "value": "low"}, {"field": "assignee_id", "value": 4711}]`, "actions[1].value", "4711"},
			{rules.Trigger, "A", always, `[{"field": "comment_value", "value": "x"}]`, "actions[0].field", "comment_value"},
			{rules.Trigger, "A", always, `[{"field": "reply_public", "value": "Hello {{ticket.reqester.name}}"}]`, "actions[0].value", "ticket.reqester.name"},
			{rules.Trigger, "A", always, `[{"field": "notification_user", "value": ["everybody", "a", "b"]}]`, "actions[0].value.recipient", "everybody"},
			{rules.Trigger, "A", always, `[{"field": "notification_user", "value": ["requester_id", "a", "{% include 'x' %}"]}]`,
				"actions[0].value.body", "include"},
			{rules.Trigger, "A", always, `[{"field": "status", "value": "new"}]`, "actions[0].value", "becomes new again"},
			{rules.Automation, "A", always, raise, "conditions", "waits for time"},
			{rules.Automation, "A", `{"all": [{"field": "PENDING", "operator": "greater_than", "value": 4}]}`, raise, "actions", "without end"},
		} {
			_, err := k.save(c.kind, c.title, c.conditions, c.actions)
			if sentence, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != c.field || !strings.Contains(sentence, c.says) {
				k.Errorf("%s %s: %v on %q, want %q on %q", c.conditions, c.actions, err, field, c.says, c.field)
			}
		}
		k.rule(rules.Trigger, "Raise it", always, raise)
		if _, err := k.save(rules.Trigger, "raise  IT", always, raise); !fault.Is(err, fault.Conflict) {
			k.Errorf("a second rule of one name: %v", err)
		}
		agent := rules.Rule{Kind: rules.Trigger, Title: "B"}
		if _, err := k.rules.Save(k.as(k.ana), agent, false); !fault.Is(err, fault.Forbidden) {
			k.Errorf("an agent: %v", err)
		}
	})
}

// TestFights names the rules that would undo one another, before they are at work.
func TestFights(t *testing.T) {
	each(t, func(k *desk) {
		k.rule(rules.Trigger, "Wait", `{"all": [{"field": "status", "operator": "is", "value": "open"}]}`, `[{"field": "status", "value": "pending"}]`)
		_, err := k.save(rules.Automation, "Wake",
			`{"all": [{"field": "status", "operator": "is", "value": "pending"}, {"field": "PENDING", "operator": "greater_than", "value": 1}]}`, `[{"field": "status", "value": "open"}]`)
		if sentence, field := fault.Public(err); !fault.Is(err, fault.Conflict) || field != "fight" || !strings.Contains(sentence, "“Wake”, “Wait”") {
			k.Fatalf("%v", err)
		}
		k.rule(rules.Automation, "Wake, but once", `{"all": [{"field": "status", "operator": "is", "value": "pending"}, {"field": "PENDING", "operator": "greater_than", "value": 1},
			{"field": "current_tags", "operator": "not_includes", "value": "woken"}]}`, `[{"field": "current_tags", "value": "woken"}]`)
		fights, err := k.rules.Fights(k.as(k.ana))
		if err != nil || len(fights) != 0 {
			k.Errorf("%v %v", fights, err)
		}
	})
}

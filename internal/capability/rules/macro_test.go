package rules_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// macro makes a macro of a title, words and actions in JSON.
func macro(k *desk, title, body, actions string) rules.Macro {
	k.Helper()
	m := rules.Macro{Macro: ticket.Macro{Title: title, Body: body}}
	k.must(json.Unmarshal([]byte(actions), &m.Actions))
	return m
}

func TestMacro(t *testing.T) {
	each(t, func(k *desk) {
		m, err := k.rules.SaveMacro(k.as(k.boss), macro(k, "Ask for the version", "", `[{"field": "comment_value", "value": ["channel:all", "Hello {{requester.first_name}}, which version? {{agent.name}}"]},
			{"field": "status", "value": "open"}, {"field": "assignee_id", "value": "current_user"}, {"field": "current_tags", "value": "asked"}]`))
		k.must(err)
		opened := k.open(ticket.NewTicket{})
		call, err := k.rules.Preview(k.as(k.ana), m.ID, opened.ID)
		k.must(err)
		want := []rules.Effect{{Field: "assignee_id", To: []string{id(k.ana.ID)}}, {Field: "current_tags", To: []string{"asked"}},
			{Field: "status", From: []string{"new"}, To: []string{"open"}}}
		if diff := cmp.Diff(want, call.Effects); diff != "" || !call.Public || call.Body != "Hello Chloé, which version? Ana Ruiz" {
			k.Errorf("%s %+v", diff, call)
		}
		if untouched := k.get(opened.ID); untouched.Seq != opened.Seq {
			k.Error("looking at a macro did something")
		}
		held, err := k.rules.Do(k.as(k.ana), m.ID, opened.ID, call.Body+" Thanks.", false, call.Seq)
		k.must(err)
		got := k.get(opened.ID)
		if held.ID != 0 || got.Status != ticket.Open || got.AssigneeID != k.ana.ID || got.CommentCount != 2 || got.Tags[0] != "asked" {
			k.Errorf("%+v", got)
		}
		list, err := k.rules.Macros(k.as(k.ana))
		k.must(err)
		if len(list) != 1 || len(list[0].Actions) != 3 || !strings.HasPrefix(list[0].Body, "Hello {{") {
			k.Errorf("%+v", list)
		}
	})
}

// TestMacroWithoutWords changes the ticket and says nothing; a macro that does nothing at all is refused.
func TestMacroWithoutWords(t *testing.T) {
	each(t, func(k *desk) {
		m, err := k.rules.SaveMacro(k.as(k.boss),
			macro(k, "Take it!", "", `[{"field": "assignee_id", "value": "current_user"}, {"field": "status", "value": "open"}]`))
		k.must(err)
		opened := k.open(ticket.NewTicket{})
		_, err = k.rules.Do(k.as(k.ana), m.ID, opened.ID, "", true, 0)
		k.must(err)
		if got := k.get(opened.ID); got.AssigneeID != k.ana.ID || got.CommentCount != 1 {
			k.Errorf("%+v", got)
		}
		for _, c := range []struct{ body, actions, field string }{
			{"", `[]`, "body"}, {"{{nobody.name}}", `[]`, "body"},
			{"", `[{"field": "notification_user", "value": ["requester_id", "a", "b"]}]`, "actions[0].field"},
			{"", `[{"field": "group_id", "value": 99}]`, "actions[0].value"},
			{"", `[{"field": "comment_mode_is_public", "value": "perhaps"}]`, "actions[0].value"},
		} {
			_, err := k.rules.SaveMacro(k.as(k.boss), macro(k, "X", c.body, c.actions))
			if _, field := fault.Public(err); !fault.Is(err, fault.Invalid) || field != c.field {
				k.Errorf("%+v: %v on %q", c, err, field)
			}
		}
		if _, err := k.rules.SaveMacro(k.as(k.ana), m); !fault.Is(err, fault.Forbidden) {
			k.Errorf("an agent: %v", err)
		}
		k.must(k.tickets.DeleteMacro(k.as(k.boss), m.ID))
	})
}

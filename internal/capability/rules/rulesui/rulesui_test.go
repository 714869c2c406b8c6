package rulesui_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestLists(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(triggers).Shows(http.StatusOK, "Notify group of assignment", "When Group changed; Group is set; Assignee is not set",
			"Mail a group: the ticket’s group", "did not fire", "off").Hides("New trigger", "Switch on")
		s.cleo.Get(triggers).Shows(http.StatusOK, "New trigger", "Switch on")
		s.cleo.Get(automations).Shows(http.StatusOK, "Escalate tickets that nobody took",
			"Hours since made is greater than, in business hours 24", "Add tags: waited_a_day; Set the priority: High")
		s.Stranger().Get(triggers).Shows(http.StatusUnauthorized)
		s.cleo.Header.Set("Accept-Language", "de")
		s.cleo.Get(triggers).Shows(http.StatusOK, "Neuer Trigger", "Wenn Gruppe hat sich geändert")
	})
}

// form is a trigger as the editor sends it, with more or other fields behind it.
func form(more ...string) []string {
	return append([]string{"title", "Raise Chloé", "about", "She pays", "active", "on", "all", "2", "any", "0", "actions", "2",
		"all[0].field", "requester_id", "all[0].operator", "is", "all[0].value", "chloe@acme.test",
		"all[1].field", "priority", "all[1].operator", "less_than", "all[1].value", "high",
		"actions[0].field", "priority", "actions[0].value", "high",
		"actions[1].field", "notification_user", "actions[1].value.recipient", "assignee_id", "actions[1].value.subject", "[{{ticket.id}}]",
		"actions[1].value.body", "Look at {{ticket.link}}"}, more...)
}

func TestNewRule(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(triggers+"/new").Shows(http.StatusOK, "Choose a field …", "Comment text").Hides("Hours since pending")
		s.cleo.Get(automations+"/new").Shows(http.StatusOK, "Hours since pending").Hides("Comment text")
		s.ana.Get(triggers + "/new").Shows(http.StatusForbidden)
		s.ana.Post(triggers, form()...).Shows(http.StatusForbidden)
		s.cleo.Post(triggers, form()...).Leads(triggers)
		all, err := s.rules.List(s.cleo.Context(), rules.Trigger)
		if err != nil {
			t.Fatal(err)
		}
		made := all[slices.IndexFunc(all, func(r rules.Rule) bool { return r.Title == "Raise Chloé" })]
		if !made.Active || made.Conditions.All[0].Value[0] != fmt.Sprint(s.chloe.ID) ||
			made.Actions[1].Value[2] != "Look at {{ticket.link}}" || made.About != "She pays" {
			t.Errorf("%+v", made)
		}
		s.cleo.Get(at(triggers, made.ID)).Shows(http.StatusOK, `value="#`+fmt.Sprint(s.chloe.ID)+`"`, "Look at {{ticket.link}}",
			`name="actions[1].value.subject"`, `value="She pays"`)
		s.cleo.Get(at(automations, made.ID)).Shows(http.StatusNotFound)
		s.cleo.Post(at(triggers, made.ID), form("active", "")...).Leads(triggers) // the first of two values counts
		opened := s.open()
		if got, err := s.Tickets.Get(s.cleo.Context(), opened.ID); err != nil || got.Priority != ticket.High {
			t.Errorf("priority %s, %v", got.Priority, err)
		}
	})
}

// What is wrong stands at its place; everything typed is there, nothing is stored.
func TestErrorsKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for name, c := range map[string]struct{ form, says []string }{
			"title": {[]string{"title", " "}, []string{"f-title-error", "needs a title"}},
			"nobody": {[]string{"all[0].value", "who@nowhere.test"},
				[]string{"f-all[0].value-error", "Nobody has the address “who@nowhere.test”", `value="who@nowhere.test"`}},
			"clash":    {[]string{"all[0].field", "priority", "all[0].operator", "is", "all[0].value", "urgent"}, []string{"Nothing can match all of"}},
			"operator": {[]string{"all[1].operator", "includes"}, []string{"f-all[1].operator-error", "cannot be compared by"}},
			"placeholder": {[]string{"actions[1].value.body", "{{ticket.lnk}}"},
				[]string{"f-actions[1].value.body-error", "There is no placeholder {{ticket.lnk}}", "{{ticket.lnk}}</textarea>"}},
			"tag":       {[]string{"actions[1].value.body", "{% include 'x' %}"}, []string{"is no tag that can be used here"}},
			"no action": {[]string{"actions", "0"}, []string{"needs an action"}},
		} {
			t.Run(name, func(t *testing.T) {
				typed := form()
				for i := 0; i < len(c.form); i += 2 {
					typed[slices.Index(typed, c.form[i])+1] = c.form[i+1]
				}
				s.cleo.Post(triggers, typed...).Shows(http.StatusUnprocessableEntity, c.says...)
			})
		}
		if all, err := s.rules.List(s.cleo.Context(), rules.Trigger); err != nil || len(all) != 3 {
			t.Errorf("%d triggers, %v", len(all), err)
		}
	})
}

// The buttons of the form rearrange what was typed and store nothing.
func TestRowsAreRearranged(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		fields := func(more ...string) []string {
			t.Helper()
			a := s.cleo.Post(triggers, form(more...)...)
			var found []string
			for _, m := range regexp.MustCompile(`name="((?:all|any|actions)\[\d+\])\.field" value="([^"]*)"`).FindAllStringSubmatch(a.Raw, -1) {
				found = append(found, m[1]+" "+m[2])
			}
			return found
		}
		before := []string{"all[0] requester_id", "all[1] priority", "actions[0] priority", "actions[1] notification_user"}
		for do, want := range map[string][]string{
			"drop-all-0":     {"all[0] priority", "actions[0] priority", "actions[1] notification_user"},
			"drop-actions-0": {"all[0] requester_id", "all[1] priority", "actions[0] notification_user"},
			"drop-all-7":     before, "drop-title-0": before, "drop-all-x": before, "add-any": before, // no field chosen
		} {
			if diff := cmp.Diff(want, fields("do", do)); diff != "" {
				t.Errorf("%s: %s", do, diff)
			}
		}
		want := slices.Insert(slices.Clone(before), 2, "any[0] current_tags")
		if diff := cmp.Diff(want, fields("do", "add-any", "new-any", "current_tags")); diff != "" {
			t.Error(diff)
		}
		s.cleo.Post(triggers, form("do", "drop-actions-0")...).Shows(http.StatusOK, `value="[{{ticket.id}}]"`)
	})
}

// TestTry looks at the past without doing anything to it.
func TestTry(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		opened := s.open()
		s.cleo.Post(triggers, form("do", "try", "days", "7")...).Shows(http.StatusOK, "What it would have done", "Runner hangs",
			"Priority: nothing → High", "of 1 looked at", "once")
		if got, err := s.Tickets.Get(s.cleo.Context(), opened.ID); err != nil || got.Seq != opened.Seq && got.Priority != ticket.NoPriority {
			t.Errorf("%+v %v", got, err)
		}
		s.cleo.Post(triggers, form("do", "try", "actions[0].value", "low")...).Shows(http.StatusUnprocessableEntity, "takes one value, not 2")
	})
}

func TestListActs(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		order := func() (ids []int64) {
			all, err := s.rules.List(s.cleo.Context(), rules.Trigger)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range all {
				ids = append(ids, r.ID)
			}
			return ids
		}
		first := order()
		s.cleo.Post(at(triggers, first[2])+"/move", "to", "up").Leads(triggers)
		if diff := cmp.Diff([]int64{first[0], first[2], first[1]}, order()); diff != "" {
			t.Error(diff)
		}
		s.cleo.Post(at(triggers, first[0])+"/switch", "on", "true").Leads(triggers)
		s.cleo.Get(triggers).Shows(http.StatusOK, "Switch off")
		s.ana.Post(at(triggers, first[0])+"/switch", "on", "false").Shows(http.StatusForbidden)
		s.ana.Post(at(triggers, first[0]) + "/delete").Shows(http.StatusForbidden)
		s.cleo.Post(at(automations, first[0]) + "/delete").Shows(http.StatusNotFound)
		s.cleo.Post(at(triggers, first[0]) + "/delete").Leads(triggers)
		s.cleo.Get(triggers).Shows(http.StatusOK, "Mark reopened tickets").Hides("Tells a group")
	})
}

// TestFight warns before two rules undo one another, and obeys.
func TestFight(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		rule := func(title, is, set string, more ...string) []string {
			return append([]string{"title", title, "active", "on", "all", "1", "any", "0", "actions", "1", "all[0].field", "status",
				"all[0].operator", "is", "all[0].value", is,
				"actions[0].field", "status", "actions[0].value", set}, more...)
		}
		s.cleo.Post(triggers, rule("Wait", "open", "hold")...).Leads(triggers)
		s.cleo.Post(triggers, rule("Wake", "hold", "open")...).Shows(http.StatusUnprocessableEntity, "would undo one another",
			"“Wake”, “Wait”", "Save it anyway")
		s.cleo.Post(triggers, rule("Wake", "hold", "open", "anyway", "on")...).Leads(triggers)
		s.cleo.Get(triggers).Shows(http.StatusOK, "Rules that undo one another", "“Wait”, “Wake”")
	})
}

// TestPanel says beside a ticket which rule did what, and which conditions held.
func TestPanel(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		before := s.open()
		if n := s.panel(before.ID); n != nil {
			t.Error("no rule did anything, and something is told")
		}
		s.ana.Get(fmt.Sprintf("/tickets/%d/rules", before.ID)).Shows(http.StatusOK, "No rule did anything here")
		s.ana.Get("/tickets/4711/rules").Shows(http.StatusNotFound)
		s.cleo.Post(triggers, form()...).Leads(triggers)
		opened := s.open()
		if s.panel(opened.ID) == nil {
			t.Error("nothing is told")
		}
		s.ana.Get(fmt.Sprintf("/tickets/%d/rules", opened.ID)).Shows(http.StatusOK, "Raise Chloé", "Priority: nothing → High",
			"✓ Requester is Chloé Dupont", "✓ Priority is less than High", "not all done", "nobody to write to")
		s.ana.Header.Set("Accept-Language", "de")
		s.ana.Get(fmt.Sprintf("/tickets/%d/rules", opened.ID)).Shows(http.StatusOK, "Priorität: nichts → Hoch", "nicht alles getan")
	})
}

func TestMacroPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(macros).Shows(http.StatusOK, "No macro yet")
		s.ana.Get(macros).Shows(http.StatusForbidden)
		macro := []string{"title", "Take and ask", "body", "Hello {{requester.first_name}}", "actions", "2", "actions[0].field",
			"assignee_id", "actions[0].value", "current_user",
			"actions[1].field", "current_tags", "actions[1].value", "asked twice"}
		s.cleo.Post(macros, append(macro, "do", "add-actions", "new-actions", "status")...).Shows(http.StatusOK, "Set the status", `value="asked twice"`)
		s.cleo.Post(macros, "title", "X", "body", "", "actions", "0").Shows(http.StatusUnprocessableEntity, "f-body-error", "would insert nothing")
		s.cleo.Post(macros, macro...).Leads(macros)
		s.cleo.Get(macros).Shows(http.StatusOK, "Take and ask", "Assign it: whoever acts; Add tags: asked, twice")
		s.cleo.Get(macros+"/1").Shows(http.StatusOK, "Hello {{requester.first_name}}", `value="asked twice"`)
		opened := s.open()
		calls := fmt.Sprintf("/tickets/%d/macros", opened.ID)
		s.ana.Get(calls).Shows(http.StatusOK, "Take and ask")
		s.ana.Get("/tickets/4711/macros").Shows(http.StatusNotFound)
		s.ana.Get(calls + "/77").Shows(http.StatusNotFound)
		s.ana.Get(calls+"/1").Shows(http.StatusOK, "Hello Chloé", "Assignee: nothing → Ana Lima", "Tags: nothing → asked, twice")
		s.ana.Post(calls+"/1", "body", "Hello Chloé!", "mode", "internal", "seen", fmt.Sprint(opened.Seq)).Leads(fmt.Sprint("/tickets/", opened.ID))
		if got, err := s.Tickets.Get(s.ana.Context(), opened.ID); err != nil || got.CommentCount != 2 || got.AssigneeID == 0 || len(got.Tags) != 2 {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestViewConditions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.open()
		v, err := s.Tickets.SaveView(s.cleo.Context(), ticket.View{Title: "Mine", OwnerID: s.cleo.ID})
		if err != nil {
			t.Fatal(err)
		}
		at := fmt.Sprintf("/settings/views/%d/conditions", v.ID)
		s.cleo.Get(at).Shows(http.StatusOK, "Conditions of Mine", "It shows 1 ticket now.", "Hours since closed")
		s.ana.Get(at).Shows(http.StatusNotFound)
		typed := []string{"all", "1", "any", "0", "all[0].field", "status", "all[0].operator", "is", "all[0].value", "solved"}
		s.cleo.Post(at, append(typed, "do", "count")...).Shows(http.StatusOK, "It shows 0 tickets now.")
		s.cleo.Post(at, append(typed, "all[0].operator", "x")...).Leads(fmt.Sprint("/settings/views/", v.ID)) // the first value counts
		if got, err := s.Tickets.View(s.cleo.Context(), v.ID); err != nil || len(got.Conditions.All) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
		s.cleo.Post(at, "all", "1", "all[0].field", "NEW", "all[0].operator", "less_than", "all[0].value",
			"soon").Shows(http.StatusUnprocessableEntity, "is no number of hours", `value="soon"`)
	})
}

package ticketui_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestTake(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.ana.Post(path(tk.ID, "/take")).Leads(path(tk.ID, ""))
		if got := s.thread(tk.ID).Ticket; got.AssigneeID != s.ana.ID || got.Status != ticket.Open {
			t.Errorf("%+v", got)
		}
		a := s.ben.Fragment().Post(path(tk.ID, "/take")).Shows(http.StatusOK, `<li class="row row-ticket`, `id="t-`+strconv.FormatInt(tk.ID, 10), "ben")
		a.Hides("<main")
	})
}

// Saving one field does not undo what a colleague did to another meanwhile.
func TestUpdateChangesWhatWasTouched(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.ben.Post(path(tk.ID, "/take")).Leads(path(tk.ID, ""))
		s.ana.Post(path(tk.ID, "/update"), "assignee", "", "was_assignee", "", "priority", "high", "was_priority", "none",
			"tags", "puma 502", "was_tags", "", "ccs", "lee@example.com, ben@example.com", "was_ccs", "", "requester", "dana@example.com",
			"was_requester", "dana@example.com", "accept", ticket.GuardCustomerCC).Leads(path(tk.ID, ""))
		got := s.thread(tk.ID).Ticket
		if got.AssigneeID != s.ben.ID || got.Priority != ticket.High || !slices.Equal(got.Tags, []string{"502", "puma"}) || len(got.CCs) != 2 {
			t.Errorf("%+v", got)
		}
		s.ana.Post(path(tk.ID, "/update"), "ccs", "lee@example.com", "was_ccs", "lee@example.com, ben@example.com").Leads(path(tk.ID, ""))
		if got := s.thread(tk.ID).Ticket; len(got.CCs) != 1 || slices.Contains(got.CCs, s.ben.ID) {
			t.Errorf("CCs: %v", got.CCs)
		}
	})
}

// What is wrong with a field is said beside it, in the page or in its part, and nothing is changed.
func TestUpdateRefused(t *testing.T) {
	tests := map[string]struct {
		name, value string
		want        []string
	}{
		"requester": {"requester", "dana at home", []string{`value="dana at home"`, `id="f-requester-error"`}},
		"ccs":       {"ccs", "lee@example.com, nobody", []string{`value="lee@example.com, nobody"`, `id="f-ccs-error"`}},
		"assignee":  {"assignee", "999", []string{`id="f-assignee-error"`, "active agent"}},
		"number":    {"assignee", "ben", []string{`id="f-assignee-error"`, "not a whole number"}},
		"priority":  {"priority", "sky-high", []string{`id="f-priority-error"`, "“sky-high” is no priority"}},
		"type":      {"type", "mystery", []string{`id="f-type-error"`}},
		"status":    {"status", "shut", []string{"form-error", "“shut” is no status"}},
	}
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				fields := []string{tt.name, tt.value, "tags", "kept", "was_tags", ""}
				s.ana.Post(path(tk.ID, "/update"), fields...).Shows(http.StatusUnprocessableEntity, append(tt.want, `value="kept"`, "<main")...)
				a := s.ana.Fragment().Post(path(tk.ID, "/update"), fields...).Shows(http.StatusUnprocessableEntity,
					append(tt.want, `value="kept"`, `id="facts"`)...)
				a.Hides("<main")
				if got := s.thread(tk.ID).Ticket; len(got.Tags) != 0 || got.Seq != 2 {
					t.Errorf("changed: %+v", got)
				}
			})
		}
	})
}

func TestFollowAndBlock(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "Cheap watches!"})
		s.ana.Post(path(tk.ID, "/follow"), "follow", "on").Leads(path(tk.ID, ""))
		if got := s.thread(tk.ID).Ticket.Followers; !slices.Equal(got, []int64{s.ana.ID}) {
			t.Errorf("followers %v", got)
		}
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "Stop following")
		s.ana.Post(path(tk.ID, "/follow"), "follow", "").Leads(path(tk.ID, ""))
		s.light.Get(path(tk.ID, "/block")).Shows(http.StatusForbidden)
		s.ana.Get(path(tk.ID, "/block")).Shows(http.StatusOK, "dana@example.com", "everyone at example.com")
		s.ana.Post(path(tk.ID, "/block"), "pattern", "@example.com").Shows(http.StatusUnprocessableEntity, "address of a colleague")
		s.ana.Post(path(tk.ID, "/block"), "pattern", "dana@example.com", "solve", "on").Leads(path(tk.ID, ""))
		if reason, blocked, err := s.People.IsBlocked(t.Context(), s.DB.Read(), "dana@example.com"); !blocked || err != nil || reason == "" {
			t.Errorf("blocked %v (%q), %v", blocked, reason, err)
		}
		if got := s.thread(tk.ID).Ticket; got.Status != ticket.Solved || !slices.Equal(got.Tags, []string{"spam"}) || len(got.Followers) != 0 {
			t.Errorf("%+v", got)
		}
	})
}

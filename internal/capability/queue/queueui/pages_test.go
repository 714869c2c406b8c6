package queueui_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/queue"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// TestLine shows the queue by weight with its reasons, as a list and as a table, and gives the top one by one press.
func TestLine(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/queue").Shows(http.StatusOK, "The queue is clean")
		low := s.open("A question", func(n *ticket.NewTicket) { n.Priority, n.Region = ticket.Low, ptr("emea") })
		high := s.open("Production is slow", func(n *ticket.NewTicket) { n.Priority = ticket.High })
		s.soon(high)
		page := s.ana.Get("/queue").Shows(http.StatusOK, "Production is slow", "A question", "High priority", "Breach comes nearer",
			"2 tickets without an owner")
		if strings.Index(page.Text, "Production is slow") > strings.Index(page.Text, "A question") {
			t.Error("the heavier stands below")
		}
		s.ana.Get("/queue?as=table").Shows(http.StatusOK, "<table", "Satellite", "Production is slow")
		s.ana.Get("/queue?region=emea").Shows(http.StatusOK, "A question").Hides("Production is slow")
		s.ana.Get("/queue/rows").Shows(http.StatusOK, `id="rows"`).Hides("<html")
		s.light.Get("/queue").Shows(http.StatusOK).Hides("Take the top one")
		s.light.Post("/queue/take").Shows(http.StatusForbidden)

		s.ana.Post("/queue/take").Leads("/tickets/" + text(high))
		s.ana.Post("/queue/take").Leads("/tickets/" + text(low))
		s.ana.Post("/queue/take").Leads("/queue")
		s.ana.Get("/queue").Shows(http.StatusOK, "The queue is clean")
	})
}

// TestBoard names what each region has left.
func TestBoard(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.open("Left in EMEA", func(n *ticket.NewTicket) { n.Region = ptr("emea") })
		s.light.Get("/board").Shows(http.StatusOK, "APAC", "EMEA", "AMER", "Left in EMEA", "/tickets/"+text(id), "1 left", "clean", "Hand-overs")
		s.light.Get("/board/state").Shows(http.StatusOK, `id="board"`).Hides("<html")
		s.dana.Get("/board").Shows(http.StatusForbidden)
	})
}

// TestMoves hands a ticket over, sends it home and leaves a summary, each by a form that keeps what was typed.
func TestMoves(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.open("Backup fails", func(n *ticket.NewTicket) { n.AssigneeID, n.Region = s.ana.ID, ptr("amer") })
		s.ana.Get(path(id, "hand-over")).Shows(http.StatusOK, "Backup fails", "ben")
		s.ana.Post(path(id, "hand-over"), "to", "", "note", "It stops at 80 %").Shows(http.StatusUnprocessableEntity, "Choose a colleague", "It stops at 80 %")
		s.ana.Post(path(id, "hand-over"), "to", text(s.ben.ID), "note", "").Shows(http.StatusUnprocessableEntity, "Say how it stands")
		s.light.Get(path(id, "hand-over")).Shows(http.StatusForbidden)
		s.ana.Post(path(id, "hand-over"), "to", text(s.ben.ID), "note", "It stops at 80 %").Leads("/tickets/" + text(id))
		if got := s.get(id).AssigneeID; got != s.ben.ID {
			t.Errorf("it belongs to %d", got)
		}
		s.ben.Get("/today").Shows(http.StatusOK, "Handed to me", "ana handed it to ben", "Backup fails")

		s.ben.Get(path(id, "summary")).Shows(http.StatusOK, "Backup fails", "Blockers")
		s.ben.Post(path(id, "summary"), "problem", "x", "back", "soon").Shows(http.StatusUnprocessableEntity, "“soon” is no date and time.")
		s.ben.Post(path(id, "summary"), "problem", "Stops at 80 %", "back", "2030-01-02T09:00").Leads("/tickets/" + text(id))
		if got := s.get(id).Tags; !slices.Contains(got, queue.TagSummary) {
			t.Errorf("tags: %v", got)
		}

		s.ben.Get(path(id, "rehome")).Shows(http.StatusOK, "AMER, Los Angeles", "at once")
		s.ben.Post(path(id, "rehome"), "region", "").Leads("/tickets/" + text(id)) // the ticket's own
		if got := s.get(id); got.AssigneeID != 0 || got.Region != "amer" {
			t.Errorf("it belongs to %d in %s", got.AssigneeID, got.Region)
		}
		s.ben.Post(path(id, "release")).Shows(http.StatusConflict, "in the queue already")
	})
}

// TestLeave does what was chosen, and keeps the rest of the form where something cannot be done.
func TestLeave(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		mine := func(n *ticket.NewTicket) { n.AssigneeID = s.ana.ID }
		s.ana.Get("/queue/leave").Shows(http.StatusOK, "You leave nothing behind")
		one, two := s.open("First", mine), s.open("Second", mine)
		s.ana.Get("/queue/leave").Shows(http.StatusOK, "First", "Second", "Into the queue")
		s.ana.Post("/queue/leave").Shows(http.StatusUnprocessableEntity, "You chose nothing yet")
		s.ana.Post("/queue/leave", "act-"+text(one), "release", "act-"+text(two), "hand", "to-"+text(two), text(s.ben.ID), "note-"+text(two), "").
			Shows(http.StatusUnprocessableEntity, "Say how it stands")
		if got := s.get(one).AssigneeID; got != 0 {
			t.Errorf("the first belongs to %d", got)
		}
		s.ana.Post("/queue/leave", "act-"+text(two), "hand", "to-"+text(two), text(s.ben.ID), "note-"+text(two), "Knows Geo").Leads("/queue/leave")
		if got := s.get(two).AssigneeID; got != s.ben.ID {
			t.Errorf("the second belongs to %d", got)
		}
	})
}

// TestLists ticks a list off.
func TestLists(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/queue/lists").Shows(http.StatusOK, "Shift list", "Very breached", "None yet")
		s.ana.Get("/queue/lists/1").Shows(http.StatusNotFound)
		id := s.open("Breaches today", nil)
		s.soon(id)
		list := s.list(id)
		s.light.Get(list).Shows(http.StatusOK, "Breaches today", "P1").Hides("I take it")
		s.ana.Get("/queue/lists").Shows(http.StatusOK, "EMEA")
		s.ana.Post(list+"/claim", "ticket", text(id)).Leads(list)
		if got := s.get(id).AssigneeID; got != s.ana.ID {
			t.Errorf("it belongs to %d", got)
		}
		s.ben.Post(list+"/claim", "ticket", text(id)).Leads(list) // somebody was quicker
		s.ben.Get(list+"/rows").Shows(http.StatusOK, "ana has it").Hides("<html")
		s.ana.Post(list+"/done", "ticket", text(id)).Leads(list)
		s.ben.Get(list).Shows(http.StatusOK, "done by ana")
		s.light.Post(list+"/claim", "ticket", text(id)).Shows(http.StatusForbidden)
	})
}

// list is a shift's list with one ticket, as its job stores it.
func (s *site) list(id int64) string {
	s.T.Helper()
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		list, err := tx.Insert(ctx, `INSERT INTO queue_lists (kind, region, at, until, people, late, made_at)
			VALUES ('shift', 'emea', $1, $2, '[1]', FALSE, $1) RETURNING id`, tx.Now(), tx.Now().Add(8*time.Hour))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO queue_list_items (list_id, position, ticket_id, class, weight) VALUES ($1, 1, $2, 1, 500)", list, id)
		return err
	})
	lists, err := s.queue.Lists(s.Ctx, queue.ShiftList, 1)
	if err != nil || len(lists) != 1 {
		s.T.Fatal(lists, err)
	}
	return lists[0].Path()
}

// TestSettings changes what the queue goes by, and refuses what makes no sense beside its field.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/settings/queue").Shows(http.StatusForbidden)
		s.admin.Get("/settings/queue").Shows(http.StatusOK, "emea 07:00", "Add a group first")
		s.admin.Post("/settings/queue/lists", "slots", "mars 07:00", "beyond", "1", "reports", "", "days", "2", "zone", "UTC").
			Shows(http.StatusUnprocessableEntity, "“mars 07:00” is no region and time", "mars 07:00")
		s.admin.Post("/settings/queue/lists", "slots", "EMEA 07:30, apac 22:00", "beyond", "2", "reports", "amer 14:00", "days", "3",
			"zone", "Europe/Berlin").Leads("/settings/queue")
		s.admin.Post("/settings/queue/lists", "slots", "emea 25:00", "beyond", "1", "reports", "", "days", "2", "zone", "UTC").
			Shows(http.StatusUnprocessableEntity, "is no time of day")
		setup, err := s.queue.Setup(s.Ctx)
		if err != nil || len(setup.Lists.Slots) != 2 || setup.Lists.Slots[0] != (queue.Slot{Region: "emea", At: "07:30"}) || setup.VeryBreached.Days != 3 {
			t.Errorf("setup: %+v, %v", setup, err)
		}
		s.admin.Post("/settings/queue/weights", "stage-first_reply", "200", "priority-high", "10", "tier-signature", "5", "escalated", "-1",
			"rehomed", "1", "satellite", "1", "due", "1", "half_hours", "1", "over_hour", "1", "over_most", "1", "longest", "500").
			Shows(http.StatusUnprocessableEntity, "would push a ticket down")
		s.admin.Post("/settings/queue/weights", "stage-first_reply", "200", "priority-high", "10", "tier-signature", "5", "escalated", "1",
			"rehomed", "1", "satellite", "1", "due", "1", "half_hours", "1", "over_hour", "1", "over_most", "1", "longest", "500").Leads("/settings/queue")
		group, err := s.People.SaveGroup(s.Ctx, people.Group{Name: "Billing", Members: []int64{s.ana.ID}})
		if err != nil {
			t.Fatal(err)
		}
		s.admin.Post("/settings/queue/push", "on-"+text(group.ID), "on", "focus-"+text(group.ID), "Billing", "most-"+text(group.ID),
			"12").Leads("/settings/queue")
		setup, err = s.queue.Setup(s.Ctx)
		if err != nil || setup.Weights.Stage["first_reply"] != 200 || setup.Longest != 500 || len(setup.Push) != 1 || setup.Push[0].Most != 12 {
			t.Errorf("setup: %+v, %v", setup, err)
		}
	})
}

// TestGerman says it all in German, too.
func TestGerman(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.open("Läuft nicht", nil)
		s.ana.Header.Set("Accept-Language", "de")
		s.ana.Get("/queue").Shows(http.StatusOK, "Warteschlange nach Gewicht", "Das oberste nehmen")
		s.ana.Get("/today").Shows(http.StatusOK, "Meine nach Frist")
		s.ana.Get("/board").Shows(http.StatusOK, "Übergaben")
	})
}

func ptr[T any](v T) *T { return &v }

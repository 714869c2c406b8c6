package ticketui_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

func TestReplyIsHeldAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		file := s.upload("nginx.log:upstream timed out")
		s.ana.Send(path(tk.ID, "/reply"), "mode", "public", "body", "Restart **Puma**.", "status", "pending",
			"attachment", strconv.FormatInt(file, 10), "file", "steps.txt:1. restart").Leads(path(tk.ID, ""))
		held := s.thread(tk.ID).Held
		if len(held) != 1 || len(held[0].Attachments) != 2 || held[0].Then.Status == nil || *held[0].Then.Status != ticket.Pending {
			t.Fatalf("held: %+v", held)
		}
		s.ben.Get(path(tk.ID, "/held")).Shows(http.StatusOK, "<strong>Puma</strong>", "goes out in a moment", "with 2 files")
		s.ben.Get(path(tk.ID, "/thread")).Hides("Puma")
		undo := fmt.Sprintf("/replies/%d/undo", held[0].ID)
		s.ben.Post(undo).Shows(http.StatusForbidden)
		s.ana.Post(undo).Leads(path(tk.ID, ""))
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "Restart **Puma**.", "nginx.log", "steps.txt")
		s.ana.Get(path(tk.ID, "/held")).Hides("Puma")
		s.ana.Post(undo).Shows(http.StatusConflict)
	})
}

func TestNoteIsAddedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.light.Send(path(tk.ID, "/reply"), "mode", "internal", "body", "Same as #1?", "status", "solved").Leads(path(tk.ID, ""))
		th := s.thread(tk.ID)
		if len(th.Comments) != 2 || th.Comments[1].Public || th.Ticket.Status != ticket.New {
			t.Errorf("comments %+v, status %v: want a note that changes no status", th.Comments, th.Ticket.Status)
		}
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, `class="message internal ours"`)
	})
}

// A light agent writes inside only, whatever the form says.
func TestLightAgentCannotReply(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		a := s.light.Get(path(tk.ID, "")).Shows(http.StatusOK, `value="internal" checked`)
		a.Hides(`name="mode" value="public"`, "/update", "/take")
		s.light.Send(path(tk.ID, "/reply"), "mode", "public", "body", "Hello").Shows(http.StatusForbidden)
		s.light.Post(path(tk.ID, "/take")).Shows(http.StatusForbidden)
		if th := s.thread(tk.ID); len(th.Comments) != 1 || len(th.Held) != 0 {
			t.Errorf("something was sent: %+v", th)
		}
	})
}

// Two answer at once: the second is refused, keeps every word and file, and sees what is new.
func TestSecondReplyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		seen := strconv.FormatInt(s.thread(tk.ID).Ticket.Seq, 10)
		s.ben.Send(path(tk.ID, "/reply"), "mode", "internal", "body", "I am on it", "seen", seen).Leads(path(tk.ID, ""))
		a := s.ana.Send(path(tk.ID, "/reply"), "mode", "public", "body", "My long answer", "status", "hold", "seen", seen, "file",
			"a.log:x").Shows(http.StatusUnprocessableEntity, "ben added to this ticket while you wrote", ">My long answer</textarea>", "a.log",
			`value="public" checked`, `value="hold" selected`, "I am on it", "new since you wrote")
		now := strconv.FormatInt(s.thread(tk.ID).Ticket.Seq, 10)
		a.Shows(http.StatusUnprocessableEntity, `name="seen" value="`+now+`"`)
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "My long answer", "a.log")
		s.ana.Send(path(tk.ID, "/reply"), "mode", "public", "body", "My long answer", "seen", now).Leads(path(tk.ID, ""))
	})
}

func TestRefusedReplyKeepsItsWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.ana.Send(path(tk.ID, "/reply"), "mode", "public", "body", "  ").Shows(http.StatusUnprocessableEntity, "There is nothing to send")
		s.ana.Send(path(tk.ID, "/reply"), "mode", "public", "body", "Kept", "status", "shut").Shows(http.StatusUnprocessableEntity,
			`"shut" is no status`, ">Kept</textarea>")
		s.ana.Send(path(tk.ID, "/reply"), "mode", "internal", "body", "Kept", "attachment", "x").Shows(http.StatusUnprocessableEntity,
			`"x" is no number of a file`, ">Kept</textarea>")
		s.ana.Get(path(tk.ID, "/reply")).Leads(path(tk.ID, "")) // a reload of the refusal
		s.ana.Send(path(tk.ID, "/reply"), "mode", "internal", "body", "Kept", "attachment", "999").Shows(http.StatusUnprocessableEntity, "Attach it again")
	})
}

// A draft is told to others when it begins and when it ends, not with every key.
func TestDraftsAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		file := strconv.FormatInt(s.upload("a.log:x"), 10)
		for _, body := range []string{"D", "De", "Dear", ""} {
			if a := s.ana.Post(path(tk.ID, "/draft"), "mode", "public", "body", body, "attachment", file); a.Status != http.StatusNoContent {
				t.Fatalf("%d %s", a.Status, a.Text)
			}
			if body == "Dear" {
				s.ben.Get(path(tk.ID, "/presence")).Shows(http.StatusOK, "ana is replying")
				s.ana.Get(path(tk.ID, "/presence")).Hides("replying")
				s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, ">Dear</textarea>", "a.log")
			}
		}
		topic := fmt.Sprint("draft:", tk.ID)
		if want := []string{topic, "tickets", topic, "tickets"}; !slices.Equal(s.published, want) {
			t.Errorf("published %q, want %q", s.published, want)
		}
	})
}

// How a reply's mail fares stands below it and follows the outbox.
func TestDeliveryIsShown(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		id := s.thread(tk.ID).Comments[0].ID
		s.outcomes = map[int64]string{id: "on its way to dana@example.com"}
		at := fmt.Sprintf("/comments/%d/delivery", id)
		s.ana.Get(path(tk.ID, "")).Shows(http.StatusOK, "on its way to dana@example.com", `data-live-src="`+at+`"`)
		s.outcomes[id] = "sent to dana@example.com"
		s.ana.Get(at).Shows(http.StatusOK, fmt.Sprintf(`id="delivery-%d"`, id), "sent to dana@example.com")
		s.stranger.Get(at).Shows(http.StatusUnauthorized)
	})
}

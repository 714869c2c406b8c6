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
		file := s.upload("ana", "nginx.log:upstream timed out")
		s.leads(s.send("ana", path(tk.ID, "/reply"), "mode", "public", "body", "Restart **Puma**.", "status", "pending",
			"attachment", strconv.FormatInt(file, 10), "file", "steps.txt:1. restart"), path(tk.ID, ""))
		held := s.thread(tk.ID).Held
		if len(held) != 1 || len(held[0].Attachments) != 2 || held[0].Then.Status == nil || *held[0].Then.Status != ticket.Pending {
			t.Fatalf("held: %+v", held)
		}
		s.shows(s.get("ben", path(tk.ID, "/held")), http.StatusOK, "<strong>Puma</strong>", "goes out in a moment", "with 2 files")
		s.hides(s.get("ben", path(tk.ID, "/thread")), "Puma")
		undo := fmt.Sprintf("/replies/%d/undo", held[0].ID)
		s.shows(s.post("ben", undo), http.StatusForbidden)
		s.leads(s.post("ana", undo), path(tk.ID, ""))
		s.shows(s.get("ana", path(tk.ID, "")), http.StatusOK, "Restart **Puma**.", "nginx.log", "steps.txt")
		s.hides(s.get("ana", path(tk.ID, "/held")), "Puma")
		s.shows(s.post("ana", undo), http.StatusConflict)
	})
}

func TestNoteIsAddedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.leads(s.send("light", path(tk.ID, "/reply"), "mode", "internal", "body", "Same as #1?", "status", "solved"), path(tk.ID, ""))
		th := s.thread(tk.ID)
		if len(th.Comments) != 2 || th.Comments[1].Public || th.Ticket.Status != ticket.New {
			t.Errorf("comments %+v, status %v: want a note that changes no status", th.Comments, th.Ticket.Status)
		}
		s.shows(s.get("ana", path(tk.ID, "")), http.StatusOK, `class="message internal ours"`)
	})
}

// A light agent writes inside only, whatever the form says.
func TestLightAgentCannotReply(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		a := s.get("light", path(tk.ID, ""))
		s.shows(a, http.StatusOK, `value="internal" checked`)
		s.hides(a, `name="mode" value="public"`, "/update", "/take")
		s.shows(s.send("light", path(tk.ID, "/reply"), "mode", "public", "body", "Hello"), http.StatusForbidden)
		s.shows(s.post("light", path(tk.ID, "/take")), http.StatusForbidden)
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
		s.leads(s.send("ben", path(tk.ID, "/reply"), "mode", "internal", "body", "I am on it", "seen", seen), path(tk.ID, ""))
		a := s.send("ana", path(tk.ID, "/reply"), "mode", "public", "body", "My long answer", "status", "hold", "seen", seen, "file", "a.log:x")
		s.shows(a, http.StatusUnprocessableEntity, "ben added to this ticket while you wrote", ">My long answer</textarea>", "a.log",
			`value="public" checked`, `value="hold" selected`, "I am on it", "new since you wrote")
		now := strconv.FormatInt(s.thread(tk.ID).Ticket.Seq, 10)
		s.shows(a, http.StatusUnprocessableEntity, `name="seen" value="`+now+`"`)
		s.shows(s.get("ana", path(tk.ID, "")), http.StatusOK, "My long answer", "a.log")
		s.leads(s.send("ana", path(tk.ID, "/reply"), "mode", "public", "body", "My long answer", "seen", now), path(tk.ID, ""))
	})
}

func TestRefusedReplyKeepsItsWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		s.shows(s.send("ana", path(tk.ID, "/reply"), "mode", "public", "body", "  "), http.StatusUnprocessableEntity, "There is nothing to send")
		s.shows(s.send("ana", path(tk.ID, "/reply"), "mode", "public", "body", "Kept", "status", "shut"), http.StatusUnprocessableEntity,
			`"shut" is no status`, ">Kept</textarea>")
		s.shows(s.send("ana", path(tk.ID, "/reply"), "mode", "internal", "body", "Kept", "attachment", "x"), http.StatusUnprocessableEntity,
			`"x" is no number of a file`, ">Kept</textarea>")
		s.leads(s.get("ana", path(tk.ID, "/reply")), path(tk.ID, "")) // a reload of the refusal
		s.shows(s.send("ana", path(tk.ID, "/reply"), "mode", "internal", "body", "Kept", "attachment", "999"), http.StatusUnprocessableEntity, "Attach it again")
	})
}

// A draft is told to others when it begins and when it ends, not with every key.
func TestDraftsAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		tk := s.open(ticket.NewComment{Body: "All pages answer 502."})
		file := strconv.FormatInt(s.upload("ana", "a.log:x"), 10)
		for _, body := range []string{"D", "De", "Dear", ""} {
			if a := s.post("ana", path(tk.ID, "/draft"), "mode", "public", "body", body, "attachment", file); a.status != http.StatusNoContent {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if body == "Dear" {
				s.shows(s.get("ben", path(tk.ID, "/presence")), http.StatusOK, "ana is replying")
				s.hides(s.get("ana", path(tk.ID, "/presence")), "replying")
				s.shows(s.get("ana", path(tk.ID, "")), http.StatusOK, ">Dear</textarea>", "a.log")
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
		s.shows(s.get("ana", path(tk.ID, "")), http.StatusOK, "on its way to dana@example.com", `data-live-src="`+at+`"`)
		s.outcomes[id] = "sent to dana@example.com"
		s.shows(s.get("ana", at), http.StatusOK, fmt.Sprintf(`id="delivery-%d"`, id), "sent to dana@example.com")
		s.shows(s.get("", at), http.StatusUnauthorized)
	})
}

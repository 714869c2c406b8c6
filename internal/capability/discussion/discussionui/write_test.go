package discussionui_test

import (
	"testing"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/core/people"
)

// draft is what somebody types; question is what differs.
func draft(question string) []string {
	return []string{"nature", "Gitaly loses its connection", "version", "17.4.1", "tried", "Raised the timeout", "question", question}
}

// TestWrite goes from empty headings to an item that left.
func TestWrite(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.ana.Get(s.at()).Shows(200, "Discuss outside").Hides("Discussed outside")
		s.ana.Get(s.write()).Shows(200, "It leaves as soon as you send it",
			"What happens, in words that would fit any customer.").Hides("names the customer", "Gitaly")
		s.ana.Post(s.write(), append(draft("Is there a known limit?"), "act", "send")...).Leads(s.at())
		s.ana.Get(s.at()).Shows(200, "Discussed outside", "On its way", "The item is on its way")
		s.cross(1)
		s.ana.Get(s.at()).Shows(200, "Nobody answered yet.")
		s.answers = []discussion.Answer{{Ref: "5", Author: "Pia Storm", Body: "Yes: **60 s** <script>", At: s.DB.Now(t.Context())}}
		s.ana.Get(s.at()).Shows(200, "Pia Storm", "<strong>60 s</strong>").Hides("Nobody answered yet.", "cannot be read just now")
		s.down = true
		s.ana.Get(s.at()).Shows(200, "Pia Storm", "The other desk cannot be read just now")
	})
}

// TestStopped: an item that turns out to name somebody before it leaves stays, and says why.
func TestStopped(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.ana.Post(s.write(), append(draft("Does bluebird know it?"), "act", "send")...).Leads(s.at())
		s.Customer(people.Organization{Name: "Bluebird"})
		s.cross(1)
		s.ana.Get(s.at()).Shows(200, "Stopped", "It did not leave")
		if len(s.left) != 0 {
			t.Errorf("%+v left", s.left)
		}
	})
}

// TestWriteRefused: a pasted log with hosts comes back with every place and what could stand in its place; nothing is lost, and
// nothing left.
func TestWriteRefused(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		log := "Nov 23 00:00:01 gitaly-07.prod.agency.gov gitaly: lost 10.20.30.40\nHSA says no"
		s.ana.Post(s.write(), append(draft(log), "act", "send")...).Shows(422, "things name the customer", "gitaly-07.prod.agency.gov",
			"10.20.30.40", "HSA", "Question, line 2",
			"Question holds something that must not leave", "Raised the timeout", "HSA says no", "Replace by placeholders")
		s.ana.Post(s.write(), append(draft(log), "act", "replace")...).Shows(200, "were replaced. Nothing has left yet",
			"Raised the timeout").Hides("HSA says no")
		s.ana.Post(s.write(), "nature", "It fails", "question", " ").Shows(422, "Ask something", "It fails")
		s.ana.Post(s.write(), "nature", "", "question", "Why?").Shows(422, "without naming whose it is", "Why?")
		if len(s.left) != 0 {
			t.Errorf("%d items left", len(s.left))
		}
		s.ana.Get(s.at()).Shows(200).Hides("Discussed outside")
	})
}

// TestSecondReader has another pair of eyes read an item, never its author's.
func TestSecondReader(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.admin.Post("/settings/discussions", "second_reader", "on", "allowed", "docs.gitlab.com").Leads("/settings/discussions")
		s.ana.Get(s.write()).Shows(200, "Somebody else of the desk reads it before it leaves.")
		s.ana.Post(s.write(), append(draft("Is it **known**? See docs.gitlab.com"), "act", "send")...).Leads(s.at())
		s.ana.Get(s.at()).Shows(200, "Waits to be read").Hides("It names nobody: send it")
		s.light.Get(s.at()).Shows(200, "Waits to be read").Hides("It names nobody: send it")
		s.ben.Get(s.at()).Shows(200, "Waits to be read", "It names nobody: send it", "<strong>known</strong>")
		approve := s.write() + "/1/approve"
		s.ana.Post(approve).Shows(403, "Another pair of eyes")
		s.light.Post(approve).Shows(403)
		s.ben.Post(approve).Leads(s.at())
		s.ben.Post(approve).Shows(409)
		s.ben.Post(s.write() + "/99/approve").Shows(404)
		s.ben.Post(s.write() + "/x/approve").Shows(404)
		s.ben.Get(s.at()).Shows(200, "On its way").Hides("It names nobody: send it")
	})
}

// TestWhoMay lets nobody write who may not work on tickets, and nobody at all on an ordinary desk.
func TestWhoMay(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.light.Get(s.at()).Shows(200).Hides("Discuss outside")
		s.light.Get(s.write()).Shows(403)
		s.light.Post(s.write(), draft("Why?")...).Shows(403)
		s.Stranger().Get(s.write()).Shows(401)
		s.Stranger().Post(s.write(), draft("Why?")...).Shows(401)
		s.ana.Get("/settings/discussions").Shows(403)
		s.ana.Post("/settings/discussions", "allowed", "x.test").Shows(403)
		s.ana.Get("/tickets/99/discussion").Shows(404)
	})
	each(t, false, func(t *testing.T, s *site) {
		s.ana.Get(s.at()).Shows(200).Hides("Discuss outside")
		s.ana.Get(s.write()).Shows(404)
		s.admin.Get("/settings/discussions").Shows(404)
	})
}

// TestSettings keeps what was typed where it is refused.
func TestSettings(t *testing.T) {
	each(t, true, func(t *testing.T, s *site) {
		s.admin.Get("/settings/discussions").Shows(200, "Public domains and addresses", "Somebody else reads every item").Hides(" checked")
		s.admin.Post("/settings/discussions", "second_reader", "on", "allowed", "docs.gitlab.com\nnot a domain!").Shows(422, "domain!",
			" checked", "docs.gitlab.com")
		s.admin.Post("/settings/discussions", "second_reader", "on", "allowed", "docs.gitlab.com\ngitlab.com").Leads("/settings/discussions")
		s.admin.Get("/settings/discussions").Shows(200, "docs.gitlab.com\ngitlab.com", " checked", "Saved.")
	})
}

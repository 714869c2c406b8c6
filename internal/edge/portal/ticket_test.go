package portal_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func number(id int64) string { return fmt.Sprint(id) }

func status(s ticket.Status) *ticket.Status { return &s }

// The list says where each ticket is, whose turn it is and who spoke last, in the customer's words.
func TestMyTickets(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Get("/portal/").Shows(200, "Nothing is open", "New ticket")
		id := s.asks(s.dana)
		s.dana.Get("/portal/").Shows(200, "502 everywhere", "#"+number(id), "Our turn", "you wrote last").Hides("Nothing is open", "<script")
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Which version?"}, Status: status(ticket.Pending)})
		s.dana.Get("/portal/").Shows(200, "Waiting for you", "Your turn", "Ana Lima wrote last")
		s.update(id, ticket.Update{Status: status(ticket.Hold)})
		s.dana.Get("/portal/").Shows(200, ">Open<", "We are working on it").Hides("On hold", "on hold")
		s.named = false
		s.dana.Get("/portal/").Shows(200, "Northwind Support wrote last").Hides("Ana")
		s.update(id, ticket.Update{Status: status(ticket.Solved)})
		s.dana.Get("/portal/").Shows(200, "Nothing is open").Hides("502 everywhere")
		s.dana.Get("/portal/?show=solved").Shows(200, "502 everywhere", "Solved")
		s.dana.Get("/portal/?show=solved&page=99").Shows(200, "Nothing is solved")
		s.dana.Get("/portal").Leads("/portal/")
	})
}

// A reply with a file reaches the ticket; a mistake loses neither words nor files; solved reopens; closed leads on.
func TestReply(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		path := "/portal/tickets/" + number(s.asks(s.dana))
		s.dana.Send(path, "body", " ").Shows(422, "nothing to send yet")
		a := s.dana.Send(path, "body", "See\nthe log", "attachment", "nonsense", "file", "../tr\u202eace.log:boom")
		a.Leads(path)
		page := s.dana.Get(path).Shows(200, "Sent. We answer", "the log", "trace.log", "4 B")
		file := regexp.MustCompile(`/portal/files/\d+/[^"]+`).FindString(page.Text)
		got := s.dana.Get(file).Shows(200, "boom")
		if how := got.Header.Get("Content-Disposition"); !strings.HasPrefix(how, "attachment") ||
			!strings.HasPrefix(got.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("the file comes as %q under %q", how, got.Header.Get("Content-Security-Policy"))
		}
		s.eve.Get(file).Shows(404)
		s.ana.Get(file).Shows(404)
		s.Stranger().Get(file).Leads("/portal/sign-in?next=" + strings.ReplaceAll(strings.ReplaceAll(file, "/", "%2F"), "%2Ftrace", "%2Ftrace"))

		s.dana.Post(path + "/solved").Leads(path)
		s.dana.Get(path).Shows(200, "Marked as solved", "Solved. If it is not", "and it opens again").Hides("Mark as solved")
		s.dana.Send(path, "body", "Not yet").Leads(path)
		s.dana.Get(path).Shows(200, "Not yet", "Mark as solved", "It is our turn")
	})
}

// Words for a ticket that was closed meanwhile go on in its follow-up.
func TestClosedGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		path := "/portal/tickets/" + number(id)
		s.update(id, ticket.Update{Status: status(ticket.Closed)})
		s.dana.Get(path).Shows(200, "This ticket is closed", "/portal/new?follow="+number(id)).Hides(`name="body"`)
		s.dana.Send(path, "body", "It is back", "file", "new.log:x").Leads("/portal/new?follow=" + number(id))
		form := s.dana.Get("/portal/new?follow="+number(id)).Shows(200, "your words stand in a follow-up", "It is back", "new.log",
			`value="502 everywhere"`, `value="2" checked`)
		file := regexp.MustCompile(`name="attachment" value="(\d+)"`).FindStringSubmatch(form.Text)[1]
		s.dana.Send("/portal/new", "follow", number(id), "subject", "Again", "body", "It is back", "severity", "2", "attachment", file,
			"do", "send").Leads("/portal/tickets/" + number(id+1))
		s.dana.Get("/portal/tickets/"+number(id+1)).Shows(200, "This goes on from ticket", path, "new.log")
		s.eve.Get("/portal/new?follow=" + number(id)).Shows(404)
	})
}

// Nothing that stays inside is on any page, and nothing of somebody else's.
func TestNothingLeaks(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		path := "/portal/tickets/" + number(id)
		ben := s.Join("CANARY-Ben", "canary-ben@northwind.test", access.Agent)
		field, err := s.Tickets.SaveField(s.Ctx, ticket.Field{Key: "inside", Title: "CANARY-field", Kind: ticket.TextField})
		s.must(err)
		file, err := s.Tickets.Upload(s.ana.Context(), "CANARY.txt", "text/plain", strings.NewReader("x"))
		s.must(err)
		why := "CANARY-reason"
		s.update(id, ticket.Update{AssigneeID: &ben.ID, AddFollowers: []int64{ben.ID}, AddTags: []string{"canary-tag"},
			Fields:  map[string][]string{field.Key: {"CANARY-value"}},
			Comment: &ticket.NewComment{Body: "CANARY-note", Attachments: []int64{file.ID}}})
		s.update(id, ticket.Update{Pause: &why, Comment: &ticket.NewComment{Public: true, Body: fmt.Sprintf("See #%d, @CANARY is not here", id+1)}})
		other := s.asks(s.eve)
		for _, where := range []string{"/portal/", path, "/portal/new", "/portal/new?follow=" + number(id), "/portal/settings"} {
			text := s.dana.Get(where).Shows(200).Text
			if strings.Contains(strings.ToLower(strings.ReplaceAll(text, "@CANARY is not here", "")), "canary") || strings.Contains(text, "<script") {
				t.Errorf("%s leaks:\n%s", where, text)
			}
			if strings.Contains(text, "/tickets/"+number(other)) {
				t.Errorf("%s leads to somebody else's ticket", where)
			}
		}
		s.dana.Get("/portal/tickets/x").Shows(404)
		theirs, missing := s.dana.Get("/portal/tickets/"+number(other)).Shows(404), s.dana.Get("/portal/tickets/999").Shows(404)
		if strip(theirs.Text) != strip(missing.Text) {
			t.Errorf("somebody else's ticket can be told from none:\n%s\n%s", theirs.Main(), missing.Main())
		}
		for _, act := range []string{"", "/solved", "/cc"} {
			s.dana.Send("/portal/tickets/"+number(other)+act, "body", "x").Shows(404)
		}
		s.dana.Get("/portal/files/" + number(file.ID) + "/CANARY.txt").Shows(404)
	})
}

// strip takes out what differs between any two pages.
func strip(text string) string {
	return regexp.MustCompile(`[0-9a-f]{16}|#?\d+`).ReplaceAllString(text, "")
}

// Who asked says who reads along; who reads along can leave; the staff may do neither.
func TestReadingAlong(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		path := "/portal/tickets/" + number(id)
		s.dana.Get(path).Shows(200, "Only you and we.")
		s.dana.Post(path+"/cc", "cc", "eve").Shows(422, "“eve” is not an e-mail address", `value="eve"`)
		s.dana.Post(path+"/cc", "cc", "").Shows(422, "Type an e-mail address")
		s.dana.Post(path+"/cc", "cc", "eve@customer.test, new@else.test").Leads(path)
		s.dana.Get(path).Shows(200, "eve@customer.test", "new@else.test", "Remove: eve@customer.test").Hides("Eve Mold")
		s.eve.Get(path).Shows(200, "502 everywhere", "Leave", "Dana Whitfield").Hides("Remove", "Add<")
		s.eve.Get("/portal/").Shows(200, "you are copied")
		s.eve.Post(path+"/cc", "remove", number(s.eve.ID)).Leads("/portal/")
		s.eve.Get(path).Shows(404)
		_, err := s.Tickets.Update(s.ana.Context(), id, ticket.Update{AddCCs: []int64{s.eve.ID}})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("an engineer adds a customer: %v", err)
		}
	})
}

// An engineer who opens the portal is a customer there, of what they asked themselves.
func TestStaffAreRequestersHere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		theirs := s.asks(s.dana)
		s.must(s.Tickets.OwnCCs(s.dana.Context(), theirs, []string{"ana@northwind.test"}, nil))
		own := s.asks(s.ana)
		s.ana.Get("/portal/").Shows(200, "#"+number(own), "To the workspace").Hides("#" + number(theirs))
		s.ana.Get("/portal/tickets/" + number(theirs)).Shows(404)
		s.ana.Send("/portal/tickets/"+number(own), "body", "me again").Leads("/portal/tickets/" + number(own))
		s.dana.Get("/portal/").Hides("To the workspace")
	})
}

// Quoted text is folded, and Markdown of ours runs nothing.
func TestThreadIsReadable(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "**Try** `puma` <script>alert(1)</script>"}})
		body := "Done.\n> Try puma"
		acting := access.With(t.Context(), access.Principal{UserID: s.dana.ID, Role: access.System, Via: "mail"})
		_, err := s.Tickets.Update(acting, id, ticket.Update{Comment: &ticket.NewComment{AuthorID: s.dana.ID, Public: true, Format: ticket.Text, Body: body,
			Folds: []ticket.Fold{{Start: 6, End: len(body), Kind: "quote"}}}})
		s.must(err)
		got := s.dana.Get("/portal/tickets/"+number(id)).Shows(200, "<strong>Try</strong>", "<details", "quoted")
		if strings.Contains(got.Raw, "<script") {
			t.Error("a script of ours runs")
		}
	})
}

func TestOwnSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Get("/portal/settings").Shows(200, "Dana Whitfield")
		s.dana.Post("/portal/settings", "name", "Dana W.", "zone", "Mars/Olympus", "locale", "de").Shows(422, "is not a time zone", "Dana W.", "Mars/Olympus")
		s.dana.Post("/portal/settings", "name", "Dana W.", "zone", "Europe/Lisbon", "locale", "de").Leads("/portal/settings")
		s.dana.Get("/portal/settings").Shows(200, "Dana W.", "Europe/Lisbon")
	})
}

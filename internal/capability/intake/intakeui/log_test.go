package intakeui_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func spam(from string) string {
	return letter("From: <"+from+">", "To: "+support, "Subject: Cheap <b>clocks", "X-Spam-Flag: YES", "Message-ID: <spam@elsewhere.test>")
}

// Every mail stands in the log with its state, and the account adds up.
func TestLog(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/mail").Shows(http.StatusOK, "No mail has come yet")
		filed := s.file(s.receive(letter("From: Dana <dana@acme.test>", "To: "+support, "Subject: Backup fails")))
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		s.receive(letter("From: ren@acme.test", "Subject: On its way"))
		s.kill(s.receive("From: kim@acme.test\r\nSubject: Broken\r\n\r\nx"))
		page := s.ana.Get("/mail").Shows(http.StatusOK, "Received 4 = 1 filed + 1 held + 1 dead + 1 pending", "Backup fails",
			fmt.Sprintf("/tickets/%d", filed.TicketID), "A filter before this desk marked it as spam", "(not read yet)", "index out of range")
		if strings.Contains(page.Raw, "<b>clocks") {
			t.Error("a subject was not escaped")
		}
		s.ana.Get("/mail?state=held").Shows(http.StatusOK, "Cheap", fmt.Sprintf("/mail/%d/release", held.ID)).Hides("Backup fails")
		s.ana.Get("/mail?state=dead").Shows(http.StatusOK, "Retry all").Hides("Backup fails")
		s.ana.Get("/mail?q=DANA").Shows(http.StatusOK, "Backup fails").Hides("(not read yet)")
		s.ana.Get("/mail?q=nobody").Shows(http.StatusOK, "No mail with “nobody”")
		if n, err := s.intake.Stopped(s.Ctx); n != 2 || err != nil {
			t.Errorf("%d mails wait for a person, %v; want 2", n, err)
		}
		s.ana.Get("/mail/account").Shows(http.StatusOK, "Received 4 = ", `id="head-sub"`).Hides("<html")
		s.lea.Get("/mail/account").Shows(http.StatusForbidden)
		s.ana.Get("/mail/rows?state=held").Shows(http.StatusOK, "data-live-src").Hides("<html")
		s.lea.Get("/mail").Shows(http.StatusForbidden)
	})
}

// A log longer than a page is walked by the number of the last mail.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for i := range 53 {
			s.receive(letter("From: dana@acme.test", fmt.Sprintf("Subject: mail number %d.", i)))
		}
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE mail_deliveries SET subject = 'number ' || id || '.'")
			return err
		})
		s.ana.Get("/mail").Shows(http.StatusOK, "number 53.", "number 4.", `href="/mail?before=4"`).Hides("number 3.", "Newest")
		s.ana.Get("/mail?before=4").Shows(http.StatusOK, "number 3.", "number 1.", "Newest").Hides("number 4.", "Older")
	})
}

// Mail that waits too long is told; one that a person has just let through did not wait.
func TestStuckMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		long := func(id int64) {
			s.Do(func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE mail_deliveries SET received_at = $2 WHERE id = $1", id, tx.Now().Add(-2*time.Hour))
				return err
			})
		}
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		long(held.ID)
		s.ana.Post(fmt.Sprintf("/mail/%d/release", held.ID)).Leads(fmt.Sprintf("/mail/%d", held.ID))
		s.ana.Get("/mail").Shows(http.StatusOK, "1 pending").Hides("waits to be filed, for")
		long(s.receive(letter("From: dana@acme.test", "Subject: Slow")))
		s.ana.Get("/mail").Shows(http.StatusOK, "2 pending", "2 mails wait to be filed, the first for 2 h now")
	})
}

func TestReleaseAndBlock(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		path := fmt.Sprintf("/mail/%d", held.ID)
		s.lea.Post(path + "/release").Shows(http.StatusForbidden)
		s.ana.Post(path+"/block", "next", "/mail?state=held").Leads("/mail?state=held")
		if _, blocked, err := s.People.IsBlocked(s.Ctx, s.DB.Read(), "eve@elsewhere.test"); !blocked || err != nil {
			t.Errorf("blocked %v, %v", blocked, err)
		}
		s.ana.Post(path+"/release", "next", "https://evil.test/").Leads(path)
		if d := s.file(held.ID); d.State != intake.Filed || d.TicketID == 0 {
			t.Errorf("after its release the mail is %s on ticket %d", d.State, d.TicketID)
		}
		s.ana.Post(path + "/release").Leads(path) // a second click is told, not an error page
		s.ana.Get(path).Shows(http.StatusOK, "Held back: spam", "Ana Lima had it read again", "Filed on")
		mine := s.file(s.receive(spam("ana@desk.test")))
		s.ana.Post(fmt.Sprintf("/mail/%d/block", mine.ID)).Leads(fmt.Sprintf("/mail/%d", mine.ID))
		if _, blocked, err := s.People.IsBlocked(s.Ctx, s.DB.Read(), "ana@desk.test"); blocked || err != nil {
			t.Errorf("a colleague is blocked: %v, %v", blocked, err)
		}
	})
}

func TestRetry(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		var ids []int64
		for i := range 3 {
			id := s.receive(letter("From: kim@acme.test", fmt.Sprintf("Subject: Broken %d", i), fmt.Sprintf("Message-ID: <%d@acme.test>", i)))
			s.kill(id)
			ids = append(ids, id)
		}
		s.lea.Post("/mail/retry-all").Shows(http.StatusForbidden)
		path := fmt.Sprintf("/mail/%d", ids[0])
		s.ana.Get(path).Shows(http.StatusOK, "This mail cannot be shown", "index out of range")
		s.ana.Post(path + "/retry").Leads(path)
		dead := s.delivery(ids[1]).TicketID
		s.ana.Post("/mail/retry-all").Leads("/mail?state=dead")
		for _, id := range ids {
			if d := s.file(id); d.State != intake.Filed {
				t.Errorf("delivery %d is %s after its retry", id, d.State)
			}
		}
		if got := s.delivery(ids[1]).TicketID; got != dead {
			t.Errorf("it was read again onto ticket %d, not its own %d", got, dead)
		}
	})
}

// The page of a delivery says what the rules see in it, and its raw mail comes back byte for byte.
func TestDelivery(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		first := s.file(s.receive(letter("From: Dana <dana@acme.test>", "To: "+support, "Subject: Backup fails", "Message-ID: <first@acme.test>")))
		raw := letter("From: Ren <ren@acme.test>", "To: "+support, "Subject: Re: Backup fails", "In-Reply-To: <first@acme.test>",
			"Auto-Submitted: auto-generated", "X-Odd: <script>alert(1)</script>\xff\x00")
		d := s.file(s.receive(raw))
		path := fmt.Sprintf("/mail/%d", d.ID)
		s.ana.Get(path).Shows(http.StatusOK, "Ren <ren@acme.test>", "a machine: ", "as an answer to a mail that is on it", fmt.Sprintf("#%d", first.TicketID),
			"The sender is not on that ticket", "no automatic answer", "env@elsewhere.test", "It stops at 40 %.")
		page := s.ana.Get(path+"/raw").Shows(http.StatusOK, "In-Reply-To:", "It stops at 40 %.", "\uFFFD\uFFFD")
		if strings.Contains(page.Raw, "<script>alert") {
			t.Error("a raw mail ran a script")
		}
		file := s.ana.Get(path + "/message.eml")
		for name, want := range map[string]string{"Content-Type": "message/rfc822", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": fmt.Sprintf("attachment; filename=delivery-%d.eml", d.ID)} {
			if got := file.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if file.Raw != raw {
			t.Errorf("the download is %q, want %q", file.Raw, raw)
		}
		for _, what := range []string{"", "/raw", "/message.eml"} {
			s.lea.Get(path + what).Shows(http.StatusForbidden)
			s.ana.Get("/mail/999" + what).Shows(http.StatusNotFound)
		}
	})
}

// A long mail is cut on the page and whole in the download.
func TestLongMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		raw := letter("From: dana@acme.test", "Subject: Long") + strings.Repeat("abcdefghi\r\n", 40_000) + "THE END"
		path := fmt.Sprintf("/mail/%d", s.receive(raw))
		s.ana.Get(path+"/raw").Shows(http.StatusOK, "These are the first 262 kB of 440 kB").Hides("THE END")
		if got := s.ana.Get(path + "/message.eml").Raw; got != raw {
			t.Errorf("the download has %d bytes, want %d", len(got), len(raw))
		}
	})
}

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
	each(t, func(s *site) {
		s.get(s.ana, "/mail").shows(http.StatusOK, "No mail has come yet")
		filed := s.file(s.receive(letter("From: Dana <dana@acme.test>", "To: "+support, "Subject: Backup fails")))
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		s.receive(letter("From: ren@acme.test", "Subject: On its way"))
		s.kill(s.receive("From: kim@acme.test\r\nSubject: Broken\r\n\r\nx"))
		page := s.get(s.ana, "/mail").shows(http.StatusOK, "Received 4 = 1 filed + 1 held + 1 dead + 1 pending", "Backup fails",
			fmt.Sprintf("/tickets/%d", filed.TicketID), "A filter before this desk marked it as spam", "(not read yet)", "index out of range")
		if strings.Contains(page.Body.String(), "<b>clocks") {
			t.Error("a subject was not escaped")
		}
		s.get(s.ana, "/mail?state=held").shows(http.StatusOK, "Cheap", fmt.Sprintf("/mail/%d/release", held.ID)).hides("Backup fails")
		s.get(s.ana, "/mail?state=dead").shows(http.StatusOK, "Retry all").hides("Backup fails")
		s.get(s.ana, "/mail?q=DANA").shows(http.StatusOK, "Backup fails").hides("(not read yet)")
		s.get(s.ana, "/mail?q=nobody").shows(http.StatusOK, "No mail with “nobody”")
		if n, err := s.intake.Stopped(s.system()); n != 2 || err != nil {
			t.Errorf("%d mails wait for a person, %v; want 2", n, err)
		}
		s.get(s.ana, "/mail/account").shows(http.StatusOK, "Received 4 = ", `id="head-sub"`).hides("<html")
		s.get(s.lea, "/mail/account").shows(http.StatusForbidden)
		s.get(s.ana, "/mail/rows?state=held").shows(http.StatusOK, "data-live-src").hides("<html")
		s.get(s.lea, "/mail").shows(http.StatusForbidden)
	})
}

// A log longer than a page is walked by the number of the last mail.
func TestPages(t *testing.T) {
	each(t, func(s *site) {
		for i := range 53 {
			s.receive(letter("From: dana@acme.test", fmt.Sprintf("Subject: mail number %d.", i)))
		}
		s.do(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE mail_deliveries SET subject = 'number ' || id || '.'")
			return err
		})
		s.get(s.ana, "/mail").shows(http.StatusOK, "number 53.", "number 4.", `href="/mail?before=4"`).hides("number 3.", "Newest")
		s.get(s.ana, "/mail?before=4").shows(http.StatusOK, "number 3.", "number 1.", "Newest").hides("number 4.", "Older")
	})
}

// Mail that waits too long is told; one that a person has just let through did not wait.
func TestStuckMail(t *testing.T) {
	each(t, func(s *site) {
		long := func(id int64) {
			s.do(func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE mail_deliveries SET received_at = $2 WHERE id = $1", id, tx.Now().Add(-2*time.Hour))
				return err
			})
		}
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		long(held.ID)
		s.post(s.ana, fmt.Sprintf("/mail/%d/release", held.ID)).leads(fmt.Sprintf("/mail/%d", held.ID))
		s.get(s.ana, "/mail").shows(http.StatusOK, "1 pending").hides("waits to be filed, for")
		long(s.receive(letter("From: dana@acme.test", "Subject: Slow")))
		s.get(s.ana, "/mail").shows(http.StatusOK, "2 pending", "2 mails wait to be filed, the first for 2 h now")
	})
}

func TestReleaseAndBlock(t *testing.T) {
	each(t, func(s *site) {
		held := s.file(s.receive(spam("eve@elsewhere.test")))
		path := fmt.Sprintf("/mail/%d", held.ID)
		s.post(s.lea, path+"/release").shows(http.StatusForbidden)
		s.post(s.ana, path+"/block", "next", "/mail?state=held").leads("/mail?state=held")
		if _, blocked, err := s.people.IsBlocked(s.system(), s.db.Read(), "eve@elsewhere.test"); !blocked || err != nil {
			t.Errorf("blocked %v, %v", blocked, err)
		}
		s.post(s.ana, path+"/release", "next", "https://evil.test/").leads(path)
		if d := s.file(held.ID); d.State != intake.Filed || d.TicketID == 0 {
			t.Errorf("after its release the mail is %s on ticket %d", d.State, d.TicketID)
		}
		s.post(s.ana, path+"/release").leads(path) // a second click is told, not an error page
		s.get(s.ana, path).shows(http.StatusOK, "Held back: spam", "Ana Lima had it read again", "Filed on")
		mine := s.file(s.receive(spam("ana@desk.test")))
		s.post(s.ana, fmt.Sprintf("/mail/%d/block", mine.ID)).leads(fmt.Sprintf("/mail/%d", mine.ID))
		if _, blocked, err := s.people.IsBlocked(s.system(), s.db.Read(), "ana@desk.test"); blocked || err != nil {
			t.Errorf("a colleague is blocked: %v, %v", blocked, err)
		}
	})
}

func TestRetry(t *testing.T) {
	each(t, func(s *site) {
		var ids []int64
		for i := range 3 {
			id := s.receive(letter("From: kim@acme.test", fmt.Sprintf("Subject: Broken %d", i), fmt.Sprintf("Message-ID: <%d@acme.test>", i)))
			s.kill(id)
			ids = append(ids, id)
		}
		s.post(s.lea, "/mail/retry-all").shows(http.StatusForbidden)
		path := fmt.Sprintf("/mail/%d", ids[0])
		s.get(s.ana, path).shows(http.StatusOK, "This mail cannot be shown", "index out of range")
		s.post(s.ana, path+"/retry").leads(path)
		dead := s.delivery(ids[1]).TicketID
		s.post(s.ana, "/mail/retry-all").leads("/mail?state=dead")
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
	each(t, func(s *site) {
		first := s.file(s.receive(letter("From: Dana <dana@acme.test>", "To: "+support, "Subject: Backup fails", "Message-ID: <first@acme.test>")))
		raw := letter("From: Ren <ren@acme.test>", "To: "+support, "Subject: Re: Backup fails", "In-Reply-To: <first@acme.test>",
			"Auto-Submitted: auto-generated", "X-Odd: <script>alert(1)</script>\xff\x00")
		d := s.file(s.receive(raw))
		path := fmt.Sprintf("/mail/%d", d.ID)
		s.get(s.ana, path).shows(http.StatusOK, "Ren <ren@acme.test>", "a machine: ", "as an answer to a mail that is on it", fmt.Sprintf("#%d", first.TicketID),
			"The sender is not on that ticket", "no automatic answer", "env@elsewhere.test", "It stops at 40 %.")
		page := s.get(s.ana, path+"/raw").shows(http.StatusOK, "In-Reply-To:", "It stops at 40 %.", "\uFFFD\uFFFD")
		if strings.Contains(page.Body.String(), "<script>alert") {
			t.Error("a raw mail ran a script")
		}
		file := s.get(s.ana, path+"/message.eml")
		for name, want := range map[string]string{"Content-Type": "message/rfc822", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": fmt.Sprintf("attachment; filename=delivery-%d.eml", d.ID)} {
			if got := file.Header().Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if file.Body.String() != raw {
			t.Errorf("the download is %q, want %q", file.Body.String(), raw)
		}
		for _, what := range []string{"", "/raw", "/message.eml"} {
			s.get(s.lea, path+what).shows(http.StatusForbidden)
			s.get(s.ana, "/mail/999"+what).shows(http.StatusNotFound)
		}
	})
}

// A long mail is cut on the page and whole in the download.
func TestLongMail(t *testing.T) {
	each(t, func(s *site) {
		raw := letter("From: dana@acme.test", "Subject: Long") + strings.Repeat("abcdefghi\r\n", 40_000) + "THE END"
		path := fmt.Sprintf("/mail/%d", s.receive(raw))
		s.get(s.ana, path+"/raw").shows(http.StatusOK, "These are the first 262 kB of 440 kB").hides("THE END")
		if got := s.get(s.ana, path+"/message.eml").Body.String(); got != raw {
			t.Errorf("the download has %d bytes, want %d", len(got), len(raw))
		}
	})
}

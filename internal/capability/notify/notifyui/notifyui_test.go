package notifyui_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/test/pagetest"
)

// sends makes the desk able to send.
func (s *site) sends(t *testing.T) {
	t.Helper()
	s.cleo.Post("/settings/outgoing/from", "address", "support@desk.test", "name", "Desk", "plus", "on", "ack", "on").Leads("/settings/outgoing")
	s.cleo.Post("/settings/outgoing/relay", "host", "relay.test", "security", "plain", "username", "desk", "password", "hunter2",
		"unknown_seconds", "600").Leads("/settings/outgoing")
}

// replied makes a ticket of Ana's, which the customer wrote on and Ana answered, and sends what waits.
func (s *site) replied(t *testing.T) (ticketID, commentID int64) {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "mail")
	tk, err := s.Tickets.Create(ctx, ticket.NewTicket{Subject: "Help", RequesterID: s.dana.ID, Channel: "mail", AssigneeID: s.ana.ID,
		Comment: ticket.NewComment{Public: true, Body: "Broken"}})
	if err != nil {
		t.Fatal(err)
	}
	for who, words := range map[*pagetest.Person]string{s.dana: "Still", s.ana: "Try this"} {
		c := ticket.NewComment{AuthorID: who.ID, Public: true, Body: words}
		as := ctx
		if who.Role.Staff() {
			as = who.Context()
		}
		if _, err := s.Tickets.Update(as, tk.ID, ticket.Update{Comment: &c}); err != nil {
			t.Fatal(err)
		}
	}
	run, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- s.notify.Run(run) }()
	for {
		all, err := s.notify.Deliveries(ctx, tk.ID)
		if err != nil {
			t.Fatal(err)
		}
		for id, list := range all {
			if list[0].State != notify.Queued && list[0].State != notify.Sending {
				stop()
				if err := <-done; err != nil {
					t.Fatal(err)
				}
				return tk.ID, id
			}
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the reply never left")
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestNotifications(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.sends(t)
		s.ana.Get("/notifications").Shows(http.StatusOK, "Nothing to tell")
		id, _ := s.replied(t)
		a := s.ana.Get("/notifications").Shows(http.StatusOK, "2 unread", "Daywatch gave you ticket", "Mark all as read")
		if strings.Contains(a.Raw, "Dana <b>") {
			t.Error("a name is not escaped")
		}
		s.ana.Get("/notifications/bell").Shows(http.StatusOK, `id="bell"`, `data-live="user:`, ">2<")
		list, _, err := s.notify.Notifications(s.ana.Context(), 0)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		s.ana.Get(fmt.Sprint("/notifications/", list[1].ID)).Leads(fmt.Sprint("/tickets/", id))
		s.ana.Get("/notifications/list").Shows(http.StatusOK, `id="notes"`, "new")
		s.cleo.Get(fmt.Sprint("/notifications/", list[0].ID)).Shows(http.StatusNotFound)
		s.ana.Post("/notifications/seen").Leads("/notifications")
		s.ana.Get("/notifications").Shows(http.StatusOK, "0 unread")
		s.Stranger().Get("/notifications").Shows(http.StatusUnauthorized)
	})
}

func TestOutbox(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.sends(t)
		s.answer = submit.Recipient{Outcome: submit.Failed, Code: 554, Enhanced: "5.7.1", Text: "<i>Spam"}
		id, comment := s.replied(t)
		s.ana.Get("/outbox?state=failed").Shows(http.StatusOK, "Re: Help", "dana@customer.test", "Failed")
		s.ana.Get("/outbox?state=sent").Shows(http.StatusOK, "No mail here")
		nodes, err := s.ui.Delivered(s.ana.Context(), id)
		if err != nil || nodes[comment] == nil {
			t.Fatal(nodes, err)
		}
		var chip strings.Builder
		if err := nodes[comment].Render(&chip); err != nil || !strings.Contains(chip.String(), "554 5.7.1 &lt;i&gt;Spam") {
			t.Errorf("%s, %v", chip.String(), err)
		}
		mails, _, err := s.notify.Outbox(access.AsSystem(t.Context(), "test"), notify.Filter{Kind: notify.Reply}, 0)
		if err != nil || len(mails) != 1 {
			t.Fatal(mails, err)
		}
		path := fmt.Sprint("/outbox/", mails[0].ID)
		s.ana.Get(path).Shows(http.StatusOK, "554 5.7.1", "Try again now", "Try this")
		a := s.ana.Get(path+"/html").Shows(http.StatusOK, "<p>Try this</p>")
		if csp := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") {
			t.Errorf("the mail is shown under %q", csp)
		}
		s.ana.Post(path + "/retry").Leads(path)
		s.ana.Get(path).Shows(http.StatusOK, "Waiting")
		s.dana.Get("/outbox").Shows(http.StatusForbidden)
		s.dana.Post(path + "/retry").Shows(http.StatusForbidden)
		s.ana.Get("/outbox/999").Shows(http.StatusNotFound)
	})
}

func TestOutgoingSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get("/settings/outgoing").Shows(http.StatusOK, "Without an address nothing is sent")
		s.cleo.Post("/settings/outgoing/from", "address", "no address", "name", "Keep me").Shows(http.StatusUnprocessableEntity, "is no address", "Keep me")
		s.cleo.Post("/settings/outgoing/keys", "selector", "one", "algorithm", "rsa").Shows(http.StatusUnprocessableEntity, "Say first which address")
		s.cleo.Post("/settings/outgoing/test", "address", "a@b.test").Shows(http.StatusUnprocessableEntity, "Say first which address")
		s.sends(t)
		if a := s.cleo.Get("/settings/outgoing").Shows(http.StatusOK, "support@desk.test", "relay.test", "One is kept"); strings.Contains(a.Text, "hunter2") {
			t.Error("the page shows the password")
		}
		s.cleo.Post("/settings/outgoing/relay", "host", "h", "security", "tls", "port", "many", "unknown_seconds",
			"600").Shows(http.StatusUnprocessableEntity, "not a whole number", `value="many"`)
		s.cleo.Post("/settings/outgoing/relay", "host", "h", "security", "tls", "port", "99999", "unknown_seconds",
			"600").Shows(http.StatusUnprocessableEntity, "99999 is no port")
		s.cleo.Post("/settings/outgoing/keys", "selector", "one", "algorithm", "ed25519").Leads("/settings/outgoing")
		s.cleo.Get("/settings/outgoing").Shows(http.StatusOK, "one._domainkey.desk.test", "v=DKIM1; k=ed25519; p=")
		s.cleo.Post("/settings/outgoing/keys/remove", "name", "one._domainkey.desk.test").Leads("/settings/outgoing")
		s.cleo.Post("/settings/outgoing/test", "address", "a@b.test").Leads("/settings/outgoing")
		s.cleo.Post("/settings/outgoing/brakes", "per_address_hour", "0", "repeat_minutes", "60", "global", "60", "global_minutes", "10",
			"per_engineer", "100").Shows(http.StatusUnprocessableEntity, "A brake is a number")
		for _, path := range []string{"from", "relay", "test", "keys", "keys/remove", "brakes"} {
			s.ana.Post("/settings/outgoing/"+path, "address", "a@b.test", "selector", "x", "algorithm", "rsa").Shows(http.StatusForbidden)
		}
		s.ana.Get("/settings/outgoing").Shows(http.StatusForbidden)
	})
}

func TestTemplates(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get("/settings/mail-templates").Shows(http.StatusOK, "{{requester.first_name}}", "Placeholders:")
		d := notify.MailTemplates.Default
		fields := []string{"ack_subject", d.AckSubject, "ack", "Hi {{nobody}}", "footer", "", "invite_subject", d.InviteSubject, "invite", d.Invite,
			"reset_subject", d.ResetSubject, "reset", d.Reset, "entry_subject", d.EntrySubject, "entry", d.Entry, "entry_subject_de",
			d.EntrySubjectDE, "entry_de", d.EntryDE,
			"password_subject", d.PasswordSubject, "password", d.Password, "password_subject_de", d.PasswordSubjectDE, "password_de", d.PasswordDE,
			"reminder", d.Reminder, "reminder_de", d.ReminderDE, "farewell", d.Farewell, "farewell_de", d.FarewellDE, "layout", d.Layout}
		s.cleo.Post("/settings/mail-templates", fields...).Shows(http.StatusUnprocessableEntity, "{{nobody}} is not known here", "Hi {{nobody}}")
		s.cleo.Post("/settings/mail-templates/preview", append(fields, "kind", "ack")...).Shows(http.StatusUnprocessableEntity, "{{nobody}} is not known")
		fields[3] = "Moin {{requester.first_name}}"
		a := s.cleo.Post("/settings/mail-templates/preview", append(fields, "kind", "ack")...).Shows(http.StatusOK, "<p>Moin Dana</p>")
		if csp := a.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") {
			t.Errorf("the preview is shown under %q", csp)
		}
		s.cleo.Post("/settings/mail-templates", fields...).Leads("/settings/mail-templates")
		s.cleo.Get("/settings/mail-templates").Shows(http.StatusOK, "Moin {{requester.first_name}}")
		s.ana.Post("/settings/mail-templates", fields...).Shows(http.StatusForbidden)
	})
}

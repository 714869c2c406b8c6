package notifyui_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// sends makes the desk able to send.
func (s *site) sends(t *testing.T) {
	t.Helper()
	s.post(s.cleo, "/settings/outgoing/from", "address", "support@desk.test", "name", "Desk", "plus", "on", "ack", "on").leads(t, "/settings/outgoing")
	s.post(s.cleo, "/settings/outgoing/relay", "host", "relay.test", "security", "plain", "username", "desk", "password", "hunter2",
		"unknown_seconds", "600").leads(t, "/settings/outgoing")
}

// replied makes a ticket of Ana's, which the customer wrote on and Ana answered, and sends what waits.
func (s *site) replied(t *testing.T) (ticketID, commentID int64) {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "mail")
	tk, err := s.tickets.Create(ctx, ticket.NewTicket{Subject: "Help", RequesterID: s.dana.ID, Channel: "mail", AssigneeID: s.ana.ID,
		Comment: ticket.NewComment{Public: true, Body: "Broken"}})
	if err != nil {
		t.Fatal(err)
	}
	for who, words := range map[*people.User]string{&s.dana: "Still", &s.ana: "Try this"} {
		c := ticket.NewComment{AuthorID: who.ID, Public: true, Body: words}
		as := ctx
		if who.Role.Staff() {
			as = access.With(ctx, who.Principal("web"))
		}
		if _, err := s.tickets.Update(as, tk.ID, ticket.Update{Comment: &c}); err != nil {
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
		s.get(s.ana, "/notifications").shows(t, http.StatusOK, "Nothing to tell")
		id, _ := s.replied(t)
		a := s.get(s.ana, "/notifications").shows(t, http.StatusOK, "2 unread", "Daywatch gave you ticket", "Mark all as read")
		if strings.Contains(a.Body.String(), "Dana <b>") {
			t.Error("a name is not escaped")
		}
		s.get(s.ana, "/notifications/bell").shows(t, http.StatusOK, `id="bell"`, `data-live="user:`, ">2<")
		list, _, err := s.notify.Notifications(access.With(t.Context(), s.ana.Principal("web")), 0)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		s.get(s.ana, fmt.Sprint("/notifications/", list[1].ID)).leads(t, fmt.Sprint("/tickets/", id))
		s.get(s.ana, "/notifications/list").shows(t, http.StatusOK, `id="notes"`, "new")
		s.get(s.cleo, fmt.Sprint("/notifications/", list[0].ID)).shows(t, http.StatusNotFound)
		s.post(s.ana, "/notifications/seen").leads(t, "/notifications")
		s.get(s.ana, "/notifications").shows(t, http.StatusOK, "0 unread")
		s.get(people.User{}, "/notifications").shows(t, http.StatusUnauthorized)
	})
}

func TestOutbox(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.sends(t)
		s.answer = submit.Recipient{Outcome: submit.Failed, Code: 554, Enhanced: "5.7.1", Text: "<i>Spam"}
		id, comment := s.replied(t)
		s.get(s.ana, "/outbox?state=failed").shows(t, http.StatusOK, "Re: Help", "dana@customer.test", "Failed")
		s.get(s.ana, "/outbox?state=sent").shows(t, http.StatusOK, "No mail here")
		nodes, err := s.ui.Delivered(access.With(t.Context(), s.ana.Principal("web")), id)
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
		s.get(s.ana, path).shows(t, http.StatusOK, "554 5.7.1", "Try again now", "Try this")
		a := s.get(s.ana, path+"/html").shows(t, http.StatusOK, "<p>Try this</p>")
		if csp := a.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") {
			t.Errorf("the mail is shown under %q", csp)
		}
		s.post(s.ana, path+"/retry").leads(t, path)
		s.get(s.ana, path).shows(t, http.StatusOK, "Waiting")
		s.get(s.dana, "/outbox").shows(t, http.StatusForbidden)
		s.post(s.dana, path+"/retry").shows(t, http.StatusForbidden)
		s.get(s.ana, "/outbox/999").shows(t, http.StatusNotFound)
	})
}

func TestOutgoingSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.get(s.cleo, "/settings/outgoing").shows(t, http.StatusOK, "Without an address nothing is sent")
		s.post(s.cleo, "/settings/outgoing/from", "address", "no address", "name", "Keep me").shows(t, http.StatusUnprocessableEntity, "is no address", "Keep me")
		s.post(s.cleo, "/settings/outgoing/keys", "selector", "one", "algorithm", "rsa").shows(t, http.StatusUnprocessableEntity, "Say first which address")
		s.post(s.cleo, "/settings/outgoing/test", "address", "a@b.test").shows(t, http.StatusUnprocessableEntity, "Say first which address")
		s.sends(t)
		if a := s.get(s.cleo, "/settings/outgoing").shows(t, http.StatusOK, "support@desk.test", "relay.test", "One is kept"); strings.Contains(a.text, "hunter2") {
			t.Error("the page shows the password")
		}
		s.post(s.cleo, "/settings/outgoing/relay", "host", "h", "security", "tls", "port", "many", "unknown_seconds", "600").shows(t, http.StatusUnprocessableEntity, "not a whole number", `value="many"`)
		s.post(s.cleo, "/settings/outgoing/relay", "host", "h", "security", "tls", "port", "99999", "unknown_seconds", "600").shows(t, http.StatusUnprocessableEntity, "99999 is no port")
		s.post(s.cleo, "/settings/outgoing/keys", "selector", "one", "algorithm", "ed25519").leads(t, "/settings/outgoing")
		s.get(s.cleo, "/settings/outgoing").shows(t, http.StatusOK, "one._domainkey.desk.test", "v=DKIM1; k=ed25519; p=")
		s.post(s.cleo, "/settings/outgoing/keys/remove", "name", "one._domainkey.desk.test").leads(t, "/settings/outgoing")
		s.post(s.cleo, "/settings/outgoing/test", "address", "a@b.test").leads(t, "/settings/outgoing")
		s.post(s.cleo, "/settings/outgoing/brakes", "per_address_hour", "0", "repeat_minutes", "60", "global", "60", "global_minutes", "10",
			"per_engineer", "100").shows(t, http.StatusUnprocessableEntity, "A brake is a number")
		for _, path := range []string{"from", "relay", "test", "keys", "keys/remove", "brakes"} {
			s.post(s.ana, "/settings/outgoing/"+path, "address", "a@b.test", "selector", "x", "algorithm", "rsa").shows(t, http.StatusForbidden)
		}
		s.get(s.ana, "/settings/outgoing").shows(t, http.StatusForbidden)
	})
}

func TestTemplates(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.get(s.cleo, "/settings/mail-templates").shows(t, http.StatusOK, "{{requester.first_name}}", "Placeholders:")
		d := notify.MailTemplates.Default
		fields := []string{"ack_subject", d.AckSubject, "ack", "Hi {{nobody}}", "footer", "", "invite_subject", d.InviteSubject, "invite", d.Invite,
			"reset_subject", d.ResetSubject, "reset", d.Reset, "layout", d.Layout}
		s.post(s.cleo, "/settings/mail-templates", fields...).shows(t, http.StatusUnprocessableEntity, "{{nobody}} is not known here", "Hi {{nobody}}")
		s.post(s.cleo, "/settings/mail-templates/preview", append(fields, "kind", "ack")...).shows(t, http.StatusUnprocessableEntity, "{{nobody}} is not known")
		fields[3] = "Moin {{requester.first_name}}"
		a := s.post(s.cleo, "/settings/mail-templates/preview", append(fields, "kind", "ack")...).shows(t, http.StatusOK, "<p>Moin Dana</p>")
		if csp := a.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox") {
			t.Errorf("the preview is shown under %q", csp)
		}
		s.post(s.cleo, "/settings/mail-templates", fields...).leads(t, "/settings/mail-templates")
		s.get(s.cleo, "/settings/mail-templates").shows(t, http.StatusOK, "Moin {{requester.first_name}}")
		s.post(s.ana, "/settings/mail-templates", fields...).shows(t, http.StatusForbidden)
	})
}

package notifyui_test

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/notify/notifyui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/settings"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// site is a desk with an agent, an administrator and a customer, behind its mux. Who a request comes from
// stands in its header As.
type site struct {
	mux             *web.Mux
	ui              *notifyui.UI
	notify          *notify.Service
	tickets         *ticket.Service
	ana, cleo, dana people.User
	answer          submit.Recipient
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	migrations := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), notify.Migrations()}
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(t, newSite(t, d)) })
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	s := &site{tickets: ticket.NewService(d, log, persons, blobs), answer: submit.Recipient{Outcome: submit.Sent, Code: 250, Text: "Ok"}}
	s.notify = notify.New(notify.Deps{DB: d, Log: log, People: persons, Tickets: s.tickets, Key: []byte("key"), Submit: s.submit})
	log.Attach([]event.Handler{s.notify.Handler()}, nil)
	ctx := access.AsSystem(t.Context(), "test")
	users := map[string]people.User{}
	for into, u := range map[*people.User]people.User{
		&s.ana:  {Name: "Ana Lima", Email: "ana@desk.test", Role: access.Agent},
		&s.cleo: {Name: "Cleo Hart", Email: "cleo@desk.test", Role: access.Admin},
		&s.dana: {Name: "Dana <b>Whitfield", Email: "dana@customer.test", Role: access.EndUser},
	} {
		*into, err = db.InTx(ctx, d, func(tx *db.Tx) (people.User, error) { return persons.ImportUser(ctx, tx, u, "") })
		if err != nil {
			t.Fatal(err)
		}
		users[into.Email] = *into
	}
	bundle, err := i18n.NewBundle(page.Catalogue, notifyui.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	s.mux = web.NewMux(web.Config{Now: func() time.Time { return d.Now(context.Background()) },
		Prepare: func(ctx context.Context, r *http.Request) (context.Context, error) {
			if u, ok := users[r.Header.Get("As")]; ok {
				ctx = access.With(ctx, u.Principal("web"))
			}
			return bundle.WithLocale(ctx, r.Header.Get("Accept-Language")), nil
		}})
	s.ui = notifyui.New(notifyui.Deps{Notify: s.notify, Now: d.Now,
		Named: func(ctx context.Context, ids ...int64) (map[int64]people.User, error) { return persons.Named(ctx, d.Read(), ids...) },
		Page: func(r *http.Request, title string, body ...g.Node) web.Node {
			return page.Shell(r.Context(), page.Frame{Title: title, Now: d.Now(r.Context())}, body...)
		}})
	s.ui.Routes(s.mux)
	return s
}

func (s *site) submit(_ context.Context, _ submit.Relay, env submit.Envelope, msg func(io.Writer) error) ([]submit.Recipient, error) {
	if err := msg(io.Discard); err != nil {
		return nil, err
	}
	var all []submit.Recipient
	for _, to := range env.To {
		r := s.answer
		r.Address = to
		all = append(all, r)
	}
	return all, nil
}

// answer is a page as it came.
type answer struct {
	*httptest.ResponseRecorder
	text string // with HTML entities decoded
}

func (s *site) get(who people.User, path string) answer { return s.do(http.MethodGet, who, path, nil) }

func (s *site) post(who people.User, path string, fields ...string) answer {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return s.do(http.MethodPost, who, path, strings.NewReader(v.Encode()))
}

func (s *site) do(method string, who people.User, path string, body io.Reader) answer {
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("As", who.Email)
	r.Header.Set("Accept", "text/html")
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return answer{w, html.UnescapeString(w.Body.String())}
}

func (a answer) shows(t *testing.T, status int, words ...string) answer {
	t.Helper()
	if a.Code != status {
		t.Fatalf("status %d, want %d:\n%s", a.Code, status, a.main())
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			t.Errorf("the page does not say %q:\n%s", w, a.main())
		}
	}
	return a
}

func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if got := a.Header().Get("Location"); a.Code != http.StatusSeeOther || got != to {
		t.Fatalf("status %d to %q, want 303 to %q:\n%s", a.Code, got, to, a.main())
	}
}

func (a answer) main() string {
	_, text, _ := strings.Cut(a.text, "<main")
	text, _, _ = strings.Cut(text, "</main>")
	return text
}

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

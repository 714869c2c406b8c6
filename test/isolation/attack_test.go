package isolation

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestAttacks is what somebody tries who is signed in next door, runs the ordinary desk, or is another customer.
func TestAttacks(t *testing.T) {
	o := start(t, db.SQLite)
	word := o.secret()
	for _, attack := range []struct {
		name string
		try  func(t *testing.T, o *office, word string)
	}{
		{"ask for what is there and what is not", askAround},
		{"carry a session over", carryOver},
		{"name another host", nameHosts},
		{"take the host name for a status page", takeHost},
		{"ask as another customer", askAsCustomer},
		{"ask as a program", askAsProgram},
		{"count by health and numbers", count},
		{"have a reply come in next door", replyNextDoor},
		{"restore next door", restoreNextDoor},
		{"change the log of views", changeLog},
	} {
		t.Run(attack.name, func(t *testing.T) {
			sub := *o
			sub.t = t
			attack.try(t, &sub, word)
		})
	}
	o.search("the log", o.log.bytes())
}

// secret writes a ticket of Olga's that nobody outside is to learn of, and gives the word in it.
func (o *office) secret() string {
	o.t.Helper()
	c := &canaries{}
	word := c.plant("ticket")
	ctx := o.as(o.shut, gwen)
	u, err := o.shut.People.CreateContact(ctx, olga, people.Particulars{Name: word})
	o.must(err)
	_, err = o.shut.Tickets.Create(ctx,
		ticket.NewTicket{Subject: word, RequesterID: u.ID, Channel: "web", Comment: ticket.NewComment{Public: true, Body: word}})
	o.must(err)
	return word
}

// askAround wants the same bytes for every address of the restricted desk, whatever stands behind it.
func askAround(t *testing.T, o *office, _ string) {
	v := o.visit("gov.test")
	_, want := v.get("/tickets/1")
	for _, path := range []string{"/tickets/2", "/tickets/99999", "/tickets?q=status:open", "/tickets.csv", "/search?q=x", "/queue",
		"/today", "/board", "/people/1", "/organizations/1", "/accounts/1", "/calls/1",
		"/pages/1", "/phone/1", "/attachments/1/x.log", "/inline/1", "/mail/1/raw", "/outbox", "/environments/1", "/upgrades/1",
		"/escalations/1", "/emergencies/1", "/incidents/1", "/clearances",
		"/settings", "/settings/clearances", "/settings/view-log.csv", "/settings/audit", "/live?topics=tickets", "/band", "/palette?q=x",
		"/of/1", "/shift", "/p/1/x", "/nothing-here", "/portal/tickets/1", "/portal/attachments/1/x"} {
		status, got := v.get(path)
		if bytes.Contains(got, []byte("/portal/sign-in")) && status == http.StatusOK && strings.HasPrefix(path, "/portal/") {
			continue // the customers' own door, which is the same for every address too
		}
		if !bytes.Equal(content(got), content(want)) {
			t.Errorf("%s is told from another (%d)", path, status)
		}
	}
	for _, form := range []string{"/tickets/%d/reply", "/tickets/%d/take", "/tickets/%d/discussion", "/settings/clearances/%d/revoke", "/nothing/%d"} {
		there, not := fmt.Sprintf(form, 1), fmt.Sprintf(form, 99999)
		statusThere, gotThere := v.send(there, url.Values{"why": {"x"}})
		statusNot, gotNot := v.send(not, url.Values{"why": {"x"}})
		if statusThere < 400 || statusThere != statusNot || len(content(gotThere)) != len(content(gotNot)) {
			t.Errorf("a form to %s (%d) is told from one to %s (%d)", there, statusThere, not, statusNot)
		}
	}
}

// carryOver shows the cookie of the ordinary desk to the restricted one, and a mailed secret likewise.
func carryOver(t *testing.T, o *office, word string) {
	inside := o.signIn("desk.test", ada)
	at, err := url.Parse(inside.url("/"))
	o.must(err)
	v := o.visit("gov.test")
	there, err := url.Parse(v.url("/"))
	o.must(err)
	v.http.Jar.SetCookies(there, inside.http.Jar.Cookies(at))
	_, want := o.visit("gov.test").get("/tickets/1")
	if _, got := v.get("/tickets/1"); !bytes.Equal(content(got), content(want)) {
		t.Error("a session of the ordinary desk is known on the restricted one")
	}
	link, err := o.open.People.SendLink(o.as(o.open, ada), o.number(o.open, ada))
	o.must(err)
	mailed, err := url.Parse(link)
	o.must(err)
	if status, got := o.visit("gov.test").get(mailed.Path); status < 400 || bytes.Contains(got, []byte(word)) {
		t.Errorf("a link of the ordinary desk gives %d on the restricted one", status)
	}
}

func (o *office) number(d *app.Desk, address string) int64 {
	o.t.Helper()
	u, err := d.People.ByAddress(o.t.Context(), d.DB.Read(), address)
	o.must(err)
	return u.ID
}

// nameHosts plays with the host name: what is nobody's is the ordinary desk, and no header but Host chooses.
func nameHosts(t *testing.T, o *office, word string) {
	for _, c := range []struct{ first, head string }{
		{"GET /tickets/1 HTTP/1.1", "Host: other.test"},
		{"GET /tickets/1 HTTP/1.1", "Host: gov.test."},
		{"GET /tickets/1 HTTP/1.1", "Host: desk.test\r\nX-Forwarded-Host: gov.test\r\nX-Original-Host: gov.test\r\nForwarded: host=gov.test"},
		{"GET http://desk.test/tickets/1 HTTP/1.1", "Host: gov.test"},
		{"GET /tickets/1 HTTP/1.1", "Host: GOV.TEST"},
		{"GET http://gov.test/tickets/1 HTTP/1.1", "Host: desk.test"},
		{"GET //gov.test/tickets/1 HTTP/1.1", "Host: desk.test"},
		{"GET /tickets/1 HTTP/1.0", "X: y"},
	} {
		got := o.raw(c.first + "\r\n" + c.head + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
		restricted := strings.Contains(got, "Restricted record")
		named := strings.Contains(c.first, "//gov.test/") && !strings.HasPrefix(c.first, "GET //") || strings.Contains(c.head, "GOV.TEST")
		if restricted != named || strings.Contains(got, word) {
			t.Errorf("%q, %q: the restricted desk answers: %v, want %v", c.first, c.head, restricted, named)
		}
	}
}

// raw sends bytes to the process and gives what comes back.
func (o *office) raw(request string) string {
	o.t.Helper()
	c, err := net.Dial("tcp", "127.0.0.1:"+o.port)
	o.must(err)
	defer c.Close()
	_, err = io.WriteString(c, request)
	o.must(err)
	got, err := io.ReadAll(bufio.NewReader(c))
	o.must(err)
	return string(got)
}

// takeHost has the administrator of the ordinary desk give its status page the name of the restricted one.
func takeHost(t *testing.T, o *office, _ string) {
	_, want := o.visit("gov.test").get("/tickets/99999")
	status := func() bool {
		_, got := o.visit("status.test").get("/")
		return bytes.Contains(got, []byte("/status/history"))
	}
	for _, host := range []string{"status.test", "gov.test"} {
		o.must(o.open.Incidents.SavePage(o.as(o.open, ada), incident.PublicPage{Host: host, Days: 90, Partial: 30}))
		o.until("the setting is read", func(context.Context) bool { return status() == (host == "status.test") })
	}
	for _, path := range []string{"/", "/tickets/1"} {
		if _, got := o.visit("gov.test").get(path); !bytes.Equal(content(got), content(want)) {
			t.Errorf("gov.test%s is answered by the ordinary desk", path)
		}
	}
}

// askAsCustomer is somebody of another customer of the same desk: what is not theirs is as if it were not there.
func askAsCustomer(t *testing.T, o *office, word string) {
	ctx := access.AsSystem(t.Context(), "test")
	hash, err := o.shut.People.HashPassword(ctx, password)
	o.must(err)
	o.must(o.shut.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := o.shut.People.ImportUser(ctx, tx, people.User{Name: "Mallory", Email: "mallory@other.test", Role: access.EndUser}, hash)
		return err
	}))
	v := o.signIn("gov.test", "mallory@other.test")
	if _, mine := v.get("/portal/"); !bytes.Contains(mine, []byte("Mallory")) {
		t.Fatalf("Mallory is not in: %.300s", mine)
	}
	for _, at := range []string{"/portal/tickets/%s", "/portal/attachments/%s/x.log", "/tickets/%s", "/api/v2/tickets/%s.json"} {
		statusThere, there := v.get(fmt.Sprintf(at, "1"))
		statusNot, not := v.get(fmt.Sprintf(at, "7"))
		if statusThere != statusNot || len(content(there)) != len(content(not)) || bytes.Contains(there, []byte(word)) {
			t.Errorf("%s: %d and %d for what is there and what is not", at, statusThere, statusNot)
		}
	}
	for _, path := range []string{"/portal/", "/portal/tickets", "/portal/search?q=" + word[:6], "/portal/tickets?q=" + word[:6]} {
		if _, got := v.get(path); bytes.Contains(got, []byte(word)) {
			t.Errorf("%s shows it", path)
		}
	}
}

// askAsProgram tries the tokens and passwords of the ordinary desk.
func askAsProgram(t *testing.T, o *office, _ string) {
	_, token, err := o.open.People.CreateAPIToken(o.as(o.open, ada), people.NewAPIToken{Name: "x", Scopes: []people.Scope{people.ScopeRead}})
	o.must(err)
	for _, header := range []string{"", "Bearer " + token, "Basic YWRhQGRlc2sudGVzdDph"} {
		var answers [][]byte
		for _, path := range []string{"/api/v2/on_call.json", "/api/v2/on_call.json?schedule=nothing"} {
			v := o.visit("gov.test")
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.url(path), nil)
			o.must(err)
			req.Header.Set("Authorization", header)
			status, got := v.do(req)
			if status != http.StatusUnauthorized {
				t.Errorf("%s with %.10q gives %d", path, header, status)
			}
			answers = append(answers, content(got))
		}
		if !bytes.Equal(answers[0], answers[1]) {
			t.Errorf("with %.10q one answer is told from the other", header)
		}
	}
	before := o.views(t)
	_, mine, err := o.shut.People.CreateAPIToken(o.as(o.shut, gwen), people.NewAPIToken{Name: "y", Scopes: []people.Scope{people.ScopeRead}})
	o.must(err)
	if status := o.program("gov.test", "/api/v2/on_call.json", mine); status != http.StatusOK || o.views(t) != before+1 {
		t.Errorf("a program's view gives %d, and %d views are written down, want one more than %d", status, o.views(t), before)
	}
}

func (o *office) views(t *testing.T) int64 {
	t.Helper()
	c, err := o.shut.Clearances.Verify(access.AsSystem(t.Context(), "test"))
	o.must(err)
	return c.Views
}

// count asks for what is told without a sign-in.
func count(t *testing.T, o *office, _ string) {
	if _, got := o.visit("gov.test").get("/healthz"); !bytes.HasSuffix(got, []byte("\r\nok\n")) {
		t.Errorf("the health of the restricted desk says more than that it is there: %s", got)
	}
	if _, got := o.visit("desk.test").get("/metrics"); bytes.Contains(got, []byte("Government")) {
		t.Error("the numbers of the ordinary desk count the restricted one")
	}
	v := o.visit("gov.test")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.url("/metrics"), nil)
	o.must(err)
	req.Header.Set("X-Forwarded-For", "192.0.2.7")
	if status, got := v.do(req); status != http.StatusUnauthorized || bytes.Contains(got, []byte("daywatch_mails")) {
		t.Errorf("the numbers of the restricted desk are shown through a proxy: %d", status)
	}
}

// replyNextDoor answers a ticket whose requester is the address of the ordinary desk: a mail there would be a ticket there.
func replyNextDoor(t *testing.T, o *office, _ string) {
	c := &canaries{words: make([]string, 900)}
	ctx := o.as(o.shut, gwen)
	for _, address := range []string{atOpen, olga} {
		u, err := o.shut.People.ByAddress(ctx, o.shut.DB.Read(), address)
		if fault.Is(err, fault.NotFound) {
			u, err = o.shut.People.CreateContact(ctx, address, people.Particulars{Name: "Next door"})
		}
		o.must(err)
		t, err := o.shut.Tickets.Create(ctx,
			ticket.NewTicket{Subject: "Hello", RequesterID: u.ID, Channel: "web", Comment: ticket.NewComment{AuthorID: u.ID, Public: true, Body: "Hello"}})
		o.must(err)
		_, err = o.shut.Tickets.Update(ctx, t.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: c.plant("reply")}})
		o.must(err)
	}
	o.until("Olga has her mail", func(ctx context.Context) bool {
		mails, err := o.post.Read(ctx, olga)
		return err == nil && bytes.Contains(bytes.Join(mails, nil), []byte(c.words[len(c.words)-1]))
	})
	mails, err := o.post.Read(t.Context(), atOpen)
	o.must(err)
	if len(mails) > 0 {
		t.Errorf("the ordinary desk gets %d mails of the restricted one", len(mails))
	}
}

// restoreNextDoor restores a backup of the restricted desk into an ordinary one.
func restoreNextDoor(t *testing.T, o *office, _ string) {
	backup := o.backup("Government")
	a := &app.App{Out: io.Discard, Log: slog.New(slog.DiscardHandler)}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(backup)), nil }
	dir := t.TempDir()
	o.write(dir+"/daywatch.toml", "[[desk]]\nname = \"Support\"\n")
	if _, err := a.Restore(t.Context(), cli.RestoreOptions{Place: cli.Place{Dir: dir}, Open: open}); !fault.Is(err, fault.Conflict) {
		t.Errorf("restored into an ordinary desk: %v", err)
	}
	files := map[string][]byte{}
	o.folder(files, "", dir)
	for name, body := range files {
		o.search("the folder of the ordinary desk"+name, body)
	}
	fresh := t.TempDir()
	_, err := a.Restore(t.Context(), cli.RestoreOptions{Place: cli.Place{Dir: fresh}, Open: open})
	o.must(err)
	cfg, err := app.LoadDir(fresh)
	o.must(err)
	if len(cfg.Desks) != 1 || !cfg.Desks[0].Restricted {
		t.Errorf("restored into a new folder it is restricted no more: %+v", cfg.Desks)
	}
}

// changeLog changes a row of the log of views by SQL; doctor names it, and says how to go on.
func changeLog(t *testing.T, o *office, _ string) {
	o.signIn("gov.test", gwen).get("/tickets/1")
	if f := o.doctor(); f.Level != cli.OK {
		t.Fatalf("doctor says before: %+v", f)
	}
	ctx := access.AsSystem(t.Context(), "test")
	o.must(o.shut.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE view_log SET person_id = 0 WHERE seq = (SELECT max(seq) FROM view_log WHERE record = '1')")
		return err
	}))
	if f := o.doctor(); f.Level != cli.Bad || !strings.Contains(f.Text, "broken at view") || f.Do == "" {
		t.Errorf("doctor says: %+v", f)
	}
}

// doctor gives what it finds of the log of views.
func (o *office) doctor() cli.Finding {
	o.t.Helper()
	a := &app.App{Out: io.Discard, Log: slog.New(slog.DiscardHandler)}
	for _, f := range a.Examine(o.t.Context(), cli.Place{Config: o.config, Desk: "Government"}) {
		if f.Name == "log of views" {
			return f
		}
	}
	o.t.Fatal("doctor does not look at the log of views")
	return cli.Finding{}
}

// Package isolation shows that a restricted desk keeps what is in it: words are planted there by every way that leads in, and
// the bytes of everything outside are searched for them.
package isolation

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/test/rig"
)

// leastCanaries is how many words are planted at least.
const leastCanaries = 200

// TestNothingLeaves is acceptance 24 at the level of bytes, on both engines.
func TestNothingLeaves(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			o, c := start(t, engine), &canaries{}
			outside := o.signIn("desk.test", ada)
			stream := o.follow(outside)
			o.byMail(c)
			o.byHand(c)
			o.byAccount(c)
			o.workOn(c)
			o.knock(c)
			if len(c.words) < leastCanaries {
				t.Fatalf("only %d words were planted", len(c.words))
			}
			o.quiet()
			o.arePlanted(c)
			o.search("the ordinary desk's event stream", stream())
			for name, body := range o.outside(outside) {
				o.search(name, body)
			}
		})
	}
}

// search fails where a canary shows.
func (o *office) search(name string, body []byte) {
	o.t.Helper()
	if found := in(body); len(found) > 0 {
		o.t.Errorf("%s holds %d words of the restricted desk, such as %v", name, len(found), found[:min(len(found), 3)])
	}
}

// letter is a mail with one file.
var letter = strings.ReplaceAll(`From: NAME <FROM>
To: support@gov.test
Subject: SUBJECT does not start
Message-ID: <ID@agency.test>
Date: DATE
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

The node TEXT answers nothing.
--b
Content-Type: text/plain; name=FILE.log
Content-Disposition: attachment; filename=FILE.log
Content-Transfer-Encoding: base64

BODY
--b--
`, "\n", "\r\n")

// byMail plants words in what customers write: names, subjects, texts, files and their names.
func (o *office) byMail(c *canaries) {
	o.t.Helper()
	for n := range 20 {
		from, file := strings.ToLower(c.plant("sender's address"))+"@agency.test", c.plant("file name")
		mail := strings.NewReplacer("NAME", c.plant("sender's name"), "FROM", from, "SUBJECT", c.plant("subject"), "ID", fmt.Sprint(n),
			"DATE", time.Now().Format(time.RFC1123Z),
			"TEXT", c.plant("text"), "FILE", file, "BODY", base64.StdEncoding.EncodeToString([]byte(c.plant("file")+" panic\n"))).Replace(letter)
		o.must(smtp.SendMail(o.smtp[o.shut], nil, olga, []string{"support@gov.test"}, []byte(mail)))
	}
	o.until("the mails are filed", func(ctx context.Context) bool {
		page, err := o.shut.Tickets.List(ctx, ticket.ListRequest{})
		return err == nil && len(page.Rows) >= 20
	})
}

// byHand plants words in what the team keeps: customers, notes, replies, calls, saved replies.
func (o *office) byHand(c *canaries) {
	o.t.Helper()
	ctx := o.as(o.shut, gwen)
	for n := range 8 {
		org, err := o.shut.People.SaveOrganization(ctx,
			people.Organization{Name: c.plant("organization"), Notes: c.plant("organization's notes"), Aliases: []string{c.plant("alias")},
				Tags: []string{c.plant("organization's tag")}, Domains: []string{strings.ToLower(c.plant("domain")) + ".test"}})
		o.must(err)
		u, err := o.shut.People.CreateContact(ctx, strings.ToLower(c.plant("contact's address"))+"@agency.test",
			people.Particulars{Name: c.plant("contact"), OrganizationID: org.ID})
		o.must(err)
		t, err := o.shut.Tickets.Create(ctx, ticket.NewTicket{Subject: c.plant("subject typed"), RequesterID: u.ID, Channel: "web",
			Tags:    []string{c.plant("tag")},
			Comment: ticket.NewComment{Public: true, Body: c.plant("text typed")}})
		o.must(err)
		_, err = o.shut.Tickets.Update(ctx, t.ID, ticket.Update{Comment: &ticket.NewComment{Body: c.plant("note")}})
		o.must(err)
		_, err = o.shut.Tickets.Update(ctx, t.ID, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: c.plant("reply")}})
		o.must(err)
		me, _ := access.From(ctx)
		_, err = o.shut.Tickets.Update(ctx, t.ID, ticket.Update{AssigneeID: &me.UserID})
		o.must(err)
		o.must(o.shut.DB.Do(ctx, func(tx *db.Tx) error {
			_, err := o.shut.Calls.ScheduleIn(ctx, tx,
				call.Booking{Kind: call.Meeting, Subject: event.Ticket(t.ID), TicketID: t.ID, Title: c.plant("call"),
					At: tx.Now().Add(time.Duration(50+n) * time.Hour), Minutes: 30, Hosts: []int64{me.UserID}, About: c.plant("agenda of a call")})
			if err != nil {
				return err
			}
			_, err = o.shut.Paging.Trigger(ctx, tx, paging.Alarm{Key: fmt.Sprint(t.ID), Subject: event.Ticket(t.ID), Title: c.plant("page"),
				Urgency: paging.High, To: []int64{me.UserID}})
			return err
		}))
	}
}

// workOn does with what was planted what people do: reads, searches, asks for what is not there, exports.
func (o *office) workOn(c *canaries) {
	o.t.Helper()
	v := o.signIn("gov.test", gwen)
	for _, path := range []string{"/tickets", "/tickets/1", "/tickets/21", "/people", "/organizations", "/calls", "/pages", "/queue",
		"/environments", "/accounts/9", "/organizations/9", "/escalations", "/clearances", "/search?q=" + c.words[2], "/tickets?q=" + c.words[3],
		"/" + c.plant("~path that is not there"), "/tickets/" + c.plant("~ticket that is not there"), "/metrics"} {
		v.get(path)
	}
	v.send("/tickets/1/reply", map[string][]string{"mode": {"public"}, "body": {c.plant("~reply that is refused")}})
}

// knock asks the ordinary desk, and the restricted one from outside, for records that are not theirs to see.
func (o *office) knock(c *canaries) {
	o.t.Helper()
	stranger := o.visit("gov.test")
	_, first := stranger.get("/tickets/1")
	for _, path := range []string{"/tickets/2", "/tickets/99999", "/people/2", "/search?q=x", "/attachments/1/x"} {
		_, body := stranger.get(path)
		o.search("gov.test"+path+" for a stranger", body)
	}
	o.search("gov.test/tickets/1 for a stranger", first)
	if o.letIn("gov.test", ada) {
		o.t.Error("somebody without a clearance is let in")
	}
}

// letIn reports whether somebody is let in by their password.
func (o *office) letIn(host, address string) bool {
	v := o.visit(host)
	status, page := v.send("/sign-in", map[string][]string{"address": {address}, "password": {password}})
	return status == http.StatusOK && bytes.Contains(page, []byte("/sign-out"))
}

// as is somebody of the team at the page.
func (o *office) as(d *app.Desk, address string) context.Context {
	o.t.Helper()
	u, err := d.People.ByAddress(o.t.Context(), d.DB.Read(), address)
	o.must(err)
	return access.With(o.t.Context(), u.Principal("web"))
}

// until waits for something that jobs do.
func (o *office) until(what string, look func(ctx context.Context) bool) {
	o.t.Helper()
	ctx := access.AsSystem(o.t.Context(), "test")
	rig.Eventually(o.t, what, func() bool { return look(ctx) })
}

// quiet waits until no job is left to do now: mails are out, pages are sent.
func (o *office) quiet() {
	o.t.Helper()
	o.until("Gwen's mailbox holds her news", func(ctx context.Context) bool {
		mails, err := o.post.Read(ctx, gwen)
		return err == nil && len(mails) >= 8
	})
}

// follow listens to the ordinary desk's stream until the returned function is called, which gives what came.
func (o *office) follow(v *visitor) func() []byte {
	ctx, stop := context.WithCancel(o.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.url("/live?topics=tickets,ticket:1,pages,deliveries"), nil)
	o.must(err)
	res, err := v.http.Do(req)
	o.must(err)
	all := make(chan []byte, 1)
	go func() {
		body, _ := io.ReadAll(res.Body) // ends with the context
		res.Body.Close()
		all <- body
	}()
	return func() []byte { stop(); return <-all }
}

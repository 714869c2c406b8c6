package isolation

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// holdings are all the ways by which Rex, who is cleared, comes in or is reached.
type holdings struct {
	browser *visitor
	stream  <-chan struct{} // closed when it ends
	token   string
	feed    string // path of a calendar
	ack     string // path of the link in a page
	page    int64
	reset   string // path of a mailed link
	id      int64
}

// TestRevokedAtOnce takes the clearance from somebody who holds every way in: each ends by that act, the open stream too.
func TestRevokedAtOnce(t *testing.T) {
	o := start(t, db.SQLite)
	o.secret()
	h := o.equip()
	for path, want := range map[string]int{h.feed: http.StatusOK, h.ack: http.StatusOK, h.reset: http.StatusOK} {
		if status, _ := o.visit("gov.test").get(path); status != want {
			t.Fatalf("%s gives %d before", path, status)
		}
	}
	if status := o.program("gov.test", "/api/v2/on_call.json", h.token); status != http.StatusOK {
		t.Fatalf("the token gives %d before", status)
	}
	o.revoke(h.id)
	<-h.stream // the test ends by its own time limit where it does not
	_, stranger := o.visit("gov.test").get("/tickets/1")
	if _, got := h.browser.get("/tickets/1"); !bytes.Equal(content(got), content(stranger)) {
		t.Error("their browser is shown something else than a stranger's")
	}
	if status := o.program("gov.test", "/api/v2/on_call.json", h.token); status != http.StatusUnauthorized && status != http.StatusForbidden {
		t.Errorf("their token gives %d", status)
	}
	for _, path := range []string{h.feed, h.ack, h.reset} {
		if status, got := o.visit("gov.test").get(path); status < 400 || bytes.Contains(got, []byte("rex")) {
			t.Errorf("%s gives %d", path, status)
		}
	}
	o.visit("gov.test").send(h.ack, url.Values{})
	p, err := o.shut.Paging.Record(access.AsSystem(t.Context(), "test"), h.page)
	o.must(err)
	if p.Page.AckedBy != 0 {
		t.Error("they acknowledged a page by its link")
	}
	if o.letIn("gov.test", rex) {
		t.Error("they can sign in again")
	}
}

// told are headers in which answers differ that say the same: each has its own id, and only some routes look at a cookie.
var told = []string{"X-Request-Id", "Date", "Set-Cookie", "Vary"}

// content is an answer without them.
func content(answer []byte) []byte {
	var kept [][]byte
	for _, line := range bytes.Split(answer, []byte("\n")) {
		if name, _, ok := bytes.Cut(line, []byte(":")); ok && slices.Contains(told, string(name)) {
			continue
		}
		kept = append(kept, line)
	}
	return bytes.Join(kept, []byte("\n"))
}

// equip gives Rex all of it.
func (o *office) equip() (h holdings) {
	o.t.Helper()
	ctx := o.as(o.shut, rex)
	me, _ := access.From(ctx)
	h.id, h.browser = me.UserID, o.signIn("gov.test", rex)
	h.stream = o.listen(h.browser)
	_, secret, err := o.shut.People.CreateAPIToken(ctx, people.NewAPIToken{Name: "Terraform", Scopes: []people.Scope{people.ScopeRead}})
	o.must(err)
	feed, err := o.shut.OnCall.MakeFeed(ctx, 0)
	o.must(err)
	link, err := o.shut.People.SendLink(o.as(o.shut, gwen), me.UserID)
	o.must(err)
	at, err := url.Parse(link)
	o.must(err)
	h.token, h.feed, h.reset = secret, "/calendar/"+feed+".ics", at.Path
	o.must(o.shut.DB.Do(ctx, func(tx *db.Tx) error {
		p, err := o.shut.Paging.Trigger(access.AsSystem(ctx, "test"), tx,
			paging.Alarm{Key: "rex", Subject: event.Ticket(1), Title: "Down", Urgency: paging.High, To: []int64{me.UserID}})
		h.page = p.ID
		return err
	}))
	o.until("Rex is paged", func(ctx context.Context) bool {
		r, err := o.shut.Paging.Record(ctx, h.page)
		if err != nil || len(r.Deliveries) == 0 {
			return false
		}
		h.ack = o.shut.Paging.AckPath(r.Deliveries[0].ID)
		return true
	})
	return h
}

// listen opens a stream and gives what is closed when it ends.
func (o *office) listen(v *visitor) <-chan struct{} {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, v.url("/live?topics=tickets"), nil)
	o.must(err)
	res, err := v.http.Do(req)
	o.must(err)
	if res.StatusCode != http.StatusOK {
		o.t.Fatalf("the stream gives %d", res.StatusCode)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer res.Body.Close()
		_, _ = io.Copy(io.Discard, res.Body) // until the other side ends it
	}()
	return over
}

// program asks as a program with a token, and gives the status.
func (o *office) program(host, path, token string) int {
	o.t.Helper()
	v := o.visit(host)
	req, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, v.url(path), nil)
	o.must(err)
	req.Header.Set("Authorization", "Bearer "+token)
	status, _ := v.do(req)
	return status
}

// revoke has Gwen end all clearances of somebody at the page.
func (o *office) revoke(id int64) {
	o.t.Helper()
	records, err := o.shut.Clearances.RecordsOf(o.as(o.shut, gwen), id)
	o.must(err)
	v := o.signIn("gov.test", gwen)
	for _, r := range records {
		path := "/settings/clearances/" + strconv.FormatInt(r.ID, 10) + "/revoke"
		if status, _ := v.send(path, url.Values{"why": {"the certificate was withdrawn"}}); status != http.StatusOK {
			o.t.Fatalf("%s gives %d", path, status)
		}
	}
}

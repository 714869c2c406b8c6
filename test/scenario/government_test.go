package scenario

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// playShut plays on a restricted desk whose team is cleared.
func playShut(t *testing.T, begin string, scene func(t *testing.T, k *desk)) {
	t.Helper()
	playOn(t, begin, "restricted = true", func(t *testing.T, k *desk) {
		for _, u := range k.users {
			if !u.Role.Staff() {
				continue
			}
			_, err := k.Clearances.Record(k.system(),
				clearance.Verification{PersonID: u.ID, Verifier: "Hilda Brandt", VerifiedOn: time.Now().UTC().Format(time.DateOnly),
					Proof: clearance.RulesKey.Default.Proofs[0]})
			k.must(err)
		}
		scene(t, k)
	})
}

// attach sends a form with one file.
func (v *visitor) attach(path, name, contentType string, file []byte, fields ...string) answer {
	v.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		m.WriteField(fields[i], fields[i+1])
	}
	part, err := m.CreatePart(map[string][]string{"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, name)},
		"Content-Type": {contentType}})
	if err != nil {
		v.t.Fatal(err)
	}
	part.Write(file)
	m.Close()
	return v.ask(http.MethodPost, path, m.FormDataContentType(), &body)
}

// TestScenario24Refusals: a restricted desk copies nobody in, by no way, and the files of a closed ticket go a while after its last
// update: 90 days, which core/ticket's TestFilesExpire waits for; here a setting makes them five.
func TestScenario24Refusals(t *testing.T) {
	playShut(t, "2026-03-02 15:00", func(t *testing.T, k *desk) {
		if r, err := k.Tickets.Offers(k.system()); err != nil || r.FileDays != 90 {
			t.Errorf("files are kept for %d days, %v", r.FileDays, err)
		}
		life := ticket.Life.Default
		life.FileDays = 5
		k.must(k.Tickets.SaveLifeRules(k.system(), life))
		dana, ana := k.enter("dana"), k.signIn("ana")
		dana.get("/portal/new").shows(http.StatusOK, "sanitised").hides(`name="cc"`)
		id := dana.attach("/portal/new", "trace.log", "text/plain", []byte("panic"), "subject", "Node does not start", "body",
			"See the file", "severity", "3", "region", "emea", "do", "send").ticket("/portal/tickets/")
		dana.get(fmt.Sprint("/portal/tickets/", id)).shows(http.StatusOK, "trace.log").hides(`name="cc"`)
		dana.post(fmt.Sprint("/portal/tickets/", id, "/cc"), "cc", "finn@acme.test").shows(http.StatusForbidden, "copies nobody in")
		ana.get(page(id, "")).shows(http.StatusOK).hides(`name="ccs"`)
		_, err := k.Tickets.Update(k.as("ana"), id, ticket.Update{AddCCs: []int64{k.users["finn"].ID}})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("an engineer copies somebody in: %v", err)
		}

		mailed := k.mail(letter{from: "dana", cc: "finn@acme.test", subject: "Again", text: "It does not start again"})
		if got := k.ticket(mailed).CCs; len(got) > 0 {
			t.Errorf("a mail copies in %v", got)
		}
		notes := k.thread(mailed)
		if last := notes[len(notes)-1]; last.Public || !strings.Contains(last.Body, "finn@acme.test") {
			t.Errorf("nobody is told who was left out: %+v", last)
		}

		k.reply(ana, id, "See [the guide](https://docs.example/start), please.")
		if sent := k.last("dana", "reply"); !strings.Contains(sent.Text, "the guide [1]") || !strings.Contains(sent.Text, "[1] https://docs.example/start") {
			t.Errorf("the link is not numbered: %s", sent.Text)
		}
		k.stand(id, ticket.Solved)
		k.wait(7*24*time.Hour + time.Hour) // closed by itself
		k.stands(id, ticket.Closed, "")
		k.wait(4 * 24 * time.Hour)
		ana.get(k.file(id)).shows(http.StatusOK, "panic")
		k.wait(25 * time.Hour)
		ana.get(k.file(id)).shows(http.StatusNotFound, "trace.log", "was removed")
		ana.get(page(id, "")).shows(http.StatusOK, "trace.log", "removed on")
	})
}

// stand gives a ticket a status, as the desk itself.
func (k *desk) stand(id int64, s ticket.Status) {
	k.t.Helper()
	_, err := k.Tickets.Update(k.system(), id, ticket.Update{Status: &s})
	k.must(err)
}

// file is the path of the first file on a ticket.
func (k *desk) file(id int64) string {
	k.t.Helper()
	for _, c := range k.thread(id) {
		for _, a := range c.Attachments {
			return fmt.Sprintf("/attachments/%d/%s", a.ID, a.Name)
		}
	}
	k.t.Fatalf("ticket #%d has no file", id)
	return ""
}

// TestScenario24Hours: a customer of twelve hours on five days calls an emergency on a Saturday. Somebody is asked quietly, and the
// customer hears at once from when on it is certain; one of a customer round the clock rings at any hour.
func TestScenario24Hours(t *testing.T) {
	playShut(t, "2026-03-07 15:00", func(t *testing.T, k *desk) {
		k.hoursOf("Government 12x5")
		dana := k.enter("dana")
		quiet := k.emergency(dana)
		if rings := k.rings(quiet); len(rings) != 1 || rings[0].Urgency != paging.Low {
			t.Errorf("outside the hours it rings %+v", rings)
		}
		if m := k.last("dana", notify.Ack); !strings.Contains(m.Text, "Mon 9 Mar 05:00 PDT") {
			t.Errorf("the customer hears: %s", m.Text)
		}
		k.hoursOf("24x7")
		loud := k.emergency(dana)
		if rings := k.rings(loud); len(rings) != 1 || rings[0].Urgency != paging.High {
			t.Errorf("round the clock it rings %+v", rings)
		}
	})
}

// hoursOf gives the customer a calendar of their own, and Dana a zone.
func (k *desk) hoursOf(title string) {
	k.t.Helper()
	c, err := k.Calendars.ByTitle(k.system(), k.DB.Read(), title)
	k.must(err)
	k.customer(func(o *people.Organization) { o.CalendarID = c.ID })
	_, err = k.People.EditUser(k.system(), k.users["dana"].ID, people.Particulars{Name: "Dana Voss", OrganizationID: k.acme.ID, Zone: "America/Los_Angeles"})
	k.must(err)
}

// TestScenario45: a government ticket takes no pictures and offers no sharing of a screen; the redacted bundle is read all the
// same. How well, beside the raw one, is published in docs/diagnosis-accuracy.md and measured by diagnose's TestAccuracy.
func TestScenario45(t *testing.T) {
	playShut(t, "2026-03-12 15:00", func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		shot := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
		dana.attach("/portal/new", "screen.log", "text/plain", shot, "subject", "It is slow", "body", "As you can see", "severity", "2",
			"region", "emea", "do", "send").
			shows(http.StatusUnprocessableEntity, "is a picture", "Paste the text", "As you can see")
		id := dana.attach("/portal/new", "bundle.tar.gz", "application/gzip", redactedBundle(t), "subject", "It is slow", "body",
			"Names are taken out", "severity", "2", "region", "emea", "do", "send").ticket("/portal/tickets/")
		k.wait(time.Minute)
		thread := k.thread(id)
		note := thread[len(thread)-1]
		if note.Public || !strings.Contains(note.Body, "Gitaly waits for its storage") || !strings.Contains(note.Body, "HOST-1") {
			t.Errorf("the bundle is not read: %+v", note)
		}
		dana.get(fmt.Sprint("/portal/tickets/", id)).hides("HOST-1", "Gitaly waits")
		ana.get(page(id, "")).shows(http.StatusOK, "Gitaly waits for its storage").hides("creen sharing", "share your screen")
	})
}

// redactedBundle is what a customer sends who has taken out every name.
func redactedBundle(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for name, text := range map[string]string{
		"dmesg":                         "[Thu Mar 12 10:12:00 2026] nfs: server HOST-1 not responding, still trying\n",
		"mount":                         "HOST-1:/export/git-data on /var/opt/gitlab/git-data nfs4\n",
		"var/log/gitlab/gitaly/current": `{"grpc.code":"DeadlineExceeded","grpc.method":"FindCommit"}` + "\n",
	} {
		if err := w.WriteHeader(&tar.Header{Name: "bundle.HOST-2/" + name, Mode: 0o600, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

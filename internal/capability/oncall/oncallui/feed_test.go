package oncallui_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/oncallui"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// calendars is a desk with the pages of on-call, on which Ana is always on for one thing.
type calendars struct {
	*pagetest.Site
	on             *oncall.Service
	ana, ben, lead *pagetest.Person
	answer         func() (oncall.Fetched, error) // of a calendar that time off is read from
}

func eachCalendar(t *testing.T, test func(t *testing.T, s *calendars)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &calendars{Site: p, ana: p.Join("Ana, the first; of her name", "ana@example.com", access.Agent),
			ben:  p.Join("Ben", "ben@example.com", access.Agent),
			lead: p.Join("Lea", "lea@example.com", access.Lead)}
		s.on = oncall.New(oncall.Deps{DB: p.DB, Log: p.Log, People: p.People,
			Fetch: func(context.Context, string, string) (oncall.Fetched, error) { return s.answer() }})
		ui := oncallui.New(oncallui.Deps{OnCall: s.on, People: p.People, Page: p.Page, Now: p.DB.Now, Link: func(path string) string { return p.URL + path }})
		s.Serve(web.Config{}, oncallui.Catalogue, ui.Routes)
		plan := oncall.Plan{Mode: rotation.Union,
			Layers: []oncall.Layer{{Layer: rotation.Layer{Name: "Days", Zone: "UTC", Anchor: "2026-01-05T09:00", Unit: rotation.Weeks, Length: 1,
				Users: []int64{s.ana.ID, s.ben.ID}, Windows: []rotation.Window{{Days: []time.Weekday{1, 2, 3, 4, 5}, Start: "09:00", End: "17:00"}}}}}}
		if _, err := s.on.Save(s.lead.Context(), oncall.Wish{Schedule: oncall.Schedule{Title: "Customer emergencies", Plan: plan}}); err != nil {
			t.Fatal(err)
		}
		test(t, s)
	}, oncall.Migrations())
}

var address = regexp.MustCompile(`http://[^<"]+/calendar/[A-Z0-9]+\.ics`)

// make makes an address by the page, and gives it.
func (s *calendars) make(p *pagetest.Person, schedule string) string {
	s.T.Helper()
	found := address.FindString(p.Post("/on-call/calendars", "schedule", schedule).Shows(http.StatusOK, "This is the address").Text)
	if found == "" {
		s.T.Fatal("no address is shown")
	}
	return found
}

func (s *calendars) get(url, etag string) (*http.Response, []byte) {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		s.T.Fatal(err)
	}
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.T.Fatal(err)
	}
	return res, body
}

// TestFeedPages makes addresses, reads them without signing in, and takes them back.
func TestFeedPages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		s.ana.Get("/on-call/calendars").Shows(http.StatusOK, "You have none yet", "Customer emergencies")
		url := s.make(s.ana, "0")
		s.ana.Get("/on-call/calendars").Shows(http.StatusOK, "never yet").Hides(url)
		res, body := s.get(url, "")
		text := string(body)
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/calendar; charset=utf-8" ||
			!strings.Contains(text, "SUMMARY:On call: Customer emergencies") {
			t.Fatalf("%d %s:\n%.400s", res.StatusCode, res.Header, text)
		}
		if again, body := s.get(url, res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("it has not changed, and is %d with %d bytes", again.StatusCode, len(body))
		}
		if other, _ := s.get(url, `"another"`); other.StatusCode != http.StatusOK {
			t.Errorf("a program with another copy gets %d", other.StatusCode)
		}
		for _, wrong := range []string{strings.TrimSuffix(url, ".ics"), strings.Replace(url, ".ics", "X.ics", 1)} {
			if res, _ := s.get(wrong, ""); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s gives %d", wrong, res.StatusCode)
			}
		}
		s.ben.Post("/on-call/calendars/1/revoke").Shows(http.StatusNotFound)
		s.ana.Post("/on-call/calendars", "schedule", "99").Shows(http.StatusNotFound)
		s.ana.Post("/on-call/calendars/1/revoke").Leads("/on-call/calendars")
		if res, _ := s.get(url, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("revoked, and still %d", res.StatusCode)
		}
	})
}

// TestFeedReaders has Debian's vdirsyncer fetch the feed over HTTP into khal's folder, khal list it, and python3-icalendar
// read it.
func TestFeedReaders(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		url := s.make(s.ben, "1")
		dir := t.TempDir()
		sync := file(t, dir, "vdirsyncer.conf", "[general]\nstatus_path = \""+dir+"/status\"\n[pair feed]\na = \"here\"\nb = \"there\"\ncollections = null\n"+
			"[storage here]\ntype = \"filesystem\"\npath = \""+dir+"/cal\"\nfileext = \".ics\"\n[storage there]\ntype = \"http\"\nurl = \""+url+"\"\n")
		if err := os.Mkdir(filepath.Join(dir, "cal"), 0o700); err != nil {
			t.Fatal(err)
		}
		run(t, dir, nil, "vdirsyncer", "-c", sync, "discover", "feed")
		run(t, dir, nil, "vdirsyncer", "-c", sync, "sync")
		conf := file(t, dir, "khal.conf",
			"[calendars]\n[[feed]]\npath = "+dir+"/cal\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"+
				"longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = "+dir+"/khal.db\n")
		monday := rotation.Monday(s.DB.Now(s.Ctx).AddDate(0, 0, 14))
		listed := run(t, dir, nil, "khal", "-c", conf, "list", monday.Format(time.DateOnly), "14d")
		for _, name := range []string{"09:00-17:00 Ana, the first; of her name · Customer emergencies", "09:00-17:00 Ben · Customer emergencies"} {
			if !strings.Contains(listed, name) {
				t.Errorf("khal lists, without %s:\n%s", name, listed)
			}
		}
		_, body := s.get(url, "")
		out := run(t, dir, body, "/usr/bin/python3", "-c", `
import sys, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
events = c.walk('VEVENT')
assert not c.errors and not any(e.errors for e in events)
assert len({e['UID'] for e in events}) == len(events) > 200
print(c['X-WR-CALNAME'], c['METHOD'], len({e['SUMMARY'] for e in events}))`)
		if out != "Customer emergencies PUBLISH 2\n" {
			t.Errorf("python reads %s", out)
		}
	})
}

func file(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs a program of Debian's, which must be there (scripts/needs.sh).
func run(t *testing.T, home string, in []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s (scripts/needs.sh installs it)", name, err, out)
	}
	return string(out)
}

// TestAwayPages follows a calendar, tells when it cannot be read, keeps what was typed, and forgets it.
func TestAwayPages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		s.answer = func() (oncall.Fetched, error) {
			return oncall.Fetched{}, fault.New(fault.Unavailable, "hr.example cannot be reached")
		}
		s.ana.Post("/on-call/calendars/away", "url", "hr.example").Shows(http.StatusUnprocessableEntity, "no web address", "hr.example")
		s.ana.Post("/on-call/calendars/away", "url", "https://hr.example/ana.ics").Shows(http.StatusUnprocessableEntity,
			"hr.example cannot be reached", "https://hr.example/ana.ics")
		s.answer = func() (oncall.Fetched, error) {
			day := s.DB.Now(s.Ctx).AddDate(0, 0, 10).Format("20060102")
			return oncall.Fetched{Body: []byte("BEGIN:VCALENDAR\nX-WR-CALNAME:Holidays\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:" + day +
				"\nEND:VEVENT\nEND:VCALENDAR\n")}, nil
		}
		s.ana.Post("/on-call/calendars/away", "url", "https://hr.example/ana.ics").Leads("/on-call/calendars")
		s.ana.Get("/on-call/calendars").Shows(http.StatusOK, "“Holidays” is read, 1 absences to come").Hides("hr.example")
		s.ana.Post("/on-call/calendars/away/forget").Leads("/on-call/calendars")
		s.ana.Get("/on-call/calendars").Hides("Holidays")
	})
}

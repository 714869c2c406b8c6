package call

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// readers are the programs that an invitation must be accepted by, over a folder of their own.
type readers struct {
	t   testing.TB
	dir string
}

// reads runs one of the programs.
func (r readers) reads(name string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+r.dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s %v: %v: %s (scripts/needs.sh installs it)", name, args, err, out)
	}
	return string(out)
}

func (r readers) write(name, text string) string {
	r.t.Helper()
	path := filepath.Join(r.dir, name)
	must(r.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// change is a call that is booked, moved an hour on, and cancelled.
type change struct {
	name string
	at   time.Time
}

// changes are calls of a customer in New York: on an ordinary day, over the night in which the clocks go forward, and over the one in
// which they go back: from the first half past one to the second.
var changes = []change{
	{"an ordinary day", firstMonday},
	{"the clocks go forward", time.Date(2000, 4, 2, 6, 30, 0, 0, time.UTC)},
	{"the clocks go back", time.Date(2000, 10, 29, 5, 30, 0, 0, time.UTC)},
}

// moment is when a version of the call begins, and how long it lasts.
func (c change) moment(version int) (time.Time, time.Duration) {
	if version == 0 {
		return c.at, 30 * time.Minute
	}
	return c.at.Add(time.Hour), time.Hour
}

// versions are the mails about one call: booked, moved, cancelled.
func (c change) versions(t *testing.T) (all []string) {
	bubble(t, func(k *desk) {
		all = nil
		var one Call
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			one, err = k.ScheduleIn(ctx, tx,
				Booking{Kind: Troubleshooting, Subject: event.Subject{Type: "review", ID: 1},
					Title: "Support call #42: Grüße, „Über“; \\ und mehr, damit eine Zeile umbrochen wird 你好",
					At:    c.at, Minutes: 30, Hosts: []int64{k.ana.ID}, Guests: []int64{k.dana.ID}, About: "One line,\nand another; with a \\."})
			return err
		})
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			at, length := c.moment(1)
			_, err := k.MoveIn(ctx, tx, one.ID, at, int(length.Minutes()))
			return err
		})
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := k.CancelIn(ctx, tx, one.ID, "No need any more")
			return err
		})
		for _, l := range k.letters {
			if l.Address == k.dana.Email {
				all = append(all, l.Calendar)
			}
		}
	})
	return all
}

// TestAccepted: the programs that people read mails and keep calendars with take every version of a call.
func TestAccepted(t *testing.T) {
	for _, c := range changes {
		mails := c.versions(t)
		for program, takes := range map[string]func(*testing.T, change, []string){"khal": khalTakes, "icalendar": icalendarTakes,
			"radicale and vdirsyncer": serverTakes} {
			t.Run(c.name+" in "+program, func(t *testing.T) { takes(t, c, mails) })
		}
	}
}

// khalTakes imports the three mails one after the other: the event appears, moves, and is cancelled, and is one event throughout, at
// the instants that were meant.
func khalTakes(t *testing.T, c change, mails []string) {
	r := readers{t, t.TempDir()}
	must(t, os.Mkdir(filepath.Join(r.dir, "cal"), 0o700))
	conf := r.write("khal.conf",
		"[calendars]\n[[calls]]\npath = "+filepath.Join(r.dir,
			"cal")+"\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = "+filepath.Join(r.dir, "khal.db")+"\n")
	const format = "{start-time}-{end-time} {title}|{status}"
	for i, calendar := range mails {
		at, length := c.moment(i)
		want := at.Format("15:04-") + at.Add(length).Format("15:04") +
			" Support call #42: Grüße, „Über“; \\ und mehr, damit eine Zeile umbrochen wird 你好|" + []string{"CONFIRMED", "CONFIRMED", "CANCELLED"}[i]
		r.reads("khal", "-c", conf, "import", "--batch", "-a", "calls", r.write(fmt.Sprint(i, ".ics"), calendar))
		got := r.reads("khal", "-c", conf, "list", "-f", format, at.Format(time.DateOnly), "1d")
		if !strings.Contains(got, want) || strings.Count(got, "Support call") != 1 {
			t.Errorf("version %d: khal lists %s", i, got)
		}
	}
}

// python reads a mail as programs in Python do, and says what it understood.
const python = `import sys, icalendar, pytz
c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
e = [x for x in c.walk('VEVENT')][0]
a = e['attendee'] if isinstance(e['attendee'], list) else [e['attendee']]
at = [e[p].dt.astimezone(pytz.utc).isoformat() for p in ('dtstart', 'dtend')]
print(c['method'], e['sequence'], e['status'], at[0], at[1], e['organizer'], len(a),
  sorted({x.params['PARTSTAT'] for x in a}), sorted({x.params.get('RSVP', '-') for x in a}), repr(str(e['description'])), len(c.errors) + len(e.errors))
`

// icalendarTakes reads each mail in Python.
func icalendarTakes(t *testing.T, c change, mails []string) {
	r := readers{t, t.TempDir()}
	script := r.write("read.py", python)
	for i, calendar := range mails {
		at, length := c.moment(i)
		const form = "2006-01-02T15:04:05+00:00"
		want := []string{"REQUEST 0 CONFIRMED ", "REQUEST 1 CONFIRMED ", "CANCEL 2 CANCELLED "}[i] + at.Format(form) + " " + at.Add(length).Format(form) +
			" mailto:support@desk.test 2 ['ACCEPTED', 'NEEDS-ACTION'] " + []string{"['TRUE']", "['TRUE']",
			"['-']"}[i] + ` 'One line,\nand another; with a \\.' 0`
		got := strings.TrimSpace(r.reads("/usr/bin/python3", script, r.write(fmt.Sprint(i, ".ics"), calendar)))
		if got != want {
			t.Errorf("version %d:\ngot  %s\nwant %s", i, got, want)
		}
		for line := range strings.SplitSeq(calendar, "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d octets: %s", len(line), line)
			}
		}
	}
}

// serverTakes keeps the three versions on a calendar server, as CalDAV clients do, and lets another program fetch them: what it has then
// is at the instants that were meant.
func serverTakes(t *testing.T, c change, mails []string) {
	collection := store(t)
	f := follow(t, collection)
	for i, calendar := range mails {
		put(t, collection+"call.ics", strings.Replace(calendar, "METHOD:"+[]string{"REQUEST", "REQUEST", "CANCEL"}[i]+"\r\n", "", 1))
		text := f.sees("Support call")
		if i == 2 {
			if !strings.Contains(text, "STATUS:CANCELLED") {
				t.Errorf("cancelled: %s", text)
			}
			continue
		}
		if at, _ := c.moment(i); !begins(t, text).Equal(at) {
			t.Errorf("version %d begins at %s, not %s", i, begins(t, text), at)
		}
	}
}

// follower is a program that keeps a copy of a calendar server's collection.
type follower struct {
	readers
	conf string
}

func follow(t testing.TB, collection string) follower {
	t.Helper()
	r := readers{t, t.TempDir()}
	conf := r.write("vdirsyncer.conf",
		"[general]\nstatus_path = \""+r.dir+"/status/\"\n[pair calls]\na = \"here\"\nb = \"there\"\ncollections = null\nconflict_resolution = \"b wins\"\n"+
			"[storage here]\ntype = \"filesystem\"\npath = \""+r.dir+
			"/vdir\"\nfileext = \".ics\"\n[storage there]\ntype = \"caldav\"\nurl = \""+collection+"\"\nusername = \"ana\"\npassword = \"x\"\n")
	must(t, os.Mkdir(filepath.Join(r.dir, "vdir"), 0o700))
	r.reads("vdirsyncer", "-c", conf, "discover", "calls")
	return follower{r, conf}
}

// sees gives the event of the collection that holds some words; empty: there is none.
func (f follower) sees(words string) string {
	f.t.Helper()
	f.reads("vdirsyncer", "-c", f.conf, "sync")
	for _, path := range glob(f.t, f.dir+"/vdir/*.ics") {
		text, err := os.ReadFile(path)
		must(f.t, err)
		if strings.Contains(string(text), words) {
			return string(text)
		}
	}
	return ""
}

// store runs a calendar server for the length of a test, and gives the address of an empty collection.
func store(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := listener.Addr().String()
	must(t, listener.Close())
	dir := t.TempDir()
	cmd := exec.Command("radicale", "--config", "", "--server-hosts", address, "--auth-type", "none", "--storage-filesystem-folder", dir, "--web-type", "none")
	cmd.Env = append(os.Environ(), "HOME="+dir)
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (scripts/needs.sh installs radicale)", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it ends with the test
		_ = cmd.Wait()
	})
	collection := "http://" + address + "/ana/calls/"
	for try := 0; ; try++ {
		r, err := http.NewRequestWithContext(t.Context(), "MKCALENDAR", collection, nil)
		must(t, err)
		r.SetBasicAuth("ana", "x")
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusCreated {
				return collection
			}
			t.Fatalf("the calendar server answers %s: %s", answer.Status, said.String())
		}
		if try == 200 {
			t.Fatalf("the calendar server does not come up: %v: %s", err, said.String())
		}
		<-time.After(50 * time.Millisecond)
	}
}

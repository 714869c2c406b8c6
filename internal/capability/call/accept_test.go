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
	t   *testing.T
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

// versions are the mails about one call: booked, moved, cancelled.
func versions(t *testing.T) (all []string) {
	bubble(t, func(k *desk) {
		all = nil
		var c Call
		k.do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.ScheduleIn(ctx, tx, Booking{Kind: Troubleshooting, Subject: event.Subject{Type: "review", ID: 1}, Title: "Support call #42: Grüße, „Über“; \\ und mehr, damit eine Zeile umbrochen wird 你好",
				At: firstMonday, Minutes: 30, Hosts: []int64{k.ana.ID}, Guests: []int64{k.dana.ID}, About: "One line,\nand another; with a \\."})
			return err
		})
		k.do(func(ctx context.Context, tx *db.Tx) error {
			_, err := k.MoveIn(ctx, tx, c.ID, firstMonday.Add(time.Hour), 60)
			return err
		})
		k.do(func(ctx context.Context, tx *db.Tx) error {
			_, err := k.CancelIn(ctx, tx, c.ID, "No need any more")
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

// TestKhal imports the three mails one after the other: the event appears, moves, and is cancelled, and is one event throughout.
func TestKhal(t *testing.T) {
	r := readers{t, t.TempDir()}
	must(t, os.Mkdir(filepath.Join(r.dir, "cal"), 0o700))
	conf := r.write("khal.conf", "[calendars]\n[[calls]]\npath = "+filepath.Join(r.dir, "cal")+"\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = "+filepath.Join(r.dir, "khal.db")+"\n")
	const format = "{start-time}-{end-time} {title}|{status}"
	want := []string{"09:00-09:30 Support call #42: Grüße, „Über“; \\ und mehr, damit eine Zeile umbrochen wird 你好|CONFIRMED", "10:00-11:00 ", "|CANCELLED"}
	for i, calendar := range versions(t) {
		r.reads("khal", "-c", conf, "import", "--batch", "-a", "calls", r.write(fmt.Sprint(i, ".ics"), calendar))
		got := r.reads("khal", "-c", conf, "list", "-f", format, "2000-01-03", "1d")
		if !strings.Contains(got, want[i]) || strings.Count(got, "Support call") != 1 {
			t.Errorf("version %d: khal lists %s", i, got)
		}
	}
}

// python reads a mail as programs in Python do, and says what it understood.
const python = `import sys, icalendar
c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
e = [x for x in c.walk('VEVENT')][0]
a = e['attendee'] if isinstance(e['attendee'], list) else [e['attendee']]
print(c['method'], e['sequence'], e['status'], e['dtstart'].dt.isoformat(), e['dtend'].dt.isoformat(), e['organizer'], len(a),
  sorted({x.params['PARTSTAT'] for x in a}), sorted({x.params.get('RSVP', '-') for x in a}), repr(str(e['description'])), len(c.errors) + len(e.errors))
`

func TestIcalendar(t *testing.T) {
	r := readers{t, t.TempDir()}
	script := r.write("read.py", python)
	description := `'One line,\nand another; with a \\.' 0`
	want := []string{
		"REQUEST 0 CONFIRMED 2000-01-03T09:00:00+00:00 2000-01-03T09:30:00+00:00 mailto:support@desk.test 2 ['ACCEPTED', 'NEEDS-ACTION'] ['TRUE'] " + description,
		"REQUEST 1 CONFIRMED 2000-01-03T10:00:00+00:00 2000-01-03T11:00:00+00:00 mailto:support@desk.test 2 ['ACCEPTED', 'NEEDS-ACTION'] ['TRUE'] " + description,
		"CANCEL 2 CANCELLED 2000-01-03T10:00:00+00:00 2000-01-03T11:00:00+00:00 mailto:support@desk.test 2 ['ACCEPTED', 'NEEDS-ACTION'] ['-'] " + description,
	}
	for i, calendar := range versions(t) {
		got := strings.TrimSpace(r.reads("/usr/bin/python3", script, r.write(fmt.Sprint(i, ".ics"), calendar)))
		if got != want[i] {
			t.Errorf("version %d:\ngot  %s\nwant %s", i, got, want[i])
		}
		for line := range strings.SplitSeq(calendar, "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d octets: %s", len(line), line)
			}
		}
	}
}

// store runs a calendar server for the length of a test, and gives the address of an empty collection.
func store(t *testing.T) string {
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

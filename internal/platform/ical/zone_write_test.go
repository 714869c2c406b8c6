package ical_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/ical"
)

// zoneNames are zones of every kind: by the northern and the southern summer, of half and quarter hours, without any summer, with a
// winter that is the exception, by the moon, with a day that was skipped, with laws that changed of late.
var zoneNames = []string{"Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Istanbul", "Europe/Kyiv",
	"America/New_York", "America/Los_Angeles",
	"America/Phoenix", "America/Sao_Paulo", "America/St_Johns", "America/Asuncion", "America/Mexico_City", "America/Nuuk",
	"America/Port-au-Prince", "Australia/Sydney",
	"Australia/Lord_Howe", "Australia/Brisbane", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Tokyo", "Asia/Tehran",
	"Asia/Gaza", "Asia/Amman", "Africa/Casablanca", "Africa/Cairo", "Africa/Nairobi", "Antarctica/Troll", "Etc/GMT+5", "UTC"}

func inZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func at(zone *time.Location, from time.Time, length time.Duration) ical.Invitation {
	i := invitation()
	i.Event.Zone, i.Event.From, i.Event.Until = zone, from, from.Add(length)
	return i
}

// TestZoneHolds: whatever the zone and the date, a reader that knows the zone by its name and one that knows only its description find
// the instant that was meant.
func TestZoneHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone := inZone(t, rapid.SampledFrom(zoneNames).Draw(r, "zone"))
		from := moment(r, zone)
		i := at(zone, from, time.Duration(rapid.IntRange(1, 480).Draw(r, "minutes"))*time.Minute)
		for _, text := range []string{string(i.Bytes()), strings.ReplaceAll(string(i.Object()), zone.String(), "Nowhere-"+fmt.Sprint(len(zone.String())))} {
			got, err := ical.Read(t.Context(), []byte(text), ical.Span{From: from.AddDate(0, 0, -1), Until: from.AddDate(0, 0, 1)})
			if err != nil || len(got.Occurrences) != 1 || len(got.Problems) > 0 {
				r.Fatalf("%+v, %v in\n%s", got, err, text)
			}
			if o := got.Occurrences[0]; !o.From.Equal(i.Event.From) || !o.Until.Equal(i.Event.Until) {
				r.Fatalf("%s to %s is read as %s to %s in\n%s", i.Event.From.UTC(), i.Event.Until.UTC(), o.From, o.Until, text)
			}
		}
	})
}

// moment is any quarter of an hour, or one near a change of the clocks.
func moment(r *rapid.T, zone *time.Location) time.Time {
	t := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 40*366*96).Draw(r, "quarter")) * 15 * time.Minute)
	if _, change := t.In(zone).ZoneBounds(); rapid.Bool().Draw(r, "near") && !change.IsZero() {
		t = change.UTC().Add(time.Duration(rapid.IntRange(-12, 12).Draw(r, "off")) * 15 * time.Minute)
	}
	return t
}

// TestZoneText: times stand in the zone, which is described by the changes around them; a time that the clocks show twice stands in UTC.
func TestZoneText(t *testing.T) {
	berlin := inZone(t, "Europe/Berlin")
	text := string(at(berlin, time.Date(2026, 10, 24, 8, 0, 0, 0, time.UTC), time.Hour).Bytes())
	for _, part := range []string{"DTSTART;TZID=Europe/Berlin:20261024T100000\r\nDTEND;TZID=Europe/Berlin:20261024T110000\r\n",
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n" +
			"BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("no\n%s\nin\n%s", part, text)
		}
	}
	for name, from := range map[string]time.Time{"begins": time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC),
		"ends": time.Date(2026, 10, 24, 23, 45, 0, 0, time.UTC), "the second": time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC)} {
		if text := string(at(berlin, from, 30*time.Minute).Bytes()); !strings.Contains(text, "DTSTART:"+from.Format("20060102T150405Z")) ||
			strings.Contains(text, "TZID") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// pythonReads says at which instants an event begins and ends: as icalendar has it, which goes by the name of the zone, and as dateutil
// has it, which goes by its description alone.
const pythonReads = `
import sys, json, io, datetime, pytz, icalendar, dateutil.tz
out = {}
for path in sys.argv[1:]:
    data = open(path, 'rb').read()
    c = icalendar.Calendar.from_ical(data)
    e = c.walk('VEVENT')[0]
    assert not c.errors and not e.errors, (path, c.errors, e.errors)
    got = [e[p].dt.astimezone(pytz.utc).isoformat() for p in ('DTSTART', 'DTEND')]
    if c.walk('VTIMEZONE'):
        zone = dateutil.tz.tzical(io.StringIO(data.decode())).get()
        for p in ('DTSTART', 'DTEND'):
            got.append(e[p].dt.replace(tzinfo=zone).astimezone(dateutil.tz.UTC).isoformat())
    out[path] = got
json.dump(out, sys.stdout)
`

// TestZoneElsewhere has other programs read events of every zone, on ordinary days and around each change of the clocks in some years.
func TestZoneElsewhere(t *testing.T) {
	dir := t.TempDir()
	want := map[string]ical.Event{}
	add := func(zone *time.Location, from time.Time) {
		i := at(zone, from, 45*time.Minute)
		path := filepath.Join(dir, fmt.Sprint(len(want), ".ics"))
		if err := os.WriteFile(path, i.Object(), 0o600); err != nil {
			t.Fatal(err)
		}
		want[path] = i.Event
	}
	for _, name := range zoneNames {
		zone := inZone(t, name)
		for _, year := range []int{2022, 2026} {
			at := time.Date(year, 1, 5, 8, 0, 0, 0, time.UTC)
			for {
				add(zone, at)
				_, change := at.In(zone).ZoneBounds()
				if change.IsZero() || change.Year() != year {
					break
				}
				for _, off := range []time.Duration{-3 * time.Hour, -45 * time.Minute, -30 * time.Minute, 0, 30 * time.Minute,
					90 * time.Minute, 26 * time.Hour} {
					add(zone, change.UTC().Add(off))
				}
				at = change.UTC().AddDate(0, 0, 3)
			}
		}
	}
	args := []string{"-c", pythonReads}
	for path := range want {
		args = append(args, path)
	}
	cmd := exec.Command("/usr/bin/python3", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v (scripts/needs.sh installs python3-icalendar)", err)
	}
	var got map[string][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for path, e := range want {
		for n, text := range got[path] {
			meant := e.From
			if n%2 == 1 {
				meant = e.Until
			}
			if read, err := time.Parse(time.RFC3339, text); err != nil || !read.Equal(meant) {
				t.Errorf("%s: %s is read as %s (%d)", e.Zone, meant.UTC(), text, n)
			}
		}
	}
	if len(want) < 200 || len(got) != len(want) {
		t.Errorf("%d events, %d read", len(want), len(got))
	}
}

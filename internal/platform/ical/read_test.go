package ical_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// outlook is a zone as Outlook describes its own.
const outlook = `BEGIN:VTIMEZONE
TZID:Our Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
`

// TestRead reads events as programs write them, in a year and for somebody in Amsterdam.
func TestRead(t *testing.T) {
	for _, c := range []struct{ name, event, want string }{
		{"in UTC", "DTSTART:20260105T090000Z\nDTEND:20260105T170000Z", "2026-01-05T09:00Z 8h0m0s"},
		{"in a zone", "DTSTART;TZID=America/New_York:20260704T090000\nDURATION:PT1H30M", "2026-07-04T13:00Z 1h30m0s"},
		{"floating", "DTSTART:20260704T090000\nDTEND:20260704T100000", "2026-07-04T07:00Z 1h0m0s"},
		{"all day, over the change of the clocks", "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330", "2026-03-27T23:00Z 47h0m0s all day"},
		{"a day without an end", "DTSTART;VALUE=DATE:20260704", "2026-07-03T22:00Z 24h0m0s all day"},
		{"a label that the clocks skip", "DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H", "2026-03-29T01:30Z 1h0m0s"},
		{"a label that they repeat", "DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT1H", "2026-10-25T00:30Z 1h0m0s"},
		{"weekly over the change", "DTSTART;TZID=Europe/Berlin:20260323T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3",
			"2026-03-23T08:00Z 1h0m0s\n2026-03-30T07:00Z 1h0m0s\n2026-04-06T07:00Z 1h0m0s"},
		{"until an instant", "DTSTART;TZID=America/New_York:20260105T200000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260108T010000Z",
			"2026-01-06T01:00Z 1h0m0s\n2026-01-07T01:00Z 1h0m0s\n2026-01-08T01:00Z 1h0m0s"},
		{"with exceptions", "DTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20260106T090000,20260107T090000", "2026-01-05T08:00Z 1h0m0s\n2026-01-08T08:00Z 1h0m0s"},
		{"with a day more", "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1\nRDATE:20260109T090000Z",
			"2026-01-05T09:00Z 1h0m0s\n2026-01-09T09:00Z 1h0m0s"},
		{"one moved, one cancelled",
			"DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:x\nSUMMARY:S\nRECURRENCE-ID:20260106T090000Z\nDTSTART:20260106T150000Z\nDURATION:PT2H\nEND:VEVENT\nBEGIN:VEVENT\nUID:x\nRECURRENCE-ID:20260107T090000Z\nSTATUS:CANCELLED\nDTSTART:20260107T090000Z\nDURATION:PT2H", "2026-01-05T09:00Z 1h0m0s\n2026-01-06T15:00Z 2h0m0s"},
		{"cancelled", "STATUS:CANCELLED\nDTSTART:20260105T090000Z\nDURATION:PT1H", ""},
		{"free", "TRANSP:TRANSPARENT\nDTSTART:20260105T090000Z\nDURATION:PT1H", "2026-01-05T09:00Z 1h0m0s free"},
		{"away, whatever it says", "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\nDTSTART:20260105T090000Z\nDURATION:PT1H", "2026-01-05T09:00Z 1h0m0s"},
		{"Outlook's own zone in winter", "DTSTART;TZID=Our Time:20260105T090000\nDURATION:PT1H", "2026-01-05T08:00Z 1h0m0s"},
		{"Outlook's own zone in summer", "DTSTART;TZID=\"Our Time\":20260705T090000\nDURATION:PT1H", "2026-07-05T07:00Z 1h0m0s"},
		{"another year", "DTSTART:20300105T090000Z\nDURATION:PT1H", ""},
		{"since long", "DTSTART:20010105T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY", "2026-01-05T09:00Z 1h0m0s"},
		{"an unknown zone", "DTSTART;TZID=Mars:20260105T090000\nDURATION:PT1H",
			"problem: “S”: nobody knows the time zone “Mars”, and the calendar does not describe it"},
		{"no time", "DTSTART:soon", "problem: “S”: “soon” is no time"},
		{"back to front", "DTSTART:20260105T090000Z\nDTEND:20260104T090000Z", "problem: “S”: it ends before it begins, or lasts longer than a year"},
		{"every second", "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "problem: “S”: the rule “FREQ=SECONDLY” comes too often, or never"},
		{"30 February", "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
			"problem: “S”: the rule “FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30” comes too often, or never"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "BEGIN:VCALENDAR\nX-WR-CALNAME:Mine\\, all\n" + outlook + "BEGIN:VEVENT\nUID:x\nSUMMARY:S\n" + c.event + "\nEND:VEVENT\nEND:VCALENDAR\n"
			got, err := ical.Read(t.Context(), []byte(text), span(t))
			if err != nil || got.Name != "Mine, all" {
				t.Fatalf("%q, %v", got.Name, err)
			}
			if diff := cmp.Diff(c.want, show(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func span(t testing.TB) ical.Span {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return ical.Span{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Zone: zone}
}

func show(r ical.Reading) string {
	var lines []string
	for _, o := range r.Occurrences {
		line := fmt.Sprintf("%s %s", o.From.Format("2006-01-02T15:04Z07:00"), o.Until.Sub(o.From))
		if o.AllDay {
			line += " all day"
		}
		if o.Free {
			line += " free"
		}
		lines = append(lines, line)
	}
	for _, p := range r.Problems {
		lines = append(lines, "problem: "+p)
	}
	return strings.Join(lines, "\n")
}

// TestReadPeople: an event's people are those whose addresses it names.
func TestReadPeople(t *testing.T) {
	text := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260105T090000Z\r\nDTEND:20260105T100000Z\r\nORGANIZER;CN=\"Ana, the: first\":MAILTO:Ana@Example.com\r\n" +
		"ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:be\r\n n@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	got, err := ical.Read(t.Context(), []byte(text), span(t))
	if err != nil || len(got.Occurrences) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"ana@example.com", "ben@example.com"}, got.Occurrences[0].People); diff != "" {
		t.Error(diff)
	}
}

// TestRefused: what is no calendar is refused with a sentence that says so.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		kind fault.Kind
	}{
		"nothing":      {"", fault.Invalid},
		"a page":       {"<!doctype html><title>Sign in</title>", fault.Invalid},
		"broken off":   {"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", fault.Invalid},
		"crossed":      {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n", fault.Invalid},
		"nested":       {strings.Repeat("BEGIN:VCALENDAR\n", 1000), fault.TooLarge},
		"without end":  {"BEGIN:VCALENDAR\n" + strings.Repeat("X:"+strings.Repeat("x", 1000)+"\n", 6000), fault.TooLarge},
		"another kind": {"BEGIN:VCARD\nEND:VCARD\n", fault.Invalid},
	} {
		if _, err := ical.Read(t.Context(), []byte(c.text), span(t)); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReadStops: who waits no longer is not kept waiting.
func TestReadStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := ical.Read(ctx, feed().Bytes(), span(t)); err == nil {
		t.Error("reading went on")
	}
}

// FuzzRead: no file makes the reader fall over, stall or give what is not in the span.
func FuzzRead(f *testing.F) {
	f.Add(feed().Bytes())
	f.Add([]byte("BEGIN:VCALENDAR\n" + outlook +
		"BEGIN:VEVENT\nUID:x\nDTSTART;TZID=Our Time:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=2MO\nEXDATE;VALUE=DATE:20260209\nEND:VEVENT\nEND:VCALENDAR\n"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;A=B\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;INTERVAL=7\nDTSTART:20000101T000000Z\nDURATION:P1D\nRDATE:20260101,20260102\nEND:VEVENT\nEND:VCALENDAR\n"))
	in := span(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 10_000 {
			t.Skip("files of this length say nothing that shorter ones do not")
		}
		got, err := ical.Read(t.Context(), data, in)
		if err != nil {
			if sentence, _ := fault.Public(err); sentence == "" || fault.KindOf(err) == fault.Internal {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		for _, o := range got.Occurrences {
			if !o.From.Before(in.Until) || !o.Until.After(in.From) || !o.Until.After(o.From) {
				t.Fatalf("%q gives %+v", data, o)
			}
		}
	})
}

package caldav_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/caldav"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

func span(t testing.TB) ical.Span {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return ical.Span{From: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), Zone: zone}
}

func show(b caldav.Busy) string {
	var lines []string
	for _, s := range b.Spans {
		lines = append(lines, s.From.Format("2T15:04")+"-"+s.Until.Format("2T15:04"))
	}
	return strings.Join(lines, " ")
}

func feed(events ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
	for i, e := range events {
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:e%d\r\nDTSTAMP:20260101T000000Z\r\n%s\r\nEND:VEVENT\r\n", i, strings.ReplaceAll(e, " ", "\r\n"))
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.String()
}

// TestFeed reads what calendars hold: what keeps nobody busy is left out, and what lies is refused in words.
func TestFeed(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want string
		kind fault.Kind
	}{
		"a meeting": {feed("DTSTART:20260124T090000Z DTEND:20260124T100000Z", "DTSTART:20261124T090000Z DTEND:20261124T100000Z"),
			"24T09:00-24T10:00", 0},
		"weekly, in a zone": {feed("DTSTART;TZID=Europe/Berlin:20260105T090000 DURATION:PT1H RRULE:FREQ=WEEKLY"), "23T08:00-23T09:00", 0},
		"all day":           {feed("DTSTART;VALUE=DATE:20261124"), "23T23:00-24T23:00", 0},
		"floating":          {feed("DTSTART:20261124T090000 DTEND:20261124T100000"), "24T08:00-24T09:00", 0},
		"free":              {feed("DTSTART:20261124T090000Z DTEND:20261124T100000Z TRANSP:TRANSPARENT"), "", 0},
		"cancelled":         {feed("DTSTART:20261124T090000Z DTEND:20261124T100000Z STATUS:CANCELLED"), "", 0},
		"two that touch": {feed("DTSTART:20261124T090000Z DTEND:20261124T100000Z", "DTSTART:20261124T093000Z DTEND:20261124T110000Z"),
			"24T09:00-24T11:00", 0},
		"until the year 9999": {feed("DTSTART:20261124T090000Z DURATION:PT1H RRULE:FREQ=DAILY;UNTIL=99991231T000000Z;INTERVAL=7"), "24T09:00-24T10:00", 0},
		"nothing":             {feed(), "", 0},
		"a page":              {"<!doctype html><title>Sign in</title>", "", fault.Invalid},
		"ten megabytes":       {strings.Repeat("X:1234567890123456789012345678901234567890\r\n", 250_000), "", fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, c.body) }))
			defer server.Close()
			client := caldav.Client{HTTP: outbound.New(outbound.Config{Private: true, Limit: ical.MaxBytes})}
			got, err := client.Feed(t.Context(), caldav.Account{URL: server.URL}, span(t))
			if c.kind != 0 && !fault.Is(err, c.kind) || c.kind == 0 && err != nil || show(got) != c.want {
				t.Errorf("%q, %v", show(got), err)
			}
		})
	}
}

// FuzzMultistatus: no answer of a server makes the reader fall over, and every error is a sentence.
func FuzzMultistatus(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/a</href><propstat><prop><C:calendar-data>` +
		feed("DTSTART:20261124T090000Z DTEND:20261124T100000Z") + `</C:calendar-data></prop></propstat></response></multistatus>`))
	f.Add([]byte(`<multistatus xmlns="DAV:"/>`))
	f.Add([]byte("<html>"))
	in := span(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := caldav.ReadReport(t.Context(), body, in)
		if err != nil {
			if sentence, _ := fault.Public(err); sentence == "" || fault.KindOf(err) == fault.Internal {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		for i, s := range got.Spans {
			if !s.Until.After(s.From) || i > 0 && !s.From.After(got.Spans[i-1].Until) {
				t.Fatalf("%q gives %v", body, got.Spans)
			}
		}
	})
}

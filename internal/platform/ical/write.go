package ical

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// product names the writer (RFC 5545 §3.7.3).
const product = "-//Daywatch//On-call//EN"

// utcForm is a DATE-TIME in UTC (RFC 5545 §3.3.5).
const utcForm = "20060102T150405Z"

// Bytes writes the calendar. The same calendar gives the same bytes: nothing in them is of the moment.
func (c Calendar) Bytes() []byte {
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", product)
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("NAME", text(c.Name)) // RFC 7986 §5.1
	w.line("X-WR-CALNAME", text(c.Name))
	if c.Refresh > 0 {
		w.line("REFRESH-INTERVAL;VALUE=DURATION", duration(c.Refresh)) // RFC 7986 §5.7
		w.line("X-PUBLISHED-TTL", duration(c.Refresh))
	}
	for _, e := range c.Events {
		w.event(e)
	}
	w.line("END", "VCALENDAR")
	return w.Bytes()
}

func (w *writer) event(e Event) {
	w.open(e)
	w.line("END", "VEVENT")
}

// open writes an event but for its end.
func (w *writer) open(e Event) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", text(e.UID))
	w.line("DTSTAMP", utc(e.Changed))
	w.line("LAST-MODIFIED", utc(e.Changed))
	w.line("SEQUENCE", fmt.Sprint(e.Sequence))
	w.when("DTSTART", e.From, e.anchor())
	w.when("DTEND", e.Until, e.anchor())
	w.line("SUMMARY", text(e.Summary))
	for _, p := range []struct{ name, value string }{{"DESCRIPTION", text(e.Description)}, {"LOCATION", text(e.Location)}, {"URL", uri(e.URL)}} {
		if p.value != "" {
			w.line(p.name, p.value)
		}
	}
	if e.Cancelled {
		w.line("STATUS", "CANCELLED")
	} else {
		w.line("STATUS", "CONFIRMED")
	}
}

// writer writes content lines.
type writer struct{ bytes.Buffer }

// width is how many octets a line has at most, without its end (RFC 5545 §3.1).
const width = 75

// line writes a content line, folded between characters, never inside one.
func (w *writer) line(name, value string) {
	rest := name + ":" + value
	for room := width; len(rest) > room; room = width - 1 {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	w.WriteString(rest + "\r\n")
}

func utc(t time.Time) string { return t.UTC().Format(utcForm) }

// duration writes a DURATION (RFC 5545 §3.3.6).
func duration(d time.Duration) string { return fmt.Sprintf("PT%dM", int(d/time.Minute)) }

// text writes a TEXT (RFC 5545 §3.3.11): its escapes, and no control characters, which no content line may hold.
func text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// uri writes a URI as it is, unless it could break out of its line.
func uri(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return ""
	}
	return s
}

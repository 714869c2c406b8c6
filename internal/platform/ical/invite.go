package ical

import (
	"fmt"
	"strings"
)

// Method is what a calendar part of a mail asks of the reader's calendar (RFC 5546 §1.4).
type Method string

// The methods that are written and read here.
const (
	Request Method = "REQUEST" // take the event, or what changed of it
	Cancel  Method = "CANCEL"  // take it out
	Reply   Method = "REPLY"   // what an attendee answers
)

// Answer is whether an attendee comes (RFC 5545 §3.2.12, PARTSTAT).
type Answer string

// The answers; Unanswered is that of whoever said nothing yet.
const (
	Unanswered Answer = "NEEDS-ACTION"
	Accepted   Answer = "ACCEPTED"
	Declined   Answer = "DECLINED"
	Tentative  Answer = "TENTATIVE"
)

// Attendee is somebody who takes part.
type Attendee struct {
	Address string
	Name    string // may be empty
	Answer  Answer // empty: Unanswered
}

// Invitation asks people to an event (RFC 5546 §3.2). Every later version of the same event has its UID and a higher
// Sequence; calendars go by these two.
type Invitation struct {
	Method    Method
	Event     Event
	Organizer Attendee
	Attendees []Attendee
}

// inviter names the writer of invitations (RFC 5545 §3.7.3).
const inviter = "-//Daywatch//Calls//EN"

// Bytes writes the invitation as the text/calendar part of a mail (RFC 6047 §2.4).
func (i Invitation) Bytes() []byte { return i.write(string(i.Method)) }

// Object writes the event as a calendar store keeps it: without METHOD (RFC 4791 §4.1).
func (i Invitation) Object() []byte { return i.write("") }

func (i Invitation) write(method string) []byte {
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("PRODID", inviter)
	w.line("VERSION", "2.0")
	w.line("CALSCALE", "GREGORIAN")
	if method != "" {
		w.line("METHOD", method)
	}
	if zone := i.Event.anchor(); zone != nil {
		w.zone(zone, i.Event.From, i.Event.Until)
	}
	e := i.Event
	e.Cancelled = e.Cancelled || i.Method == Cancel
	w.open(e)
	if i.Organizer.Address != "" {
		w.line("ORGANIZER"+common(i.Organizer.Name), mailto(i.Organizer.Address))
	}
	for _, a := range i.Attendees {
		w.attendee(a, i.Method)
	}
	w.line("TRANSP", "OPAQUE")
	w.line("END", "VEVENT")
	w.line("END", "VCALENDAR")
	return w.Bytes()
}

// attendee asks for an answer only where there is something to come to.
func (w *writer) attendee(a Attendee, m Method) {
	answer := a.Answer
	if answer == "" {
		answer = Unanswered
	}
	line := "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + string(answer)
	if m != Cancel {
		line += ";RSVP=TRUE"
	}
	w.line(line+common(a.Name), mailto(a.Address))
}

// common is the CN of a person, if there is any: quoted, because names hold commas, and without what no quoted value may
// hold (RFC 5545 §3.1).
func common(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	if name == "" {
		return ""
	}
	return fmt.Sprintf(`;CN="%s"`, name)
}

// mailto is a CAL-ADDRESS (RFC 5545 §3.3.3); spaces and control characters cannot stand in one.
func mailto(address string) string {
	return "mailto:" + strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, address)
}

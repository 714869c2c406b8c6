// Package ical writes and reads calendars (RFC 5545). What is written is a feed that calendar programs poll; what is read
// is whatever those write: recurring, floating, all-day, in zones of their own making. The reader is bounded in all that a
// file can ask of it.
package ical

import "time"

// MediaType is what a calendar is served as (RFC 5545 §8.1).
const MediaType = "text/calendar; charset=utf-8"

// Calendar is a feed.
type Calendar struct {
	Name    string        // as programs show it
	Refresh time.Duration // how often they should ask for it again
	Events  []Event
}

// Event is one event of a feed.
type Event struct {
	UID         string // the same for the same event, whatever becomes of it
	Sequence    int    // how often it was changed in its time, from 0
	Changed     time.Time
	From, Until time.Time
	Zone        *time.Location // that its times are written in; nil: UTC
	Summary     string
	Description string
	Location    string
	URL         string
	Cancelled   bool
}

// Occurrence is one stretch of time that a calendar holds, in UTC.
type Occurrence struct {
	UID         string
	Summary     string
	Description string
	From, Until time.Time
	AllDay      bool
	Free        bool     // the calendar says that it keeps nobody busy (TRANSP)
	People      []string // the addresses of ORGANIZER and ATTENDEE, folded to lower case
}

// Package caldav reads when somebody is busy from a calendar server (RFC 4791) or from an iCalendar file, and writes calls to a
// server. It believes nothing of what comes back: servers answer with sign-in pages, with nothing, and with whatever a stranger
// put into an invitation.
package caldav

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// Account is where a calendar is, and how to get at it.
type Account struct {
	URL            string
	User, Password string // empty: none is asked for
}

// Client speaks to calendars.
type Client struct{ HTTP *outbound.Client }

// Busy is what a calendar says of a stretch of time.
type Busy struct {
	Spans    []slot.Span // in order, apart from one another
	Events   int         // that were read
	Problems []string    // of events that could not be read, in sentences
}

// Feed reads an iCalendar file.
func (c Client) Feed(ctx context.Context, a Account, in ical.Span) (Busy, error) {
	answer, err := c.HTTP.Do(ctx, outbound.Request{URL: a.URL, User: a.User, Password: a.Password, Header: map[string]string{"Accept": "text/calendar"}})
	if err != nil {
		return Busy{}, err
	}
	return read(ctx, [][]byte{answer.Body}, in, "")
}

// query asks for the events of a stretch of time (RFC 4791 §7.8.1). The server leaves out what does not touch it; series come
// whole, and are expanded here: not every server can (§9.6.5).
const query = `<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="%s" end="%s"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`

const utcForm = "20060102T150405Z"

// Collection reads a collection of a calendar server. Our own calls in it are left out: see Own.
func (c Client) Collection(ctx context.Context, a Account, in ical.Span) (Busy, error) {
	body := fmt.Sprintf(query, in.From.UTC().Format(utcForm), in.Until.UTC().Format(utcForm))
	answer, err := c.HTTP.Do(ctx, outbound.Request{Method: "REPORT", URL: collection(a.URL), User: a.User, Password: a.Password, Body: []byte(body),
		Header: map[string]string{"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}})
	if err != nil {
		return Busy{}, err
	}
	return ReadReport(ctx, answer.Body, in)
}

// ReadReport reads the answer of a calendar server to a query. The error is a *fault.Error.
func ReadReport(ctx context.Context, body []byte, in ical.Span) (Busy, error) {
	objects, err := readMultistatus(body)
	if err != nil {
		return Busy{}, err
	}
	return read(ctx, objects, in, Own)
}

// Own ends the UIDs of the calls that are written here: a call that was put into a calendar is not another thing to do.
const Own = "@daywatch"

// multistatus is the answer to a REPORT (RFC 4918 §13), as far as it is asked for.
type multistatus struct {
	XMLName   xml.Name   `xml:"DAV: multistatus"`
	Responses []response `xml:"DAV: response"`
}

type response struct {
	Props []struct {
		Prop struct {
			Data string `xml:"urn:ietf:params:xml:ns:caldav calendar-data"`
		} `xml:"DAV: prop"`
	} `xml:"DAV: propstat"`
}

// most bounds the objects of a collection.
const most = 10_000

func readMultistatus(body []byte) (objects [][]byte, err error) {
	var m multistatus
	if err := xml.Unmarshal(body, &m); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "This is no answer of a calendar server. Give the address of the calendar itself, as the server shows it")
	}
	for _, r := range m.Responses {
		for _, p := range r.Props {
			if data := strings.TrimSpace(p.Prop.Data); data != "" && len(objects) < most {
				objects = append(objects, []byte(data))
			}
		}
	}
	return objects, nil
}

// read puts calendars together, leaving out those whose events are not for this reader.
func read(ctx context.Context, objects [][]byte, in ical.Span, but string) (b Busy, err error) {
	for _, o := range objects {
		r, err := ical.Read(ctx, o, in)
		if err != nil {
			if len(objects) == 1 {
				return b, err
			}
			sentence, _ := fault.Public(err)
			b.Problems = append(b.Problems, sentence)
			continue
		}
		b.Problems = append(b.Problems, r.Problems...)
		for _, e := range r.Occurrences {
			if but != "" && strings.HasSuffix(e.UID, but) {
				continue
			}
			b.Events++
			if !e.Free {
				b.Spans = append(b.Spans, slot.Span{From: e.From, Until: e.Until})
			}
		}
	}
	b.Spans = joined(b.Spans)
	return b, nil
}

// joined puts spans in order, and makes one of those that touch.
func joined(all []slot.Span) (out []slot.Span) {
	slices.SortFunc(all, func(a, b slot.Span) int { return a.From.Compare(b.From) })
	for _, s := range all {
		if n := len(out); n > 0 && !s.From.After(out[n-1].Until) {
			if s.Until.After(out[n-1].Until) {
				out[n-1].Until = s.Until
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// Put writes an event, or what changed of it, under its UID (RFC 4791 §5.3.2).
func (c Client) Put(ctx context.Context, a Account, uid string, object []byte) error {
	_, err := c.HTTP.Do(ctx, outbound.Request{Method: "PUT", URL: objectURL(a.URL, uid), User: a.User, Password: a.Password, Body: object,
		Header: map[string]string{"Content-Type": ical.MediaType}})
	return err
}

// Delete takes an event out; one that is not there is gone as well.
func (c Client) Delete(ctx context.Context, a Account, uid string) error {
	_, err := c.HTTP.Do(ctx, outbound.Request{Method: "DELETE", URL: objectURL(a.URL, uid), User: a.User, Password: a.Password})
	if status(err) == 404 || status(err) == 410 {
		return nil
	}
	return err
}

// status is what a server refused with; 0 where it said nothing.
func status(err error) int {
	var f *outbound.Failure
	if errors.As(err, &f) {
		return f.Status
	}
	return 0
}

func objectURL(base, uid string) string { return collection(base) + url.PathEscape(uid) + ".ics" }

// collection ends in a slash, without which servers redirect (RFC 4918 §5.2).
func collection(address string) string { return strings.TrimSuffix(address, "/") + "/" }

// Horizon is how far ahead calendars are read from now on.
const Horizon = 100 * 24 * time.Hour

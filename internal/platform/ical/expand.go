package ical

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// expand lists the occurrences of a series.
func (r *reader) expand(s *series) {
	for _, e := range s.events {
		if cancelled(e) {
			continue
		}
		labels, err := r.labels(e)
		if err != nil {
			r.problem(e.component, err)
			continue
		}
		except := r.exceptions(e)
		for _, label := range labels {
			at := e.start
			at.label = label
			if from := at.instant(); !except[from] && !s.exchanged[from] {
				r.occurrence(e, at)
			}
		}
	}
	for _, e := range s.instead {
		if !cancelled(e) {
			r.occurrence(e, e.start)
		}
	}
}

// labels gives when an event begins: by its rule, and by the dates that are added (RDATE).
func (r *reader) labels(e event) ([]time.Time, error) {
	rule, err := readRule(e.get("RRULE").value, e.start.label, e.start.zone)
	if err != nil {
		return nil, err
	}
	const slack = 48 * time.Hour // labels are not instants
	all, _ := rule.between(r.From.Add(-e.length-slack).UTC(), r.Until.Add(slack).UTC(), MaxOccurrences)
	for _, m := range r.list(e, "RDATE") {
		label := m.label
		if !m.day && m.zone != e.start.zone {
			label = onWall(e.start.zone, m.instant())
		}
		if !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	return all, nil
}

// exceptions gives the instants at which an event does not take place after all (EXDATE).
func (r *reader) exceptions(e event) map[time.Time]bool {
	out := map[time.Time]bool{}
	for _, m := range r.list(e, "EXDATE") {
		if m.day && !e.start.day { // some programs except the day of an event that has a time
			m.label = m.label.Add(e.start.label.Sub(e.start.label.Truncate(24 * time.Hour)))
			m.zone = e.start.zone
		}
		out[m.instant()] = true
	}
	return out
}

// list reads the times of a property that holds several, at most so many as are worth it.
func (r *reader) list(e event, name string) (all []moment) {
	for _, p := range e.properties {
		if p.name != name || p.params["VALUE"] == "PERIOD" {
			continue
		}
		for value := range strings.SplitSeq(p.value, ",") {
			if m, err := r.moment(p, value); err == nil && len(all) < MaxOccurrences/10 {
				all = append(all, m)
			}
		}
	}
	return all
}

// occurrence notes an event at a moment, if it has one in common with the span.
func (r *reader) occurrence(e event, at moment) {
	from := at.instant()
	until := from.Add(e.length)
	if e.start.day {
		end := at
		end.label = at.label.Add(e.length)
		until = end.instant()
	}
	if !from.Before(r.Until) || !until.After(r.From) || !until.After(from) || len(r.out.Occurrences) >= MaxOccurrences {
		return
	}
	r.out.Occurrences = append(r.out.Occurrences, Occurrence{
		UID: e.get("UID").value, Summary: words(e.get("SUMMARY").value), Description: words(e.get("DESCRIPTION").value), From: from,
		Until: until, AllDay: e.start.day,
		Free: strings.EqualFold(e.get("TRANSP").value, "TRANSPARENT") && !away(e), People: people(e)})
}

// away reports what Outlook says of somebody who is not there, whatever TRANSP says.
func away(e event) bool { return strings.EqualFold(e.get("X-MICROSOFT-CDO-BUSYSTATUS").value, "OOF") }

func cancelled(e event) bool { return strings.EqualFold(e.get("STATUS").value, "CANCELLED") }

// people gives the addresses of those who take part.
func people(e event) (all []string) {
	for _, p := range e.properties {
		if p.name != "ATTENDEE" && p.name != "ORGANIZER" || len(all) == 50 {
			continue
		}
		address := strings.ToLower(strings.TrimSpace(p.value))
		if address, ok := strings.CutPrefix(address, "mailto:"); ok && !slices.Contains(all, address) {
			all = append(all, address)
		}
	}
	return all
}

// durationForm is a DURATION (RFC 5545 §3.3.6).
var durationForm = regexp.MustCompile(`^([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$`)

func readDuration(s string) (d time.Duration, ok bool) {
	m := durationForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m == nil || m[1] == "-" {
		return 0, false
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		if n, err := strconv.Atoi(m[i+2]); err == nil {
			d += time.Duration(n) * unit
		}
	}
	return d, true
}

package ical

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// recurrence is a first label and the rule by which it comes again; without a rule it does not.
type recurrence struct {
	start time.Time
	rule  *rrule.ROption
}

// earliest is the first year of which a recurrence is followed, and the last: a file may name any.
const (
	earliest = 1900
	latest   = 2200
)

// readRule reads an RRULE (RFC 5545 §3.3.10). It refuses those that come more than once a day, whose working out has no
// bound. zone says what an UNTIL in UTC is on the wall. The error is a *fault.Error.
func readRule(text string, start time.Time, zone clockwork) (recurrence, error) {
	r := recurrence{start: start}
	if start.Year() < earliest || start.Year() > latest {
		return r, fault.New(fault.Invalid, "the year %d is out of reach", start.Year())
	}
	if text == "" {
		return r, nil
	}
	o, err := rrule.StrToROption(text)
	if err != nil {
		return r, fault.Wrap(fault.Invalid, err, "the rule “%s” cannot be read", fault.Clip(text, 60))
	}
	if o.Freq > rrule.DAILY || len(o.Byhour)+len(o.Byminute)+len(o.Bysecond) > 0 || hopeless(o) {
		return r, fault.New(fault.Invalid, "the rule “%s” comes too often, or never", fault.Clip(text, 60))
	}
	if !o.Until.IsZero() && strings.Contains(strings.ToUpper(text), "Z") {
		o.Until = onWall(zone, o.Until)
	}
	o.Dtstart, r.rule = start, o
	return r, nil
}

// hopeless reports rules that RFC 5545 §3.3.10 forbids, or that name days which their months do not have: the search for
// them would go on for thousands of years.
func hopeless(o *rrule.ROption) bool {
	if o.Freq != rrule.YEARLY && len(o.Byyearday)+len(o.Byweekno) > 0 || len(o.Byeaster) > 0 || o.Interval > 1000 {
		return true
	}
	if o.Freq == rrule.DAILY && len(o.Bysetpos) > 0 {
		return true
	}
	longest := 31
	if len(o.Bymonth) > 0 {
		longest = 0
		for _, m := range o.Bymonth {
			longest = max(longest, []int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[min(max(m, 0), 12)])
		}
	}
	return len(o.Bymonthday) > 0 && !slices.ContainsFunc(o.Bymonthday, func(d int) bool { return max(d, -d) <= longest })
}

// onWall gives what a clock shows at an instant: the label that leads to it.
func onWall(zone clockwork, t time.Time) time.Time {
	label := t.UTC()
	for range 2 {
		label = label.Add(t.Sub(zone.instant(label)))
	}
	return label
}

// between gives the labels in [from, until), at most so many, and whether there were more.
func (r recurrence) between(from, until time.Time, most int) (all []time.Time, more bool) {
	if r.rule == nil {
		if r.start.Before(from) || !r.start.Before(until) {
			return nil, false
		}
		return []time.Time{r.start}, false
	}
	bounded := *r.rule
	if bounded.Until.IsZero() || bounded.Until.After(until) {
		bounded.Until = until
	}
	rule, err := rrule.NewRRule(bounded)
	if err != nil {
		return nil, false
	}
	next := rule.Iterator()
	for at, ok := next(); ok && at.Before(until); at, ok = next() {
		if len(all) == most {
			return all, true
		}
		if !at.Before(from) {
			all = append(all, at)
		}
	}
	return all, false
}

// before gives the last label that is not after one.
func (r recurrence) before(label time.Time) (time.Time, bool) {
	if r.rule == nil || r.start.After(label) {
		return r.start, !r.start.After(label)
	}
	near := *r.rule
	if year := label.Year() - 2; near.Freq == rrule.YEARLY && near.Interval <= 1 && near.Count == 0 && year > r.start.Year() {
		near.Dtstart = r.start.AddDate(year-r.start.Year(), 0, 0) // the years before do not matter, and there are many
	}
	all, _ := recurrence{start: r.start, rule: &near}.between(label.AddDate(-5, 0, 0), label.Add(time.Second), 5*366)
	if len(all) == 0 {
		return r.start, true
	}
	return all[len(all)-1], true
}

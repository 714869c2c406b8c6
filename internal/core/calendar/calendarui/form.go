package calendarui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// The editor is one form of fields and rows, so that it works without a script: its buttons add rows to what was
// typed and take them away, and nothing is stored before "save".

// The kinds of rows; each has its own count under this name.
const (
	holidayRows = "holidays" // date-h0, name-h0
	specialRows = "specials" // date-s0, hours-s0, name-s0
)

func cell(name, rows string, i int) string { return fmt.Sprint(name, "-", rows[:1], i) }

func dayField(d time.Weekday) string { return strings.ToLower(d.String()) }

// formOf fills the editor with a calendar.
func formOf(c calendar.Calendar) *web.Form {
	f := web.NewForm("title", c.Title, "zone", c.Spec.Zone, "version", strconv.FormatInt(c.Version, 10))
	if c.Union() {
		f.Values.Set("kind", "union")
	}
	for _, id := range c.Members {
		f.Values.Add("member", strconv.FormatInt(id, 10))
	}
	for _, d := range calendar.Weekdays() {
		f.Values.Set(dayField(d), calendar.FormatHours(c.Spec.Weekly[d]))
	}
	for _, x := range c.Spec.Holidays {
		addRow(f, holidayRows, x.Date.String(), "", x.Name)
	}
	for _, x := range c.Spec.Special {
		addRow(f, specialRows, x.Date.String(), calendar.FormatHours(x.Spans), x.Name)
	}
	return f
}

// count is how many rows of a kind there are.
func count(f *web.Form, rows string) int {
	n, _ := strconv.Atoi(f.Get(rows)) // what is no number has no rows
	return max(0, min(n, calendar.MostDates))
}

func addRow(f *web.Form, rows, date, hours, name string) {
	n := count(f, rows)
	f.Values.Set(cell("date", rows, n), date)
	f.Values.Set(cell("hours", rows, n), hours)
	f.Values.Set(cell("name", rows, n), name)
	f.Values.Set(rows, strconv.Itoa(min(n+1, calendar.MostDates)))
}

// dropRow takes a row away and moves those behind it up.
func dropRow(f *web.Form, rows string, at int) {
	n := count(f, rows)
	if at < 0 || at >= n {
		return
	}
	for i := at; i+1 < n; i++ {
		for _, name := range []string{"date", "hours", "name"} {
			f.Values.Set(cell(name, rows, i), f.Values.Get(cell(name, rows, i+1)))
		}
	}
	f.Values.Set(rows, strconv.Itoa(n-1))
}

// typed reads the calendar that was typed and notes what is wrong with it at its fields.
func typed(ctx context.Context, f *web.Form, now time.Time) calendar.Calendar {
	c := calendar.Calendar{Title: f.Get("title"), Version: f.Int64("version")}
	if f.Get("kind") == "union" {
		for _, text := range f.All("member") {
			if id, err := strconv.ParseInt(text, 10, 64); err == nil {
				c.Members = append(c.Members, id)
			}
		}
		if len(c.Members) < 2 {
			f.Reject("members", i18n.T(ctx, "calendar.fewmembers"))
		}
		return c
	}
	c.Spec = typedSpec(f)
	if !f.OK() {
		return c
	}
	for _, problem := range calendar.Problems(c.Spec, now) {
		sentence, field := fault.Public(problem)
		f.Reject(field, sentence)
	}
	return c
}

func typedSpec(f *web.Form) bizcal.Spec {
	spec := bizcal.Spec{Zone: f.Get("zone")}
	for _, d := range calendar.Weekdays() {
		typedDay(f, &spec.Weekly, d)
	}
	for i := range count(f, holidayRows) {
		if date, name, ok := typedRow(f, holidayRows, i); ok {
			spec.Holidays = append(spec.Holidays, bizcal.Holiday{Date: date, Name: name})
		}
	}
	for i := range count(f, specialRows) {
		date, name, ok := typedRow(f, specialRows, i)
		if !ok {
			continue
		}
		spans, err := calendar.ParseHours(f.Get(cell("hours", specialRows, i)))
		reject(f, cell("hours", specialRows, i), err)
		spec.Special = append(spec.Special, bizcal.Special{Date: date, Spans: spans, Name: name})
	}
	return spec
}

// typedDay reads the hours of a weekday. Those over midnight go on on the next day, and are shown there from then on.
func typedDay(f *web.Form, w *bizcal.Week, d time.Weekday) {
	spans, err := calendar.ParseHours(f.Get(dayField(d)))
	if err == nil {
		w[d] = append(w[d], spans...)
		return
	}
	for _, part := range calendar.HourParts(f.Get(dayField(d))) {
		if err := w.Put(d, part); err != nil {
			reject(f, dayField(d), err)
			return
		}
	}
}

// typedRow reads date and name of a row; ok is false for one that says nothing, or whose date is none.
func typedRow(f *web.Form, rows string, i int) (date bizcal.Date, name string, ok bool) {
	text, name := f.Get(cell("date", rows, i)), f.Get(cell("name", rows, i))
	if text == "" && name == "" && f.Get(cell("hours", rows, i)) == "" {
		return date, name, false
	}
	date, err := bizcal.ParseDate(text)
	reject(f, cell("date", rows, i), err)
	return date, name, err == nil
}

func reject(f *web.Form, field string, err error) {
	if err != nil {
		sentence, _ := fault.Public(err)
		f.Reject(field, sentence)
	}
}

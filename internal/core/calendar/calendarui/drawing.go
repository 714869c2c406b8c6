package calendarui

import (
	"context"
	"fmt"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// midnight is the beginning of the day of t in its own zone, n days on.
func midnight(t time.Time, n int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+n, 0, 0, 0, 0, t.Location())
}

// monday is the beginning of the week of t.
func monday(t time.Time) time.Time { return midnight(t, -(int(t.Weekday())+6)%7) }

// weekStrip draws the reader's week, so that calendars of all zones stand below one another in one time.
func weekStrip(ctx context.Context, c *bizcal.Calendar, now time.Time, words string) page.Strip {
	from := monday(now.In(i18n.Zone(ctx)))
	to := midnight(from, 7)
	part := func(t time.Time) float64 { return float64(t.Sub(from)) / float64(to.Sub(from)) }
	s := page.Strip{Words: words, Now: part(now)}
	for a, b := range c.Intervals(from, to) {
		s.Bars = append(s.Bars, page.StripBar{From: part(a), To: part(b),
			Title: i18n.FormatNear(ctx, a, now) + "–" + i18n.FormatNear(ctx, b, now)})
	}
	for day := range 7 {
		at := midnight(from, day)
		s.Ticks = append(s.Ticks, page.StripTick{At: part(at), Label: i18n.T(ctx, "time.weekday."+fmt.Sprint(int(at.Weekday())))})
	}
	return s
}

// day is a local date of a calendar and when it is open on it.
type day struct {
	from time.Time // its midnight
	runs []calendar.Run
	name string // of a holiday or special day; may be empty
	off  bool   // a holiday closes it
}

// days gives n days from the date of now in the calendar's zone. Runs are what the clock on the wall shows.
func days(c *bizcal.Calendar, spec bizcal.Spec, now time.Time, n int) []day {
	now = now.In(c.Zone())
	all := make([]day, n)
	for i := range all {
		from, to := midnight(now, i), midnight(now, i+1)
		all[i].from = from
		all[i].name, all[i].off = occasion(spec, bizcal.DateOf(from))
		for a, b := range c.Intervals(from, to) {
			run := calendar.Run{From: a.Hour()*60 + a.Minute(), To: b.Hour()*60 + b.Minute()}
			if !b.Before(to) {
				run.To = bizcal.Day
			}
			all[i].runs = append(all[i].runs, run)
		}
	}
	return all
}

// occasion says what is special about a date. A special day wins over a holiday.
func occasion(spec bizcal.Spec, d bizcal.Date) (name string, off bool) {
	for _, x := range spec.Special {
		if x.Date == d {
			return x.Name, false
		}
	}
	for _, x := range spec.Holidays {
		if x.Date == d {
			return x.Name, true
		}
	}
	return "", false
}

const fortnight = 14

// preview is the next two weeks, a row a day: in words, and drawn.
func preview(ctx context.Context, c *bizcal.Calendar, spec bizcal.Spec, now time.Time) g.Node {
	zone := i18n.WithZone(ctx, c.Zone())
	var rows [][]g.Node
	for i, d := range days(c, spec, now, fortnight) {
		hours := g.Group{g.Text(spansText(ctx, d.runs))}
		if d.name != "" || d.off {
			name := d.name
			if name == "" {
				name = i18n.T(ctx, "calendar.holiday")
			}
			hours = append(hours, g.Text(" "), page.Badge(name))
		}
		strip := page.Strip{Words: spansText(ctx, d.runs), Now: page.NoNow, Ticks: hourTicks(i == 0)}
		if i == 0 {
			local := now.In(c.Zone())
			strip.Now = float64(local.Hour()*60+local.Minute()) / bizcal.Day
		}
		for _, r := range d.runs {
			strip.Bars = append(strip.Bars, page.StripBar{From: float64(r.From) / bizcal.Day, To: float64(r.To) / bizcal.Day, Title: r.String()})
		}
		if d.off {
			strip.Bars = append(strip.Bars, page.StripBar{To: 1, Off: true, Title: d.name})
		}
		rows = append(rows, []g.Node{h.Span(h.Class("nowrap"), h.Title(i18n.FormatDate(zone, d.from)), g.Text(dayName(zone, d.from))), hours, strip.View()})
	}
	title := i18n.T(ctx, "calendar.preview", "Zone", c.Zone().String())
	return page.Card(title, "", page.Table(title, []page.Column{{Label: i18n.T(ctx, "calendar.date")}, {Label: i18n.T(ctx, "calendar.hours")},
		{Label: i18n.T(ctx, "calendar.picture")}}, rows...))
}

// dayName is "Fri 20 Nov".
func dayName(ctx context.Context, t time.Time) string {
	t = t.In(i18n.Zone(ctx))
	return i18n.T(ctx, "time.weekday."+fmt.Sprint(int(t.Weekday()))) + " " +
		i18n.T(ctx, "time.day", "Day", t.Day(), "Month", i18n.T(ctx, "time.month."+fmt.Sprint(int(t.Month()))))
}

// hourTicks part a day in quarters; only the first row of many needs their names.
func hourTicks(labelled bool) []page.StripTick {
	ticks := []page.StripTick{{At: 0, Label: "00"}, {At: .25, Label: "06"}, {At: .5, Label: "12"}, {At: .75, Label: "18"}}
	if !labelled {
		for i := range ticks {
			ticks[i].Label = ""
		}
	}
	return ticks
}

package calendarui

import (
	"context"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// describe says what a calendar is, as calendar.Describe does, in the reader's language.
func describe(ctx context.Context, c calendar.Calendar, titles map[int64]string) string {
	if c.Union() {
		names := make([]string, len(c.Members))
		for i, id := range c.Members {
			names[i] = titles[id]
		}
		return i18n.T(ctx, "calendar.union", "Titles", strings.Join(names, ", "))
	}
	var parts []string
	summary := calendar.Summary(c.Spec.Weekly)
	switch {
	case calendar.Always(c.Spec.Weekly):
		parts = append(parts, i18n.T(ctx, "calendar.always"))
	case len(summary) == 0:
		parts = append(parts, i18n.T(ctx, "calendar.specialonly"))
	}
	if len(parts) == 0 {
		for _, s := range summary {
			parts = append(parts, stretch(ctx, s))
		}
	}
	text := strings.Join(parts, "; ") + " " + calendar.Place(c.Spec.Zone)
	if n := len(c.Spec.Holidays); n > 0 {
		text += ", " + i18n.T(ctx, "calendar.holidays", "Count", n)
	}
	if n := len(c.Spec.Special); n > 0 {
		text += ", " + i18n.T(ctx, "calendar.specials", "Count", n)
	}
	return text
}

func stretch(ctx context.Context, s calendar.Stretch) string {
	name := func(d time.Weekday) string { return weekday(ctx, d) }
	if first := s.Spans[0]; first.Long() {
		days, end := first.Ends()
		return i18n.T(ctx, "calendar.long", "From", weekday(ctx, s.Days[0])+" "+calendar.Clock(first.From),
			"To", weekday(ctx, (s.Days[0]+time.Weekday(days))%7)+" "+calendar.Clock(end))
	}
	spans := make([]string, len(s.Spans))
	for i, r := range s.Spans {
		spans[i] = r.String()
	}
	return calendar.DayRange(s.Days, name, " "+i18n.T(ctx, "calendar.to")+" ") + " " + strings.Join(spans, " "+i18n.T(ctx, "calendar.and")+" ")
}

func weekday(ctx context.Context, d time.Weekday) string {
	return i18n.T(ctx, "calendar.day."+strconv.Itoa(int(d)))
}

// state says whether a calendar is open now, and until when.
func state(ctx context.Context, c *bizcal.Calendar, now time.Time) g.Node {
	chip, next, ok := page.Chip(page.Neutral, i18n.T(ctx, "calendar.closed")), time.Time{}, false
	word := "calendar.opens"
	if c.Open(now) {
		chip, word = page.Chip(page.Blue, i18n.T(ctx, "calendar.open")), "calendar.until"
		next, ok = c.NextClose(now)
	} else {
		next, ok = c.NextOpen(now)
	}
	if !ok {
		return chip
	}
	return h.Span(h.Class("cluster"), chip, h.Span(h.Class("muted"), g.Text(i18n.T(ctx, word)+" "), page.Time(ctx, next, now)))
}

// spansText says the open stretches of a local day; "closed" without any.
func spansText(ctx context.Context, runs []calendar.Run) string {
	if len(runs) == 0 {
		return i18n.T(ctx, "calendar.closed")
	}
	words := make([]string, len(runs))
	for i, r := range runs {
		words[i] = r.String()
	}
	return strings.Join(words, ", ")
}

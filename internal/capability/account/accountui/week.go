package accountui

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// weekWords writes agreed hours for people: "Mon–Fri 09:00-17:00", one stretch of days a line.
func weekWords(ctx context.Context, w bizcal.Week) string {
	day := func(d time.Weekday) string {
		return []string{i18n.T(ctx, "assigned.sun"), i18n.T(ctx, "assigned.mon"), i18n.T(ctx, "assigned.tue"), i18n.T(ctx, "assigned.wed"),
			i18n.T(ctx, "assigned.thu"),
			i18n.T(ctx, "assigned.fri"), i18n.T(ctx, "assigned.sat")}[d]
	}
	var lines []string
	for _, s := range stretches(w) {
		name := day(s.first)
		if s.last != s.first {
			name += "–" + day(s.last)
		}
		lines = append(lines, name+" "+s.hours)
	}
	return strings.Join(lines, "\n")
}

// weekText writes agreed hours as bizcal.ParseWeek reads them: "mon-fri: [09:00-17:00]".
func weekText(w bizcal.Week) string {
	short := func(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }
	var lines []string
	for _, s := range stretches(w) {
		name := short(s.first)
		if s.last != s.first {
			name += "-" + short(s.last)
		}
		lines = append(lines, name+": ["+s.hours+"]")
	}
	return strings.Join(lines, "\n")
}

// stretch is days that follow one another and have the same hours.
type stretch struct {
	first, last time.Weekday
	hours       string
}

// stretches parts a week, from Monday on.
func stretches(w bizcal.Week) (all []stretch) {
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		if len(w[d]) == 0 {
			continue
		}
		var spans []string
		for _, s := range w[d] {
			spans = append(spans, s.String())
		}
		hours := strings.Join(spans, ", ")
		if n := len(all); n > 0 && all[n-1].hours == hours && (all[n-1].last+1)%7 == d {
			all[n-1].last = d
			continue
		}
		all = append(all, stretch{d, d, hours})
	}
	return all
}

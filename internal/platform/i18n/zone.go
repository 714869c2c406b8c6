package i18n

import (
	"context"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

type zoneKey struct{}

// WithZone gives ctx the reader's zone.
func WithZone(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, zoneKey{}, zone)
}

// Zone gives the reader's zone, UTC where none is known.
func Zone(ctx context.Context) *time.Location {
	if z, ok := ctx.Value(zoneKey{}).(*time.Location); ok && z != nil {
		return z
	}
	return time.UTC
}

// FormatTime gives date and minute in the reader's zone and language: "Fri 20 Nov 2026, 16:02".
func FormatTime(ctx context.Context, t time.Time) string {
	return FormatDate(ctx, t) + ", " + FormatClock(ctx, t)
}

// FormatDate gives the date in the reader's zone and language: "Fri 20 Nov 2026".
func FormatDate(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	return T(ctx, "time.date", "Weekday", weekday(ctx, t), "Day", t.Day(), "Month", month(ctx, t), "Year", t.Year())
}

// FormatDay gives a day of a calendar, which has no zone, in the reader's language: "20 Nov 2026"; nothing for none.
func FormatDay(ctx context.Context, d bizcal.Date) string {
	if d == (bizcal.Date{}) {
		return ""
	}
	name := T(ctx, "time.day", "Day", d.Day, "Month", T(ctx, "time.month."+strconv.Itoa(int(d.Month))))
	return name + " " + strconv.Itoa(d.Year)
}

// FormatClock gives the minute in the reader's zone: "16:02".
func FormatClock(ctx context.Context, t time.Time) string {
	return t.In(Zone(ctx)).Format("15:04")
}

// FormatNear gives t as short as a reader at now needs it: "16:02" today, "Mon 09:40" within six days,
// else "20 Nov" and with the year if that differs.
func FormatNear(ctx context.Context, t, now time.Time) string {
	t, now = t.In(Zone(ctx)), now.In(Zone(ctx))
	days := daysBetween(now, t)
	switch {
	case days == 0:
		return FormatClock(ctx, t)
	case days > -7 && days < 7:
		return weekday(ctx, t) + " " + FormatClock(ctx, t)
	case t.Year() == now.Year():
		return T(ctx, "time.day", "Day", t.Day(), "Month", month(ctx, t))
	}
	return T(ctx, "time.day", "Day", t.Day(), "Month", month(ctx, t)) + " " + strconv.Itoa(t.Year())
}

// FormatDuration gives a length of time with at most two units: "38 min", "1 h 40", "3 d 2 h". The sign is
// the caller's to word; less than a minute is "1 min" so that nothing due reads as nothing.
func FormatDuration(ctx context.Context, d time.Duration) string {
	minutes := max(1, int(d.Abs()/time.Minute))
	hours, days := minutes/60, minutes/(24*60)
	switch {
	case minutes < 60:
		return T(ctx, "time.minutes", "N", minutes)
	case hours < 24 && minutes%60 == 0:
		return T(ctx, "time.hours", "N", hours)
	case hours < 24:
		return T(ctx, "time.hours", "N", hours) + " " + twoDigits(minutes%60)
	case hours%24 == 0 || days > 6:
		return T(ctx, "time.days", "N", days)
	}
	return T(ctx, "time.days", "N", days) + " " + T(ctx, "time.hours", "N", hours%24)
}

// daysBetween counts midnights, not 24 hours: days with a clock change are shorter or longer.
func daysBetween(from, to time.Time) int {
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func weekday(ctx context.Context, t time.Time) string {
	return T(ctx, "time.weekday."+strconv.Itoa(int(t.Weekday())))
}

func month(ctx context.Context, t time.Time) string {
	return T(ctx, "time.month."+strconv.Itoa(int(t.Month())))
}

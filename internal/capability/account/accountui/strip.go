package accountui

import (
	"context"
	"fmt"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// fortnight is this week and the next, from Monday to Sunday of the reader's clock.
func (u *UI) fortnight(ctx context.Context) (from, until time.Time) {
	zone := i18n.Zone(ctx)
	monday := people.Monday(bizcal.DateOf(u.Now(ctx).In(zone)))
	return people.DayBegins(monday, zone), people.DayBegins(monday.AddDays(14), zone)
}

// tones of the kinds, as account.css has them; each bar has its word too.
var tones = map[coverage.Kind]string{coverage.Engineer: "there", coverage.Cover: "cover", coverage.Gap: "gap"}

// roomAtEnd is up to where a label still has room beside its tick.
const roomAtEnd = 0.7

// strip draws who is there from one instant to another.
func (u *UI) strip(ctx context.Context, st account.Standing, from, until time.Time, names map[int64]people.User) page.Strip {
	whole := float64(until.Sub(from))
	at := func(t time.Time) float64 { return float64(t.Sub(from)) / whole }
	s := page.Strip{Words: sums(ctx, st.Stretches), Now: at(u.Now(ctx))}
	for _, x := range st.Stretches {
		s.Bars = append(s.Bars, page.StripBar{From: at(x.From), To: at(x.Until), Tone: tones[x.Kind],
			Title: fmt.Sprintf("%s: %s", kindWords(ctx, x, names), span(ctx, x.Span, u.Now(ctx)))})
	}
	zone := i18n.Zone(ctx)
	for day, i := bizcal.DateOf(from.In(zone)), 0; people.DayBegins(day, zone).Before(until); day, i = day.AddDays(1), i+1 {
		tick := page.StripTick{At: max(0, at(people.DayBegins(day, zone)))}
		if i%7 == 0 && tick.At < roomAtEnd {
			tick.Label = i18n.FormatDay(ctx, day)
		}
		s.Ticks = append(s.Ticks, tick)
	}
	return s
}

// sums says how many hours have whom.
func sums(ctx context.Context, all []coverage.Stretch) string {
	hours := func(k coverage.Kind) string { return length(ctx, coverage.Sum(all, k)) }
	return i18n.T(ctx, "assigned.sums", "Engineer", hours(coverage.Engineer), "Cover", hours(coverage.Cover), "Gap", hours(coverage.Gap))
}

// length says how much agreed time it is, in hours and minutes: a day of it has no fixed length.
func length(ctx context.Context, d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	if minutes == 0 {
		return i18n.T(ctx, "assigned.h", "Hours", hours)
	}
	return i18n.T(ctx, "assigned.h_min", "Hours", hours, "Minutes", minutes)
}

func kindWord(ctx context.Context, k coverage.Kind) string {
	return map[coverage.Kind]string{coverage.Engineer: i18n.T(ctx, "assigned.kind_engineer"), coverage.Cover: i18n.T(ctx, "assigned.kind_cover"),
		coverage.Gap: i18n.T(ctx, "assigned.kind_gap")}[k]
}

func kindWords(ctx context.Context, s coverage.Stretch, names map[int64]people.User) string {
	if s.Kind == coverage.Gap {
		return kindWord(ctx, s.Kind)
	}
	return kindWord(ctx, s.Kind) + " " + names[s.UserID].Name
}

func kindChip(ctx context.Context, k coverage.Kind) g.Node {
	return page.Chip(map[coverage.Kind]page.Tone{coverage.Engineer: page.Green, coverage.Cover: page.Blue, coverage.Gap: page.Red}[k], kindWord(ctx, k))
}

// span is a stretch of time by the reader's clock.
func span(ctx context.Context, s coverage.Span, now time.Time) string {
	return i18n.FormatNear(ctx, s.From, now) + " – " + i18n.FormatNear(ctx, s.Until, now)
}

// state says in a chip how an assignment stands.
func state(ctx context.Context, st account.Standing, now time.Time) g.Node {
	switch {
	case !st.LeftAt.IsZero():
		return page.Chip(page.Red, i18n.T(ctx, "assigned.without"))
	case !st.Holds(now):
		return page.Chip(page.Neutral, i18n.T(ctx, "assigned.contract_over"))
	case st.Gap() > 0:
		return page.Chip(page.Red, i18n.T(ctx, "assigned.gap_of", "Time", length(ctx, st.Gap())))
	}
	return page.Chip(page.Green, i18n.T(ctx, "assigned.covered"))
}

// whoIn lists everybody who is in a strip.
func whoIn(all []account.Standing) (ids []int64) {
	for _, st := range all {
		ids = append(ids, st.UserID)
		for _, x := range st.Stretches {
			if x.UserID != 0 {
				ids = append(ids, x.UserID)
			}
		}
		for _, c := range st.Covers {
			ids = append(ids, c.UserID)
		}
	}
	return ids
}

// coverageTable says the same as the strip, day by day.
func coverageTable(ctx context.Context, st account.Standing, names map[int64]people.User, now time.Time) g.Node {
	var rows [][]g.Node
	for _, x := range st.Stretches {
		who := g.Text("–")
		if x.UserID != 0 {
			who = g.Text(names[x.UserID].Name)
		}
		rows = append(rows, []g.Node{page.Time(ctx, x.From, now), page.Time(ctx, x.Until, now), kindChip(ctx, x.Kind), who,
			g.Text(itoa(int64(x.Until.Sub(x.From) / time.Minute)))})
	}
	if len(rows) == 0 {
		return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "assigned.no_minutes")))
	}
	return page.Fold(i18n.T(ctx, "assigned.as_table"),
		page.Table(i18n.T(ctx, "assigned.coverage"), []page.Column{{Label: i18n.T(ctx, "assigned.from")}, {Label: i18n.T(ctx, "assigned.until")},
			{Label: i18n.T(ctx, "assigned.there")}, {Label: i18n.T(ctx, "assigned.who")}, {Label: i18n.T(ctx, "assigned.minutes"), Number: true}}, rows...))
}

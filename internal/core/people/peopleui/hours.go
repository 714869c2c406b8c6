package peopleui

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Hours stands beside the name of somebody of the team: "14:20 Berlin · until 18:00". It is nil for those who are
// not on the roster.
func Hours(ctx context.Context, team *people.Roster, userID int64, now time.Time) g.Node {
	u, ok := team.User(userID)
	if !ok {
		return nil
	}
	words := []string{localTime(ctx, u, now)}
	if until := presenceWords(ctx, u, team.Presence(userID, now), now); until != "" {
		words = append(words, until)
	}
	return h.Span(h.Class("muted nowrap"), h.Title(zoneTitle(u, now)), g.Text(strings.Join(words, " · ")))
}

// localTime is the clock on somebody's wall, and the city it hangs in: "14:20 Berlin".
func localTime(ctx context.Context, u people.User, now time.Time) string {
	return i18n.FormatClock(i18n.WithZone(ctx, u.Location()), now) + " " + city(u.Location())
}

// city is the last part of a zone's name: São Paulo's is America/Sao_Paulo.
func city(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

func zoneTitle(u people.User, now time.Time) string {
	return u.Location().String() + ", UTC" + now.In(u.Location()).Format("-07:00")
}

// presenceWords say until when, by the person's own clock: "until 18:00", "from Mon 09:00", "off until Mon 09:00".
func presenceWords(ctx context.Context, u people.User, p people.Presence, now time.Time) string {
	at := i18n.FormatNear(i18n.WithZone(ctx, u.Location()), p.Until, now)
	switch {
	case p.State == people.Off:
		return i18n.T(ctx, "presence.offuntil", "Time", at)
	case p.Until.IsZero():
		return ""
	case p.State == people.Here:
		return i18n.T(ctx, "presence.until", "Time", at)
	}
	return i18n.T(ctx, "presence.from", "Time", at)
}

// presenceChip says in a word whether somebody can be asked.
func presenceChip(ctx context.Context, p people.Presence) g.Node {
	tone := page.Neutral
	switch p.State {
	case people.Here:
		tone = page.Green
	case people.Off:
		tone = page.Amber
	}
	return page.Chip(tone, i18n.T(ctx, "presence."+string(p.State)))
}

// dayStrip draws somebody's hours on the reader's own day, so that one sees who overlaps with whom.
func dayStrip(ctx context.Context, team *people.Roster, userID int64, now time.Time) g.Node {
	local := now.In(i18n.Zone(ctx))
	from := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location())
	until := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, local.Location())
	part := func(t time.Time) float64 { return float64(t.Sub(from)) / float64(until.Sub(from)) }
	s := page.Strip{Now: part(now), Ticks: []page.StripTick{{At: .25}, {At: .5}, {At: .75}}}
	var words []string
	for _, st := range team.Stretches(userID, from, until) {
		text := i18n.FormatClock(ctx, st.From) + "–" + endClock(ctx, st.Until, until)
		if st.Off {
			text = i18n.T(ctx, "presence.offduring", "Time", text)
		}
		s.Bars = append(s.Bars, page.StripBar{From: part(st.From), To: part(st.Until), Off: st.Off, Title: text})
		words = append(words, text)
	}
	if s.Words = strings.Join(words, ", "); len(words) == 0 {
		s.Words = i18n.T(ctx, "presence.nohours")
	}
	return s.View()
}

// endClock writes the end of the day as 24:00.
func endClock(ctx context.Context, t, midnight time.Time) string {
	if t.Equal(midnight) {
		return "24:00"
	}
	return i18n.FormatClock(ctx, t)
}

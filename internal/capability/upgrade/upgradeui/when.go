package upgradeui

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// span is a stretch of time by the clock of a zone. Its end names the day only where that is another one.
func span(ctx context.Context, from, until time.Time, zone *time.Location) string {
	ctx = i18n.WithZone(ctx, zone)
	end := i18n.FormatClock(ctx, until)
	if a, b := from.In(zone), until.In(zone); a.YearDay() != b.YearDay() || a.Year() != b.Year() {
		end = i18n.FormatTime(ctx, until)
	}
	return i18n.FormatTime(ctx, from) + " – " + end
}

// clocks shows the window as the customer's clock, UTC and the reader's show it, each zone once.
func clocks(ctx context.Context, up upgrade.Upgrade) []page.Fact {
	if !up.Windowed() {
		return []page.Fact{page.Say(i18n.T(ctx, "upgrade.window"), i18n.T(ctx, "upgrade.no_window"))}
	}
	var facts []page.Fact
	seen := map[string]bool{}
	for _, c := range []struct {
		label string
		zone  *time.Location
	}{{"upgrade.clock_theirs", up.Location()}, {"upgrade.clock_utc", time.UTC}, {"upgrade.clock_mine", i18n.Zone(ctx)}} {
		if name := c.zone.String(); !seen[name] {
			seen[name] = true
			facts = append(facts, page.Fact{Label: i18n.T(ctx, c.label), Value: h.Span(g.Text(span(ctx, up.WindowFrom, up.WindowUntil, c.zone)),
				g.If(name != "UTC", g.Group{h.Br(), h.Small(h.Class("muted"), g.Text(name))}))})
		}
	}
	return append(facts, page.Say(i18n.T(ctx, "upgrade.length"), i18n.FormatDuration(ctx, up.WindowUntil.Sub(up.WindowFrom))))
}

// shiftWords say that the customer's clocks change within the window; empty where they do not.
func shiftWords(ctx context.Context, up upgrade.Upgrade) string {
	s, ok := up.Shift()
	if !up.Windowed() || !ok {
		return ""
	}
	key := "upgrade.clocks_forward"
	if s.By < 0 {
		key = "upgrade.clocks_back"
	}
	return i18n.T(ctx, key, "Zone", up.Location().String(), "Before", s.Before, "After", s.Becomes, "Real",
		i18n.FormatDuration(ctx, s.IsReal), "Looks", i18n.FormatDuration(ctx, s.Looks))
}

// stateChip says where an upgrade stands.
func stateChip(ctx context.Context, up upgrade.Upgrade, now time.Time) g.Node {
	switch {
	case up.State == upgrade.Ended:
		tone := map[upgrade.Outcome]page.Tone{upgrade.Done: page.Green, upgrade.Trouble: page.Amber, upgrade.RolledBack: page.Red}[up.Outcome]
		return page.Chip(tone, i18n.T(ctx, "upgrade.outcome_"+string(up.Outcome)))
	case up.Open(now):
		return page.Chip(page.Red, i18n.T(ctx, "upgrade.state_open"))
	case up.Over(now):
		return page.Chip(page.Amber, i18n.T(ctx, "upgrade.state_over"))
	case up.State == upgrade.Ready:
		return page.Chip(page.Green, i18n.T(ctx, "upgrade.state_ready"))
	}
	return page.Chip(page.Blue, i18n.T(ctx, "upgrade.state_planning"))
}

// way shows the versions in order.
func way(ctx context.Context, up upgrade.Upgrade) g.Node {
	from := up.From
	if from == "" {
		from = i18n.T(ctx, "upgrade.from_unknown")
	}
	all := append(append([]string{from}, up.Stops...), up.To)
	return g.Text(strings.Join(all, " → "))
}

// link leads to an upgrade.
func link(up upgrade.Upgrade, text string) g.Node {
	return h.A(h.Class("link"), h.Href(up.Path()), g.Text(text))
}

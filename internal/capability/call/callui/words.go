package callui

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// t gives a word of the catalogue.
func t(ctx context.Context, id string, data ...any) string { return i18n.T(ctx, id, data...) }

// inZone is when something is in a zone, so that no change of the clocks leaves a doubt: "10:00 (UTC+1)".
func inZone(ctx context.Context, at time.Time, zone *time.Location) string {
	l := slot.In(at, zone)
	text := l.Clock + " (" + l.Offset
	switch l.Turn {
	case slot.First:
		text += ", " + t(ctx, "calls.turn_first")
	case slot.Second:
		text += ", " + t(ctx, "calls.turn_second")
	}
	return text + ")"
}

// dayIn is the date of a moment in a zone.
func dayIn(ctx context.Context, at time.Time, zone *time.Location) string {
	return i18n.FormatDate(i18n.WithZone(ctx, zone), at)
}

// stretchIn is a stretch of time in a zone.
func stretchIn(ctx context.Context, from, until time.Time, zone *time.Location) string {
	return dayIn(ctx, from, zone) + ", " + t(ctx, "calls.stretch", "From", slot.In(from, zone).Clock, "Until", inZone(ctx, until, zone))
}

// zones shows a stretch of time in several zones, each once.
func zones(ctx context.Context, from, until time.Time, list ...*time.Location) g.Node {
	seen := map[string]bool{}
	var items g.Group
	for _, z := range append(list, time.UTC) {
		if name := z.String(); !seen[name] {
			seen[name] = true
			items = append(items, h.Li(g.Text(stretchIn(ctx, from, until, z)), g.If(name != "UTC", h.Small(g.Text(" "+zoneName(z))))))
		}
	}
	return h.Ul(h.Class("stack"), items)
}

// paragraphs shows what somebody wrote, line by line.
func paragraphs(text string) g.Node {
	var all g.Group
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, h.P(g.Text(line)))
		}
	}
	return all
}

// sentence is what an error says to people.
func sentence(err error) string {
	text, _ := fault.Public(err)
	return text
}

// field is what an error speaks of; empty: of nothing that was typed.
func field(err error) string {
	if err == nil {
		return ""
	}
	_, name := fault.Public(err)
	return name
}

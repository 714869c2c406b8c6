package callui

import (
	"context"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// times are the slots to choose from, a fold for each day of the customer's.
func (u *UI) times(ctx context.Context, v visitor, free []slot.Slot) g.Node {
	wrong := v.form.Error("at")
	if len(free) == 0 {
		return h.Div(h.Class("stack"), h.ID("f-at"), g.Iff(wrong != "", func() g.Node { return page.Notice(page.Amber, wrong) }),
			page.Notice(page.Amber, t(ctx, "book.none")))
	}
	chosen := v.form.Get("at")
	var days g.Group
	for i, day := range byDay(free, v.zone) {
		open := i == 0 && chosen == ""
		var options g.Group
		for _, s := range day {
			value := strconv.FormatInt(s.At.Unix(), 10)
			open = open || value == chosen
			options = append(options, u.time(ctx, v, s.At, value, value == chosen))
		}
		days = append(days, h.Details(h.Class("slots"), g.If(open, g.Attr("open")),
			h.Summary(h.B(g.Text(dayIn(ctx, day[0].At, v.zone))), h.Small(g.Text(t(ctx, "book.day", "Count", len(day))))), h.Div(options)))
	}
	return h.FieldSet(h.Class("field options"), h.ID("f-at"), h.Legend(g.Text(t(ctx, "book.at"))),
		h.P(h.Class("hint"), g.Text(t(ctx, "book.at_hint", "Zone", zoneName(v.zone), "Place", place(v.beside())))),
		g.Iff(wrong != "", func() g.Node { return h.P(h.Class("error"), h.Role("alert"), g.Text(wrong)) }), days)
}

// beside is the zone that stands beside the customer's: the engineer's, or UTC where there are several of them or both have
// one clock.
func (v visitor) beside() *time.Location {
	if v.Theirs == nil || v.Theirs.String() == v.zone.String() {
		return time.UTC
	}
	return v.Theirs
}

func zoneName(zone *time.Location) string { return strings.ReplaceAll(zone.String(), "_", " ") }

// place is the city that a zone is named for: "New York".
func place(zone *time.Location) string {
	name := zoneName(zone)
	return name[strings.LastIndex(name, "/")+1:]
}

// time is one slot: by the customer's clock, with its offset, and by the engineer's.
func (u *UI) time(ctx context.Context, v visitor, at time.Time, value string, chosen bool) g.Node {
	l := slot.In(at, v.zone)
	small := l.Offset
	if l.Turn == slot.First {
		small += ", " + t(ctx, "calls.turn_first")
	} else if l.Turn == slot.Second {
		small += ", " + t(ctx, "calls.turn_second")
	}
	if there := v.beside(); slot.In(at, there).Offset != l.Offset {
		small += " · " + at.In(there).Format("15:04") + " " + place(there)
	}
	return h.Label(h.Input(h.Type("radio"), h.Name("at"), h.Value(value), g.If(chosen, h.Checked()), h.Required()),
		h.Span(h.B(g.Text(l.Clock)), h.Small(g.Text(small))))
}

// byDay parts slots by the date in a zone.
func byDay(free []slot.Slot, zone *time.Location) (days [][]slot.Slot) {
	var last time.Time
	for _, s := range free {
		date := slot.In(s.At, zone).Date
		if len(days) == 0 || !date.Equal(last) {
			days, last = append(days, nil), date
		}
		days[len(days)-1] = append(days[len(days)-1], s)
	}
	return days
}

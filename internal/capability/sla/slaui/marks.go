package slaui

import (
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// table is all that happened to a clock: when there and in UTC, what, by whom, and what became of its due time.
func (v view) table(o sla.Course) g.Node {
	t := func(id string, data ...any) string { return i18n.T(v.ctx, id, data...) }
	local := there(v.ctx, o.Zone)
	zone := city(i18n.Zone(local))
	columns := []page.Column{{Label: t("sla.col.when", "City", zone)}, {Label: "UTC"}, {Label: t("sla.col.what")},
		{Label: t("sla.col.who")}, {Label: t("sla.col.due", "City", zone)}}
	var rows [][]g.Node
	for _, m := range o.Marks {
		rows = append(rows, []g.Node{
			h.Span(h.Class("nowrap"), page.Time(local, m.At, v.now)), g.Text(m.At.UTC().Format("15:04:05")), g.Text(v.what(o, m)), g.Text(v.who(m)),
			h.Span(h.Class("nowrap"), v.moved(o, m))})
	}
	return page.Table(t("sla.history", "What", metric(v.ctx, o.Metric)), columns, rows...)
}

// what says what a mark is.
func (v view) what(o sla.Course, m clock.Mark) string {
	t := func(id string, data ...any) string { return i18n.T(v.ctx, id, data...) }
	switch m.Kind {
	case clock.MarkStarted:
		return t("sla.mark.started." + string(o.Metric))
	case clock.MarkTargeted:
		switch {
		case m.Seconds == 0:
			return t("sla.mark.untargeted")
		case m.Calendar == "24x7":
			return t("sla.mark.targetedalways", "Policy", m.Policy, "Goal", length(v.ctx, time.Duration(m.Seconds)*time.Second))
		}
		return t("sla.mark.targeted", "Policy", m.Policy, "Goal", length(v.ctx, time.Duration(m.Seconds)*time.Second), "Hours", m.Calendar)
	case clock.MarkPaused, clock.MarkStopped:
		return t("sla.mark.stands", "While", t("sla.while."+m.Why))
	case clock.MarkWarned:
		return t("sla.mark.warned", "Part", strconv.FormatFloat(m.Part*100, 'f', -1, 64))
	case clock.MarkFulfilled:
		if m.Why != "" {
			return t("sla.mark.solved", "Used", length(v.ctx, o.Used))
		}
		return t("sla.mark.fulfilled", "Used", length(v.ctx, o.Used))
	case clock.MarkCancelled:
		return t("sla.mark.cancelled." + m.Why)
	}
	return t("sla.mark." + string(m.Kind))
}

// who names the one behind a mark and what they did.
func (v view) who(m clock.Mark) string {
	if m.Cause.Event == 0 {
		return i18n.T(v.ctx, "sla.time")
	}
	name := v.names[m.Cause.Actor].Name
	if name == "" {
		name = "Daywatch"
	}
	if m.Cause.Rule != "" {
		name = m.Cause.Rule
	}
	what, field, _ := strings.Cut(m.Cause.What, ":")
	did := i18n.T(v.ctx, "sla.cause."+strings.ReplaceAll(what, ".", "_"))
	if field != "" {
		did = i18n.T(v.ctx, "sla.cause.field", "Field", i18n.T(v.ctx, "sla.field."+fieldWord(field)))
	}
	return name + ": " + did
}

// fieldWord is the word of a field; all that a desk made itself is "custom".
func fieldWord(field string) string {
	switch field {
	case "status", "priority", "region", "organization", "calendar", "paused", "merged_into", "tags", "group", "type", "form", "stage", "severity", "requester":
		return field
	}
	return "custom"
}

// moved is the due time from a mark on, and before it where that was another.
func (v view) moved(o sla.Course, m clock.Mark) g.Node {
	local := there(v.ctx, o.Zone)
	at := func(t time.Time) string {
		if t.IsZero() {
			return "–"
		}
		return weekdayClock(local, t, v.now)
	}
	switch {
	case m.Kind == clock.MarkFulfilled, m.Kind == clock.MarkCancelled, m.Kind == clock.MarkStarted && m.Due.IsZero():
		return nil
	case m.Was.IsZero() || m.Was.Equal(m.Due):
		return g.Text(at(m.Due))
	}
	return g.Group{h.Del(g.Text(at(m.Was))), g.Text(" " + at(m.Due))}
}

package condition

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// momentColumns are the instants that Since fields count from; NULL where there is none.
var momentColumns = map[string]string{
	"NEW": statusSince("1"), "OPEN": statusSince("2"), "PENDING": statusSince("3"),
	"HOLD": statusSince("4"), "SOLVED": statusSince("5"), "CLOSED": statusSince("6"),
	"created_at": "t.created_at", "updated_at": "t.updated_at", "due_date": "t.due_at", "sla_next_breach_at": "t.breach_at",
	"assigned_at": `CASE WHEN t.assignee_id IS NOT NULL THEN coalesce((SELECT max(e.at) FROM events e WHERE e.subject_type = 'ticket'
		AND e.subject_id = t.id AND e.kind = 'ticket.changed' AND e.data ->> 'field' = 'assignee'), t.created_at) END`,
	"requester_updated_at": `(SELECT max(m.at) FROM comments m WHERE m.ticket_id = t.id AND m.author_id = t.requester_id)`,
	"assignee_updated_at": `(SELECT max(e.at) FROM events e WHERE e.subject_type = 'ticket' AND e.subject_id = t.id
		AND e.actor_id = t.assignee_id)`,
}

func statusSince(number string) string {
	return "CASE WHEN t.status = " + number + " THEN t.status_at END"
}

// Moments are the columns of a ticket t that Facts.Times hold, by field, for whoever reads Facts.
func Moments() map[string]string { return maps.Clone(momentColumns) }

// bounds are the earliest and the latest instant, both included, at which a moment meets a condition. A zero
// one bounds nothing.
type bounds struct {
	from, to time.Time
	never    bool
}

func (c compiler) since(f Field, cond Condition) string {
	n, err := hours(first(cond.Value))
	if err != nil {
		return "FALSE"
	}
	return c.moment(momentColumns[f.Name], cond.Operator, func(op Operator, cal Hours) bounds {
		now := c.env.Now
		atLeast := func(n time.Duration) (time.Time, bool) { return now.Add(-n), true }
		if cal != nil {
			atLeast = func(n time.Duration) (time.Time, bool) { return spends(cal, now, n) }
		}
		last, ok := atLeast(n)
		switch op {
		case GreaterThan:
			return bounds{to: last, never: !ok}
		case LessThan:
			if !ok {
				return bounds{to: now}
			}
			return bounds{from: last.Add(time.Microsecond), to: now}
		}
		b := bounds{to: last, never: !ok}
		if before, ok := atLeast(n + time.Hour); ok {
			b.from = before.Add(time.Microsecond)
		}
		return b
	})
}

func (c compiler) until(f Field, cond Condition) string {
	n, err := hours(first(cond.Value))
	if err != nil {
		return "FALSE"
	}
	return c.moment(momentColumns[strings.TrimPrefix(f.Name, "until_")], cond.Operator, func(op Operator, cal Hours) bounds {
		now := c.env.Now
		atMost := func(n time.Duration) (time.Time, bool) { return now.Add(n), true }
		if cal != nil {
			atMost = func(n time.Duration) (time.Time, bool) { return reaches(cal, now, n) }
		}
		last, ok := atMost(n)
		switch op {
		case LessThan:
			if !ok {
				return bounds{from: now}
			}
			return bounds{from: now, to: last}
		case GreaterThan:
			return bounds{from: last.Add(time.Microsecond), never: !ok}
		}
		b := bounds{from: now, to: last}
		if !ok {
			b.to = time.Time{}
		}
		if n < time.Hour {
			return b
		}
		before, ok := atMost(n - time.Hour)
		b.from = before.Add(time.Microsecond)
		b.never = !ok
		return b
	})
}

// moment holds a column against bounds that depend on the ticket's calendar where hours are open ones.
func (c compiler) moment(column string, op Operator, span func(Operator, Hours) bounds) string {
	plain, business := op.plain()
	if !business || len(c.env.Hours) == 0 {
		return c.within(column, span(plain, nil))
	}
	var b strings.Builder
	b.WriteString("CASE " + c.calendar())
	for _, id := range slices.Sorted(maps.Keys(c.env.Hours)) {
		b.WriteString(c.w.Bind(" WHEN ? THEN ", id) + c.within(column, span(plain, c.env.Hours[id])))
	}
	b.WriteString(" ELSE " + c.within(column, span(plain, nil)) + " END")
	return b.String()
}

func (c compiler) within(column string, b bounds) string {
	if b.never {
		return "FALSE"
	}
	cond := "(" + column + ") IS NOT NULL"
	if !b.from.IsZero() {
		cond += c.w.Bind(" AND ("+column+") >= ?", b.from)
	}
	if !b.to.IsZero() {
		cond += c.w.Bind(" AND ("+column+") <= ?", b.to)
	}
	return "(" + cond + ")"
}

// calendar is the calendar that counts for t: what a rule set, the organization's own, its region's, the
// desk's. 0 where there is none.
func (c compiler) calendar() string {
	region := ""
	for _, key := range slices.Sorted(maps.Keys(c.env.Regions)) {
		region += c.w.Bind(" WHEN ? THEN CAST(? AS bigint)", key, c.env.Regions[key])
	}
	if region == "" {
		region = " WHEN '' THEN CAST(NULL AS bigint)"
	}
	return "coalesce(t.calendar_id, (SELECT o.calendar_id FROM organizations o WHERE o.id = t.organization_id), CASE t.region" + region +
		" END, " + c.w.Bind("CAST(? AS bigint)", c.env.Default) + ")"
}

// isOpen is "the ticket's calendar is open"; one that nobody knows is always open.
func (c compiler) isOpen() string {
	var closed []any
	for _, id := range slices.Sorted(maps.Keys(c.env.Hours)) {
		if !c.env.Hours[id].Open(c.env.Now) {
			closed = append(closed, id)
		}
	}
	if len(closed) == 0 {
		return "TRUE"
	}
	return "NOT (" + c.in(c.calendar(), closed) + ")"
}

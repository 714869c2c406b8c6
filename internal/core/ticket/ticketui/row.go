package ticketui

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// ticketRow is what the queue shows of a ticket.
func ticketRow(ctx context.Context, t ticket.Row, regions []people.Region, now time.Time) page.TicketRow {
	where := region(regions, t.Region)
	row := page.TicketRow{
		ID: fmt.Sprint("t-", t.ID), Href: href(t.ID), Number: fmt.Sprint(t.ID), Subject: t.Subject, Aside: aside(ctx, t),
		Unread: !t.WaitingSince.IsZero(), Level: level(t.Priority), LevelName: i18n.T(ctx, "priority."+t.Priority.String()),
		Customer: or(t.Organization, t.Requester), Plan: t.Plan, RegionName: where.Name, RegionTone: where.Tone,
		Due:  due(ctx, t.Ticket, now),
		Acts: []g.Node{page.RowAct(href(t.ID)+"/take", "i", i18n.T(ctx, "ticket.take"))},
	}
	if t.Hit != nil {
		found(ctx, &row, t)
	}
	if t.AssigneeID != 0 {
		row.Assignee = &page.Person{ID: t.AssigneeID, Name: t.Assignee}
	}
	return row
}

// found shows where a search found its words, and leads there.
func found(ctx context.Context, row *page.TicketRow, t ticket.Row) {
	hit := t.Hit
	if hit.Kind == "subject" {
		if hit.Snippet.Text == t.Subject { // not cut
			row.Marked = page.Marked(t.Subject, stretches(hit.Snippet.Hits))
		}
		return
	}
	row.Found = g.Group{h.B(g.Text(i18n.T(ctx, "hit."+hit.Kind) + ": ")), page.Marked(hit.Snippet.Text, stretches(hit.Snippet.Hits))}
	if hit.Comment != 0 {
		row.Href += fmt.Sprint("#c-", hit.Comment)
	}
}

func stretches(ranges []search.Range) [][2]int {
	out := make([][2]int, len(ranges))
	for i, r := range ranges {
		out[i] = [2]int{r.Start, r.End}
	}
	return out
}

func href(id int64) string { return fmt.Sprint("/tickets/", id) }

// level is the number of bars: 4 for urgent.
func level(p ticket.Priority) int {
	if p == ticket.NoPriority {
		return 0
	}
	return 5 - int(p)
}

// aside says what is new beside the subject.
func aside(ctx context.Context, t ticket.Row) string {
	var parts []string
	if len(t.DraftBy) > 0 {
		parts = append(parts, i18n.T(ctx, "ticket.replying", "Who", strings.Join(t.DraftBy, ", "), "Count", len(t.DraftBy)))
	}
	if t.HasAttachment {
		parts = append(parts, i18n.T(ctx, "ticket.files"))
	}
	return strings.Join(parts, " · ")
}

// due says what the ticket waits for, and since when. Targets stand here once the desk has clocks.
func due(ctx context.Context, t ticket.Ticket, now time.Time) page.Due {
	switch {
	case !t.WaitingSince.IsZero() && t.Status.Live():
		what := i18n.T(ctx, "due.next_reply")
		if !t.Replied {
			what = i18n.T(ctx, "due.first_reply")
		}
		return page.Due{Paused: i18n.FormatDuration(ctx, now.Sub(t.WaitingSince)), What: what,
			Why: i18n.T(ctx, "due.waiting_since", "Time", i18n.FormatTime(ctx, t.WaitingSince))}
	case t.Status == ticket.New || t.Status == ticket.Open:
		return page.Due{Paused: i18n.T(ctx, "due.answered"), Why: i18n.T(ctx, "due.answered_why")}
	case t.Status == ticket.Solved || t.Status == ticket.Closed:
		return page.Due{Paused: i18n.T(ctx, "status."+statusWord(t.Status)), What: i18n.FormatNear(ctx, t.SolvedAt, now)}
	}
	return page.Due{Paused: i18n.T(ctx, "status."+statusWord(t.Status)), What: i18n.FormatNear(ctx, t.UpdatedAt, now)}
}

// statusWord is the name by which page knows a status.
func statusWord(s ticket.Status) string {
	if s == ticket.Hold {
		return "on-hold"
	}
	return s.String()
}

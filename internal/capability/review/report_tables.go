package review

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/capability/review/report"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

func (a account) byPriority(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "priority", 2.0, "opened", -1.0, "solved", -1.0, "open", -1.0), None: i18n.T(ctx, "report.no_tickets")}
	for _, p := range ticket.Priorities() {
		opened, solved, open := by(p, a.opened), by(p, a.solved), by(p, a.left)
		if opened+solved+open > 0 {
			t.Rows = append(t.Rows, []string{PriorityWord(ctx, p.String()), strconv.Itoa(opened), strconv.Itoa(solved), strconv.Itoa(open)})
		}
	}
	return t
}

func (a account) replyTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "priority", 2.0, "replies", -1.0, "met", -1.0, "percent", -1.0, "median", -1.5),
		None: i18n.T(ctx, "report.no_replies")}
	for _, p := range ticket.Priorities() {
		if met, of, median := a.kept(p); of > 0 {
			t.Rows = append(t.Rows, []string{PriorityWord(ctx, p.String()), strconv.Itoa(of), strconv.Itoa(met),
				i18n.T(ctx, "report.percent", "N", percent(met, of)), took(ctx, median, of)})
		}
	}
	return t
}

func (a account) backlogTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "place", -0.6, "number", 1.0, "subject", 6.0, "priority", 1.4, "status", 1.8, "opened_on", 1.5),
		None: i18n.T(ctx, "report.no_open")}
	for n, i := range a.backlog {
		t.Rows = append(t.Rows, []string{strconv.Itoa(n + 1), fmt.Sprint("#", i.ID), i.Subject, PriorityWord(ctx, i.Priority.String()),
			StatusWord(ctx, i.Status), a.day(ctx, i.CreatedAt)})
	}
	return t
}

func (a account) decisionTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "on", 1.3, "subject", 4.0, "decided", 2.2, "why", 4.0), None: i18n.T(ctx, "report.no_decisions")}
	for _, d := range a.decisions {
		name := d.Subject
		if d.TicketID != 0 {
			name = fmt.Sprintf("#%d %s", d.TicketID, d.Subject)
		}
		t.Rows = append(t.Rows, []string{a.day(ctx, d.At), name, d.change(ctx), d.Why + " (" + d.DecidedBy + ")"})
	}
	return t
}

// change is what a decision made of a ticket, in the customer's words.
func (d Decision) change(ctx context.Context) string {
	if d.Became == "" {
		return "–"
	}
	if d.Kind == ToPriority {
		return PriorityWord(ctx, d.Was) + " → " + PriorityWord(ctx, d.Became)
	}
	was, _ := ticket.ParseStatus(d.Was)
	became, _ := ticket.ParseStatus(d.Became)
	return StatusWord(ctx, was) + " → " + StatusWord(ctx, became)
}

func (a account) upgradeTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "on", 1.3, "upgrade", 5.0, "outcome", 2.0)}
	for _, u := range a.upgrades {
		t.Rows = append(t.Rows, []string{a.day(ctx, u.At), u.Title, i18n.T(ctx, "upgrade_outcome."+u.Outcome)})
	}
	return t
}

func (a account) riskTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "risk", 5.0, "area", 1.6, "likelihood", 1.4, "impact", 1.4, "state", 1.6), None: i18n.T(ctx, "report.no_risks")}
	for _, r := range a.risks {
		t.Rows = append(t.Rows, []string{r.Told(), i18n.T(ctx, "area."+string(r.Area)), degree(ctx, r.Likelihood), degree(ctx, r.Impact),
			i18n.T(ctx, "risk_state."+string(r.State))})
	}
	return t
}

func degree(ctx context.Context, n int) string { return i18n.T(ctx, fmt.Sprint("degree.n", n)) }

func (a account) hourTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "month", 3.0, "spent", -1.0), None: i18n.T(ctx, "report.no_hours")}
	if a.agreed > 0 {
		t.Columns = columns(ctx, "month", 3.0, "spent", -1.0, "agreed", -1.0)
	}
	if a.minutes()+a.agreed == 0 {
		return t
	}
	for _, m := range a.spent {
		row := []string{PeriodWords(ctx, m.month), hoursText(m.minutes)}
		if a.agreed > 0 {
			row = append(row, hoursText(m.agreed))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func goalTable(ctx context.Context, goals []Goal) report.Table {
	t := report.Table{Columns: columns(ctx, "goal", 6.0, "kind", 2.0, "state", 2.0), None: i18n.T(ctx, "report.no_goals")}
	for _, g := range goals {
		t.Rows = append(t.Rows, []string{g.Title, i18n.T(ctx, "goal_kind."+string(g.Kind)), i18n.T(ctx, "goal_state."+string(g.State))})
	}
	return t
}

// ticketTable is the list behind the numbers.
func (a account) ticketTable(ctx context.Context) report.Table {
	t := report.Table{Columns: columns(ctx, "number", 1.0, "subject", 4.7, "priority", 1.2, "opened_on", 1.75, "solved_on", 1.75, "reply",
		2.4), None: i18n.T(ctx, "report.no_tickets")}
	for _, i := range a.all {
		reply := "–"
		if r, ok := a.replies[i.ID]; ok && !i.CreatedAt.Before(a.from) {
			key := "report.reply_late"
			if r.Met {
				key = "report.reply_met"
			}
			reply = i18n.T(ctx, key, "After", i18n.FormatDuration(ctx, r.After))
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint("#", i.ID), i.Subject, PriorityWord(ctx, i.Priority.String()), a.day(ctx, i.CreatedAt),
			a.day(ctx, i.SolvedAt), reply})
	}
	return t
}

// day is a day where the customer is; a dash for none.
func (a account) day(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	return shortDay(ctx, at.In(a.reader.Zone), true)
}

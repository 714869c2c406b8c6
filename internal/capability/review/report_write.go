package review

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/review/report"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// document writes the report in the customer's language, which ctx speaks.
func (a account) document(ctx context.Context, p Period, from string) report.Document {
	d := report.Document{Language: a.reader.Language, Title: i18n.T(ctx, "report.title", "Name", a.organization.Name),
		Subtitle: PeriodWords(ctx, p), From: from,
		Page: i18n.T(ctx, "report.page", "N", "{n}", "Of", "{of}"), MadeAt: a.now}
	add := func(key string, blocks ...report.Block) {
		d.Sections = append(d.Sections, report.Section{Heading: i18n.T(ctx, "report."+key), Blocks: blocks})
	}
	add("summary", report.Prose{Text: a.written.Summary}, a.figures(ctx))
	add("tickets", seen(a.byWeek(ctx)), a.byPriority(ctx))
	add("replies", a.replyTable(ctx))
	add("backlog", seen(a.openByWeek(ctx)), a.backlogTable(ctx))
	add("decisions", a.decisionTable(ctx))
	if len(a.upgrades) > 0 {
		add("upgrades", a.upgradeTable(ctx))
	}
	add("risks", a.riskTable(ctx))
	add("hours", a.hourTable(ctx))
	add("plan", goalTable(ctx, a.plan))
	next := goalTable(ctx, a.next)
	if strings.TrimSpace(a.written.Next) != "" {
		next.None = "" // it would contradict what stands above it
	}
	add("next", report.Prose{Text: a.written.Next}, next)
	add("all", report.Prose{Text: i18n.T(ctx, "report.all_about")}, a.ticketTable(ctx))
	return d
}

// PeriodWords is a month or a quarter in words.
func PeriodWords(ctx context.Context, p Period) string {
	year, month, _ := p.months()
	if p.Quarter() {
		return i18n.T(ctx, "report.quarter", "N", (month+2)/3, "Year", year)
	}
	return i18n.T(ctx, fmt.Sprint("report.month_", month)) + " " + strconv.Itoa(year)
}

func (a account) figures(ctx context.Context) report.Figures {
	met, of, median := a.kept(0)
	kept := "–"
	if of > 0 {
		kept = i18n.T(ctx, "report.percent", "N", percent(met, of))
	}
	all := report.Figures{
		{Label: i18n.T(ctx, "report.opened"), Value: strconv.Itoa(len(a.opened)), Note: i18n.T(ctx, "report.urgent", "N", by(ticket.Urgent, a.opened))},
		{Label: i18n.T(ctx, "report.solved"), Value: strconv.Itoa(len(a.solved))},
		{Label: i18n.T(ctx, "report.open_now"), Value: strconv.Itoa(len(a.left))},
		{Label: i18n.T(ctx, "report.kept"), Value: kept, Note: i18n.T(ctx, "report.of", "N", met, "All", of)},
		{Label: i18n.T(ctx, "report.median"), Value: took(ctx, median, of), Note: i18n.T(ctx, "report.median_note")},
	}
	if spent := a.minutes(); spent+a.agreed > 0 {
		f := report.Figure{Label: i18n.T(ctx, "report.hours_spent"), Value: hoursText(spent)}
		if a.agreed > 0 {
			f.Note = i18n.T(ctx, "report.of_agreed", "Hours", hoursText(a.agreed))
		}
		all = append(all, f)
	}
	return all
}

func (a account) minutes() (n int) {
	for _, m := range a.spent {
		n += m.minutes
	}
	return n
}

// hoursText is minutes as hours and minutes: 7:30.
func hoursText(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) }

// took is a median in words; without anything measured it is a dash.
func took(ctx context.Context, d time.Duration, of int) string {
	if of == 0 {
		return "–"
	}
	return i18n.FormatDuration(ctx, d)
}

func (a account) byWeek(ctx context.Context) report.Chart {
	c := report.Chart{Title: i18n.T(ctx, "report.by_week"), Bars: true, Labels: a.weekLabels(ctx)}
	opened, solved := report.Line{Name: i18n.T(ctx, "report.opened")}, report.Line{Name: i18n.T(ctx, "report.solved")}
	for _, w := range a.weeks {
		opened.Values, solved.Values = append(opened.Values, w.opened), append(solved.Values, w.solved)
	}
	c.Lines = []report.Line{opened, solved}
	return c
}

// seen is a chart that shows anything; one without would be a box of air.
func seen(c report.Chart) report.Block {
	for _, l := range c.Lines {
		for _, v := range l.Values {
			if v > 0 {
				return c
			}
		}
	}
	return report.Prose{}
}

func (a account) weekLabels(ctx context.Context) (labels []string) {
	for _, w := range a.weeks {
		labels = append(labels, shortDay(ctx, w.from.In(a.reader.Zone), false))
	}
	return labels
}

func (a account) openByWeek(ctx context.Context) report.Chart {
	open := report.Line{Name: i18n.T(ctx, "report.open_now")}
	for _, w := range a.weeks {
		open.Values = append(open.Values, w.open)
	}
	return report.Chart{Title: i18n.T(ctx, "report.open_by_week"), Labels: a.weekLabels(ctx), Lines: []report.Line{open}}
}

// columns makes columns of words and their shares of the width; a negative share is set to the right.
func columns(ctx context.Context, all ...any) (out []report.Column) {
	for i := 0; i+1 < len(all); i += 2 {
		share, _ := all[i+1].(float64)
		c := report.Column{Label: i18n.T(ctx, fmt.Sprint("report.col_", all[i])), Share: share}
		if share < 0 {
			c.Share, c.Right = -share, true
		}
		out = append(out, c)
	}
	return out
}

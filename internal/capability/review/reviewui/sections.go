package reviewui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Sections are what an account's page shows of its review calls, risks, plan, hours and runbook, each with the way to all
// of it.
func (u *UI) Sections(ctx context.Context, o people.Organization) (g.Node, error) {
	c, err := u.Reviews.Calling(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	names, err := u.callNames(ctx, c)
	if err != nil {
		return nil, err
	}
	risks, err := u.Reviews.Risks(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	today := u.today(ctx)
	goals, err := u.Reviews.Goals(ctx, o.ID, review.QuarterOf(today))
	if err != nil {
		return nil, err
	}
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	sheet, err := u.Reviews.TimeLog(ctx, o.ID, monday, monday.AddDays(6))
	if err != nil {
		return nil, err
	}
	book, err := u.Reviews.Runbook(ctx, o.ID, 0)
	if err != nil {
		return nil, err
	}
	return page.Columns(u.callsShort(ctx, c, names), risksCard(ctx, o, risks), planCard(ctx, o, goals), hoursCard(ctx, o, sheet),
		runbookCard(ctx, o, book), u.moreCard(ctx, o)), nil
}

// OrganizationPanel is Sections, for the pages that draw what each part knows of an organization.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	return u.Sections(ctx, o)
}

// more is the way from a card to its page.
func more(ctx context.Context, o people.Organization, part string) g.Node {
	return page.LinkButton(page.Small, accountPath(o.ID, part), i18n.T(ctx, "review.more_"+part))
}

func (u *UI) callsShort(ctx context.Context, c review.Calling, names map[int64]people.User) g.Node {
	now := u.Now(ctx)
	var next g.Node
	for i := len(c.Meetings) - 1; i >= 0 && next == nil; i-- {
		if m := c.Meetings[i]; m.Open() && m.Ends().After(now) {
			next = h.P(h.A(h.Class("link"), h.Href(m.Path()), page.Time(ctx, m.At, now)), g.Text(" "), meetingChip(ctx, m, now),
				g.Text(" "+hostName(ctx, m, names)))
		}
	}
	if next == nil {
		text := i18n.T(ctx, "review.no_next")
		if !c.Managed {
			text = i18n.T(ctx, "review.no_manager")
		}
		next = h.P(h.Class("muted"), g.Text(text))
	}
	return page.Card(i18n.T(ctx, "review.title_review"), "", next,
		h.Div(h.Class("cluster"), more(ctx, c.Organization, "review"), more(ctx, c.Organization, "agenda")))
}

func risksCard(ctx context.Context, o people.Organization, risks []review.Risk) g.Node {
	var items []g.Node
	for _, k := range risks {
		if k.State != review.RiskClosed && len(items) < 5 {
			items = append(items, h.Li(riskChip(ctx, k), g.Text(" "+k.Title)))
		}
	}
	body := g.Node(h.Ul(h.Class("stack"), g.Group(items)))
	if len(items) == 0 {
		body = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "risk.none")))
	}
	return page.Card(i18n.T(ctx, "review.title_risks"), "", body, more(ctx, o, "risks"))
}

func planCard(ctx context.Context, o people.Organization, goals []review.Goal) g.Node {
	items := g.Map(goals, func(goal review.Goal) g.Node {
		return h.Li(page.Chip(page.Neutral, i18n.T(ctx, "plan.state_"+string(goal.State))), g.Text(" "+goal.Title))
	})
	body := g.Node(h.Ul(h.Class("stack"), items))
	if len(goals) == 0 {
		body = h.P(h.Class("muted"), g.Text(i18n.T(ctx, "plan.none_text")))
	}
	return page.Card(i18n.T(ctx, "review.title_plan"), "", body, more(ctx, o, "plan"))
}

func hoursCard(ctx context.Context, o people.Organization, sheet review.Sheet) g.Node {
	sub := i18n.T(ctx, "hours.nothing_agreed")
	if sheet.Agreed > 0 {
		sub = i18n.T(ctx, "hours.of_agreed", "Hours", hoursText(sheet.Agreed))
	}
	return page.Card(i18n.T(ctx, "review.title_hours"), "",
		page.Stats(page.Figure{Label: i18n.T(ctx, "hours.week"), Value: hoursText(sheet.Total), Sub: sub}), more(ctx, o, "hours"))
}

func runbookCard(ctx context.Context, o people.Organization, book review.Runbook) g.Node {
	body := g.Node(h.P(h.Class("muted"), g.Text(i18n.T(ctx, "runbook.none"))))
	if book.Version != 0 {
		body = h.P(g.Text(i18n.T(ctx, "runbook.version", "Version", book.Version)), g.Text(", "+i18n.FormatTime(ctx, book.At)))
	}
	return page.Card(i18n.T(ctx, "review.title_runbook"), "", body, more(ctx, o, "runbook"))
}

func (u *UI) moreCard(ctx context.Context, o people.Organization) g.Node {
	return page.Card(i18n.T(ctx, "review.title_report"), i18n.T(ctx, "review.sub_report"),
		h.Div(h.Class("cluster"), more(ctx, o, "report"), more(ctx, o, "field")))
}

// Panel is what stands beside a ticket of an account that has a runbook: what whoever covers needs to know.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	if t.OrganizationID == 0 || access.Check(ctx, access.ViewTickets) != nil {
		return nil, nil
	}
	book, err := u.Reviews.Runbook(ctx, t.OrganizationID, 0)
	if err != nil || book.Version == 0 {
		return nil, err
	}
	return page.Section{ID: "runbook", Title: i18n.T(ctx, "review.title_runbook"), Line: i18n.T(ctx, "runbook.panel")}.View(ctx,
		page.Prose(markup.Markdown(book.Body)),
		page.LinkButton(page.Small, accountPath(t.OrganizationID, "runbook"), i18n.T(ctx, "review.more_runbook"))), nil
}

// Actions are the entries of a ticket's menu: time that was spent on it.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if t.OrganizationID == 0 || access.Check(ctx, access.UpdateTickets) != nil {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(accountPath(t.OrganizationID, "hours")+"?ticket="+itoa(t.ID)), g.Text(i18n.T(ctx, "hours.menu")+" …"))}, nil
}

// Told tells in a ticket's thread what was decided with the customer, in words that follow the name of who recorded it.
func (u *UI) Told(ctx context.Context, e event.Event, _ func(userID int64) string) string {
	if e.Kind != (review.Decided{}).EventKind() {
		return ""
	}
	f, err := event.Decode[review.Decided](e)
	if err != nil {
		return ""
	}
	d := review.Decision{Kind: f.Kind}
	switch {
	case f.Undoes != 0:
		return i18n.T(ctx, "decision.told_back", "Was", valueWord(ctx, d, f.Was), "Became", valueWord(ctx, d, f.Became))
	case f.Became == "":
		return i18n.T(ctx, "decision.told_words")
	}
	return i18n.T(ctx, "decision.told", "Was", valueWord(ctx, d, f.Was), "Became", valueWord(ctx, d, f.Became))
}

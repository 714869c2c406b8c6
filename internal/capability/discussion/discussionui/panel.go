package discussionui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel is what stands beside a ticket: what left with it, and what was answered; nil where nothing did.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	if !u.bridged() {
		return nil, nil
	}
	items, err := u.Discussions.Of(ctx, t.ID)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	actor, _ := access.From(ctx)
	var parts g.Group
	for _, i := range items {
		parts = append(parts, u.item(ctx, i, actor.UserID))
	}
	return page.Section{ID: "discussion", Title: i18n.T(ctx, "discussion.panel"),
		Line: i18n.T(ctx, "discussion.state_"+string(items[0].State))}.View(ctx, parts), nil
}

func (u *UI) item(ctx context.Context, i discussion.Shown, me int64) g.Node {
	tone := map[discussion.State]page.Tone{discussion.Reading: page.Amber, discussion.Stopped: page.Red, discussion.Away: page.Green}[i.State]
	body := g.Group{h.P(page.Chip(tone, i18n.T(ctx, "discussion.state_"+string(i.State))), g.Text(" "), page.Time(ctx, i.WrittenAt, u.Now(ctx)))}
	if i.Problem != "" {
		body = append(body, h.P(g.Text(i18n.T(ctx, "discussion.stopped", "Why", i.Problem))))
	}
	if i.State == discussion.Reading && i.AuthorID != me && access.Check(ctx, access.UpdateTickets) == nil {
		body = append(body, page.Fold(i18n.T(ctx, "discussion.read"), h.Div(h.Class("prose"), g.Map(i.Draft.Fields(), func(f discussion.Field) g.Node {
			return g.If(*f.Text != "", g.Group{h.H4(g.Text(i18n.T(ctx, "discussion."+f.Name))), g.Raw(markup.Markdown(*f.Text))})
		}))), h.Div(page.PostButton(page.Small, ticketPath(i.TicketID)+"/discussion/"+itoa(i.ID)+"/approve", i18n.T(ctx, "discussion.approve"), nil)))
	}
	for _, a := range i.Answers {
		body = append(body, h.Article(h.Class("stack"), h.P(h.Strong(g.Text(a.Author)), g.Text(" · "), page.Time(ctx, a.At, u.Now(ctx))),
			page.Prose(markup.Markdown(a.Body))))
	}
	switch {
	case i.Stale:
		body = append(body, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "discussion.stale"))))
	case i.State == discussion.Away && len(i.Answers) == 0:
		body = append(body, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "discussion.silent"))))
	}
	return h.Div(h.Class("stack"), body)
}

func strconv64(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fault.New(fault.NotFound, "There is no discussion item “%s”", fault.Clip(text, 20))
	}
	return n, nil
}

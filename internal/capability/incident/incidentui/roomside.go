package incidentui

import (
	"context"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// facts stand beside the words.
func (s sight) facts(ctx context.Context) g.Node {
	speakers := make([]string, len(s.Speakers))
	for n, u := range s.Speakers {
		speakers[n] = u.Name
	}
	manager := s.names[s.ManagerID].Name
	list := []page.Fact{{Label: i18n.T(ctx, "room.status"), Value: statusChip(ctx, s.Incident)},
		page.Say(i18n.T(ctx, "room.impact"), i18n.T(ctx, "incidents.impact."+string(s.Impact))),
		{Label: i18n.T(ctx, "room.began"), Value: utc(ctx, s.StartedAt, s.now)},
		page.Say(i18n.T(ctx, "room.manager"), orNobody(ctx, manager)), page.Say(i18n.T(ctx, "room.speaker"), orNobody(ctx, strings.Join(speakers, ", "))),
		page.Say(i18n.T(ctx, "room.tag"), s.Tag())}
	if s.Kind == incident.Maintenance {
		list = append(list, page.Fact{Label: i18n.T(ctx, "room.until"), Value: utc(ctx, s.ScheduledUntil, s.now)})
	}
	if s.Public() {
		list = append(list, page.Fact{Label: i18n.T(ctx, "room.public"),
			Value: h.A(h.Class("link"), h.Href(s.PublicPath()), g.Text(i18n.T(ctx, "room.publiclink")))})
	}
	if s.IssueURL != "" {
		list = append(list, page.Fact{Label: i18n.T(ctx, "room.issue"),
			Value: h.A(h.Class("link"), h.Href(s.IssueURL), h.Rel("noreferrer"), g.Text(s.IssueURL))})
	}
	if s.TicketID != 0 {
		list = append(list, page.Fact{Label: i18n.T(ctx, "room.from"),
			Value: h.A(h.Class("link"), h.Href("/tickets/"+text(s.TicketID)), g.Text("#"+text(s.TicketID)))})
	}
	return page.Facts(i18n.T(ctx, "room.facts"), list...)
}

func orNobody(ctx context.Context, name string) string {
	if name == "" {
		return i18n.T(ctx, "room.nobody")
	}
	return name
}

// linked lists the tickets that the incident is behind, those that wait first.
func (s sight) linked(ctx context.Context) g.Node {
	title := i18n.T(ctx, "room.tickets", "Count", len(s.Links))
	about := i18n.T(ctx, "room.waiting", "Count", len(s.Waiting))
	if len(s.Links) == 0 {
		return page.Card(title, "", h.P(h.Class("muted"), g.Text(i18n.T(ctx, "room.notickets"))))
	}
	links := slices.Clone(s.Links[:min(len(s.Links), mostShown)])
	slices.SortStableFunc(links, func(a, b incident.Link) int { return rank(s.Waiting, a.Ticket) - rank(s.Waiting, b.Ticket) })
	items := make([]g.Node, len(links))
	for n, l := range links {
		items[n] = h.Li(h.Class("linked"), ticketLink(s.tickets[l.Ticket], l.Ticket),
			g.If(slices.Contains(s.Waiting, l.Ticket), page.Chip(page.Amber, i18n.T(ctx, "room.waits_word"))),
			page.PostButton(page.Quiet+" small", room(s.ID)+"/unlink", i18n.T(ctx, "room.unlink"), []string{"ticket", text(l.Ticket)}))
	}
	return page.Card(title, about, h.Ul(h.Class("stack"), g.Group(items)))
}

func rank(waiting []int64, id int64) int {
	if slices.Contains(waiting, id) {
		return 0
	}
	return 1
}

func ticketLink(row ticket.Row, id int64) g.Node {
	return h.A(h.Class("link"), h.Href("/tickets/"+text(id)), g.Text("#"+text(id)+" "+row.Subject))
}

// reports lists what came in since, and may be about the same.
func (s sight) reports(ctx context.Context) g.Node {
	if len(s.Reports) == 0 {
		return nil
	}
	items := make([]g.Node, len(s.Reports))
	for n, id := range s.Reports {
		items[n] = h.Li(h.Class("linked"), ticketLink(s.tickets[id], id),
			page.PostButton(page.Quiet+" small", room(s.ID)+"/link", i18n.T(ctx, "room.link"), []string{"ticket", text(id)}))
	}
	return page.Card(i18n.T(ctx, "room.reports"), i18n.T(ctx, "room.reports_about"), h.Ul(h.Class("stack"), g.Group(items)))
}

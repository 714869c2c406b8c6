package ticketui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// factsLive is the column beside the thread, which follows its ticket.
func (u *UI) factsLive(ctx context.Context, s *sight) g.Node {
	return h.Div(h.ID("facts"), h.Class("facts-live"), page.Live(href(s.Ticket.ID)+"/facts", topic(s.Ticket.ID)), u.facts(ctx, s))
}

// facts is the column beside the thread. What an engineer needs for the next word stands open: what the ticket waits for, who
// the customer is and what they run, whose it is. The rest folds away to a line each.
func (u *UI) facts(ctx context.Context, s *sight) g.Node {
	return g.Group{
		s.clock(ctx),
		u.drawn(s, true),
		page.Facts(i18n.T(ctx, "ticket.customer"), u.customer(ctx, s)...),
		page.FactsBlock(i18n.T(ctx, "ticket.fields"), u.fields(ctx, s)),
		h.Div(h.Class("sections"), s.otherTickets(ctx), s.known(ctx), u.drawn(s, false), s.dueBlock(ctx), s.exceptions(ctx)),
	}
}

// clock is what is due, by the panel that has clocks or else by how long the customer waits.
func (s *sight) clock(ctx context.Context) g.Node {
	if node := s.panels[clockPanel].node; node != nil {
		return node
	}
	t := s.Ticket
	return page.FactsBlock(clockTitle(ctx, t), page.DueCard(ctx, due(ctx, t, s.now), t.WaitingSince, s.now))
}

// drawn are the panels of other parts that are urgent, or those that are not.
func (u *UI) drawn(s *sight, urgent bool) g.Node {
	var nodes g.Group
	for _, p := range u.Panels {
		if node := s.panels[p.ID].node; p.ID != clockPanel && p.Urgent == urgent && node != nil {
			nodes = append(nodes, node)
		}
	}
	return nodes
}

// known is what the desk knows of the customer.
func (s *sight) known(ctx context.Context) g.Node {
	first, _, _ := strings.Cut(strings.TrimSpace(s.org.Notes), "\n")
	if first == "" {
		return nil
	}
	return page.Section{ID: "known", Title: i18n.T(ctx, "ticket.known"), Line: first}.View(ctx, page.Paper("", page.Prose(markup.Markdown(s.org.Notes))))
}

// clockTitle says which answer the customer waits for.
func clockTitle(ctx context.Context, t ticket.Ticket) string {
	switch {
	case t.WaitingSince.IsZero() || !t.Status.Live():
		return i18n.T(ctx, "ticket.clock")
	case t.Replied:
		return i18n.T(ctx, "due.next_reply_title")
	}
	return i18n.T(ctx, "due.first_reply_title")
}

// customer says who asks and for whom, with what the panels know of them.
func (u *UI) customer(ctx context.Context, s *sight) []page.Fact {
	who := s.names[s.Ticket.RequesterID]
	facts := []page.Fact{{Label: i18n.T(ctx, "field.requester"),
		Value: h.Span(h.A(h.Class("link"), h.Href(fmt.Sprint("/people/", who.ID)), h.Title(who.Email), g.Text(who.Name)))}}
	if s.org.ID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.organization"), Value: h.Span(h.Class("cluster"),
			h.A(h.Class("link"), h.Href(fmt.Sprint("/organizations/", s.org.ID)), g.Text(s.org.Name)), g.If(s.org.Plan != "", page.Badge(s.org.Plan)))})
	}
	for _, p := range u.Panels {
		facts = append(facts, s.panels[p.ID].facts...)
	}
	if s.org.Deployment != "" && len(s.panels[installationPanel].facts) == 0 {
		facts = append(facts, page.Say(i18n.T(ctx, "field.installation"), strings.TrimSpace(s.org.Deployment+" "+s.org.Version)))
	}
	facts = append(facts, s.whereabouts(ctx)...)
	if s.onCall != nil {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.on_call"), Value: s.onCall})
	}
	return facts
}

// whereabouts says what time it is where the customer is, and which region they prefer.
func (s *sight) whereabouts(ctx context.Context) []page.Fact {
	local, region := localTime(ctx, s.names[s.Ticket.RequesterID], s.now), region(s.regions, s.org.Region)
	if local == "" && region.Name == "" {
		return nil
	}
	return []page.Fact{{Label: i18n.T(ctx, "field.local_time"),
		Value: h.Span(h.Class("cluster"), g.Text(local), g.If(region.Name != "", page.RegionName(region.Tone, region.Name)))}}
}

// localTime is the wall clock of a person: "16:12 London".
func localTime(ctx context.Context, who people.User, now time.Time) string {
	zone, err := time.LoadLocation(who.Zone)
	if err != nil || who.Zone == "" {
		return ""
	}
	_, city, ok := strings.Cut(who.Zone, "/")
	if !ok {
		city = who.Zone
	}
	return i18n.FormatClock(i18n.WithZone(ctx, zone), now) + " " + strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " ")
}

func (s *sight) addresses(ids []int64) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = s.names[id].Email
	}
	return strings.Join(list, ", ")
}

func (s *sight) assignees(ctx context.Context) []page.Choice {
	out := []page.Choice{{Value: "", Label: i18n.T(ctx, "ticket.nobody")}}
	for _, u := range s.staff {
		if u.Active && u.Role.Allows(access.CommentPublic) {
			out = append(out, page.Choice{Value: idValue(u.ID), Label: u.Name})
		}
	}
	return out
}

func (s *sight) groupChoices(ctx context.Context) []page.Choice {
	out := []page.Choice{{Value: "", Label: i18n.T(ctx, "ticket.no_group")}}
	for _, g := range s.groups {
		out = append(out, page.Choice{Value: idValue(g.ID), Label: g.Name})
	}
	return out
}

func priorityChoices(ctx context.Context) []page.Choice {
	var out []page.Choice
	for _, p := range append(ticket.Priorities(), ticket.NoPriority) {
		out = append(out, page.Choice{Value: p.String(), Label: i18n.T(ctx, "priority."+p.String())})
	}
	return out
}

func typeChoices(ctx context.Context) []page.Choice {
	out := []page.Choice{{Value: "", Label: i18n.T(ctx, "type.none")}}
	for _, t := range ticket.Types() {
		out = append(out, page.Choice{Value: string(t), Label: i18n.T(ctx, "type."+string(t))})
	}
	return out
}

func severity(ctx context.Context, s ticket.Severity) string {
	return i18n.T(ctx, "severity."+strconv.Itoa(int(s)))
}

func idValue(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

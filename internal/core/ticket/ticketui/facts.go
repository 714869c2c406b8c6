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

// facts is the column beside the thread: what the ticket waits for, who the customer is, the fields.
func (u *UI) facts(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	clock := s.panels[clockPanel]
	if clock == nil {
		clock = page.FactsBlock(clockTitle(ctx, t), page.DueCard(ctx, due(ctx, t, s.now), t.WaitingSince, s.now))
	}
	var panels []g.Node
	for _, p := range u.Panels {
		if node := s.panels[p.ID]; p.ID != clockPanel && node != nil {
			panels = append(panels, node)
		}
	}
	return g.Group{
		clock,
		g.Group(panels),
		page.Facts(i18n.T(ctx, "ticket.customer"), s.customer(ctx)...),
		g.If(s.org.Notes != "", page.Paper(i18n.T(ctx, "ticket.known"), page.Prose(markup.Markdown(s.org.Notes)))),
		page.FactsBlock(i18n.T(ctx, "ticket.fields"), u.fields(ctx, s)),
		s.dueBlock(ctx),
		s.exceptions(ctx),
	}
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

func (s *sight) customer(ctx context.Context) []page.Fact {
	t := s.Ticket
	who := s.names[t.RequesterID]
	facts := []page.Fact{
		{Label: i18n.T(ctx, "field.requester"), Value: h.A(h.Href(fmt.Sprint("/people/", who.ID)), g.Text(who.Name))},
		page.Say(i18n.T(ctx, "field.address"), who.Email),
	}
	if s.org.ID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.organization"),
			Value: h.A(h.Href(fmt.Sprint("/organizations/", s.org.ID)), g.Text(s.org.Name))})
		if s.org.Plan != "" {
			facts = append(facts, page.Say(i18n.T(ctx, "field.plan"), s.org.Plan))
		}
		if s.org.Deployment != "" {
			facts = append(facts, page.Say(i18n.T(ctx, "field.installation"), strings.TrimSpace(s.org.Deployment+" "+s.org.Version)))
		}
		if r := region(s.regions, s.org.Region); r.Name != "" {
			facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.region"), Value: page.RegionName(r.Tone, r.Name)})
		}
	}
	if local := localTime(ctx, who, s.now); local != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "field.local_time"), local))
	}
	for _, id := range t.CCs {
		facts = append(facts, page.Fact{Label: "CC", Value: h.A(h.Href(fmt.Sprint("/people/", id)), g.Text(s.names[id].Name))})
	}
	return facts
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

package ticketui

import (
	"context"
	"fmt"
	"net/http"
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
	"github.com/daywatch/daywatch/internal/platform/web"
)

// getFacts redraws the column beside the thread.
func (u *UI) getFacts(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	topic := fmt.Sprint("ticket:", id)
	return web.Render(w, http.StatusOK, h.Div(h.ID("facts"), h.Class("facts-live"), page.Live(href(id)+"/facts", topic), u.facts(r.Context(), s)))
}

// facts is the column beside the thread: what the ticket waits for, who the customer is, the fields.
func (u *UI) facts(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	d := due(ctx, t, s.now)
	return g.Group{
		page.FactsBlock(clockTitle(ctx, t), page.DueCard(ctx, d, t.WaitingSince, s.now)),
		page.Facts(i18n.T(ctx, "ticket.customer"), s.customer(ctx)...),
		g.If(s.org.Notes != "", page.Paper(i18n.T(ctx, "ticket.known"), page.Prose(markup.Markdown(s.org.Notes)))),
		page.FactsBlock(i18n.T(ctx, "ticket.fields"), s.fields(ctx)),
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

// fields is the form of what can be changed without a comment. Without the permission they are plain facts.
func (s *sight) fields(ctx context.Context) g.Node {
	t := s.Ticket
	if !s.me.Role.Allows(access.UpdateTickets) || t.Status == ticket.Closed {
		return page.Facts("", page.Say(i18n.T(ctx, "field.assignee"), or(s.names[t.AssigneeID].Name, i18n.T(ctx, "ticket.nobody"))),
			page.Say(i18n.T(ctx, "field.severity"), severity(ctx, t.Severity)), page.Say(i18n.T(ctx, "field.tags"), strings.Join(t.Tags, ", ")))
	}
	return h.Form(h.Class("form tight"), h.Method("post"), h.Action(href(t.ID)+"/update"), g.Attr("hx-morph-skip", ""),
		page.Select(ctx, field("assignee", i18n.T(ctx, "field.assignee"), idValue(t.AssigneeID)), s.assignees(ctx)...),
		page.Select(ctx, field("group", i18n.T(ctx, "field.group"), idValue(t.GroupID)), s.groupChoices(ctx)...),
		page.Select(ctx, field("priority", i18n.T(ctx, "field.priority"), t.Priority.String()), priorityChoices(ctx)...),
		page.Select(ctx, field("type", i18n.T(ctx, "field.type"), string(t.Type)), typeChoices(ctx)...),
		page.Input(ctx, field("tags", i18n.T(ctx, "field.tags"), strings.Join(t.Tags, " "))),
		page.Input(ctx, field("ccs", i18n.T(ctx, "field.ccs"), s.addresses(t.CCs))),
		page.Input(ctx, field("requester", i18n.T(ctx, "field.requester"), s.names[t.RequesterID].Email)),
		page.Facts("", page.Say(i18n.T(ctx, "field.severity"), severity(ctx, t.Severity)),
			page.Fact{Label: i18n.T(ctx, "field.opened"), Value: page.Time(ctx, t.CreatedAt, s.now)}),
		page.Button(page.Secondary, i18n.T(ctx, "ticket.save_fields")))
}

func field(name, label, value string) page.Field {
	return page.Field{Name: name, Label: label, Value: value}
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

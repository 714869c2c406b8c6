package ticketui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// The parts of the column that are changed on their own: what one sends does not show its refusal in another.
const (
	fieldsPart    = ""
	duePart       = "due"
	exceptionPart = "exception"
)

// part is a form of the column that is drawn anew, all of it, with its answer.
func (s *sight) part(ctx context.Context, part string, save g.Node, inputs ...g.Node) g.Node {
	action := href(s.Ticket.ID) + "/update"
	return h.Form(h.Class("form tight"), h.Method("post"), h.Action(action), g.Attr("data-keep", ""),
		g.Attr("hx-post", action), g.Attr("hx-target", "#facts"), g.Attr("hx-swap", "outerHTML"),
		g.If(part != fieldsPart, page.Hidden("part", part)), g.Group(inputs),
		g.Iff(s.mends(part), func() g.Node { return s.editError(ctx) }), save)
}

// mends reports whether the part was sent and refused.
func (s *sight) mends(part string) bool { return s.edit != nil && s.edit.Get("part") == part }

// mayEdit reports whether the reader may change the ticket.
func (s *sight) mayEdit() bool {
	return s.me.Role.Allows(access.UpdateTickets) && s.Ticket.Status != ticket.Closed
}

// fields is the form of what can be changed without a comment. Without the permission they are plain facts.
func (u *UI) fields(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	custom := u.Tickets.Asked(t, s.forms, s.defined)
	if !s.mayEdit() {
		return s.plainFields(ctx, custom)
	}
	return s.part(ctx, fieldsPart, page.Button(page.Secondary, i18n.T(ctx, "ticket.save_fields")),
		s.selected(ctx, "assignee", idValue(t.AssigneeID), s.assignees(ctx)), u.hours(ctx, t.AssigneeID),
		s.selected(ctx, "priority", t.Priority.String(), priorityChoices(ctx)), s.moreFields(ctx, custom))
}

// moreFields are the fields that are looked at less often.
func (s *sight) moreFields(ctx context.Context, custom []ticket.AskedField) g.Node {
	t := s.Ticket
	return page.Section{ID: "fields", Title: i18n.T(ctx, "ticket.more_fields"), Line: s.fieldsLine(ctx, custom), Open: s.mends(fieldsPart)}.View(ctx,
		s.selected(ctx, "group", idValue(t.GroupID), s.groupChoices(ctx)),
		s.selected(ctx, "type", string(t.Type), typeChoices(ctx)),
		s.selected(ctx, "stage", string(t.Stage), stageChoices(ctx)),
		s.selected(ctx, "region", t.Region, s.regionChoices(ctx)),
		g.Iff(len(s.forms) > 0, func() g.Node { return s.selected(ctx, "form", idValue(t.FormID), s.formChoices(ctx)) }),
		g.Map(custom, func(f ticket.AskedField) g.Node { return s.customInput(ctx, f) }),
		s.typed(ctx, "tags", strings.Join(t.Tags, " ")),
		g.Iff(!s.refuses.CCs, func() g.Node { return s.typed(ctx, "ccs", s.addresses(t.CCs)) }),
		s.typed(ctx, "requester", s.names[t.RequesterID].Email),
		s.typed(ctx, "subject", t.Subject),
		page.Facts("", page.Say(i18n.T(ctx, "field.severity"), severity(ctx, t.Severity)),
			page.Fact{Label: i18n.T(ctx, "field.opened"), Value: page.Time(ctx, t.CreatedAt, s.now)}))
}

// fieldsLine says what is missing before the ticket can be solved, else where it stands.
func (s *sight) fieldsLine(ctx context.Context, custom []ticket.AskedField) string {
	t, missing := s.Ticket, 0
	for _, f := range custom {
		if f.Solve && len(t.Fields[f.Key]) == 0 {
			missing++
		}
	}
	if missing > 0 {
		return i18n.T(ctx, "ticket.fields_missing", "Count", missing)
	}
	parts := []string{region(s.regions, t.Region).Name, i18n.T(ctx, "stage.is_"+string(t.Stage))}
	if t.Type != "" {
		parts = append(parts, i18n.T(ctx, "type."+string(t.Type)))
	}
	parts = append(parts, t.Tags...)
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

func (s *sight) plainFields(ctx context.Context, custom []ticket.AskedField) g.Node {
	t := s.Ticket
	facts := []page.Fact{
		page.Say(i18n.T(ctx, "field.address"), s.names[t.RequesterID].Email),
		page.Say(i18n.T(ctx, "field.assignee"), or(s.names[t.AssigneeID].Name, i18n.T(ctx, "ticket.nobody"))),
		page.Say(i18n.T(ctx, "field.severity"), severity(ctx, t.Severity)),
		page.Say(i18n.T(ctx, "field.stage"), i18n.T(ctx, "stage.is_"+string(t.Stage))),
		page.Say(i18n.T(ctx, "field.tags"), strings.Join(t.Tags, ", ")),
	}
	for _, id := range t.CCs {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "field.ccs"), Value: h.A(h.Href(fmt.Sprint("/people/", id)), g.Text(s.names[id].Name))})
	}
	for _, f := range custom {
		facts = append(facts, page.Say(f.Title, s.clockValue(ctx, customField+f.Key, strings.Join(t.Fields[f.Key], "\n"))))
	}
	return page.Facts("", facts...)
}

// asked is an input of the form, with what it shows now beside it: see was.
func (s *sight) asked(ctx context.Context, name, value string) (page.Field, g.Node) {
	f := page.Field{Name: name, Label: i18n.T(ctx, "field."+name), Value: value, Optional: true}
	if s.edit != nil && s.edit.Values.Has(name) {
		f.Value, f.Error = s.edit.Get(name), s.edit.Error(name)
	}
	return f, page.Hidden(was+name, value)
}

func (s *sight) selected(ctx context.Context, name, value string, choices []page.Choice) g.Node {
	f, before := s.asked(ctx, name, value)
	return g.Group{page.Select(ctx, f, choices...), before}
}

func (s *sight) typed(ctx context.Context, name, value string) g.Node {
	f, before := s.asked(ctx, name, value)
	return g.Group{page.Input(ctx, f), before}
}

// editError shows what is wrong with the change as a whole, or with the status, which comes from a menu, and
// keeps that to be sent again.
func (s *sight) editError(ctx context.Context) g.Node {
	var kept g.Node
	if wrong := s.edit.Error("status"); wrong != "" {
		s.edit.Reject("", wrong)
		kept = page.Hidden("status", s.edit.Get("status"))
	}
	return g.Group{page.FormError(s.edit), kept, anywayButton(ctx, s.edit)}
}

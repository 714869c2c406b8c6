package peopleui

import (
	"context"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// organizationForm shows an organization in a form.
func organizationForm(o people.Organization, defined []people.CustomField) *web.Form {
	f := web.NewForm("name", o.Name, "external_id", o.ExternalID, "plan", o.Plan, "region", o.Region, "deployment", o.Deployment,
		"version", o.Version, "notes", o.Notes, "tags", strings.Join(o.Tags, " "), "support_level", o.SupportLevel, "tier", o.Tier,
		"starts_on", people.FormatDate(o.StartsOn), "ends_on", people.FormatDate(o.EndsOn), "grace_days", strconv.Itoa(o.GraceDays),
		"hold_reason", o.HoldReason, "contact_limit", strconv.Itoa(o.ContactLimit), "escalation_note", o.EscalationNote)
	for name, id := range map[string]int64{"calendar": o.CalendarID, "assigned_engineer": o.AssignedEngineerID} {
		if id != 0 {
			f.Values.Set(name, strconv.FormatInt(id, 10))
		}
	}
	for name, on := range map[string]bool{"hold": o.Hold, "escalated": o.Escalated} {
		if on {
			f.Values.Set(name, "on")
		}
	}
	for _, d := range defined {
		if v := o.Fields[d.Key]; d.Kind != "checkbox" || v == "true" {
			f.Values.Set("field_"+d.Key, v)
		}
	}
	return f
}

// readOrganization reads the form; what cannot be read is held against its field.
func readOrganization(f *web.Form, defined []people.CustomField) people.Organization {
	o := people.Organization{Name: f.Get("name"), ExternalID: f.Get("external_id"), Plan: f.Get("plan"), Region: f.Get("region"),
		Deployment: f.Get("deployment"), Version: f.Get("version"), Notes: f.Text("notes"), Tags: strings.Fields(f.Get("tags")),
		SupportLevel: f.Get("support_level"), Tier: f.Get("tier"), StartsOn: readDay(f, "starts_on"), EndsOn: readDay(f, "ends_on"),
		GraceDays: number(f, "grace_days", "grace_days"), Hold: f.Bool("hold"), HoldReason: f.Text("hold_reason"), CalendarID: f.Int64("calendar"),
		ContactLimit: number(f, "contact_limit", "contact_limit"), Escalated: f.Bool("escalated"), EscalationNote: f.Text("escalation_note"),
		AssignedEngineerID: f.Int64("assigned_engineer"), Fields: map[string]string{}}
	for _, d := range defined {
		value := f.Text("field_" + d.Key)
		if d.Kind == "checkbox" {
			value = strconv.FormatBool(f.Bool("field_" + d.Key))
		}
		o.Fields[d.Key] = strings.TrimSpace(value)
	}
	return o
}

// asker makes fields that may stay empty.
type asker struct {
	ctx context.Context
	f   *web.Form
}

func (a asker) field(name, label string, hint ...string) page.Field {
	field := page.Ask(a.f, name, i18n.T(a.ctx, label))
	field.Optional = true
	for _, h := range hint {
		field.Hint = i18n.T(a.ctx, h)
	}
	return field
}

func (a asker) input(name, kind, label string, hint ...string) g.Node {
	field := a.field(name, label, hint...)
	field.Type = kind
	return page.Input(a.ctx, field)
}

func (a asker) text(name, label string, hint ...string) g.Node {
	field := a.field(name, label, hint...)
	field.Value = a.f.Text(name)
	return page.Textarea(a.ctx, field)
}

func (a asker) pick(name, label string, none string, choices []page.Choice, hint ...string) g.Node {
	return page.Select(a.ctx, a.field(name, label, hint...), append([]page.Choice{{Value: "", Label: i18n.T(a.ctx, none)}}, choices...)...)
}

func (a asker) tick(name, label string, hint ...string) g.Node {
	return page.Checkbox(a.ctx, a.field(name, label, hint...))
}

func levelChoices(list []people.Level) []page.Choice {
	choices := make([]page.Choice, len(list))
	for i, l := range list {
		choices[i] = page.Choice{Value: l.Key, Label: l.Name}
	}
	return choices
}

// ownField asks for one of the desk's own facts.
func (a asker) ownField(d people.CustomField) g.Node {
	field := page.Ask(a.f, "field_"+d.Key, d.Title)
	field.Optional = true
	switch d.Kind {
	case "checkbox":
		return page.Checkbox(a.ctx, field)
	case "select":
		choices := []page.Choice{{Value: "", Label: i18n.T(a.ctx, "people.unset")}}
		for _, o := range d.Options {
			choices = append(choices, page.Choice{Value: o.Value, Label: o.Title})
		}
		return page.Select(a.ctx, field, choices...)
	case "date":
		field.Type = "date"
	case "number":
		field.More = []g.Node{g.Attr("inputmode", "decimal")}
	}
	return page.Input(a.ctx, field)
}

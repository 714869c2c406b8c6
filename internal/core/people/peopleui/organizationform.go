package peopleui

import (
	"context"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// organizationForm shows an organization in a form.
func organizationForm(o people.Organization, lists people.OrganizationLists) *web.Form {
	f := web.NewForm("name", o.Name, "external_id", o.ExternalID, "plan", o.Plan, "region", o.Region, "deployment", o.Deployment,
		"version", o.Version, "notes", o.Notes, "tags", strings.Join(o.Tags, " "), "support_level", o.SupportLevel, "tier", o.Tier,
		"starts_on", people.FormatDate(o.StartsOn), "ends_on", people.FormatDate(o.EndsOn), "grace_days", strconv.Itoa(o.GraceDays),
		"hold_reason", o.HoldReason, "contact_limit", strconv.Itoa(o.ContactLimit), "escalation_note", o.EscalationNote,
		"partner", o.Partner, "segment", o.Segment, "health", o.Health, "arr", figure(o.ARR), "seats", figure(int64(o.Seats)),
		"aliases", strings.Join(o.Aliases, "\n"), "domains", strings.Join(o.Domains, "\n"), "marked_why", o.MarkedWhy)
	showOwners(f, o.Owners, lists.Owners)
	for name, id := range map[string]int64{"calendar": o.CalendarID, "assigned_engineer": o.AssignedEngineerID} {
		if id != 0 {
			f.Values.Set(name, strconv.FormatInt(id, 10))
		}
	}
	for name, on := range map[string]bool{"hold": o.Hold, "escalated": o.Escalated, "shares_tickets": o.SharesTickets, "marked": !o.MarkedAt.IsZero()} {
		if on {
			f.Values.Set(name, "on")
		}
	}
	for _, d := range lists.Fields {
		if v := o.Fields[d.Key]; d.Kind != "checkbox" || v == "true" {
			f.Values.Set("field_"+d.Key, v)
		}
	}
	return f
}

// figure shows a number that is left out where it is not known.
func figure(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// readOrganization reads the form over what is kept; what cannot be read is held against its field.
func readOrganization(f *web.Form, o people.Organization, lists people.OrganizationLists, now time.Time) people.Organization {
	o.Name, o.ExternalID, o.Plan, o.Region, o.Deployment, o.Version = f.Get("name"), f.Get("external_id"), f.Get("plan"), f.Get("region"),
		f.Get("deployment"), f.Get("version")
	o.Notes, o.Tags, o.SupportLevel, o.Tier = f.Text("notes"), strings.Fields(f.Get("tags")), f.Get("support_level"), f.Get("tier")
	o.StartsOn, o.EndsOn, o.GraceDays = readDay(f, "starts_on"), readDay(f, "ends_on"), number(f, "grace_days", "grace_days")
	o.Hold, o.HoldReason, o.CalendarID = f.Bool("hold"), f.Text("hold_reason"), f.Int64("calendar")
	o.ContactLimit, o.AssignedEngineerID = number(f, "contact_limit", "contact_limit"), f.Int64("assigned_engineer")
	o.Escalated, o.EscalationNote = f.Bool("escalated"), f.Text("escalation_note")
	o.Partner, o.Segment, o.Health, o.ARR, o.Seats = f.Get("partner"), f.Get("segment"), f.Get("health"), f.Int64("arr"), int(f.Int64("seats"))
	o.Aliases, o.Domains = strings.Split(f.Text("aliases"), "\n"),
		strings.FieldsFunc(f.Text("domains"), func(r rune) bool { return strings.ContainsRune(" ,;\r\n\t", r) })
	o.SharesTickets, o.MarkedWhy, o.Owners = f.Bool("shares_tickets"), f.Text("marked_why"), readOwners(f, o.Owners, lists.Owners)
	if marked := f.Bool("marked"); !marked {
		o.MarkedAt = time.Time{}
	} else if o.MarkedAt.IsZero() {
		o.MarkedAt = now
	}
	o.Fields = map[string]string{}
	for _, d := range lists.Fields {
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

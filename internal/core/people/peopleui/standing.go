package peopleui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// entitlementChip is whether a customer has support, in a word.
func entitlementChip(ctx context.Context, e people.Entitlement) g.Node {
	tone := page.Neutral
	switch e {
	case people.Active:
		tone = page.Green
	case people.Grace, people.NotStarted:
		tone = page.Amber
	case people.Expired, people.OnHold:
		tone = page.Red
	}
	return page.Chip(tone, i18n.T(ctx, "entitlement."+string(e)))
}

// entitlementWords say why a customer has support or not: "The contract ended on 30 Nov; support goes on until 15 Dec."
func entitlementWords(ctx context.Context, o people.Organization, e people.Entitlement) string {
	data := []any{"Start", i18n.FormatDay(ctx, o.StartsOn), "Stop", i18n.FormatDay(ctx, o.EndsOn), "Grace", i18n.FormatDay(ctx, o.GraceEndsOn())}
	switch {
	case e == people.OnHold:
		return i18n.T(ctx, "entitlement.because.hold", "Reason", o.HoldReason)
	case e == people.Expired && o.SupportLevel == people.LevelExpired:
		return i18n.T(ctx, "entitlement.because.level")
	case e == people.Active && o.EndsOn == (bizcal.Date{}):
		return i18n.T(ctx, "entitlement.because.open")
	}
	return i18n.T(ctx, "entitlement.because."+string(e), data...)
}

// standingBanners stand above all that is said of a customer.
func (ui *Handlers) standingBanners(ctx context.Context, o people.Organization) g.Node {
	var banners g.Group
	switch e := o.Entitlement(ui.deps.Now()); e {
	case people.Expired, people.OnHold:
		banners = append(banners, page.Banner(page.Red, entitlementWords(ctx, o, e)))
	case people.Grace, people.NotStarted:
		banners = append(banners, page.Banner(page.Amber, entitlementWords(ctx, o, e)))
	}
	if !o.MarkedAt.IsZero() {
		banners = append(banners,
			page.Banner(page.Amber, i18n.T(ctx, "organization.markedsince", "Time", i18n.FormatTime(ctx, o.MarkedAt), "Why", o.MarkedWhy)))
	}
	if o.Escalated {
		text := i18n.T(ctx, "organization.escalatedsince", "Time", i18n.FormatTime(ctx, o.EscalatedAt))
		if o.EscalationNote != "" {
			text += " " + o.EscalationNote
		}
		banners = append(banners, page.Banner(page.Red, text))
	}
	return banners
}

// supportFacts are what a customer bought, and what clocks run by.
func (ui *Handlers) supportFacts(ctx context.Context, o people.Organization, lists people.OrganizationLists, schedules []Schedule) g.Node {
	e := o.Entitlement(ui.deps.Now())
	facts := []page.Fact{{Label: i18n.T(ctx, "entitlement.title"),
		Value: h.Span(h.Class("cluster"), entitlementChip(ctx, e), g.Text(entitlementWords(ctx, o, e)))},
		{Label: i18n.T(ctx, "organization.level"), Value: orNone(ctx, page.Badge(people.LevelName(lists.Levels, o.SupportLevel)), o.SupportLevel == "")}}
	say := func(label, value string) {
		if value != "" {
			facts = append(facts, page.Say(i18n.T(ctx, label), value))
		}
	}
	say("organization.tier", people.LevelName(lists.Tiers, o.Tier))
	say("organization.starts_on", i18n.FormatDay(ctx, o.StartsOn))
	say("organization.ends_on", i18n.FormatDay(ctx, o.EndsOn))
	if o.EndsOn != (bizcal.Date{}) {
		say("organization.grace_days", i18n.T(ctx, "organization.days", "Count", o.GraceDays))
	}
	say("organization.calendar", scheduleTitle(schedules, o.CalendarID))
	if o.AssignedEngineerID != 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "organization.engineer"),
			Value: h.A(h.Class("link"), h.Href(userPath(o.AssignedEngineerID)), g.Text(o.AssignedEngineer))})
	}
	return page.Facts(i18n.T(ctx, "organization.support"), facts...)
}

func scheduleTitle(schedules []Schedule, id int64) string {
	for _, s := range schedules {
		if s.ID == id {
			return s.Title
		}
	}
	return ""
}

// ownFacts are the desk's own fields that have a value.
func ownFacts(ctx context.Context, o people.Organization, defined []people.CustomField) g.Node {
	var facts []page.Fact
	for _, f := range defined {
		if value := o.Fields[f.Key]; value != "" {
			facts = append(facts, page.Say(f.Title, fieldWords(ctx, f, value)))
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return page.Facts(i18n.T(ctx, "organization.fields"), facts...)
}

// fieldWords are how a value of one of the desk's own fields reads.
func fieldWords(ctx context.Context, f people.CustomField, value string) string {
	switch f.Kind {
	case "checkbox":
		return i18n.T(ctx, "organization.yesno."+value)
	case "date":
		if d, err := bizcal.ParseDate(value); err == nil {
			return i18n.FormatDay(ctx, d)
		}
	case "select":
		for _, o := range f.Options {
			if o.Value == value {
				return o.Title
			}
		}
	}
	return value
}

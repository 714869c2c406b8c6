package peopleui

import (
	"context"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// workFacts are what a member of the team's page says of their work; nothing for customers.
func (ui *Handlers) workFacts(ctx context.Context, u people.User) (g.Node, error) {
	if !u.Role.Staff() {
		return nil, nil
	}
	now := ui.deps.Now()
	team, err := ui.people.Team(ctx, now)
	if err != nil {
		return nil, err
	}
	duties := dutyFacts(ctx, team, u)
	if u.Shift && ui.deps.ShiftReason != nil {
		reason, err := ui.deps.ShiftReason(ctx, u)
		if err != nil {
			return nil, err
		}
		duties = append(duties, page.Fact{Label: i18n.T(ctx, "work.shiftreason"), Value: reason})
	}
	return g.Group{ui.presenceFacts(ctx, team, u), page.Facts(i18n.T(ctx, "work.duties"), duties...), skillFacts(ctx, u)}, nil
}

// presenceFacts say whether somebody is here, their week, and what they have planned.
func (ui *Handlers) presenceFacts(ctx context.Context, team *people.Roster, u people.User) g.Node {
	now := ui.deps.Now()
	p := team.Presence(u.ID, now)
	facts := []page.Fact{{Label: i18n.T(ctx, "person.localtime"), Value: h.Span(h.Title(zoneTitle(u, now)), g.Text(localTime(ctx, u, now)))}}
	if p.State != "" {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "team.standing"),
			Value: h.Span(h.Class("cluster"), presenceChip(ctx, p), g.Text(presenceWords(ctx, u, p, now)))})
	}
	for _, d := range calendar.Weekdays() {
		if len(u.Hours[d]) > 0 {
			facts = append(facts, page.Say(i18n.T(ctx, "work.days."+dayField(d.String())), calendar.FormatHours(u.Hours[d])))
		}
	}
	for _, o := range team.TimeOff(u.ID) {
		facts = append(facts, page.Say(i18n.T(ctx, "timeoff.title"), stretchWords(ctx, u, o)))
	}
	return page.FactsBlock(i18n.T(ctx, "work.hours"), page.Facts("", facts...), dayStrip(ctx, team, u.ID, now),
		g.If(people.MayKeep(ctx, u), h.Div(h.Class("cluster"), page.LinkButton(page.Small, userPath(u.ID)+"/hours", i18n.T(ctx, "work.title")),
			page.LinkButton(page.Small, userPath(u.ID)+"/time-off", i18n.T(ctx, "timeoff.title")))))
}

func dutyFacts(ctx context.Context, team *people.Roster, u people.User) []page.Fact {
	var facts []page.Fact
	if u.Title != "" {
		facts = append(facts, page.Say(i18n.T(ctx, "work.jobtitle"), u.Title))
	}
	if m, ok := team.User(u.ManagerID); ok {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "work.manager"), Value: personLink(m)})
	}
	var reports []g.Node
	for _, other := range team.People {
		if other.ManagerID == u.ID {
			reports = append(reports, personLink(other))
		}
	}
	if len(reports) > 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "work.reports"), Value: h.Span(h.Class("cluster"), g.Group(reports))})
	}
	if u.Shift {
		facts = append(facts, page.Say(i18n.T(ctx, "work.shift"), i18n.T(ctx, "work.shifthint")))
	}
	robin := i18n.T(ctx, "work.paused")
	if u.RoundRobin.Active {
		robin = i18n.T(ctx, "work.share", "Percent", u.RoundRobin.Modifier)
	}
	facts = append(facts, page.Say(i18n.T(ctx, "work.robin"), robin))
	if u.Accepts > 0 {
		facts = append(facts, page.Say(i18n.T(ctx, "work.accepts"), strconv.Itoa(u.Accepts)))
	}
	for _, f := range u.Focuses {
		facts = append(facts, page.Say(f.Name, i18n.T(ctx, "work.sharepercent", "Percent", f.Percent)))
	}
	return facts
}

// skillFacts lead from each skill to who else has it.
func skillFacts(ctx context.Context, u people.User) g.Node {
	if len(u.Skills)+len(u.Languages) == 0 {
		return nil
	}
	var facts []page.Fact
	for _, s := range u.Skills {
		facts = append(facts, page.Fact{Label: skillLevel(ctx, s.Level), Value: h.A(h.Class("link"), h.Href(skillHref(s.Name)), g.Text(s.Name))})
	}
	if len(u.Languages) > 0 {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "work.languages"), Value: h.Span(h.Class("cluster"), g.Map(u.Languages, func(l string) g.Node {
			return h.A(h.Class("link"), h.Href(address("/team", url.Values{"language": {l}})), g.Text(languageName(ctx, l)))
		}))})
	}
	return page.Facts(i18n.T(ctx, "skills.title"), facts...)
}

package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// calendarUses asks everybody who keeps hours by a calendar whether it can go.
func (d *Desk) calendarUses(ctx context.Context, q db.Querier, c calendar.Calendar) (string, error) {
	if why, err := people.CalendarUses(ctx, q, c); why != "" || err != nil {
		return why, err
	}
	customers, err := d.People.CalendarUsers(ctx, q, c.ID)
	if err != nil {
		return "", err
	}
	if len(customers) > 0 {
		return "It is the own calendar of " + strings.Join(customers, ", ") + ": give them another one first", nil
	}
	stars, err := attention.Stars.Get(ctx, q)
	if err != nil {
		return "", err
	}
	if people.FoldName(stars.Calendar) == people.FoldName(c.Title) {
		return "Requests for attention go by its hours: choose others under Settings, Attention first", nil
	}
	titles, err := d.calendarNamed(ctx, q, strconv.FormatInt(c.ID, 10))
	if err != nil || len(titles) == 0 {
		return "", err
	}
	return strings.Join(titles, ", ") + " would ask for a calendar that is gone: change that first", nil
}

// calendarNamed lists the policies and rules that name a calendar, by its number.
func (d *Desk) calendarNamed(ctx context.Context, q db.Querier, id string) (titles []string, err error) {
	policies, err := d.Clocks.PoliciesIn(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, p := range policies {
		if slices.Contains(p.Filter.Named("calendar"), id) {
			titles = append(titles, "The policy “"+p.Title+"”")
		}
	}
	for _, kind := range []rules.Kind{rules.Trigger, rules.Automation} {
		all, err := d.Rules.ListIn(access.AsSystem(ctx, "calendar"), q, kind)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			if slices.Contains(r.Conditions.Named("calendar"), id) || slices.ContainsFunc(r.Actions, func(a rules.Action) bool { return setsCalendar(a, id) }) {
				titles = append(titles, "The rule “"+r.Title+"”")
			}
		}
	}
	return titles, nil
}

// setsCalendar reports whether an action gives tickets the calendar.
func setsCalendar(a rules.Action, id string) bool {
	return a.Field == "set_schedule" && slices.Contains(a.Value, id)
}

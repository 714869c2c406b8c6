package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Those who ask who is on call know schedules by their titles. A title that is needed does not go, and one that changes is
// followed in the transaction that changes it.

// scheduleUses says what still needs a schedule.
func (d *Desk) scheduleUses(ctx context.Context, q db.Querier, s oncall.Schedule) (string, error) {
	is := func(title string) bool { return people.FoldName(title) == people.FoldName(s.Title) }
	policies, err := d.Paging.PoliciesIn(ctx, q)
	if err != nil {
		return "", err
	}
	for _, p := range policies {
		if slices.ContainsFunc(asked(&p.Policy), func(t *escalation.Target) bool { return is(t.Schedule) }) {
			return fmt.Sprintf("The escalation policy “%s” asks whoever is on call there: change that first", p.Title), nil
		}
	}
	rules, err := emergency.RulesKey.Get(ctx, q)
	if err != nil {
		return "", err
	}
	if is(rules.Schedule) || is(rules.Managers) {
		return "Emergencies are handed over to whoever is on call there: choose another under Settings, Emergencies first", nil
	}
	duty, err := incident.DutyKey.Get(ctx, q)
	if err == nil && is(duty.Schedule) {
		return "Incidents are told by whoever is on call there: choose another under Settings, Incidents first", nil
	}
	return "", err
}

// asked are all whom a policy asks, the last resort too.
func asked(p *escalation.Policy) (all []*escalation.Target) {
	for i := range p.Steps {
		for j := range p.Steps[i].Targets {
			all = append(all, &p.Steps[i].Targets[j])
		}
	}
	for i := range p.LastResort {
		all = append(all, &p.LastResort[i])
	}
	return all
}

// followTitles gives those who name a schedule its new title.
func (d *Desk) followTitles() event.Handler {
	return event.Handler{Name: "titles of schedules", Kinds: []string{oncall.Saved{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			saved, err := event.Decode[oncall.Saved](e)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(saved.Changes, func(c oncall.Change) bool { return c.Field == "title" && c.From != "" })
			if at < 0 || saved.New {
				return nil
			}
			return d.retitle(access.AsSystem(ctx, "schedule"), tx, saved.Changes[at].From, saved.Changes[at].To)
		}}
}

func (d *Desk) retitle(ctx context.Context, tx *db.Tx, from, to string) error {
	renamed := func(title *string) bool {
		if people.FoldName(*title) != people.FoldName(from) {
			return false
		}
		*title = to
		return true
	}
	policies, err := d.Paging.PoliciesIn(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range policies {
		changed := false
		for _, t := range asked(&p.Policy) {
			changed = renamed(&t.Schedule) || changed
		}
		if !changed {
			continue
		}
		if _, err := d.Paging.SavePolicyIn(ctx, tx, p); err != nil {
			return err
		}
	}
	rules, err := emergency.RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	schedule, managers := renamed(&rules.Schedule), renamed(&rules.Managers)
	if schedule || managers {
		if err := emergency.RulesKey.Set(ctx, tx, d.Log, rules); err != nil {
			return err
		}
	}
	duty, err := incident.DutyKey.Get(ctx, tx)
	if err != nil || !renamed(&duty.Schedule) {
		return err
	}
	return incident.DutyKey.Set(ctx, tx, d.Log, duty)
}

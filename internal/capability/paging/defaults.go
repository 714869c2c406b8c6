package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Defaults are the policies of a new desk, after oncall-and-incidents.md: ten minutes to the manager, five more to the
// seniors, all of it twice. They name schedules, which a new desk has, without people.
func Defaults() []Policy {
	one := func(schedule string, everyone bool, minutes int) escalation.Step {
		return escalation.Step{Timeout: time.Duration(minutes) * time.Minute, Targets: []escalation.Target{{Schedule: schedule, Everyone: everyone}}}
	}
	seniors := one("Senior leaders", true, 15)
	return []Policy{
		{Title: "Customer emergencies", AckTimeout: 30 * time.Minute, Policy: escalation.Policy{Repeat: 1, Every: DefaultEvery,
			Steps: []escalation.Step{one("Customer emergencies", false, 10), one("Support managers", false, 5), seniors}}},
		{Title: "Incident communications", Policy: escalation.Policy{Repeat: 1, Every: DefaultEvery,
			Steps: []escalation.Step{one("Incident communications", false, 15), one("Support managers", false, 15), seniors}}},
		{Title: "Support managers", Policy: escalation.Policy{Repeat: 1, Every: DefaultEvery,
			Steps: []escalation.Step{one("Support managers", false, 10), seniors}}},
	}
}

// EnsureDefaults gives a desk that never had a policy the defaults.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	all, err := listPolicies(ctx, tx)
	if err != nil || len(all) > 0 {
		return err
	}
	for _, p := range Defaults() {
		if _, err := s.SavePolicyIn(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

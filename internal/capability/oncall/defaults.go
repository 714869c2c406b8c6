package oncall

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// The titles of the schedules that a new desk has. What pages people names them; they can be renamed like any other.
const (
	CustomerEmergencies    = "Customer emergencies"
	IncidentCommunications = "Incident communications"
	SupportManagers        = "Support managers"
	SeniorLeaders          = "Senior leaders"
)

// EnsureDefaults gives a desk that never had a schedule those of job-family.md and oncall-and-incidents.md, without people
// as yet. The caller has asked who may.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	had, err := anySchedule(ctx, tx)
	if err != nil || had {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	for _, d := range []struct {
		title, about string
		critical     bool
	}{
		{CustomerEmergencies, "Whoever is paged when a customer has an emergency.", true},
		{IncidentCommunications, "Whoever tells customers about incidents, with the production team.", false},
		{SupportManagers, "The manager who is asked when nobody acknowledged, or a second engineer is needed.", false},
		{SeniorLeaders, "Everybody who is paged when the managers did not answer either.", false},
	} {
		plan := Plan{About: d.about, Mode: rotation.Union, Critical: d.critical, Horizon: rules.Horizon}
		if _, err := s.SaveIn(ctx, tx, Wish{Schedule: Schedule{Title: d.title, Plan: plan}}); err != nil {
			return err
		}
	}
	return nil
}

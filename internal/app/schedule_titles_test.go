package app

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestScheduleTitles renames schedules, which all who name them follow, and keeps those from going that are needed.
func TestScheduleTitles(t *testing.T) {
	openEach(t, func(t *testing.T, ctx context.Context, d *Desk) {
		for _, title := range []string{oncall.CustomerEmergencies, oncall.IncidentCommunications, oncall.SupportManagers} {
			s, err := d.OnCall.Find(ctx, title)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.OnCall.Delete(ctx, s.ID); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s may go: %v", title, err)
			}
			s.Title = "Renamed " + title
			if _, err := d.OnCall.Save(ctx, oncall.Wish{Schedule: s, Agreed: true}); err != nil {
				t.Fatal(err)
			}
		}
		policies, err := d.Paging.Policies(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range policies {
			for _, target := range asked(&p.Policy) {
				if target.Schedule == "" {
					continue
				}
				if _, err := d.OnCall.Find(ctx, target.Schedule); err != nil {
					t.Errorf("the policy %s asks %s: %v", p.Title, target.Schedule, err)
				}
			}
		}
		rules, err := emergency.RulesKey.Get(ctx, d.DB.Read())
		if err != nil || rules.Schedule != "Renamed Customer emergencies" || rules.Managers != "Renamed Support managers" {
			t.Errorf("%+v, %v", rules, err)
		}
		duty, err := incident.DutyKey.Get(ctx, d.DB.Read())
		if err != nil || duty.Schedule != "Renamed Incident communications" {
			t.Errorf("%+v, %v", duty, err)
		}
	})
}

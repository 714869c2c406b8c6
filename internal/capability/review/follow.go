package review

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// followAccounts keeps series true to their customers: without a success manager they pause, with one they go on, and who
// is asked to the calls follows who answers for the account.
func (s *Service) followAccounts() event.Handler {
	return event.Handler{Name: "review", Kinds: []string{people.OrganizationSaved{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			f, err := event.Decode[people.OrganizationSaved](e)
			if err != nil || f.New || !concerns(f.Changes) {
				return err
			}
			return s.follow(access.AsSystem(ctx, "review"), tx, e.Subject.ID)
		}}
}

// concerns reports whether calls depend on what changed.
func concerns(changes []people.Change) bool {
	for _, c := range changes {
		if c.Field == "owners" || c.Field == "assigned_engineer" {
			return true
		}
	}
	return false
}

func (s *Service) follow(ctx context.Context, tx *db.Tx, organization int64) error {
	series, err := currentSeries(ctx, tx, organization)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if series, err = lockSeries(ctx, tx, series.ID); err != nil || series.State == Ended {
		return err
	}
	o, err := s.organization(ctx, tx, organization)
	if err != nil {
		return err
	}
	_, managed := o.Owner(people.SuccessManager)
	switch {
	case series.State == Running && !managed:
		return s.pause(ctx, tx, series, WhyManager)
	case series.State == Paused && series.Why == WhyManager && managed:
		return s.resume(ctx, tx, series, o)
	case series.State != Running:
		return nil
	}
	planned, err := meetingsFrom(ctx, tx, series.ID, tx.Now())
	if err != nil {
		return err
	}
	for _, m := range planned {
		if !m.Open() {
			continue
		}
		if err := s.regather(ctx, tx, series, m, o); err != nil {
			return err
		}
	}
	return nil
}

// pause stops a series: what is planned is called off, and whoever leads it hears why.
func (s *Service) pause(ctx context.Context, tx *db.Tx, series Series, why string) error {
	series.State, series.Why = Paused, why
	reason, lead := why, "The review calls with "+series.Organization+" are paused: "+why
	if why == WhyManager {
		reason = "There is no customer success manager at the moment"
		lead = series.Organization + " has no customer success manager any more, so the review calls are paused. They go on by themselves when one is named."
	}
	hosts, err := s.drop(ctx, tx, series, reason)
	if err != nil {
		return err
	}
	if err := s.keepSeries(ctx, tx, series, why == WhyManager); err != nil {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("review:series:", series.ID, ":paused:", tx.Now().UnixMicro()),
		Subject: "Review calls are paused: " + series.Organization,
		Lead:    lead, Path: reviewPath(series.OrganizationID)}, hosts...)
}

// resume lets a series go on from now.
func (s *Service) resume(ctx context.Context, tx *db.Tx, series Series, o people.Organization) error {
	manager := series.Why == WhyManager
	series.State, series.Why = Running, ""
	if err := s.keepSeries(ctx, tx, series, manager); err != nil {
		return err
	}
	if err := s.plan(ctx, tx, series, o); err != nil {
		return err
	}
	host, err := s.inCharge(ctx, tx, o, tx.Now())
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("review:series:", series.ID, ":running:", tx.Now().UnixMicro()),
		Subject: "Review calls go on: " + series.Organization,
		Lead:    "The next calls are in the calendars of all who take part.", Path: reviewPath(series.OrganizationID)}, host, series.HostID)
}

func (s *Service) keepSeries(ctx context.Context, tx *db.Tx, series Series, manager bool) error {
	if err := updateSeries(ctx, tx, series); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, seriesSubject(series.ID),
		SeriesChanged{Organization: series.OrganizationID, State: series.State, Every: series.Every, Manager: manager})
}

// drop calls off all that is planned of a series, and gives who was to lead it.
func (s *Service) drop(ctx context.Context, tx *db.Tx, series Series, reason string) (hosts []int64, err error) {
	planned, err := meetingsFrom(ctx, tx, series.ID, tx.Now())
	if err != nil {
		return nil, err
	}
	for _, m := range planned {
		if !m.Open() {
			continue
		}
		hosts = append(hosts, m.HostID)
		m.State, m.Why = Dropped, reason
		if err := s.callOff(ctx, tx, m, reason); err != nil {
			return nil, err
		}
	}
	return hosts, nil
}

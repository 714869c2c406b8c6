package review

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Beginning is a series to begin, with its kickoff.
type Beginning struct {
	Series
	Kickoff       bizcal.Date // zero: none
	KickoffMinute int         // of the wall clock in the series' zone
}

// Begin begins the review calls of an account, and puts the first into the calendars. A customer without a customer success
// manager has none (acceptance.md, scenario 41): fault.Conflict, as with a series that is there already.
func (s *Service) Begin(ctx context.Context, b Beginning) (Series, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return b.Series, err
	}
	if err := b.typed(); err != nil {
		return b.Series, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Series, error) { return s.begin(ctx, tx, b) })
}

func (s *Service) begin(ctx context.Context, tx *db.Tx, b Beginning) (Series, error) {
	org, err := s.organization(ctx, tx, b.OrganizationID)
	if err != nil {
		return b.Series, err
	}
	if _, ok := org.Owner(people.SuccessManager); !ok {
		return b.Series, noManager(org)
	}
	if err := s.checkHost(ctx, tx, org, b.HostID, tx.Now()); err != nil {
		return b.Series, err
	}
	actor, _ := access.From(ctx)
	b.Organization, b.State, b.Why, b.By, b.CreatedAt = org.Name, Running, "", actor.UserID, tx.Now()
	if b.ID, err = insertSeries(ctx, tx, b.Series); err != nil {
		return b.Series, err
	}
	if err := s.Log.Append(ctx, tx, seriesSubject(b.ID), SeriesChanged{Organization: org.ID, State: Running, Every: b.Every}); err != nil {
		return b.Series, err
	}
	if b.Kickoff != (bizcal.Date{}) {
		if err := s.kickOff(ctx, tx, b, org); err != nil {
			return b.Series, err
		}
	}
	return b.Series, s.plan(ctx, tx, b.Series, org)
}

func noManager(o people.Organization) error {
	return fault.New(fault.Conflict,
		"%s has no customer success manager, so there are no review calls. Name one among the owners on the organization's page", o.Name)
}

// kickOff plans the first meeting, on a day on which it may be.
func (s *Service) kickOff(ctx context.Context, tx *db.Tx, b Beginning, o people.Organization) error {
	zone, err := zoneOf(b.Zone)
	if err != nil {
		return err
	}
	at := Wall(zone, b.Kickoff, b.KickoffMinute)
	days, err := s.kickoffDays(ctx, tx, o, zone, tx.Now())
	if err != nil {
		return err
	}
	first, last := days[0], days[len(days)-1]
	switch {
	case at.Before(tx.Now()):
		return fault.Field("kickoff", "That is over. The kickoff is on %s, or by %s", first, last)
	case b.Kickoff.Compare(last) > 0:
		return fault.Field("kickoff", "The kickoff is on the first business day, %s, or up to five behind it: by %s", first, last)
	}
	return s.book(ctx, tx, b.Series, Meeting{Kind: Kickoff, SlotAt: at, At: at, Length: kickoffLength}, o)
}

// kickoffDays lists the days on which the kickoff of an account may be, from now on.
func (s *Service) kickoffDays(ctx context.Context, q db.Querier, o people.Organization, zone *time.Location, now time.Time) ([]bizcal.Date, error) {
	hours, err := s.hours(ctx, q, o)
	if err != nil {
		return nil, err
	}
	begin := bizcal.DateOf(now.In(zone))
	if o.StartsOn.Compare(begin) > 0 {
		begin = o.StartsOn
	}
	return KickoffDays(begin, businessDay(hours, zone)), nil
}

func (s *Service) hours(ctx context.Context, q db.Querier, o people.Organization) (*bizcal.Calendar, error) {
	if s.Hours == nil {
		return bizcal.Always(), nil
	}
	return s.Hours(ctx, q, o)
}

func (s *Service) organization(ctx context.Context, q db.Querier, id int64) (people.Organization, error) {
	found, err := s.People.OrganizationsNamed(ctx, q, id)
	if _, known := found[id]; err == nil && !known {
		err = fault.New(fault.NotFound, "There is no organization %d", id)
	}
	return found[id], err
}

// checkHost makes sure that somebody leads the calls: the host who is named, or who is in charge of the account.
func (s *Service) checkHost(ctx context.Context, q db.Querier, o people.Organization, host int64, at time.Time) error {
	if host == 0 {
		inCharge, err := s.inCharge(ctx, q, o, at)
		if err == nil && inCharge == 0 {
			err = fault.Field("host", "Nobody is assigned to %s. Assign an engineer first, or choose who leads the calls", o.Name)
		}
		return err
	}
	users, err := s.People.Named(ctx, q, host)
	if u := users[host]; err == nil && (!u.Active || !u.Role.Allows(access.UpdateTickets)) {
		err = fault.Field("host", "Choose an engineer who leads the calls")
	}
	return err
}

// inCharge gives who answers for an account; 0: nobody.
func (s *Service) inCharge(ctx context.Context, q db.Querier, o people.Organization, at time.Time) (int64, error) {
	if s.InCharge == nil {
		return o.AssignedEngineerID, nil
	}
	return s.InCharge(ctx, q, o.ID, at)
}

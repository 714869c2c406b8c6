package review

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Calling is all there is about the review calls of an account.
type Calling struct {
	Organization people.Organization
	Manager      people.Owner // who manages its success
	Managed      bool         // there is one: without, there are no calls
	Series       Series       // ID 0: none
	Meetings     []Meeting    // the newest first
	Host         int64        // who is in charge now; 0: nobody
	KickoffDays  []bizcal.Date
	Zone         string // that the customer's calls are in, or would be
}

// Calling gives the review calls of an account.
func (s *Service) Calling(ctx context.Context, organization int64) (c Calling, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return c, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	if c.Organization, err = s.organization(ctx, q, organization); err != nil {
		return c, err
	}
	c.Manager, c.Managed = c.Organization.Owner(people.SuccessManager)
	if c.Series, err = currentSeries(ctx, q, organization); err != nil && !fault.Is(err, fault.NotFound) {
		return c, err
	}
	if c.Meetings, err = meetingsOf(ctx, q, organization); err != nil {
		return c, err
	}
	if c.Host, err = s.inCharge(ctx, q, c.Organization, now); err != nil {
		return c, err
	}
	reader, err := s.reader(ctx, q, c.Organization)
	if err != nil {
		return c, err
	}
	c.Zone = reader.Zone.String()
	c.KickoffDays, err = s.kickoffDays(ctx, q, c.Organization, reader.Zone, now)
	return c, err
}

// Outcome is a call with all that it brought.
type Outcome struct {
	Meeting
	Decisions []Decision
	Actions   []Action // that it brought, done or not
}

// Meeting gives a call with all that it brought; fault.NotFound when there is none.
func (s *Service) Meeting(ctx context.Context, id int64) (o Outcome, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return o, err
	}
	q := s.DB.Read()
	if o.Meeting, err = findMeeting(ctx, q, id); err != nil {
		return o, err
	}
	if o.Decisions, err = decisionsIn(ctx, q, id); err != nil {
		return o, err
	}
	o.Actions, err = actionsIn(ctx, q, id)
	return o, err
}

// Upcoming lists the planned calls of all accounts, the next first.
func (s *Service) Upcoming(ctx context.Context) ([]Meeting, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return openMeetings(ctx, s.DB.Read())
}

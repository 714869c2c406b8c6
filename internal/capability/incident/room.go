package incident

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Room is all that the team needs of an incident.
type Room struct {
	Incident
	Updates  []Update // of every state but dropped, the newest first
	Links    []Link
	Waiting  []int64 // linked tickets whose customers wait for a word, the longest waiting first
	Reports  []int64 // tickets since it began that nobody has, and that are linked to nothing: they may be about it
	Speakers []people.User
	Approval bool // updates are read by somebody else first
	Sending  []Sending
}

// mostReports bounds the list of new reports.
const mostReports = 25

// Room opens an incident for the team.
func (s *Service) Room(ctx context.Context, id int64) (r Room, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return r, err
	}
	q := s.DB.Read()
	if r.Incident, err = findIncident(ctx, q, id); err != nil {
		return r, err
	}
	if r.Updates, err = updatesWhere(ctx, q,
		"WHERE u.incident_id = $1 AND u.state <> 'dropped' ORDER BY coalesce(u.published_at, u.created_at) DESC, u.id DESC", id); err != nil {
		return r, err
	}
	if r.Links, err = linksOf(ctx, q, id); err != nil {
		return r, err
	}
	if r.Waiting, err = unansweredOf(ctx, q, id); err != nil {
		return r, err
	}
	if r.Open() && r.Kind == Unplanned {
		if r.Reports, err = newReports(ctx, q, r.StartedAt, mostReports); err != nil {
			return r, err
		}
	}
	if r.Speakers, err = s.speakers(ctx, q, r.Incident); err != nil {
		return r, err
	}
	if r.Sending, err = sendingsOf(ctx, q, id); err != nil {
		return r, err
	}
	r.Approval, err = needsApproval(ctx, q, r.Incident)
	return r, err
}

// List gives the incidents that go on or are to come, and the n newest of those that are over.
func (s *Service) List(ctx context.Context, n int) (open, over []Incident, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, nil, err
	}
	if open, err = incidentsWhere(ctx, s.DB.Read(), "WHERE i.resolved_at IS NULL ORDER BY i.severity, i.id DESC"); err != nil {
		return nil, nil, err
	}
	over, err = incidentsWhere(ctx, s.DB.Read(), "WHERE i.resolved_at IS NOT NULL ORDER BY i.resolved_at DESC, i.id DESC LIMIT $1", n)
	return open, over, err
}

// OfTicket lists the incidents behind a ticket, the newest first.
func (s *Service) OfTicket(ctx context.Context, ticketID int64) ([]Incident, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return incidentsOfTicket(ctx, s.DB.Read(), ticketID)
}

// Update gives one update, for its page.
func (s *Service) Update(ctx context.Context, id int64) (Update, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Update{}, err
	}
	return findUpdate(ctx, s.DB.Read(), id)
}

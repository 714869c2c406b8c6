package account

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Standing is an assignment with who is there in the time that was asked for.
type Standing struct {
	Assignment
	Engineer  people.User
	Stretches []coverage.Stretch
	Covers    []Cover // asked for or promised, not over
}

// Gap is how much of the contract has nobody.
func (st Standing) Gap() time.Duration { return coverage.Sum(st.Stretches, coverage.Gap) }

// Standings gives all assignments that have not ended, with who is there from a up to b, by the names of their customers.
func (s *Service) Standings(ctx context.Context, a, b time.Time) ([]Standing, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	all, err := allAssignments(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	return s.standings(ctx, s.DB.Read(), all, a, b)
}

// StandingsOf is Standings of one organization, the main engineer first.
func (s *Service) StandingsOf(ctx context.Context, organization int64, a, b time.Time) ([]Standing, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	all, err := assignmentsOf(ctx, s.DB.Read(), organization)
	if err != nil {
		return nil, err
	}
	return s.standings(ctx, s.DB.Read(), all, a, b)
}

func (s *Service) standings(ctx context.Context, q db.Querier, all []Assignment, a, b time.Time) ([]Standing, error) {
	w, err := s.watching(ctx, q, a, b)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, as := range all {
		ids[i] = as.UserID
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	list := make([]Standing, len(all))
	for i, as := range all {
		sc, err := w.scene(ctx, as)
		if err != nil {
			return nil, err
		}
		list[i] = Standing{Assignment: as, Engineer: users[as.UserID], Stretches: sc.of(a, b)}
		if list[i].Covers, err = liveCovers(ctx, q, as.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Assignment gives one assignment; fault.NotFound when there is none.
func (s *Service) Assignment(ctx context.Context, id int64) (Assignment, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Assignment{}, err
	}
	return findAssignment(ctx, s.DB.Read(), id)
}

// Ended lists the assignments of an organization that are over, the latest first.
func (s *Service) Ended(ctx context.Context, organization int64) ([]Assignment, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return endedOf(ctx, s.DB.Read(), organization)
}

// Cover gives one cover; fault.NotFound when there is none.
func (s *Service) Cover(ctx context.Context, id int64) (Cover, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Cover{}, err
	}
	return findCover(ctx, s.DB.Read(), id)
}

// CoversFor lists what the signed-in person was asked for or promised, and that is not over.
func (s *Service) CoversFor(ctx context.Context) ([]Cover, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return coversBy(ctx, s.DB.Read(), actor(ctx), s.DB.Now(ctx))
}

// RecentCovers lists what was asked for an account, the latest first.
func (s *Service) RecentCovers(ctx context.Context, organization int64) ([]Cover, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return recentCovers(ctx, s.DB.Read(), organization)
}

// mostOpen bounds the open work of an account that is shown.
const mostOpen = 100

// OpenWork lists the live tickets of an account: emergencies first, then in the customer's own order, then the most urgent first,
// and of these what breaches first.
func (s *Service) OpenWork(ctx context.Context, organization int64) ([]ticket.Row, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	ids, err := liveTickets(ctx, s.DB.Read(), organization, mostOpen)
	if err != nil {
		return nil, err
	}
	rows, err := s.Tickets.Rows(ctx, ids...)
	if err != nil {
		return nil, err
	}
	var order []int64
	if s.Order != nil {
		if order, err = s.Order(ctx, organization); err != nil {
			return nil, err
		}
	}
	order = slices.Concat(order, ids)
	slices.SortFunc(rows, func(a, b ticket.Row) int {
		return cmp.Or(emergencyFirst(a)-emergencyFirst(b), slices.Index(order, a.ID)-slices.Index(order, b.ID))
	})
	return rows, nil
}

func emergencyFirst(r ticket.Row) int {
	if r.Stage == ticket.Emergency {
		return 0
	}
	return 1
}

// Engagements lists those of a ticket, the latest first.
func (s *Service) Engagements(ctx context.Context, ticketID int64) ([]Engagement, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return engagementsOf(ctx, s.DB.Read(), ticketID)
}

// EngagementsFor lists those of the signed-in person that are not over, the latest first.
func (s *Service) EngagementsFor(ctx context.Context) ([]Engagement, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return engagementsBy(ctx, s.DB.Read(), actor(ctx))
}

// EmergencyOf gives the open emergency of a ticket; false where it is none.
func (s *Service) EmergencyOf(ctx context.Context, ticketID int64) (Emergency, bool, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Emergency{}, false, err
	}
	if s.Emergency == nil {
		return Emergency{}, false, nil
	}
	return s.Emergency(ctx, s.DB.Read(), ticketID)
}

// Engagement gives one of them; fault.NotFound when there is none.
func (s *Service) Engagement(ctx context.Context, id int64) (Engagement, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Engagement{}, err
	}
	return findEngagement(ctx, s.DB.Read(), id)
}

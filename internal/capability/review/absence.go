package review

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Absence is time off of somebody who takes part in the calls, in whole days, as both sides hear of it: never why.
type Absence struct {
	ID             int64 // 0: one of the team, as they planned it
	OrganizationID int64
	Name           string
	First, Last    bizcal.Date
}

// Off is a stretch of time in which somebody is away.
type Off struct{ From, Until time.Time }

// The part of a day that tells whether it is off: who is away for an hour in the morning is at work that day.
const (
	middleBegins = 10 * 60 // minutes since midnight on the wall
	middleEnds   = 16 * 60
)

// days gives the days of a zone whose middle lies in the stretch; not ok: none. It is pure.
func (o Off) days(zone *time.Location) (first, last bizcal.Date, ok bool) {
	first, last = bizcal.DateOf(o.From.In(zone)), bizcal.DateOf(o.Until.In(zone))
	if o.From.After(Wall(zone, first, middleBegins)) {
		first = first.AddDays(1)
	}
	if o.Until.Before(Wall(zone, last, middleEnds)) {
		last = last.AddDays(-1)
	}
	return first, last, first.Compare(last) <= 0
}

// looksAhead is how far an agenda tells of time off where no further call is planned.
const looksAhead = 2 * daysAWeek * 24 * time.Hour

// away lists who of both sides is off from a call up to the end of the one behind it.
func (s *Service) away(ctx context.Context, q db.Querier, o people.Organization, m Meeting, from time.Time) ([]Absence, error) {
	until := from.Add(looksAhead)
	all, err := meetingsOf(ctx, q, o.ID)
	for _, next := range all { // the newest first: the last that fits is the next
		if next.Open() && next.At.After(from) {
			until = next.Ends()
		}
	}
	if err != nil {
		return nil, err
	}
	ours, err := s.oursAway(ctx, q, o, m, from, until)
	if err != nil {
		return nil, err
	}
	theirs, err := absencesOf(ctx, q, o.ID, bizcal.DateOf(from), bizcal.DateOf(until))
	list := append(ours, theirs...)
	slices.SortFunc(list, func(a, b Absence) int { return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Name, b.Name)) })
	return slices.Compact(list), err // time off may stand in an imported calendar too
}

// oursAway asks when those are off who lead the calls, who work for the account by contract, and who manages its success.
func (s *Service) oursAway(ctx context.Context, q db.Querier, o people.Organization, m Meeting, from, until time.Time) (list []Absence, err error) {
	if s.Away == nil {
		return nil, nil
	}
	manager, _ := o.Owner(people.SuccessManager)
	ids := []int64{m.HostID, o.AssignedEngineerID, manager.UserID}
	if s.Agreed != nil {
		agreements, err := s.Agreed(ctx, q, o.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range agreements {
			ids = append(ids, a.UserID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	off, err := s.Away(ctx, q, ids, from, until)
	for id, stretches := range off {
		for _, stretch := range stretches {
			if first, last, ok := stretch.days(users[id].Location()); ok {
				list = append(list, Absence{OrganizationID: o.ID, Name: users[id].Name, First: first, Last: last})
			}
		}
	}
	return list, err
}

// longestAway bounds what is kept of an absence of somebody of the customer, in days.
const longestAway = 366

// NoteAbsence keeps that somebody of the customer is away, so that the agenda tells of it.
func (s *Service) NoteAbsence(ctx context.Context, a Absence) (Absence, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return a, err
	}
	a.Name = oneLine(a.Name)
	switch none := (bizcal.Date{}); {
	case a.Name == "" || len([]rune(a.Name)) > 200:
		return a, fault.Field("name", "Name who is away, in up to 200 characters")
	case a.First == none:
		return a, fault.Field("first", "Choose the first day off")
	case a.Last == none || a.Last.Compare(a.First) < 0:
		return a, fault.Field("last", "Choose the last day off: %s, or a later one", a.First)
	case a.Last.Compare(a.First.AddDays(longestAway)) > 0:
		return a, fault.Field("last", "Up to %d days are kept at once. Is the year right?", longestAway)
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Absence, error) {
		if a.Last.Compare(bizcal.DateOf(tx.Now()).AddDays(-1)) < 0 {
			return a, fault.Field("last", "%s is over. The agenda tells of what is to come", a.Last)
		}
		if err := lockAccount(ctx, tx, a.OrganizationID); err != nil {
			return a, err
		}
		actor, _ := access.From(ctx)
		id, err := insertAbsence(ctx, tx, a, actor.UserID)
		a.ID = id
		return a, err
	})
}

// ForgetAbsence takes back what was kept of an absence.
func (s *Service) ForgetAbsence(ctx context.Context, organization, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return deleteAbsence(ctx, tx, organization, id) })
}

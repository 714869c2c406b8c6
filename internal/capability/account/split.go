package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Work is what somebody did for one account in a week, or for all other customers (OrganizationID 0).
type Work struct {
	UserID         int64
	Name           string
	OrganizationID int64
	Organization   string
	Week           bizcal.Date // its Monday, in UTC
	Tickets        int         // on which they wrote
	Replies        int         // to customers
	Minutes        int         // noted; 0 where none are
	Agreed         int         // hours a week; 0 for all others
}

// Global reports whether it is the work for everybody else.
func (w Work) Global() bool { return w.OrganizationID == 0 }

// mostWeeks bounds a Split.
const mostWeeks = 26

// Split tells how the engineers parted each of the last weeks between their accounts and everybody else, the latest week
// first. userID 0 is for all of them.
func (s *Service) Split(ctx context.Context, userID int64, weeks int) ([]Work, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	weeks = min(max(weeks, 1), mostWeeks)
	q := s.DB.Read()
	all, err := allAssignments(ctx, q)
	if err != nil {
		return nil, err
	}
	by := map[int64][]Assignment{}
	var ids []int64
	for _, a := range all {
		if userID != 0 && a.UserID != userID {
			continue
		}
		if by[a.UserID] == nil {
			ids = append(ids, a.UserID)
		}
		by[a.UserID] = append(by[a.UserID], a)
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(ids, func(a, b int64) int { return strings.Compare(users[a].Name, users[b].Name) })
	monday := people.Monday(bizcal.DateOf(s.DB.Now(ctx).UTC()))
	var list []Work
	for i := range weeks {
		for _, id := range ids {
			some, err := s.workOf(ctx, q, users[id], by[id], monday.AddDays(-7*i))
			if err != nil {
				return nil, err
			}
			list = append(list, some...)
		}
	}
	return list, nil
}

// workOf is one engineer's week: a line for each account, and one for all others.
func (s *Service) workOf(ctx context.Context, q db.Querier, u people.User, accounts []Assignment, monday bizcal.Date) ([]Work, error) {
	a, b := people.DayBegins(monday, time.UTC), people.DayBegins(monday.AddDays(7), time.UTC)
	done, err := wroteIn(ctx, q, u.ID, a, b)
	if err != nil {
		return nil, err
	}
	spent := map[int64]int{}
	if s.Spent != nil {
		if spent, err = s.Spent(ctx, q, u.ID, a, b); err != nil {
			return nil, err
		}
	}
	var list []Work
	global := Work{UserID: u.ID, Name: u.Name, Week: monday}
	for _, as := range accounts {
		w := done[as.OrganizationID]
		list = append(list, Work{UserID: u.ID, Name: u.Name, OrganizationID: as.OrganizationID, Organization: as.Organization, Week: monday,
			Tickets: w.tickets, Replies: w.replies, Minutes: spent[as.OrganizationID], Agreed: as.Hours})
		delete(done, as.OrganizationID)
		delete(spent, as.OrganizationID)
	}
	for _, w := range done {
		global.Tickets += w.tickets
		global.Replies += w.replies
	}
	for _, m := range spent {
		global.Minutes += m
	}
	return append(list, global), nil
}

package review

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Spent is time that somebody worked for an account.
type Spent struct {
	ID             int64
	OrganizationID int64
	Organization   string // its name, read along
	UserID         int64
	Day            bizcal.Date
	Minutes        int
	What           string // inside
	TicketID       int64  // 0: about none
	At             time.Time
}

// mostADay is what anybody can have worked in a day, in minutes.
const mostADay = 24 * 60

// SpendTime logs time for an account. Whose time it is, is the principal.
func (s *Service) SpendTime(ctx context.Context, t Spent) (Spent, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return t, err
	}
	t.What = oneLine(t.What)
	switch {
	case t.Minutes < 1 || t.Minutes > mostADay:
		return t, fault.Field("minutes", "Write 1 to %d minutes, not %d", mostADay, t.Minutes)
	case t.What == "" || len([]rune(t.What)) > 300:
		return t, fault.Field("what", "Say in up to 300 characters what it was for")
	case t.Day.Year < 2000:
		return t, fault.Field("day", "Choose the day")
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Spent, error) {
		if t.Day.Compare(bizcal.DateOf(tx.Now()).AddDays(1)) > 0 {
			return t, fault.Field("day", "%s is still to come. Log what was worked", t.Day)
		}
		if t.TicketID != 0 {
			found, err := s.Tickets.Load(ctx, tx, t.TicketID)
			if fault.Is(err, fault.NotFound) || err == nil && t.OrganizationID != 0 && found.OrganizationID != t.OrganizationID {
				return t, fault.Field("ticket", "#%d is no ticket of this account", t.TicketID)
			}
			if err != nil {
				return t, err
			}
			t.OrganizationID = found.OrganizationID
		}
		o, err := s.organization(ctx, tx, t.OrganizationID)
		if err != nil {
			return t, err
		}
		already, err := minutesOn(ctx, tx, actor.UserID, t.Day)
		if err != nil {
			return t, err
		}
		if already+t.Minutes > mostADay {
			return t, fault.Field("minutes", "You have logged %d minutes on %s already; a day has %d", already, t.Day, mostADay)
		}
		t.Organization, t.UserID, t.At = o.Name, actor.UserID, tx.Now()
		t.ID, err = insertSpent(ctx, tx, t)
		return t, err
	})
}

// ForgetTime takes an entry of the principal's own back.
func (s *Service) ForgetTime(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error { return deleteSpent(ctx, tx, id, actor.UserID) })
}

// Sheet is the hours of an account between two days, both included.
type Sheet struct {
	Entries []Spent // the newest first
	Total   int     // minutes
	Agreed  int     // minutes of the contract in these days; 0: nothing is agreed
}

// TimeLog gives the hours of an account between two days, both included.
func (s *Service) TimeLog(ctx context.Context, organization int64, from, until bizcal.Date) (Sheet, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Sheet{}, err
	}
	return s.timeLog(ctx, s.DB.Read(), organization, from, until)
}

func (s *Service) timeLog(ctx context.Context, q db.Querier, organization int64, from, until bizcal.Date) (l Sheet, err error) {
	if l.Entries, err = spentOn(ctx, q, organization, 0, from, until); err != nil {
		return l, err
	}
	for _, e := range l.Entries {
		l.Total += e.Minutes
	}
	if s.Agreed == nil {
		return l, nil
	}
	agreements, err := s.Agreed(ctx, q, organization)
	for _, a := range agreements {
		l.Agreed += a.Minutes(from, until)
	}
	return l, err
}

// MyTime gives the principal's own hours of all accounts between two days, both included.
func (s *Service) MyTime(ctx context.Context, from, until bizcal.Date) ([]Spent, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return nil, err
	}
	actor, _ := access.From(ctx)
	return spentOn(ctx, s.DB.Read(), 0, actor.UserID, from, until)
}

// Minutes is what is agreed for the days from one to another, both included: a seventh of a week for each that the
// agreement holds on. It is pure.
func (a Agreement) Minutes(from, until bizcal.Date) int {
	if a.From != (bizcal.Date{}) && a.From.Compare(from) > 0 {
		from = a.From
	}
	if a.Until != (bizcal.Date{}) && a.Until.Compare(until) < 0 {
		until = a.Until
	}
	days := int(midnight(until).Sub(midnight(from))/(24*time.Hour)) + 1
	if days <= 0 {
		return 0
	}
	return (a.WeekMinutes*days + daysAWeek/2) / daysAWeek
}

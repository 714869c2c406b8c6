package shift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Ahead is how many days ahead staffing can be arranged.
const Ahead = 366

// Staffing works out the days from one to another that ordinary hours leave out.
func (s *Service) Staffing(ctx context.Context, from, until bizcal.Date) ([]Day, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	if until.Compare(from.AddDays(2*Ahead)) > 0 {
		return nil, fault.Field("until", "Up to %d days are worked out at once", 2*Ahead)
	}
	r, err := s.gather(ctx, s.DB.Read(), from, until)
	if err != nil {
		return nil, err
	}
	return r.days(from, until), nil
}

// gather reads all that staffing is worked out of.
func (s *Service) gather(ctx context.Context, q db.Querier, from, until bizcal.Date) (r rota, err error) {
	begin := time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -1)
	end := time.Date(until.Year, until.Month, until.Day, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 3)
	team, err := s.People.Roster(ctx, q, begin)
	if err != nil {
		return r, err
	}
	r.team, r.regions, r.holiday = team.People, team.Regions, func(string, bizcal.Date) (string, bool) { return "", false }
	if r.needs, err = NeedKey.Get(ctx, q); err != nil {
		return r, err
	}
	if s.Holidays != nil {
		if r.holiday, err = s.Holidays(ctx, q); err != nil {
			return r, err
		}
	}
	ids := make([]int64, len(r.team))
	for i, u := range r.team {
		ids[i] = u.ID
	}
	if s.Deps.Away != nil {
		if r.away, err = s.Deps.Away(ctx, q, ids, begin, end); err != nil {
			return r, err
		}
	}
	r.turns, err = liveTurns(ctx, q, from, until)
	return r, err
}

// Ask asks somebody to work on a day; for oneself it takes the day at once. Asking others is for those who arrange being
// on call. fault.Invalid says on "user" or "day" what stands against it.
func (s *Service) Ask(ctx context.Context, t Turn) (Turn, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return t, err
	}
	actor, _ := access.From(ctx)
	if t.UserID != actor.UserID {
		if err := access.Check(ctx, access.ManageOnCall); err != nil {
			return t, err
		}
	}
	if t.Note = strings.TrimSpace(t.Note); len(t.Note) > longestReason {
		return t, fault.Field("note", "This note has %d bytes; up to %d are kept", len(t.Note), longestReason)
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Turn, error) {
		u, err := s.fits(ctx, tx, t)
		if err != nil {
			return t, err
		}
		t.State, t.AskedBy, t.AskedAt = Asked, actor.UserID, tx.Now()
		if t.UserID == actor.UserID {
			t.State, t.SettledBy, t.SettledAt = Accepted, actor.UserID, tx.Now()
		}
		err = insertTurn(ctx, tx, &t)
		if db.IsUnique(err) {
			return t, fault.New(fault.Conflict, "%s was asked for %s in another window meanwhile", u.Name, t.Date)
		}
		if err != nil {
			return t, err
		}
		if t.State == Asked {
			if err := s.tell(ctx, tx, t, u, "asked", fmt.Sprintf("Can you work on %s?", dayWords(t.Date)), t.Note); err != nil {
				return t, err
			}
		}
		return t, s.say(ctx, tx, t)
	})
}

// fits refuses a turn that could not be worked.
func (s *Service) fits(ctx context.Context, tx *db.Tx, t Turn) (people.User, error) {
	r, err := s.gather(ctx, tx, t.Date, t.Date)
	if err != nil {
		return people.User{}, err
	}
	i := slices.IndexFunc(r.regions, func(x people.Region) bool { return x.Key == t.Region })
	if i < 0 {
		return people.User{}, fault.Field("region", "There is no region “%s”", fault.Clip(t.Region, 40))
	}
	region := r.regions[i]
	day, ok := r.day(region, t.Date)
	if !ok {
		return people.User{}, fault.Field("day", "%s is an ordinary day in %s: it needs nobody beside those who work then", t.Date, region.Name)
	}
	if _, end := bounds(region, t.Date); !end.After(tx.Now()) || end.After(tx.Now().AddDate(0, 0, Ahead)) {
		return people.User{}, fault.Field("day", "%s is over, or more than a year ahead. Choose a day to come", t.Date)
	}
	k := slices.IndexFunc(r.team, func(u people.User) bool { return u.ID == t.UserID })
	if k < 0 {
		return people.User{}, fault.Field("user", "There is nobody %d in the team. Choose somebody of the list", t.UserID)
	}
	if why := r.why(r.team[k], region, day); why != "" {
		return r.team[k], fault.Field("user", "%s", why)
	}
	return r.team[k], nil
}

// why says what stands against somebody working on a day; empty where nothing does.
func (r rota) why(u people.User, region people.Region, day Day) string {
	switch {
	case slices.ContainsFunc(day.Workers, func(w Worker) bool { return w.UserID == u.ID }):
		return u.Name + " works on that day already"
	case r.isAway(u.ID, region, day.Date):
		return u.Name + " is off on that day"
	}
	for _, t := range r.turns {
		if t.UserID == u.ID && t.Date == day.Date && t.Live() {
			return u.Name + " was asked for that day already, and is " + string(t.State)
		}
	}
	return ""
}

// Answer accepts or declines what one was asked. Nobody answers for another.
func (s *Service) Answer(ctx context.Context, id int64, accept bool) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := lockTurn(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case t.UserID != actor.UserID:
			return fault.New(fault.Forbidden, "Only who was asked can answer")
		case t.State != Asked:
			return fault.New(fault.Conflict, "This was %s meanwhile", t.State)
		}
		word := Declined
		if accept {
			word = Accepted
		}
		return s.settle(ctx, tx, t, word, t.AskedBy)
	})
}

// Withdraw takes a question back, or gives an accepted day back. Who asked may, who was asked, and those who arrange being
// on call.
func (s *Service) Withdraw(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := lockTurn(ctx, tx, id)
		if err != nil {
			return err
		}
		other := t.UserID
		if actor.UserID == t.UserID {
			other = t.AskedBy
		} else if actor.UserID != t.AskedBy {
			if err := access.Check(ctx, access.ManageOnCall); err != nil {
				return err
			}
		}
		if !t.Live() {
			return fault.New(fault.Conflict, "This was %s meanwhile", t.State)
		}
		return s.settle(ctx, tx, t, Withdrawn, other)
	})
}

// settle ends a question and tells the other side.
func (s *Service) settle(ctx context.Context, tx *db.Tx, t Turn, state State, tellID int64) error {
	actor, _ := access.From(ctx)
	t.State, t.SettledBy, t.SettledAt = state, actor.UserID, tx.Now()
	if err := settleTurn(ctx, tx, t); err != nil {
		return err
	}
	if tellID != actor.UserID {
		users, err := s.People.Named(ctx, tx, tellID, t.UserID)
		if err != nil {
			return err
		}
		if err := s.tell(ctx, tx, t, users[tellID], string(state), fmt.Sprintf("%s, %s: %s", users[t.UserID].Name, dayWords(t.Date), state), ""); err != nil {
			return err
		}
	}
	return s.say(ctx, tx, t)
}

func dayWords(d bizcal.Date) string {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("Monday 2 January 2006")
}

func (s *Service) tell(ctx context.Context, tx *db.Tx, t Turn, to people.User, word, subject, lead string) error {
	if s.Notify == nil || to.ID == 0 || !to.Active {
		return nil
	}
	return s.Notify(ctx, tx, Notice{Cause: fmt.Sprint("shift:", t.ID, ":", word), To: to, Subject: subject, Lead: lead, Path: DayPath(t.Region, t.Date)})
}

// DayPath is the page of a day.
func DayPath(region string, d bizcal.Date) string {
	return "/shift/staffing/" + region + "/" + d.String()
}

func (s *Service) say(ctx context.Context, tx *db.Tx, t Turn) error {
	return s.Log.Append(ctx, tx, event.Subject{Type: "shift_turn", ID: t.ID}, TurnChanged{UserID: t.UserID, Region: t.Region, Date: t.Date, State: t.State})
}

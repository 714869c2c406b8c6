package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	planKind = "review.plan"
	hostKind = "review.host"
)

// seriesArgs is a series whose next call is over, so that another is to be planned.
type seriesArgs struct {
	Series int64 `json:"series"`
}

// plan puts as many calls ahead into the calendars as the desk wants, and lets a job wait for the end of the next.
func (s *Service) plan(ctx context.Context, tx *db.Tx, series Series, o people.Organization) error {
	rules, err := CallRules.Get(ctx, tx)
	if err != nil || series.State != Running {
		return err
	}
	known, err := meetingsFrom(ctx, tx, series.ID, tx.Now())
	if err != nil {
		return err
	}
	ahead, from := ahead(known, tx.Now())
	times, err := series.Next(from, rules.Ahead+len(known))
	if err != nil {
		return err
	}
	for _, at := range times {
		if ahead >= rules.Ahead {
			break
		}
		m := Meeting{Kind: Review, SlotAt: at, At: at, Length: series.Length}
		if i := slices.IndexFunc(known, func(m Meeting) bool { return m.SlotAt.Equal(at) }); i >= 0 {
			if known[i].State != Dropped {
				continue
			}
			m = known[i]
			m.At, m.Length, m.Why = at, series.Length, ""
		}
		if err := s.book(ctx, tx, series, m, o); err != nil {
			return err
		}
		ahead++
	}
	return s.armPlan(ctx, tx, series)
}

// ahead counts the review calls that are planned, and says from when on others may be: behind the kickoff.
func ahead(known []Meeting, now time.Time) (n int, from time.Time) {
	from = now
	for _, m := range known {
		switch {
		case m.State != Planned || !m.At.After(now):
		case m.Kind == Kickoff:
			from = m.Ends()
		default:
			n++
		}
	}
	return n, from
}

// armPlan lets a job wait for the end of the next planned call. One that waits for a call that was moved finds nothing to do.
func (s *Service) armPlan(ctx context.Context, tx *db.Tx, series Series) error {
	known, err := meetingsFrom(ctx, tx, series.ID, tx.Now())
	if err != nil {
		return err
	}
	for _, m := range known {
		if m.State == Planned && m.Ends().After(tx.Now()) {
			_, err := job.Enqueue(ctx, tx, planKind, seriesArgs{series.ID}, job.Options{At: m.Ends(), Unique: fmt.Sprint(series.ID, ":", m.Ends().UnixMicro())})
			return err
		}
	}
	return nil
}

// planNext plans what comes after a call that is over.
func (s *Service) planNext(ctx context.Context, j job.Job) error {
	var a seriesArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "review")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		series, err := lockSeries(ctx, tx, a.Series)
		if err != nil || series.State != Running {
			return err
		}
		return s.planOn(ctx, tx, series)
	})
}

// book keeps a meeting, a new one or one that was dropped with its series, puts it into the calendars, and lets a job ask a day before who leads it.
func (s *Service) book(ctx context.Context, tx *db.Tx, series Series, m Meeting, o people.Organization) (err error) {
	m.SeriesID, m.OrganizationID, m.Organization, m.State = series.ID, o.ID, o.Name, Planned
	if m, err = s.crew(ctx, tx, series, m, o); err != nil {
		return err
	}
	if m.ID == 0 {
		if m.ID, err = insertMeeting(ctx, tx, m); err != nil {
			return err
		}
	}
	if m, err = s.invite(ctx, tx, m); err != nil {
		return err
	}
	return s.armHost(ctx, tx, m)
}

// crew fills who leads a meeting and who is asked to it: the customer's contacts and their success manager.
func (s *Service) crew(ctx context.Context, tx *db.Tx, series Series, m Meeting, o people.Organization) (Meeting, error) {
	m.HostID = series.HostID
	if m.HostID == 0 {
		host, err := s.inCharge(ctx, tx, o, m.At)
		if err != nil {
			return m, err
		}
		m.HostID = host
	}
	contacts, err := s.contactsOf(ctx, tx, o.ID)
	if err != nil {
		return m, err
	}
	m.Guests = contacts
	if manager, ok := o.Owner(people.SuccessManager); ok && manager.UserID != 0 && manager.UserID != m.HostID {
		m.Guests = append(m.Guests, manager.UserID)
	}
	slices.Sort(m.Guests)
	m.Guests = slices.Compact(m.Guests)
	return m, nil
}

// invite makes the call of a meeting that somebody leads, and keeps what became of it.
func (s *Service) invite(ctx context.Context, tx *db.Tx, m Meeting) (_ Meeting, err error) {
	m.CallID, m.Why = 0, ""
	if s.Meet != nil && m.HostID != 0 {
		title, about, err := s.invitation(ctx, tx, m)
		if err != nil {
			return m, err
		}
		m.CallID, err = s.Meet(ctx, tx, Invitation{Subject: meetingSubject(m.ID), OrganizationID: m.OrganizationID, Title: title, At: m.At, Minutes: m.Length,
			Hosts: []int64{m.HostID}, Guests: m.Guests, About: about})
		if m, err = clash(m, err); err != nil {
			return m, err
		}
	}
	return m, s.keepMeeting(ctx, tx, m)
}

// clash keeps why a call could not be made, such as another one of its host at that time: the meeting stays, in no calendar,
// and says so. What is planned by itself has nobody to ask.
func clash(m Meeting, err error) (Meeting, error) {
	if err != nil && (fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid)) {
		m.CallID = 0
		m.Why, _ = fault.Public(err)
		return m, nil
	}
	return m, err
}

// keepMeeting stores a meeting and tells the log how it stands.
func (s *Service) keepMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	if err := updateMeeting(ctx, tx, m); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, meetingSubject(m.ID),
		MeetingChanged{Organization: m.OrganizationID, State: m.State, At: m.At.UTC().Format(time.RFC3339), Call: m.CallID})
}

// callOff takes the call of a meeting back, after the meeting is stored as it is then: the call tells of its end, and what
// is stored by then no longer has it.
func (s *Service) callOff(ctx context.Context, tx *db.Tx, m Meeting, reason string) error {
	call := m.CallID
	m.CallID = 0
	if err := s.keepMeeting(ctx, tx, m); err != nil || s.CancelMeeting == nil || call == 0 {
		return err
	}
	return s.CancelMeeting(ctx, tx, call, reason)
}

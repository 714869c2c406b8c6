package review

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// hostArgs is a meeting of which it is asked, a day before, who leads it: the engineer may be away and covered by then.
type hostArgs struct {
	Meeting int64     `json:"meeting"`
	At      time.Time `json:"at"`
}

const hostBefore = 24 * time.Hour

func (s *Service) armHost(ctx context.Context, tx *db.Tx, m Meeting) error {
	at := m.At.Add(-hostBefore)
	if !at.After(tx.Now()) {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, hostKind, hostArgs{m.ID, m.At}, job.Options{At: at, Unique: fmt.Sprint(m.ID, ":", m.At.UnixMicro())})
	return err
}

// askHost asks anew who leads a meeting. One that was moved since has a job of its own.
func (s *Service) askHost(ctx context.Context, j job.Job) error {
	var a hostArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "review")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		series, m, err := lockBoth(ctx, tx, a.Meeting)
		if err != nil || !m.Open() || !m.At.Equal(a.At) {
			return err
		}
		o, err := s.organization(ctx, tx, m.OrganizationID)
		if err != nil {
			return err
		}
		return s.regather(ctx, tx, series, m, o)
	})
}

// regather asks the people of a meeting anew: where others lead it or are asked to it, the call is made again, and whoever
// leads it now is told.
func (s *Service) regather(ctx context.Context, tx *db.Tx, series Series, was Meeting, o people.Organization) error {
	m, err := s.crew(ctx, tx, series, was, o)
	if err != nil || m.HostID == was.HostID && sameGuests(m.Guests, was.Guests) {
		return err
	}
	if err := s.callOff(ctx, tx, was, "Other people meet. A new invitation comes with this"); err != nil {
		return err
	}
	if m, err = s.invite(ctx, tx, m); err != nil || m.HostID == was.HostID {
		return err
	}
	return s.tellHost(ctx, tx, m, was.HostID)
}

// tellHost says who leads a meeting now, or that nobody does.
func (s *Service) tellHost(ctx context.Context, tx *db.Tx, m Meeting, before int64) error {
	n := Notice{Cause: fmt.Sprint("review:", m.ID, ":host:", m.HostID), Subject: "You lead the review call with " + m.Organization, Path: m.Path(),
		Lead: "You are in charge of " + m.Organization + " when their review call is on " + m.At.UTC().Format("2 January 15:04 UTC") + "."}
	if m.HostID == 0 {
		n.Subject, n.Lead = "Nobody leads the review call with "+m.Organization, "Nobody is in charge of "+m.Organization+" then. Find cover, or move the call."
		return s.tell(ctx, tx, n, before)
	}
	return s.tell(ctx, tx, n, m.HostID)
}

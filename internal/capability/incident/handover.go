package incident

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// HandOver is what a communications manager leaves to the next, made at the end of each shift even if nothing happened
// (oncall-and-incidents.md, CMOC).
type HandOver struct {
	ID          int64
	Title       string // of the schedule or of the hours
	From, Until time.Time
	People      []int64
	Open        []Standing
	Published   int // updates within the shift
	Late        int // of these
	Linked      int // tickets within the shift
	Note        string
	NoteBy      int64
	At          time.Time
}

// Standing is an incident as it stood when a shift ended.
type Standing struct {
	Incident int64     `json:"incident"`
	Title    string    `json:"title"`
	Kind     Kind      `json:"kind"`
	Severity int       `json:"severity"`
	Status   Status    `json:"status"`
	DueAt    time.Time `json:"due_at,omitzero"` // of the next public word
	Waiting  int       `json:"waiting"`         // linked tickets that wait for a word
}

const (
	watchKind = "incident.watch" // sees to it that the end of the running shift is waited for
	shiftKind = "incident.shift"
)

type shiftArgs struct {
	Until int64 `json:"until"` // Unix microseconds
}

// shiftAt gives the shift that runs at a moment: of the schedule, else of the hours.
func (s *Service) shiftAt(ctx context.Context, q db.Querier, at time.Time) (Shift, error) {
	duty, err := DutyKey.Get(ctx, q)
	if err != nil {
		return Shift{}, err
	}
	if s.OnDuty != nil {
		shift, err := s.OnDuty(ctx, q, duty.Schedule, at)
		if err != nil || len(shift.People) > 0 && !shift.Until.IsZero() {
			return shift, err
		}
		byHours := duty.shift(at)
		byHours.Title, byHours.People = shift.Title, shift.People // somebody who is on for weeks hands over by the hours, too
		return byHours, nil
	}
	return duty.shift(at), nil
}

// shift is the stretch between two of the hours around a moment. Without hours a day is a shift.
func (d Duty) shift(at time.Time) Shift {
	day := at.UTC().Truncate(24 * time.Hour)
	sh := Shift{From: day.AddDate(0, 0, -1), Until: day.AddDate(0, 0, 2)}
	hours := d.Hours
	if len(hours) == 0 {
		hours = []string{"00:00"}
	}
	for _, h := range hours {
		clock, err := time.Parse("15:04", h)
		if err != nil {
			continue // the setting is checked
		}
		for n := -1; n <= 1; n++ {
			edge := day.AddDate(0, 0, n).Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
			if !edge.After(at) {
				sh.From = later(sh.From, edge)
			} else {
				sh.Until = earlier(sh.Until, edge)
			}
		}
	}
	return sh
}

// watch waits for the end of the running shift.
func (s *Service) watch(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "incident")
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.waitForEnd(ctx, tx, tx.Now()) })
}

func (s *Service) waitForEnd(ctx context.Context, tx *db.Tx, at time.Time) error {
	shift, err := s.shiftAt(ctx, tx, at)
	if err != nil {
		return err
	}
	_, err = job.Enqueue(ctx, tx, shiftKind, shiftArgs{shift.Until.UnixMicro()}, job.Options{At: shift.Until, Unique: fmt.Sprint(shift.Until.UnixMicro())})
	return err
}

// shiftEnds keeps how things stand when a shift ends, tells its people and the next, and waits for the end of the next. A shift
// that was moved meanwhile is waited for anew.
func (s *Service) shiftEnds(ctx context.Context, j job.Job) error {
	var a shiftArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "incident")
	until := time.UnixMicro(a.Until).UTC()
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		shift, err := s.shiftAt(ctx, tx, until.Add(-time.Microsecond))
		if err != nil {
			return err
		}
		if shift.Until.Equal(until) {
			if err := s.handOver(ctx, tx, shift); err != nil {
				return err
			}
		}
		return s.waitForEnd(ctx, tx, later(until, tx.Now()))
	})
}

func (s *Service) handOver(ctx context.Context, tx *db.Tx, shift Shift) error {
	h := HandOver{Title: shift.Title, From: shift.From, Until: shift.Until, People: shift.People}
	if err := countShift(ctx, tx, &h); err != nil {
		return err
	}
	open, err := incidentsWhere(ctx, tx, "WHERE i.resolved_at IS NULL ORDER BY i.severity, i.id")
	if err != nil {
		return err
	}
	for _, i := range open {
		waiting, err := unansweredOf(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		h.Open = append(h.Open, Standing{Incident: i.ID, Title: i.Title, Kind: i.Kind, Severity: i.Severity, Status: i.Status,
			DueAt: i.DueAt, Waiting: len(waiting)})
	}
	fresh, err := insertHandOver(ctx, tx, &h)
	if err != nil || !fresh {
		return err
	}
	if err := s.Log.Append(ctx, tx, handOverSubject(h.ID), HandedOver{Record: h.ID, Open: len(h.Open)}); err != nil {
		return err
	}
	return s.tellHandOver(ctx, tx, h)
}

func handOverSubject(id int64) event.Subject { return event.Subject{Type: "incident_handover", ID: id} }

// HandOverPath is the page of the hand-overs.
const HandOverPath = "/incident-hand-overs"

func (s *Service) tellHandOver(ctx context.Context, tx *db.Tx, h HandOver) error {
	next, err := s.shiftAt(ctx, tx, h.Until)
	if err != nil || s.Tell == nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, append(append([]int64{}, h.People...), next.People...)...)
	if err != nil || len(users) == 0 {
		return err
	}
	n := Notice{Cause: fmt.Sprint("incident-handover:", h.ID), Subject: "Hand-over: " + h.String(), Path: fmt.Sprint(HandOverPath, "/", h.ID),
		Lead: fmt.Sprintf("Updates published: %d, late: %d. Tickets linked: %d. Incidents open: %d.", h.Published, h.Late, h.Linked, len(h.Open))}
	for _, u := range users {
		n.To = append(n.To, u)
	}
	for _, o := range h.Open {
		n.Lines = append(n.Lines, fmt.Sprintf("Incident %d, %s: %s", o.Incident, o.Status, o.Title))
	}
	return s.Tell(ctx, tx, n)
}

// String is the shift in UTC.
func (h HandOver) String() string { return Shift{From: h.From, Until: h.Until}.String() }

// HandOvers lists the newest records, n at most.
func (s *Service) HandOvers(ctx context.Context, n int) ([]HandOver, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findHandOvers(ctx, s.DB.Read(), n)
}

// HandOver gives one record.
func (s *Service) HandOver(ctx context.Context, id int64) (HandOver, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return HandOver{}, err
	}
	return findHandOver(ctx, s.DB.Read(), id)
}

// Pass adds what the next should know to a record.
func (s *Service) Pass(ctx context.Context, id int64, note string) error {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	if note = strings.TrimSpace(note); len(note) > 10_000 {
		return fault.Field("note", "The note is too long. Up to 10,000 letters fit")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return noteHandOver(ctx, tx, id, note, actor.UserID) })
}

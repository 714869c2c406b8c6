// Package oncallapi tells programs who is on call: as JSON under /api/v2/on_call, and to the command line.
package oncallapi

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
)

// OnCall is what the report asks of the service; *oncall.Service has it.
type OnCall interface {
	// Schedules lists the desk's schedules by title.
	Schedules(ctx context.Context) ([]oncall.Schedule, error)
	// Find gives a schedule by its title or number.
	Find(ctx context.Context, schedule string) (oncall.Schedule, error)
	// OnCall lists everybody who is on call now.
	OnCall(ctx context.Context) ([]oncall.Duty, error)
	// Who lists who is on call at an instant.
	Who(ctx context.Context, schedule string, at time.Time) ([]oncall.Duty, error)
}

// Deps is what the report needs.
type Deps struct {
	OnCall OnCall
	// Named gives people by their numbers; those who are not known are missing.
	Named func(ctx context.Context, ids ...int64) (map[int64]people.User, error)
	Now   func(ctx context.Context) time.Time
}

// Report says who is on call at one instant, for every schedule that was asked for: one that nobody covers is there, too.
type Report struct {
	At        time.Time       `json:"at"` // UTC
	Schedules []ScheduleState `json:"schedules"`
}

// ScheduleState is who is on call for a schedule, the one who is asked first in front.
type ScheduleState struct {
	ID       int64    `json:"id"`
	Title    string   `json:"title"`
	Critical bool     `json:"critical"`
	Covered  bool     `json:"covered"` // somebody is on call who is no shadow
	OnCall   []OnDuty `json:"on_call"`
}

// OnDuty is one person on call.
type OnDuty struct {
	User     Person    `json:"user"`
	Position int       `json:"position"` // from 1: who is asked first
	Shadow   bool      `json:"shadow"`   // goes along, and is never paged
	Layer    string    `json:"layer,omitempty"`
	From     time.Time `json:"from"` // UTC
	Until    time.Time `json:"until"`
}

// Person is who is on call.
type Person struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Question says what is asked.
type Question struct {
	At       time.Time // zero: now
	Schedule string    // title or number; empty: all
}

// Ask answers a question; fault.NotFound for a schedule that is not there. The service checks who may.
func Ask(ctx context.Context, d Deps, q Question) (Report, error) {
	schedules, err := asked(ctx, d.OnCall, q.Schedule)
	if err != nil {
		return Report{}, err
	}
	now := q.At.IsZero()
	if now {
		q.At = d.Now(ctx)
	}
	duties, err := onDuty(ctx, d.OnCall, schedules, q.At, now && q.Schedule == "")
	if err != nil {
		return Report{}, err
	}
	var ids []int64
	for _, list := range duties {
		for _, duty := range list {
			ids = append(ids, duty.UserID)
		}
	}
	slices.Sort(ids)
	users, err := d.Named(ctx, slices.Compact(ids)...)
	if err != nil {
		return Report{}, err
	}
	r := Report{At: q.At.UTC().Truncate(time.Second), Schedules: []ScheduleState{}}
	for _, s := range schedules {
		r.Schedules = append(r.Schedules, state(s, duties[s.ID], users))
	}
	return r, nil
}

func asked(ctx context.Context, o OnCall, schedule string) ([]oncall.Schedule, error) {
	if schedule == "" {
		return o.Schedules(ctx)
	}
	s, err := o.Find(ctx, schedule)
	return []oncall.Schedule{s}, err
}

// onDuty gives the duties by schedule. Everybody now is one question; another instant or schedule is one for each.
func onDuty(ctx context.Context, o OnCall, schedules []oncall.Schedule, at time.Time, everything bool) (map[int64][]oncall.Duty, error) {
	by := map[int64][]oncall.Duty{}
	if everything {
		all, err := o.OnCall(ctx)
		for _, d := range all {
			by[d.Schedule] = append(by[d.Schedule], d)
		}
		return by, err
	}
	for _, s := range schedules {
		list, err := o.Who(ctx, s.Title, at)
		if err != nil {
			return nil, err
		}
		by[s.ID] = list
	}
	return by, nil
}

func state(s oncall.Schedule, duties []oncall.Duty, users map[int64]people.User) ScheduleState {
	out := ScheduleState{ID: s.ID, Title: s.Title, Critical: s.Critical, OnCall: []OnDuty{}}
	for _, d := range duties {
		u := users[d.UserID]
		out.Covered = out.Covered || !d.Shadow
		out.OnCall = append(out.OnCall, OnDuty{User: Person{ID: d.UserID, Name: u.Name, Email: u.Email}, Position: d.Position + 1, Shadow: d.Shadow,
			Layer: d.Layer, From: d.From.UTC(), Until: d.Until.UTC()})
	}
	return out
}

package ticket

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// LifeRules say after how many days of 24 hours a status ends by itself (tickets.md, Statuses); 0 is never.
type LifeRules struct {
	RemindDays    int `json:"remind_days"`     // pending: the customer is reminded
	SolveDays     int `json:"solve_days"`      // pending: told once more, and solved
	ReopenDays    int `json:"reopen_days"`     // on-hold, but for tasks
	CloseDays     int `json:"close_days"`      // solved
	CloseLateDays int `json:"close_late_days"` // solved, with SkipAutoclose
	FileDays      int `json:"file_days"`       // closed: its files go; 0 is as usual for the desk (Refusals.FileDays)
}

// Life is the setting of what happens by itself.
var Life = settings.Key[LifeRules]{Name: "ticket.life",
	Default: LifeRules{RemindDays: 7, SolveDays: 14, ReopenDays: 4, CloseDays: 7, CloseLateDays: 30}, Check: checkLife}

const (
	mostLifeDays = 365
	mostFileDays = 3650
)

func checkLife(r LifeRules) error {
	for _, d := range []struct {
		name string
		days int
	}{{"remind_days", r.RemindDays}, {"solve_days", r.SolveDays}, {"reopen_days", r.ReopenDays}, {"close_days", r.CloseDays},
		{"close_late_days", r.CloseLateDays}} {
		if d.days < 0 || d.days > mostLifeDays {
			return fault.Field(d.name, "%d is not a number of days between 0, which is never, and %d", d.days, mostLifeDays)
		}
	}
	if r.FileDays < 0 || r.FileDays > mostFileDays {
		return fault.Field("file_days", "%d is not a number of days between 0, which is as usual for the desk, and %d", r.FileDays, mostFileDays)
	}
	switch {
	case r.SolveDays != 0 && r.SolveDays <= r.RemindDays:
		return fault.Field("solve_days", "The ticket is solved after the reminder, so later than %d days", r.RemindDays)
	case r.CloseLateDays != 0 && r.CloseLateDays < r.CloseDays:
		return fault.Field("close_late_days", "With the exception it stays solved longer, so at least %d days", r.CloseDays)
	}
	return nil
}

// Step is what happens to a ticket by itself.
type Step string

// The steps.
const (
	Remind Step = "remind"
	Solve  Step = "solve"
	Reopen Step = "reopen"
	Close  Step = "close"
)

// deadline is the next step of a ticket and its instant; the zero deadline is none.
type deadline struct {
	step Step
	at   time.Time
	days int // of the rule
}

const lifeDay = 24 * time.Hour

// next says what happens to t by itself, and when. A reminder that came late leaves the customer the same
// time as one that came in time.
func (r LifeRules) next(t Ticket) deadline {
	spared := func(tag string) bool { return slices.Contains(t.Tags, tag) }
	after := func(step Step, days int) deadline {
		if days == 0 {
			return deadline{}
		}
		return deadline{step, t.LifeFrom.Add(time.Duration(days) * lifeDay), days}
	}
	switch {
	case !t.PausedAt.IsZero():
		return deadline{}
	case t.Status == Pending && spared(SkipAutosolve), t.Status == Hold && (spared(BlockReopen) || t.Type == Task):
		return deadline{}
	case t.Status == Pending && t.RemindedAt.IsZero() && r.RemindDays > 0:
		return after(Remind, r.RemindDays)
	case t.Status == Pending:
		d := after(Solve, r.SolveDays)
		if earliest := t.RemindedAt.Add(time.Duration(r.SolveDays-r.RemindDays) * lifeDay); d.days > 0 && !t.RemindedAt.IsZero() && d.at.Before(earliest) {
			d.at = earliest
		}
		return d
	case t.Status == Hold:
		return after(Reopen, r.ReopenDays)
	case t.Status == Solved && spared(SkipAutoclose):
		return after(Close, r.CloseLateDays)
	case t.Status == Solved:
		return after(Close, r.CloseDays)
	}
	return deadline{}
}

// Aged is the fact that a ticket came to the end of a time by itself: the customer was reminded, or the status
// changed.
type Aged struct {
	Step Step  `json:"step"`
	Days int   `json:"days"`
	Late int64 `json:"late,omitempty"` // seconds: the desk was down when it was due
}

// EventKind implements event.Fact.
func (Aged) EventKind() string { return "ticket.aged" }

// DueReached is the fact that a ticket's due date came.
type DueReached struct {
	By   int64 `json:"by"`             // whom to remind
	Late int64 `json:"late,omitempty"` // seconds
}

// EventKind implements event.Fact.
func (DueReached) EventKind() string { return "ticket.due" }

// lateness is how many seconds a timer fired late; below a minute it is in time.
func lateness(at, now time.Time) int64 {
	if late := now.Sub(at); late >= time.Minute {
		return int64(late / time.Second)
	}
	return 0
}

package paging

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// DefaultPolicy is the title of the policy of pages that name none.
var DefaultPolicy = settings.Key[string]{Name: "paging.policy", Default: "Customer emergencies"}

// Patience says how a way that fails is treated.
type Patience struct {
	Tries     int `json:"tries"`     // by one way, under one key, before it is given up
	Elsewhere int `json:"elsewhere"` // tries after which the next way is taken at once, and after those the next person
}

// Insist is the setting of Patience.
var Insist = settings.Key[Patience]{Name: "paging.patience", Default: Patience{Tries: 12, Elsewhere: 2}, Check: func(p Patience) error {
	switch {
	case p.Tries < 1 || p.Tries > 100:
		return fault.Field("tries", "A way cannot be tried %d times. Write 1 to 100", p.Tries)
	case p.Elsewhere < 1 || p.Elsewhere > p.Tries:
		return fault.Field("elsewhere", "The next way cannot be taken after %d tries. Write 1 to %d", p.Elsewhere, p.Tries)
	}
	return nil
}}

// Limit bounds how often a person is reached by one way.
type Limit struct {
	Most    int `json:"most"` // 0: no bound
	Minutes int `json:"minutes"`
}

// Throttle bounds each way. What it holds back is told on the page, and in the next message that goes out.
type Throttle map[Kind]Limit

// Limits is the setting of the throttle.
var Limits = settings.Key[Throttle]{Name: "paging.throttle", Default: Throttle{SMS: {Most: 5, Minutes: 15}, Voice: {Most: 3, Minutes: 15}},
	Check: checkThrottle}

func checkThrottle(t Throttle) error {
	for kind, l := range t {
		if l.Most < 0 || l.Most > 1000 {
			return fault.Field(string(kind)+".most", "%d messages are no bound. Write 0 to 1000; 0 is none", l.Most)
		}
		if l.Most > 0 && (l.Minutes < 1 || l.Minutes > 1440) {
			return fault.Field(string(kind)+".minutes", "A bound cannot hold for %d minutes. Write 1 to 1440", l.Minutes)
		}
	}
	return nil
}

// LateAfter is how many seconds the engine may be behind before it says so.
var LateAfter = settings.Key[int]{Name: "paging.late_after", Default: 15, Check: func(n int) error {
	if n < 5 || n > 3600 {
		return fault.Field("late_after", "%d seconds are no sign of being late. Write 5 to 3600", n)
	}
	return nil
}}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

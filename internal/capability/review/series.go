package review

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SeriesState is how a series stands.
type SeriesState string

// The states of a series.
const (
	Running SeriesState = "running"
	Paused  SeriesState = "paused"
	Ended   SeriesState = "ended"
)

// WhyManager is why a series is paused whose customer has no customer success manager any more.
const WhyManager = "manager"

// Series is the review calls of an account. An account has one that has not ended, or none.
type Series struct {
	Rhythm
	ID             int64
	OrganizationID int64
	Organization   string // its name, read along
	Length         int    // minutes
	HostID         int64  // 0: whoever is in charge of the account then
	State          SeriesState
	Why            string // of a pause: WhyManager, or what somebody wrote
	By             int64
	CreatedAt      time.Time
	EndedAt        time.Time // zero: not ended
}

// shortest and longest calls, in minutes.
const (
	shortest = 15
	longest  = 240
)

// typed checks what a series goes by.
func (s Series) typed() error {
	switch {
	case !slices.Contains(Rhythms(), s.Every):
		return fault.Field("every", "Choose how often: %s, %s or %s", Weekly, Biweekly, Monthly)
	case s.Minute < 0 || s.Minute >= 24*60:
		return fault.Field("at", "Write the time of the calls like 15:00, on the customer's clock")
	case s.From.Year < 2000 || s.From.Year > 2200:
		return fault.Field("from", "Choose the day of the first call; its weekday is kept")
	case s.Length < shortest || s.Length > longest:
		return fault.Field("length", "A call lasts %d to %d minutes, not %d", shortest, longest, s.Length)
	}
	_, err := zoneOf(s.Zone)
	return err
}

func seriesSubject(id int64) event.Subject { return event.Subject{Type: "review_series", ID: id} }

// reviewPath is the page of an account's review calls.
func reviewPath(organization int64) string { return fmt.Sprintf("/accounts/%d/review", organization) }

package account

import (
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Assignment is an engineer's word for one account.
type Assignment struct {
	ID             int64
	OrganizationID int64
	Organization   string // its name, read along
	UserID         int64
	Main           bool // whom the organization names as its engineer; others may be there besides
	Hours          int  // a week
	Zone           string
	Week           bizcal.Week // the agreed hours, in Zone
	StartsOn       bizcal.Date // first and last day of the contract, in Zone; zero has no edge
	EndsOn         bizcal.Date
	Outside        string // what happens outside the agreed hours
	Emergencies    string // what is to be known in one
	Older          Older
	Auto           bool // whether new tickets are the engineer's by themselves
	AutoWhy        string
	LevelWhy       string // why somebody below the usual grade may
	CreatedAt      time.Time
	CreatedBy      int64 // 0: the desk itself
	EndedAt        time.Time
	EndedWhy       string
	LeftAt         time.Time // since when the engineer is not in the team any more; zero: they are
}

// Older is what becomes of tickets that are older than the assignment: the customer chooses (assigned-support.md).
type Older string

// The choices.
const (
	OlderStay Older = "stay" // with whoever has them
	OlderMove Older = "move" // to the engineer
	OlderAsk  Older = "ask"  // ticket by ticket
)

// Olders lists the choices.
func Olders() []Older { return []Older{OlderStay, OlderMove, OlderAsk} }

// Ending is how an assignment ended.
type Ending string

// The endings.
const (
	EndedByHand  Ending = "hand"
	EndedReplace Ending = "replaced" // somebody else is the customer's engineer
	EndedOff     Ending = "cleared"  // the customer was given none elsewhere: on its page, in a file, by a CRM
)

// Path is the page of the account.
func (a Assignment) Path() string { return AccountPath(a.OrganizationID) }

// AccountPath is the page of an account.
func AccountPath(organization int64) string { return fmt.Sprint("/accounts/", organization) }

func (a Assignment) location() *time.Location {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil || a.Zone == "" || a.Zone == "Local" {
		return time.UTC
	}
	return zone
}

// Contract is the minutes that the customer was promised. The assignment has been checked.
func (a Assignment) Contract() (coverage.Contract, error) {
	hours, err := bizcal.New(bizcal.Spec{Zone: a.Zone, Weekly: a.Week})
	c := coverage.Contract{Hours: hours}
	if a.StartsOn != (bizcal.Date{}) {
		c.From = people.DayBegins(a.StartsOn, a.location())
	}
	if a.EndsOn != (bizcal.Date{}) {
		c.Until = people.DayBegins(a.EndsOn.AddDays(1), a.location())
	}
	return c, err
}

// Holds reports whether the assignment counts at an instant: it has not ended, and its contract is not over.
func (a Assignment) Holds(at time.Time) bool {
	return a.EndedAt.IsZero() && (a.EndsOn == (bizcal.Date{}) || at.Before(people.DayBegins(a.EndsOn.AddDays(1), a.location())))
}

// agreed says the hours in a line, as the log keeps them.
func (a Assignment) agreed() string {
	return strings.ReplaceAll(strings.TrimSpace(a.Week.String()), "\n", "; ") + " " + a.Zone
}

const longestText = 4000

// typed puts what was typed into its stored form, and refuses what cannot be.
func (a Assignment) typed() (Assignment, error) {
	for _, t := range []struct {
		field string
		text  *string
	}{{"outside", &a.Outside}, {"emergencies", &a.Emergencies}, {"auto_why", &a.AutoWhy}, {"level_why", &a.LevelWhy}} {
		if *t.text = strings.TrimSpace(*t.text); len([]rune(*t.text)) > longestText {
			return a, fault.Field(t.field, "This is longer than the %d characters that are kept", longestText)
		}
	}
	if a.Hours < 1 || a.Hours > 168 {
		return a, fault.Field("hours", "A week has 1 to 168 hours, not %d", a.Hours)
	}
	if bad := (bizcal.Spec{Zone: a.Zone, Weekly: a.Week}).Problems(); len(bad) > 0 {
		if bad[0].Field == "zone" {
			return a, bad[0]
		}
		return a, fault.Field("week", "%s", bad[0].Public)
	}
	if a.StartsOn != (bizcal.Date{}) && a.EndsOn != (bizcal.Date{}) && a.EndsOn.Compare(a.StartsOn) < 0 {
		return a, fault.Field("ends_on", "The contract would end on %s, before it starts on %s", a.EndsOn, a.StartsOn)
	}
	switch a.Older {
	case OlderStay, OlderMove, OlderAsk:
	case "":
		a.Older = OlderStay
	default:
		return a, fault.Field("older", "“%s” is nothing that can be done with older tickets", fault.Clip(string(a.Older), 40))
	}
	return a, nil
}

package upgrade

import (
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/upgrade/path"
	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// State is where an upgrade stands.
type State string

// The states.
const (
	Planning State = "planning" // something is missing
	Ready    State = "ready"    // everything is there, and everybody knows
	Ended    State = "ended"    // its outcome is recorded
)

// Outcome is how an upgrade went.
type Outcome string

// The outcomes.
const (
	Done       Outcome = "done"
	Trouble    Outcome = "trouble" // done, with trouble
	RolledBack Outcome = "rolled_back"
	Postponed  Outcome = "postponed"
)

// Outcomes lists them, the best first.
func Outcomes() []Outcome { return []Outcome{Done, Trouble, RolledBack, Postponed} }

// Upgrade is an upgrade of a customer's environment that we accompany.
type Upgrade struct {
	ID             int64
	OrganizationID int64
	EnvironmentID  int64
	TicketID       int64 // 0: none
	State          State
	From, To       string   // versions; From may be unknown while it is planned
	Stops          []string // versions on the way, in order
	Plan           string   // Markdown
	PlanDocument   int64    // a document of the environment that is the plan; 0: none
	Rollback       string   // Markdown: the way back
	WindowFrom     time.Time
	WindowUntil    time.Time
	Zone           string // IANA name of the customer's zone
	EngineerID     int64  // who accompanies it; 0: nobody yet
	Hold           bool   // the ticket waits on hold until the customer confirmed the window
	ConfirmedAt    time.Time
	CallID         int64 // the call before it; 0: none
	CallAt         time.Time
	InformedAt     time.Time // when the customer success manager was told
	Advice         string    // Markdown: why we advised to postpone
	AdvisedAt      time.Time
	NoticedAt      time.Time // when who is on call was told
	AskedAt        time.Time // when the outcome was asked for last
	Outcome        Outcome
	OutcomeNote    string // Markdown
	Reached        string // the version that runs after it
	EndedAt        time.Time
	AfterID        int64 // the upgrade that this one is another try of; 0: none
	By             int64
	CreatedAt      time.Time
	UpdatedAt      time.Time

	Organization string // names, read along
	Environment  string
}

// Title names it by its versions.
func (u Upgrade) Title() string {
	from := u.From
	if from == "" {
		from = "?"
	}
	return from + " → " + u.To
}

// Path is the address of its page.
func (u Upgrade) Path() string { return fmt.Sprint("/upgrades/", u.ID) }

// Open reports whether now lies in its window, and it goes on.
func (u Upgrade) Open(now time.Time) bool {
	return u.State == Ready && !now.Before(u.WindowFrom) && now.Before(u.WindowUntil)
}

// Over reports whether its window is over and its outcome is not recorded.
func (u Upgrade) Over(now time.Time) bool {
	return u.State == Ready && !now.Before(u.WindowUntil)
}

// Windowed reports whether it has a window.
func (u Upgrade) Windowed() bool { return !u.WindowFrom.IsZero() }

// Location is the customer's zone; UTC where it is not known.
func (u Upgrade) Location() *time.Location {
	zone, err := time.LoadLocation(u.Zone)
	if err != nil || u.Zone == "" {
		return time.UTC
	}
	return zone
}

// Shift finds a change of the customer's clocks within the window.
func (u Upgrade) Shift() (window.Shift, bool) {
	return window.ShiftIn(u.WindowFrom, u.WindowUntil, u.Location())
}

// Item is a point of the checklist.
type Item string

// The points. An upgrade is ready with those that are needed; the others are advised.
const (
	ItemFrom      Item = "from"
	ItemStops     Item = "stops"
	ItemPlan      Item = "plan"
	ItemRollback  Item = "rollback"
	ItemWindow    Item = "window"
	ItemEngineer  Item = "engineer"
	ItemCall      Item = "call"
	ItemConfirmed Item = "confirmed"
	ItemInformed  Item = "informed"
)

// needed are the points without which an upgrade is not ready, with the words that refuse it.
var needed = []struct {
	item  Item
	words string
}{
	{ItemFrom, "the version that runs now"}, {ItemPlan, "a plan, as text or as a document"},
	{ItemRollback, "a rollback plan: how the customer comes back to the version before, and how long that takes"},
	{ItemWindow, "a window that is not over"}, {ItemEngineer, "an engineer who accompanies it"},
}

// Check is a point with what became of it.
type Check struct {
	Item   Item
	Done   bool
	Needed bool
}

// Checklist says what is there; skipped are the required stops that the path leaves out. It is pure.
func (u Upgrade) Checklist(now time.Time, skipped []version.Version) []Check {
	done := map[Item]bool{ItemFrom: u.From != "", ItemStops: len(skipped) == 0, ItemPlan: strings.TrimSpace(u.Plan) != "" || u.PlanDocument != 0,
		ItemRollback: strings.TrimSpace(u.Rollback) != "", ItemWindow: u.Windowed() && u.WindowUntil.After(now), ItemEngineer: u.EngineerID != 0,
		ItemCall: u.CallID != 0, ItemConfirmed: !u.ConfirmedAt.IsZero(), ItemInformed: !u.InformedAt.IsZero()}
	var list []Check
	for _, item := range []Item{ItemFrom, ItemStops, ItemPlan, ItemRollback, ItemWindow, ItemEngineer, ItemCall, ItemConfirmed, ItemInformed} {
		c := Check{Item: item, Done: done[item]}
		for _, n := range needed {
			c.Needed = c.Needed || n.item == item
		}
		list = append(list, c)
	}
	return list
}

// missing says in words what it takes to be ready; empty when nothing is missing.
func (u Upgrade) missing(now time.Time) (words []string, first Item) {
	for _, c := range u.Checklist(now, nil) {
		if !c.Needed || c.Done {
			continue
		}
		for _, n := range needed {
			if n.item == c.Item {
				words = append(words, n.words)
			}
		}
		if first == "" {
			first = c.Item
		}
	}
	return words, first
}

// Skipped lists the required stops that the path leaves out.
func (u Upgrade) Skipped(required []string) []version.Version {
	from, to, stops := read(u.From), read(u.To), readAll(u.Stops)
	return path.Skipped(from, to, stops, readAll(required))
}

// read reads a version that was checked before; one that cannot be read is not known.
func read(text string) version.Version {
	v, err := version.Parse(text)
	if err != nil {
		return version.Version{}
	}
	return v
}

func readAll(texts []string) []version.Version {
	out := make([]version.Version, len(texts))
	for i, t := range texts {
		out[i] = read(t)
	}
	return out
}

func subject(id int64) event.Subject { return event.Subject{Type: "upgrade", ID: id} }

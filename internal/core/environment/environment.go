package environment

import (
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Environment is one installation of a customer's.
type Environment struct {
	ID             int64
	OrganizationID int64
	Name           string // unique within the organization, whatever the case
	Kind           string // one of Kinds
	Deployment     string // one of Deployments
	Version        string // as version.Parse reads it; empty: not known
	Architecture   string // one of Architectures, or empty
	Size           string // one of Sizes, or empty; taken from Users where nobody says otherwise
	Users          int    // 0: not known
	Nodes          []Node
	Topology       string // Markdown
	Notes          string // Markdown, for engineers only
	Primary        bool   // the organization's deployment and version are those of this one
	ConfirmedAt    time.Time
	ConfirmedBy    int64     // who said so last, or noted that the customer did; 0: the desk itself
	AddedBy        int64     // likewise, who wrote it down
	RetiredAt      time.Time // zero: it runs
	CreatedAt      time.Time
	UpdatedAt      time.Time

	Organization string // its name, read along
}

// The kinds of environments.
const (
	Production = "production"
	Staging    = "staging"
	Recovery   = "recovery" // for disasters
	Testing    = "test"
)

// Kinds are the words for what an environment is for.
func Kinds() []string { return []string{Production, Staging, Recovery, Testing} }

// Deployments are the words for who runs it, the same that organizations have.
func Deployments() []string { return people.Deployments() }

// Architectures are the words for how it is built.
func Architectures() []string { return []string{"single_node", "reference", "geo", "hybrid", "cloud"} }

// sizes are the reference sizes by the users they are built for.
var sizes = [...]struct {
	word  string
	users int
}{{"1k", 1000}, {"2k", 2000}, {"3k", 3000}, {"5k", 5000}, {"10k", 10_000}, {"25k", 25_000}, {"50k", 50_000}}

// Sizes are the words for reference sizes, the smallest first.
func Sizes() []string {
	words := make([]string, len(sizes))
	for i, s := range sizes {
		words[i] = s.word
	}
	return words
}

// SizeFor is the smallest reference size that is built for so many users, or else the largest; empty for 0.
func SizeFor(users int) string {
	if users <= 0 {
		return ""
	}
	for _, s := range sizes {
		if users <= s.users {
			return s.word
		}
	}
	return sizes[len(sizes)-1].word
}

// Running reports whether it still runs.
func (e Environment) Running() bool { return e.RetiredAt.IsZero() }

// Release reads the version; the zero version where it is not known.
func (e Environment) Release() version.Version {
	v, err := version.Parse(e.Version)
	if err != nil {
		return version.Version{}
	}
	return v
}

// Stale reports whether the customer has not confirmed it for so many days; what was never confirmed counts from when it was
// written down.
func (e Environment) Stale(now time.Time, days int) bool {
	since := e.ConfirmedAt
	if since.IsZero() {
		since = e.CreatedAt
	}
	return e.Running() && days > 0 && now.Sub(since) >= time.Duration(days)*24*time.Hour
}

// NodeCount is how many machines or pods it has.
func (e Environment) NodeCount() (n int) {
	for _, node := range e.Nodes {
		n += node.Count
	}
	return n
}

// Path is the address of its page.
func (e Environment) Path() string { return fmt.Sprint("/environments/", e.ID) }

// Change is one version that became another.
type Change struct {
	ID            int64
	EnvironmentID int64
	From, To      string // empty: not known
	At            time.Time
	By            int64 // 0: the desk itself
	UpgradeID     int64 // 0: none that was coordinated here
}

func subject(organizationID int64) event.Subject {
	return event.Subject{Type: "organization", ID: organizationID}
}

package account

import (
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Pod is a small group of assigned engineers who cover for each other (assigned-support.md, PTO).
type Pod struct {
	ID      int64
	Name    string
	Members []int64
}

// PodsPath is the page of pods.
const PodsPath = "/accounts/pods"

// PodSubject is what the facts of a pod are about.
func PodSubject(id int64) event.Subject { return event.Subject{Type: "pod", ID: id} }

// Step is what somebody of a pod does before they take time off, by how many are out then.
type Step string

// The steps.
const (
	Enter   Step = "enter"   // enter it, and nothing else
	Post    Step = "post"    // tell the others, who see who covers what
	Manager Step = "manager" // ask the manager first
)

// Step gives what to do where so many are out at one time, the one who asks among them.
func (r Rules) Step(out int) Step {
	switch {
	case out >= r.PodManager:
		return Manager
	case out >= r.PodPost:
		return Post
	}
	return Enter
}

// PodStanding is a pod with how it stands in a week.
type PodStanding struct {
	Pod
	Crew []Mate // by name
	Out  int    // at one time, at the most
	When coverage.Span
}

// Mate is somebody of a pod.
type Mate struct {
	User     people.User
	Accounts []Assignment    // which the others cover
	Covers   []Cover         // that they promised, and that have a moment in the week
	Covered  time.Duration   // agreed time in which they are there for others
	Out      []coverage.Span // time off in the week
}

// Here reports whether somebody can be asked: they are in the team.
func (m Mate) Here() bool { return m.User.Works() }

// PodKept is the fact that a pod is there, or who is in it.
type PodKept struct {
	Name    string  `json:"name"`
	Members []int64 `json:"members"`
}

// EventKind implements event.Fact.
func (PodKept) EventKind() string { return "account.pod_kept" }

// PodEnded is the fact that a pod is no more.
type PodEnded struct {
	Name string `json:"name"`
}

// EventKind implements event.Fact.
func (PodEnded) EventKind() string { return "account.pod_ended" }

// PodOut is the fact that time off has so many of a pod out at one time that others are told.
type PodOut struct {
	Pod     int64 `json:"pod"`
	TimeOff int64 `json:"time_off"`
	Out     int   `json:"out"`
	Step    Step  `json:"step"`
}

// EventKind implements event.Fact.
func (PodOut) EventKind() string { return "account.pod_out" }

func podCause(pod, timeOff int64) string { return fmt.Sprint("account-pod-", pod, "-", timeOff) }

package paging

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Policy says who is asked, in which order, and how long each is waited for.
type Policy struct {
	ID    int64
	Title string
	escalation.Policy
	// AckTimeout is how long an acknowledged page stays quiet while nobody resolves it; then it rings from the first step
	// again. 0: for ever.
	AckTimeout time.Duration
	Version    int64 // counts its changes
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// PolicySubject is what facts about a policy are about.
func PolicySubject(id int64) event.Subject { return event.Subject{Type: "escalation_policy", ID: id} }

// The bounds of a policy.
const (
	longestTitle  = 100
	longestWait   = 24 * time.Hour
	leastAckAgain = time.Minute
)

// typed gives p as it is stored. Errors name the field.
func (p Policy) typed() (Policy, error) {
	p.Title = strings.Join(strings.Fields(p.Title), " ")
	switch {
	case p.Title == "":
		return p, fault.Field("title", "Give the policy a name, such as Customer emergencies")
	case len([]rune(p.Title)) > longestTitle:
		return p, fault.Field("title", "%q… is longer than %d characters. Shorten it", fault.Clip(p.Title, 20), longestTitle)
	case p.AckTimeout < 0 || p.AckTimeout > longestWait || p.AckTimeout > 0 && p.AckTimeout < leastAckAgain:
		return p, fault.Field("ack_timeout", "An acknowledged page cannot ring again after %s. Write 1 to 1440 minutes, or 0 for never", p.AckTimeout)
	}
	for i, s := range p.Steps {
		if s.Timeout > longestWait {
			return p, fault.Field(stepField(i, "timeout"), "Step %d cannot wait %s. A day is the most", i+1, s.Timeout)
		}
	}
	if p.Every == 0 {
		p.Every = DefaultEvery
	}
	return p, p.Check()
}

// DefaultEvery is how often the last resort is paged where a policy does not say.
const DefaultEvery = 5 * time.Minute

// people lists the persons that a policy names.
func (p Policy) people() (ids []int64) {
	for _, t := range p.targets() {
		if t.User != 0 && !slices.Contains(ids, t.User) {
			ids = append(ids, t.User)
		}
	}
	return ids
}

// Targets lists all that a policy names, the last resort behind.
func (p Policy) targets() (all []escalation.Target) {
	for _, s := range p.Steps {
		all = append(all, s.Targets...)
	}
	return append(all, p.LastResort...)
}

func titleKey(title string) string { return people.FoldName(title) }

// of is the policy as a page goes through it: whom the page itself names comes first.
func (p Policy) of(page Page) escalation.Policy {
	if len(page.To) == 0 {
		return p.Policy
	}
	first := escalation.Step{Timeout: firstWait}
	if len(p.Steps) > 0 {
		first.Timeout = p.Steps[0].Timeout
	}
	for _, id := range page.To {
		first.Targets = append(first.Targets, escalation.Target{User: id})
	}
	if page.Only {
		return escalation.Policy{Steps: []escalation.Step{first}}
	}
	own := p.Policy
	own.Steps = append([]escalation.Step{first}, p.Steps...)
	return own
}

// firstWait is how long the first people are waited for where no policy says it.
const firstWait = 10 * time.Minute

func stepField(i int, name string) string { return "steps." + strconv.Itoa(i) + "." + name }

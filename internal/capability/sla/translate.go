package sla

import (
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// heard lists the facts about tickets that clocks are made of.
func heard() []string {
	return []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind(), ticket.Commented{}.EventKind()}
}

// translate reads an event of a ticket's log as the machine knows it; false where it is nothing to a clock.
func translate(e event.Event) (clock.Fact, bool, error) {
	f := clock.Fact{At: e.At, Cause: clock.Cause{Event: e.ID, Actor: e.ActorID, What: e.Kind}}
	ok := true
	var err error
	switch e.Kind {
	case ticket.Created{}.EventKind():
		f.Kind, f.Status = clock.Created, clock.New
	case ticket.Commented{}.EventKind():
		err = commented(&f, e)
	case ticket.Changed{}.EventKind():
		ok, err = changed(&f, e)
	case Applied{}.EventKind():
		a, decodeErr := event.Decode[Applied](e)
		f.Kind, f.Terms, f.Cause, err = clock.Applied, a.Terms, a.Cause, decodeErr
	case Warned{}.EventKind(), Breached{}.EventKind():
		f.Kind, f.Cause = clock.Passed, clock.Cause{}
	default:
		ok = false
	}
	return f, ok, err
}

// commented says whose word a comment is. A mail that only claims to come from us is a machine's or a stranger's.
func commented(f *clock.Fact, e event.Event) error {
	c, err := event.Decode[ticket.Commented](e)
	f.Kind, f.Public, f.First, f.By = clock.Commented, c.Public, c.First, clock.Customer
	switch {
	case c.Outside:
		f.By = clock.Outsider
	case quiet(c.Automatic), c.Ours && c.Automatic != "":
		f.By = clock.Machine
	case c.Ours:
		f.By = clock.Us
	}
	return err
}

// quiet reports whether an automatic mail of this class asks for no work. A monitoring alert does ask.
func quiet(automatic string) bool {
	return automatic == "auto-reply" || automatic == "bounce" || automatic == "loop"
}

func changed(f *clock.Fact, e event.Event) (bool, error) {
	c, err := event.Decode[ticket.Changed](e)
	f.Cause.What += ":" + c.Field
	switch c.Field {
	case "status":
		f.Kind, f.Status = clock.Moved, clock.Status(c.To)
	case "paused":
		f.Kind = clock.Held
		if c.To == "" {
			f.Kind = clock.Released
		}
		return c.From == "" || c.To == "", err
	case "merged_into":
		f.Kind = clock.Merged
		return c.To != "", err
	default:
		return false, err
	}
	return true, err
}

// fired is what the log says of a rule that acted on a ticket: by its title, in the events From to To. Its own package
// is another capability; the log is what both share.
type fired struct {
	Title string `json:"title"`
	From  int64  `json:"from"`
	To    int64  `json:"to"`
}

// EventKind implements event.Fact.
func (fired) EventKind() string { return "rule.fired" }

// history is what a ticket's log means to its clocks.
func history(events []event.Event) ([]clock.Fact, error) {
	rules, err := actedBy(events)
	if err != nil {
		return nil, err
	}
	facts := make([]clock.Fact, 0, len(events))
	for _, e := range events {
		f, ok, err := translate(e)
		if err != nil {
			return nil, fmt.Errorf("clocks of ticket %d: %w", e.Subject.ID, err)
		}
		if !ok {
			continue
		}
		if f.Kind != clock.Applied && f.Kind != clock.Passed {
			f.Cause.Rule = rules[e.Seq]
		}
		facts = append(facts, f)
	}
	return facts, nil
}

// actedBy gives the titles of the rules behind events, by their numbers.
func actedBy(events []event.Event) (map[int64]string, error) {
	rules := map[int64]string{}
	for _, e := range events {
		if e.Kind != (fired{}).EventKind() {
			continue
		}
		f, err := event.Decode[fired](e)
		if err != nil {
			return nil, err
		}
		for seq := max(f.From, 1); seq <= f.To; seq++ {
			rules[seq] = f.Title
		}
	}
	return rules, nil
}

// Replay works the clocks of a ticket out of its log, from nothing. What was measured once and what is kept must
// be equal to it.
func Replay(hours clock.Hours, events []event.Event) (*clock.State, error) {
	facts, err := history(events)
	if err != nil {
		return nil, err
	}
	return clock.Replay(hours, facts), nil
}

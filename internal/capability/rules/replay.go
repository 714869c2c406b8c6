package rules

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// step is a ticket as one update left it.
type step struct {
	at      time.Time
	facts   condition.Facts // with what the update changed
	comment int64           // that came with it; 0: none
}

// replay tells a ticket's history from its log: the facts as they stand now, taken back event by event to the
// beginning, and forward again. What the log does not keep, such as the terms of the customer, is as it is now.
func replay(m matter.Matter, events []event.Entry) ([]step, error) {
	f := m.Facts
	f.Values, f.Custom, f.Times = maps.Clone(f.Values), maps.Clone(f.Custom), map[string]time.Time{}
	for _, e := range slices.Backward(events) {
		if c, ok, err := changeOf(e.Event); err != nil {
			return nil, err
		} else if ok {
			put(f, c.Field, c.From)
		}
	}
	var steps []step
	for len(events) > 0 {
		n := slices.IndexFunc(events, func(e event.Entry) bool { return e.AuditID != events[0].AuditID })
		if n < 0 {
			n = len(events)
		}
		s, err := play(f, events[:n], m)
		if err != nil {
			return nil, err
		}
		if s.facts.Update != nil {
			steps = append(steps, s)
		}
		f, events = s.facts, events[n:]
	}
	return steps, nil
}

func changeOf(e event.Event) (c ticket.Changed, ok bool, err error) {
	if e.Kind != (ticket.Changed{}).EventKind() {
		return c, false, nil
	}
	c, err = event.Decode[ticket.Changed](e)
	return c, err == nil, err
}

// put sets a field as a fact of the log has it.
func put(f condition.Facts, field, value string) {
	name, values := matter.Field(field, value)
	switch {
	case name == "":
	case strings.HasPrefix(name, condition.CustomField("")):
		f.Custom[name] = condition.CustomValue{Kind: f.Custom[name].Kind, Values: values}
	default:
		f.Values[name] = values
	}
}

// play goes through the events of one update; the update of the step is nil where nothing of them was one.
func play(f condition.Facts, events []event.Entry, m matter.Matter) (step, error) {
	f.Values, f.Custom, f.Times, f.Update = maps.Clone(f.Values), maps.Clone(f.Custom), maps.Clone(f.Times), nil
	s := step{at: events[0].At}
	var plain []event.Event
	for _, e := range events {
		if !isUpdate(e.Kind) {
			continue
		}
		plain = append(plain, e.Event)
		if err := s.mark(f, e, m); err != nil {
			return s, err
		}
	}
	if len(plain) > 0 {
		var err error
		if f.Update, s.comment, err = matter.Changes(f, plain); err != nil {
			return s, err
		}
		f.Update.Actor, f.Update.Role, f.Update.Via = events[0].ActorID, events[0].Role, events[0].Via
	}
	s.facts = f
	return s, nil
}

// mark moves the instants that conditions count from.
func (s *step) mark(f condition.Facts, e event.Entry, m matter.Matter) error {
	f.Times["updated_at"] = e.At
	if e.ActorID != 0 && slices.Equal(f.Values["assignee_id"], []string{idText(e.ActorID)}) {
		f.Times["assignee_updated_at"] = e.At
	}
	switch e.Kind {
	case ticket.Created{}.EventKind():
		f.Times["created_at"] = e.At
		begin(f, e.At)
	case ticket.Commented{}.EventKind():
		c, err := event.Decode[ticket.Commented](e.Event)
		if err != nil {
			return err
		}
		if c.Author == m.Ticket.RequesterID {
			f.Times["requester_updated_at"] = e.At
		}
	case ticket.Changed{}.EventKind():
		c, err := event.Decode[ticket.Changed](e.Event)
		if err != nil {
			return err
		}
		put(f, c.Field, c.To)
		switch c.Field {
		case "status":
			begin(f, e.At)
		case "assignee":
			f.Times["assigned_at"] = e.At
		case "due":
			if at, _, _ := strings.Cut(c.To, " "); at != "" {
				f.Times["due_date"], _ = time.Parse(time.RFC3339, at)
			} else {
				delete(f.Times, "due_date")
			}
		}
	}
	return nil
}

// begin counts the hours of the status from at, and of no other.
func begin(f condition.Facts, at time.Time) {
	for _, name := range statusFields {
		delete(f.Times, name)
	}
	f.Times[strings.ToUpper(first(f.Values["status"]))] = at
}

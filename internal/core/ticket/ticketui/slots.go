package ticketui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Slots are the places where other parts of the desk add to these pages. Any may be empty.
type Slots struct {
	// Panels stand in the column beside a ticket's thread, in order. One with the ID "clock" stands first,
	// for the built-in block that says since when the customer waits; "environment" says what the customer runs.
	Panels []Panel
	// Due is the chip of a row that says when the ticket is due; nil, or a nil node, says since when the
	// customer waits.
	Due func(ctx context.Context, row ticket.Row) g.Node
	// Hours says beside a name what time it is there and until when the person works.
	Hours func(ctx context.Context, userID int64) g.Node
	// Conditions is the page of a saved view's conditions; nil where there is none.
	Conditions func(viewID int64) string
	// Actions are further entries of a ticket's menu: links, or page.PostButton.
	Actions func(ctx context.Context, t ticket.Ticket) ([]g.Node, error)
	// OnCall names who is on call now; a nil node where nobody is.
	OnCall func(ctx context.Context) (g.Node, error)
	// Told put the facts of other parts into words in the thread; the first that has words for a fact is heard.
	Told []Teller
}

// Teller puts the facts of one part of the desk into the words of a ticket's thread.
type Teller struct {
	// Names lists the people whom a fact speaks of, for the name that Say asks for; nil where facts name nobody.
	Names func(e event.Event) []int64
	// Say gives the words that follow the name of who caused the fact, like "handed it to Bo Berg"; empty for a fact
	// that is of another part, or needs no telling.
	Say func(ctx context.Context, e event.Event, name func(userID int64) string) string
}

// Panel is one block in the column beside a thread; it is drawn anew whenever the ticket changes.
type Panel struct {
	ID string
	// Urgent puts it above the customer: what it says goes before everything else while it says anything.
	Urgent bool
	// Render gives nil for a ticket that the panel has nothing to say about.
	Render func(ctx context.Context, t ticket.Ticket) (g.Node, error)
	// Brief stands for Render where a panel adds facts to the block of the customer, too.
	Brief func(ctx context.Context, t ticket.Ticket) ([]page.Fact, g.Node, error)
}

const (
	clockPanel        = "clock"       // stands for the built-in clock
	installationPanel = "environment" // whose facts stand for what the customer is said to run
)

// panel is a Panel as it is drawn for a ticket.
type panel struct {
	facts []page.Fact
	node  g.Node
}

// drawSlots fills what other parts add to a ticket's page.
func (u *UI) drawSlots(ctx context.Context, s *sight) (err error) {
	s.panels = map[string]panel{}
	for _, p := range u.Panels {
		var drawn panel
		if p.Brief != nil {
			drawn.facts, drawn.node, err = p.Brief(ctx, s.Ticket)
		} else {
			drawn.node, err = p.Render(ctx, s.Ticket)
		}
		if err != nil {
			return err
		}
		s.panels[p.ID] = drawn
	}
	if u.OnCall != nil {
		if s.onCall, err = u.OnCall(ctx); err != nil {
			return err
		}
	}
	if s.others, err = u.othersOf(ctx, s.Ticket); err != nil {
		return err
	}
	if u.Actions != nil {
		s.actions, err = u.Actions(ctx, s.Ticket)
	}
	return err
}

// spokenOf lists whom the facts of other parts speak of.
func (s *sight) spokenOf(e event.Event) (ids []int64) {
	for _, t := range s.tellers {
		if t.Names != nil {
			ids = append(ids, t.Names(e)...)
		}
	}
	return ids
}

// sayOther tells a fact of another part of the desk.
func (s *sight) sayOther(ctx context.Context, e event.Event) string {
	name := func(id int64) string { return or(s.names[id].Name, "#"+strconv.FormatInt(id, 10)) }
	for _, t := range s.tellers {
		if text := t.Say(ctx, e, name); text != "" {
			return text
		}
	}
	return ""
}

// hours says what time it is where a person works; nil for nobody.
func (u *UI) hours(ctx context.Context, userID int64) g.Node {
	if u.Hours == nil || userID == 0 {
		return nil
	}
	return u.Hours(ctx, userID)
}

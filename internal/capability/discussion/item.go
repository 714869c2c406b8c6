package discussion

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// State is where an item stands.
type State string

// The states.
const (
	Reading State = "reading" // somebody else reads it before it leaves
	Leaving State = "leaving" // it is on its way
	Stopped State = "stopped" // it did not leave; Problem says why
	Away    State = "away"    // the other side has it
	Closed  State = "closed"  // the ticket is solved, and the other side told so
)

// Draft is what somebody writes under the headings, which are empty at first.
type Draft struct {
	TicketID int64
	Nature   string // the technical nature of the problem
	Version  string
	Tried    string
	Question string
}

// Field is one heading of a draft with what stands under it.
type Field struct {
	Name string
	Text *string
}

// Fields lists the headings in their order.
func (d *Draft) Fields() []Field {
	return []Field{{"nature", &d.Nature}, {"version", &d.Version}, {"tried", &d.Tried}, {"question", &d.Question}}
}

// longest is what may stand under a heading, in characters: a question, not a log.
const longest = 20_000

// check refuses a draft that asks nothing, or is too long. It says nothing of identifiers.
func (d *Draft) check() error {
	for _, f := range d.Fields() {
		if n := len([]rune(*f.Text)); n > longest {
			return fault.Field(f.Name, "This has %d characters. It may have %d: take the lines that matter out of the log", n, longest)
		}
	}
	switch {
	case strings.TrimSpace(d.Nature) == "":
		return fault.Field("nature", "Say what the problem is technically, without naming whose it is")
	case strings.TrimSpace(d.Question) == "":
		return fault.Field("question", "Ask something: whoever reads this knows nothing else of the matter")
	}
	return nil
}

// Item is a draft that was accepted, with what became of it.
type Item struct {
	ID int64
	Draft
	AuthorID  int64
	State     State
	ReaderID  int64  // who read it before it left; 0: nobody had to
	Mark      string // random; tells nothing
	Ref       string // its number on the other side; empty: not there yet
	Problem   string
	WrittenAt time.Time
	LeftAt    time.Time // zero: it has not left; the next likewise
	PulledAt  time.Time
	ClosedAt  time.Time
}

// Open reports whether answers may still come.
func (i Item) Open() bool { return i.State == Away }

// Crossing is all that leaves: nothing of the ticket but its number.
type Crossing struct {
	Mark   string // the same for the same item, however often it comes
	Number int64  // of the ticket, as a bare reference
	Text   string // Markdown
}

// Answer is what somebody wrote on the other side.
type Answer struct {
	Ref    string // its number there
	Author string
	Body   string // Markdown
	At     time.Time
}

// crossing makes what leaves of an item.
func (i Item) crossing() Crossing {
	var b strings.Builder
	fmt.Fprintf(&b, "A sanitised item of a restricted desk. It holds no data of the customer, and none may be asked for. Answers are read from there.\n\nRestricted record %d\n", i.TicketID)
	for _, part := range []struct{ heading, text string }{{"Technical nature", i.Nature}, {"Version", i.Version},
		{"What was tried", i.Tried}, {"Question", i.Question}} {
		if text := strings.TrimSpace(part.text); text != "" {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n", part.heading, text)
		}
	}
	return Crossing{Mark: i.Mark, Number: i.TicketID, Text: b.String()}
}

func newMark() string { return strings.ToLower(rand.Text()) }

package emergency

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Answers are those to the eight questions of a hand-over (oncall-and-incidents.md, CEOC stages: long calls).
type Answers struct {
	Problem      string
	Done         string // activities so far
	RuledOut     string
	Theory       string // the current one
	Alternatives string // not considered yet
	Escalation   string // that is needed
	Next         string // steps
	Assumptions  string // made
}

// HandOver is an emergency on its way to somebody else. Until they accept, who gives it answers for it.
type HandOver struct {
	ID          int64
	EmergencyID int64
	From        int64
	At          time.Time
	Answers
	To      int64     // who is asked now; 0: nobody is left to ask
	AskedAt time.Time // zero for To 0
	Rings   int       // how often both were paged
	Ending  string    // of a hand-over: accepted, withdrawn or closed; empty: under way
	EndedAt time.Time
}

// How a hand-over ends.
const (
	accepted           = "accepted"
	withdrawn          = "withdrawn"
	endedWithEmergency = "closed"
)

// Offer is that somebody was asked, and what they said.
type Offer struct {
	UserID     int64
	At         time.Time
	Answer     string // accepted or refused; empty: nothing yet
	Reason     string
	AnsweredAt time.Time
}

// HandOverOf gives a hand-over with the emergency and everybody who was asked, in order.
func (s *Service) HandOverOf(ctx context.Context, id int64) (h HandOver, e Emergency, offers []Offer, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return h, e, nil, err
	}
	q := s.DB.Read()
	if h, err = findHandOver(ctx, q, id); err != nil {
		return h, e, nil, err
	}
	if e, err = findByID(ctx, q, h.EmergencyID); err != nil {
		return h, e, nil, err
	}
	offers, err = findOffers(ctx, q, id)
	return h, e, offers, err
}

// UnderWay gives the hand-over of an emergency that nobody has accepted yet; ok is false where there is none.
func (s *Service) UnderWay(ctx context.Context, emergencyID int64) (h HandOver, ok bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return h, false, err
	}
	return findOpenHandOver(ctx, s.DB.Read(), emergencyID)
}

// Offered lists the hand-overs that wait for the word of the one who acts.
func (s *Service) Offered(ctx context.Context) ([]HandOver, error) {
	me, err := s.me(ctx)
	if err != nil {
		return nil, err
	}
	return findOfferedTo(ctx, s.DB.Read(), me.UserID)
}

// HandOver offers an emergency to a colleague, or, with to 0, to the next who is on call, with the eight answers as a note on
// the ticket. Who answers for it does so until somebody accepts. It gives the hand-over's number.
func (s *Service) HandOver(ctx context.Context, ticketID, to int64, a Answers) (int64, error) {
	me, err := s.me(ctx)
	if err != nil {
		return 0, err
	}
	if err := a.check(); err != nil {
		return 0, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) {
		e, t, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return 0, err
		}
		if err := s.mayHandOver(ctx, tx, e, me); err != nil {
			return 0, err
		}
		h := HandOver{EmergencyID: e.ID, From: e.Responsible, At: tx.Now(), Answers: a}
		if to == 0 {
			if to, err = s.nextFor(ctx, tx, e, nil); err != nil {
				return 0, err
			}
			if to == 0 {
				return 0, fault.Field("to", "Nobody else is on call now. Choose a colleague and speak with them")
			}
		} else if _, err := s.colleague(ctx, tx, to, "to"); err != nil {
			return 0, err
		}
		if to == e.Responsible {
			return 0, fault.Field("to", "They answer for it already. Choose somebody else")
		}
		if err := insertHandOver(ctx, tx, &h); err != nil {
			return 0, err
		}
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{Comment: &ticket.NewComment{Body: a.note()}}); err != nil {
			return 0, err
		}
		return h.ID, s.offer(ctx, tx, e, h, to)
	})
}

func (s *Service) mayHandOver(ctx context.Context, tx *db.Tx, e Emergency, me access.Principal) error {
	_, under, err := findOpenHandOver(ctx, tx, e.ID)
	switch {
	case err != nil:
		return err
	case under:
		return fault.New(fault.Conflict, "A hand-over of #%d is under way already. Withdraw it first", e.TicketID)
	case e.Responsible == 0:
		return fault.New(fault.Conflict, "Nobody answers for #%d yet. Acknowledge it first", e.TicketID)
	case e.Responsible != me.UserID && !me.Role.Allows(access.ManageViews):
		return fault.New(fault.Forbidden, "Only who answers for an emergency hands it over, or a lead for them")
	}
	return nil
}

func (a Answers) check() error {
	for _, q := range []struct{ field, text, say string }{
		{"problem", a.Problem, "Say what the problem is: whoever gets it begins here"},
		{"done", a.Done, "Say what was done so far, so that nobody does it twice"},
		{"next", a.Next, "Say what is to be done next"},
	} {
		if strings.TrimSpace(q.text) == "" {
			return fault.Field(q.field, "%s", q.say)
		}
	}
	return nil
}

// note is the hand-over as the thread keeps it.
func (a Answers) note() string {
	var b strings.Builder
	b.WriteString("**Hand-over of the emergency**\n")
	for _, q := range []struct{ label, text string }{
		{"Problem", a.Problem}, {"Done so far", a.Done}, {"Ruled out", a.RuledOut}, {"Current theory", a.Theory},
		{"Alternatives not considered", a.Alternatives}, {"Escalation needed", a.Escalation}, {"Next steps", a.Next}, {"Assumptions made", a.Assumptions},
	} {
		text := strings.TrimSpace(q.text)
		if text == "" {
			text = "nothing"
		}
		fmt.Fprintf(&b, "\n**%s**\n\n%s\n", q.label, text)
	}
	return b.String()
}

// offer asks somebody, and pages both until somebody accepts.
func (s *Service) offer(ctx context.Context, tx *db.Tx, e Emergency, h HandOver, to int64) error {
	h.To, h.AskedAt = to, tx.Now()
	if to == 0 {
		h.AskedAt = time.Time{}
	} else if err := insertOffer(ctx, tx, h.ID, to); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Offered{HandOver: h.ID, To: to}); err != nil {
		return err
	}
	return s.ringHandOver(ctx, tx, e, h)
}

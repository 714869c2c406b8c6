package emergency

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Decision is what an engineer found after reading (oncall-and-incidents.md, CEOC stages: evaluate).
type Decision string

// The decisions.
const (
	Undecided Decision = ""
	Strict    Decision = "strict"     // it meets the definition
	Exception Decision = "exception"  // it does not, and is treated as one by a criterion
	NeedsInfo Decision = "needs_info" // the customer is asked
	Downgrade Decision = "downgrade"  // it is none
)

// Decisions lists them in the order in which they are thought of: accepting comes first.
func Decisions() []Decision { return []Decision{Strict, Exception, NeedsInfo, Downgrade} }

// Criterion is what makes an exception.
type Criterion string

// The criteria.
const (
	Financial Criterion = "financial" // significant financial impact
	Unusable  Criterion = "unusable"  // essentially unusable
	Legal     Criterion = "legal"     // immediate legal consequences
	Audit     Criterion = "audit"
	Security  Criterion = "security" // a security risk
)

// Criteria lists them.
func Criteria() []Criterion { return []Criterion{Financial, Unusable, Legal, Audit, Security} }

// tag is how searches and reports find a decision. That of NeedsInfo stays when another follows.
func (d Decision) tag() string { return "emergency_" + string(d) }

// Verdict is a decision as it is written down.
type Verdict struct {
	TicketID  int64
	Decision  Decision
	Criterion Criterion // of an exception
	Reason    string    // for colleagues; a downgrade needs one
	Reply     string    // public words; a downgrade needs them, for NeedsInfo they are the question
}

// Decide keeps the decision about an emergency. A downgrade tells the customer, lowers the ticket to high priority, changes its
// form and ends the emergency, all at once.
func (s *Service) Decide(ctx context.Context, v Verdict) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, t, err := s.lock(ctx, tx, v.TicketID)
		if err != nil {
			return err
		}
		e.Decision, e.Criterion, e.Reason, e.DecidedBy, e.DecidedAt = v.Decision, v.Criterion, strings.TrimSpace(v.Reason), me.UserID, tx.Now()
		if err := saveDecision(ctx, tx, e); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Decided{Decision: v.Decision, Criterion: v.Criterion}); err != nil {
			return err
		}
		if v.Decision == Downgrade {
			return s.downgrade(ctx, tx, e, t, v)
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{AddTags: []string{v.Decision.tag()}, RemoveTags: v.otherTags(), Comment: publicly(v.Reply)})
		return err
	})
}

func (v Verdict) check() error {
	reason, reply := strings.TrimSpace(v.Reason), strings.TrimSpace(v.Reply)
	switch {
	case !slices.Contains(Decisions(), v.Decision):
		return fault.Field("decision", "Choose what you decide")
	case v.Decision == Exception && !slices.Contains(Criteria(), v.Criterion):
		return fault.Field("criterion", "An exception has a criterion: choose the one that holds")
	case v.Decision != Exception && v.Criterion != "":
		return fault.Field("criterion", "Only an exception has a criterion")
	case v.Decision == Downgrade && reason == "":
		return fault.Field("reason", "Write why this is no emergency: managers and the customer's contacts read it later")
	case v.Decision == Downgrade && reply == "":
		return fault.Field("reply", "Write what the customer is told: they called an emergency")
	case v.Decision == NeedsInfo && reply == "":
		return fault.Field("reply", "Write what you ask the customer")
	}
	return nil
}

// otherTags are those of decisions that this one takes the place of.
func (v Verdict) otherTags() (tags []string) {
	for _, d := range Decisions() {
		if d != v.Decision && d != NeedsInfo {
			tags = append(tags, d.tag())
		}
	}
	return tags
}

func (s *Service) downgrade(ctx context.Context, tx *db.Tx, e Emergency, t ticket.Ticket, v Verdict) error {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	forms, err := s.Tickets.FormsIn(ctx, tx)
	if err != nil {
		return err
	}
	plain, _ := titled(forms, rules.Plain) // none: no form
	if err := s.Settle(ctx, tx, event.Ticket(t.ID), "downgraded"); err != nil {
		return err
	}
	if err := s.end(ctx, tx, e, Ended{Ending: Downgraded, By: e.DecidedBy}); err != nil {
		return err
	}
	_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{Priority: new(ticket.High), Stage: new(ticket.NextReply), FormID: &plain.ID,
		AddTags: []string{v.Decision.tag()}, RemoveTags: v.otherTags(), Comment: publicly(v.Reply)})
	return err
}

// publicly is a comment to the customer; nil for no words.
func publicly(words string) *ticket.NewComment {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	return &ticket.NewComment{Public: true, Body: words}
}

// Drafted is what customers are told in the usual cases, with the names of a ticket filled in.
type Drafted struct{ Downgrade, Leave, Resolved, FollowUp string }

// Draft fills the words of an emergency's ticket for the engineer to edit; the downgrade says why, for those without a right.
func (s *Service) Draft(ctx context.Context, e Emergency) (d Drafted, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return d, err
	}
	q := s.DB.Read()
	words, err := WordsKey.Get(ctx, q)
	if err != nil {
		return d, err
	}
	t, err := s.Tickets.Load(ctx, q, e.TicketID)
	if err != nil {
		return d, err
	}
	actor, _ := access.From(ctx)
	users, err := s.People.Named(ctx, q, t.RequesterID)
	fill := func(text string) string {
		return ticket.Macro{Body: text}.Fill(t, users[t.RequesterID].Name, actor.Name)
	}
	d = Drafted{Downgrade: fill(words.Downgrade), Leave: fill(words.Leave), Resolved: fill(words.Resolved), FollowUp: fill(words.FollowUpOn)}
	if e.Right == NotEntitled {
		d.Downgrade = fill(words.Unentitled)
	}
	return d, err
}

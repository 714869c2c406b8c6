package ticket

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Finding is something about an update that its author may not have meant (tickets.md, Guard rails).
type Finding struct {
	Code     string // as in Update.Accept
	Level    GuardLevel
	Field    string // of the input that it speaks of
	Sentence string
}

// Findings are what stands against an update, as an error in the chain of the one that Update gives.
type Findings []Finding

// Error is the sentences.
func (f Findings) Error() string {
	sentences := make([]string, len(f))
	for i, finding := range f {
		sentences[i] = finding.Sentence
	}
	return strings.Join(sentences, " ")
}

// Codes lists what must be accepted for the update to pass; nil where a refusal is among the findings, which
// nobody can accept.
func (f Findings) Codes() (codes []string) {
	for _, finding := range f {
		if finding.Level == Refuse {
			return nil
		}
		codes = append(codes, finding.Code)
	}
	return codes
}

// The codes of findings; each is also the name of its rule.
const (
	GuardPending    = "pending_without_reply"
	GuardHold       = "hold_unanswered"
	GuardOutsideCC  = "cc_outside"
	GuardCustomerCC = "cc_customer"
	GuardDuePast    = "due_past"
	GuardDueFar     = "due_far"
	GuardFormCloses = "form_closes"
	GuardMerge      = "merge_public"
)

// guarded is an update beside all that the rules look at.
type guarded struct {
	before Ticket
	update Update
	now    time.Time
	ccs    []people.User // whom the update would add
	form   Form          // where the update would move the ticket; empty for nowhere
	rules  GuardRules
}

// findings judges the update. It is pure: what it finds depends on nothing but g.
func (g guarded) findings() (all Findings) {
	for _, find := range []func() []Finding{g.status, g.people, g.due, g.leaving} {
		for _, f := range find() {
			if f.Level = g.rules.level(f.Code); f.Level != Off {
				all = append(all, f)
			}
		}
	}
	return all
}

// answers reports whether the update says something to the customer.
func (g guarded) answers() bool { return g.update.Comment != nil && g.update.Comment.Public }

// owed reports whether the customer has the last word, or none of ours at all.
func (g guarded) owed() bool {
	return !g.before.WaitingSince.IsZero() || !g.before.Replied && g.before.Stage != Other
}

func (g guarded) status() []Finding {
	to := g.update.Status
	switch {
	case to == nil || *to == g.before.Status || g.answers() || !g.owed():
		return nil
	case *to == Pending:
		return []Finding{{Code: GuardPending, Field: "status",
			Sentence: "Pending says that the customer has the word, but they have no answer from us: an internal note does not reach them. Write a public reply with it, or leave the ticket open"}}
	case *to == Hold:
		return []Finding{{Code: GuardHold, Field: "status",
			Sentence: "The customer spoke last, and on-hold does not stop the clock of their answer. Tell them what we wait for, or go on knowing that it may breach"}}
	}
	return nil
}

// people finds customers whom we would let read a ticket: they must be added by the customer, for we cannot
// know who belongs there. Somebody of another organization is worse than a colleague of theirs.
func (g guarded) people() []Finding {
	org := g.before.OrganizationID
	if g.update.OrganizationID != nil {
		org = *g.update.OrganizationID
	}
	var all []Finding
	for _, u := range g.ccs {
		switch {
		case u.Role.Staff():
		case org != 0 && u.OrganizationID != org:
			all = append(all, Finding{Code: GuardOutsideCC, Field: "ccs",
				Sentence: u.Email + " does not belong to the customer's organization. Ask the customer to add the address in a reply of theirs: only they may say who reads along"})
		default:
			all = append(all, Finding{Code: GuardCustomerCC, Field: "ccs",
				Sentence: u.Email + " would get every public reply of this ticket. Only the customer may say who reads along; they add somebody by writing to them, too"})
		}
	}
	return all
}

func (g guarded) due() []Finding {
	d := g.update.Due
	far := time.Duration(g.rules.FarDays) * 24 * time.Hour
	switch {
	case d == nil || d.At.IsZero() || d.At.Equal(g.before.Due.At):
		return nil
	case !d.At.After(g.now):
		return []Finding{{Code: GuardDuePast, Field: "due", Sentence: "This time is over already. Choose one that is still to come"}}
	case d.At.Sub(g.now) > far:
		return []Finding{{Code: GuardDueFar, Field: "due",
			Sentence: fmt.Sprintf("This is more than %d days away. Is the year right?", g.rules.FarDays)}}
	}
	return nil
}

func (g guarded) leaving() []Finding {
	if !g.form.Closes || g.form.ID == g.before.FormID {
		return nil
	}
	return []Finding{{Code: GuardFormCloses, Field: "form",
		Sentence: "Tickets of the form “" + g.form.Title + "” are answered and closed by themselves. Choose another form to go on with this one"}}
}

// enforce gives the error of what stands in the way: refusals, or warnings that nobody accepted.
func (f Findings) enforce(accept []string) error {
	left := slices.DeleteFunc(slices.Clone(f), func(x Finding) bool { return x.Level == Warn && slices.Contains(accept, x.Code) })
	if len(left) == 0 {
		return nil
	}
	first := left[0]
	for _, x := range left {
		if x.Level == Refuse {
			first = x
			break
		}
	}
	return &fault.Error{Kind: fault.Invalid, Field: first.Field, Public: first.Sentence, Err: left}
}

// guards reports whether the rules hold for a principal: they are for people. Rules of the desk and imports
// know what they do.
func guards(p access.Principal) bool { return p.Role.Staff() }

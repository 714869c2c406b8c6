package clearance

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Record is a fact about a member of the team that somebody verified: who, when, by what kind of proof. It holds neither a
// copy nor a number of a document.
type Record struct {
	ID         int64
	PersonID   int64
	Fact       string // one of Rules.Facts
	Verifier   string // who looked at the proof, by name; never the person
	VerifiedOn bizcal.Date
	Proof      string    // one of Rules.Proofs
	ValidUntil time.Time // the end of its last day in UTC; zero: without an end
	RecordedAt time.Time
	RecordedBy int64 // 0: on the machine
	RevokedAt  time.Time
	RevokedBy  int64
	RevokedWhy string

	Person string // their name, read along
}

// State is what a record is worth at an instant.
type State string

// The states.
const (
	Valid   State = "valid"
	Expired State = "expired"
	Revoked State = "revoked"
)

// State gives what the record is worth at an instant. It ends at its end: at ValidUntil it is over.
func (r Record) State(at time.Time) State {
	switch {
	case !r.RevokedAt.IsZero() && !at.Before(r.RevokedAt):
		return Revoked
	case !r.ValidUntil.IsZero() && !at.Before(r.ValidUntil):
		return Expired
	}
	return Valid
}

// LastDay is the last day on which the record counts; the zero date where it has no end.
func (r Record) LastDay() bizcal.Date {
	if r.ValidUntil.IsZero() {
		return bizcal.Date{}
	}
	return bizcal.DateOf(r.ValidUntil.UTC().AddDate(0, 0, -1))
}

// Verification is what somebody records.
type Verification struct {
	PersonID   int64
	Fact       string // empty: the one that the desk's door asks for
	Verifier   string
	VerifiedOn string // a day, 2026-11-30
	Proof      string
	LastDay    string // the last day on which it counts; empty: without an end
}

// checked gives the record of what was typed about a person called name, on the day of now.
func (n Verification) checked(rules Rules, name string, now time.Time) (r Record, err error) {
	today := bizcal.DateOf(now.UTC())
	r = Record{PersonID: n.PersonID, Fact: strings.TrimSpace(n.Fact), Verifier: tidy(n.Verifier), Proof: strings.TrimSpace(n.Proof)}
	if r.Fact == "" {
		r.Fact = rules.Door
	}
	if r.VerifiedOn, err = day("verified_on", n.VerifiedOn); err != nil {
		return r, err
	}
	last, err := day("last_day", n.LastDay)
	if err != nil {
		return r, err
	}
	if last != (bizcal.Date{}) {
		r.ValidUntil = people.DayBegins(last.AddDays(1), time.UTC)
	}
	switch {
	case !slices.Contains(rules.Facts, r.Fact):
		return r, fault.Field("fact", "“%s” is none of the facts that this desk records. They are: %s", fault.Clip(r.Fact, 40), strings.Join(rules.Facts, ", "))
	case r.Verifier == "":
		return r, fault.Field("verifier", "Name who looked at the proof. A clearance without a name behind it is none")
	case len([]rune(r.Verifier)) > 100:
		return r, fault.Field("verifier", "This name has %d characters. It may have 100", len([]rune(r.Verifier)))
	case fold(r.Verifier) == fold(name):
		return r, fault.Field("verifier", "%s cannot verify themselves. Name who looked at the proof", name)
	case r.VerifiedOn == (bizcal.Date{}):
		return r, fault.Field("verified_on", "Say on which day the proof was looked at, as in %s", today)
	case r.VerifiedOn.Compare(today) > 0:
		return r, fault.Field("verified_on", "%s is yet to come. A proof is recorded once it was looked at", r.VerifiedOn)
	case !slices.Contains(rules.Proofs, r.Proof):
		return r, fault.Field("proof", "Choose what kind of proof it was: %s", strings.Join(rules.Proofs, ", "))
	case last != (bizcal.Date{}) && last.Compare(today) < 0:
		return r, fault.Field("last_day", "%s is over. Record what counts now, or leave it empty for a record without an end", last)
	}
	return r, withoutNumbers("verifier", r.Verifier)
}

func day(field, typed string) (bizcal.Date, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return bizcal.Date{}, nil
	}
	d, err := bizcal.ParseDate(typed)
	if err != nil {
		return d, fault.Field(field, "“%s” is not a day. Write it like 2026-11-30", fault.Clip(typed, 40))
	}
	return d, nil
}

// Days are written with digits too and name no document. Five digits or more, in a row or in groups, do, and so does a word of
// letters with four among them: C01X00T47.
var (
	aDay     = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b`)
	document = regexp.MustCompile(`\d(?:[ -]?\d){4,}|\b[A-Za-z]*(?:\d[A-Za-z]*){4,}\b`)
)

// withoutNumbers refuses what looks like the number of a passport or of a person: this desk keeps no copy of any.
func withoutNumbers(field, text string) error {
	for _, found := range document.FindAllString(aDay.ReplaceAllString(text, ""), -1) {
		if len(found) > 4 { // a year has four digits
			return fault.Field(field,
				"This holds what looks like the number of a document (%s…). This desk keeps no number of any: write without it", fault.Clip(found, 2))
		}
	}
	return nil
}

// tidy puts a name on one line.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

func fold(text string) string { return strings.ToLower(tidy(text)) }

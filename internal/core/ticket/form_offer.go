package ticket

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Offer says which organizations a form is offered to: those that have a word of each list. An empty list asks for
// nothing, so the empty offer is for everybody; who belongs to no organization is offered nothing else.
type Offer struct {
	Levels      []string `json:"levels,omitempty"`      // keys of people.SupportLevels
	Plans       []string `json:"plans,omitempty"`       // words of the desk's own, in any case, as Organization.Plan
	Deployments []string `json:"deployments,omitempty"` // of people.Deployments
}

// Fits reports whether o is offered what the offer is for.
func (f Offer) Fits(o people.Organization) bool {
	plan := func(p string) bool { return strings.EqualFold(p, o.Plan) }
	return (len(f.Levels) == 0 || slices.Contains(f.Levels, o.SupportLevel)) &&
		(len(f.Plans) == 0 || slices.ContainsFunc(f.Plans, plan)) &&
		(len(f.Deployments) == 0 || slices.Contains(f.Deployments, o.Deployment))
}

// Limited reports whether the offer is not for everybody.
func (f Offer) Limited() bool { return len(f.Levels)+len(f.Plans)+len(f.Deployments) > 0 }

// checkOffer refuses words that no organization can have. Plans are free words, so only empty ones are dropped.
func checkOffer(ctx context.Context, q db.Querier, f *Offer) error {
	levels, err := people.SupportLevels.Get(ctx, q)
	if err != nil {
		return err
	}
	known := make([]string, len(levels))
	for i, l := range levels {
		known[i] = l.Key
	}
	for _, l := range f.Levels {
		if !slices.Contains(known, l) {
			return fault.Field("levels", "There is no support level %q; there are %s", l, strings.Join(known, ", "))
		}
	}
	for _, d := range f.Deployments {
		if !slices.Contains(people.Deployments(), d) {
			return fault.Field("deployments", "%q is no deployment; there are %s", d, strings.Join(people.Deployments(), ", "))
		}
	}
	f.Plans = trimmed(f.Plans)
	return nil
}

// trimmed gives words without white space around them, and without those that are none.
func trimmed(words []string) (out []string) {
	for _, w := range words {
		if w = strings.Join(strings.Fields(w), " "); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// NotOffered is why a customer cannot use a form, in the chain of the error that OwnQuestions and OwnCreate give.
type NotOffered struct {
	Form         Form
	Organization people.Organization // the customer's; empty: none
	Levels       []people.Level      // the desk's, to name them
}

// Error says it in a word.
func (e NotOffered) Error() string {
	return fmt.Sprintf("the form %q is not offered to organization %d", e.Form.Title, e.Organization.ID)
}

// For lists, in words, what organizations need one of, list by list.
func (e NotOffered) For() []string {
	var all []string
	add := func(words []string) {
		if len(words) > 0 {
			all = append(all, strings.Join(words, ", "))
		}
	}
	levels := make([]string, len(e.Form.Levels))
	for i, key := range e.Form.Levels {
		levels[i] = people.LevelName(e.Levels, key)
	}
	add(levels)
	add(e.Form.Plans)
	add(e.Form.Deployments)
	return all
}

// notOffered is the error of a form that is not for o.
func notOffered(ctx context.Context, q db.Querier, f Form, o people.Organization) error {
	levels, err := people.SupportLevels.Get(ctx, q)
	if err != nil {
		return err
	}
	e := NotOffered{Form: f, Organization: o, Levels: levels}
	return &fault.Error{Kind: fault.Invalid, Field: "form", Err: e,
		Public: "The form “" + f.Title + "” is for organizations with " + strings.Join(e.For(), " and ") + ". Choose another one"}
}

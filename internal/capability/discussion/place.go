package discussion

import (
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Place is an identifier in a draft: where it stands, and what could stand there.
type Place struct {
	Field string // the heading
	Line  int    // from 1
	boundary.Finding
	Placeholder string
}

// Places are all identifiers of a draft, as an error in the chain of the one that Write gives.
type Places []Place

// Error names them.
func (p Places) Error() string {
	var all []string
	for _, place := range p {
		all = append(all, fmt.Sprintf("%s in line %d of %s (%s)", fault.Clip(place.Text, 60), place.Line, place.Field, place.Kind))
	}
	return strings.Join(all, ", ")
}

// look finds the identifiers of a draft, and gives the draft with placeholders in their place. It is pure.
func look(ids boundary.Identifiers, d Draft) (Places, Draft) {
	r := boundary.NewRedactor(ids)
	var all Places
	for _, f := range d.Fields() {
		clean, found := r.Redact(*f.Text)
		for _, x := range found {
			all = append(all, Place{Field: f.Name, Line: 1 + strings.Count((*f.Text)[:x.Start], "\n"), Finding: x, Placeholder: r.Placeholder(x)})
		}
		*f.Text = clean
	}
	return all, d
}

// refused is the error of a draft that holds identifiers; nil where it holds none.
func (p Places) refused() error {
	if len(p) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Field: p[0].Field, Err: p,
		Public: fmt.Sprintf("This holds %d identifier(s), so nothing left: %s. Replace them by placeholders and read it again", len(p), p.Error())}
}

package ticket

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// GuardRestricted is the finding of a public reply that leads to a record of a restricted desk. It is no rule of the guard
// rails: nobody can switch it off.
const GuardRestricted = "restricted_link"

// sealOff keeps records of restricted desks out of a comment: a word of ours to a customer that leads to one is refused, and
// anything else says no more than that there is one. The label of a link, which may name the customer, is never stored.
func (s *Service) sealOff(ctx context.Context, q db.Querier, n NewComment, ours bool) (NewComment, error) {
	r, err := s.Refuses(ctx, q)
	if err != nil || len(r.Sealed) == 0 {
		return n, err
	}
	links := append(boundary.LinksTo(n.Body, r.Sealed), boundary.LinksTo(n.HTML, r.Sealed)...)
	if len(links) == 0 {
		return n, nil
	}
	if ours && n.Public && n.Automatic == "" {
		return n, Findings{{Code: GuardRestricted, Level: Refuse, Field: "body",
			Sentence: "This reply leads to a record of a restricted desk, and customers must not learn even that it is there: " + strings.Join(links, ", ") +
				". Take the link out, or write it into an internal note, where it shows as a restricted record"}}.enforce(nil)
	}
	n.Body, _ = boundary.Bare(n.Body, r.Sealed)
	n.HTML, _ = boundary.Bare(n.HTML, r.Sealed)
	return n, nil
}

// bareSubject is a subject that says no more of a restricted record than that there is one.
func (s *Service) bareSubject(ctx context.Context, q db.Querier, subject string) (string, error) {
	r, err := s.Refuses(ctx, q)
	if err == nil {
		subject, _ = boundary.Bare(subject, r.Sealed)
	}
	return subject, err
}

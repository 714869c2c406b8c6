package event

import (
	"cmp"
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Filter chooses events for an audit trail.
type Filter struct {
	Types  []string // of subjects; at least one
	NotVia []string // ways in whose events are left out: "mail" makes contacts by the thousand
	Before int64    // an event's id, for the next page; 0: from the newest
	Limit  int      // 0 is 50, at most 200
}

// Entry is an event with what its audit knows of the one who acted.
type Entry struct {
	Event
	Role string
	Via  string // web, mail, cli, job, …
}

// List gives the events of all subjects of some types, newest first. The caller has checked access.
func List(ctx context.Context, q db.Querier, f Filter) ([]Entry, error) {
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	// One statement for each type walks the index from its end; one for all of them would sort the log.
	var all []Entry
	for _, subject := range f.Types {
		some, err := listType(ctx, q, subject, f)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(b.ID, a.ID) })
	return all[:min(len(all), f.Limit)], nil
}

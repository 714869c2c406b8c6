package ticket

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// ListRequest asks for one page of tickets.
type ListRequest struct {
	Query string // the search syntax; empty: all tickets
	// Conditions narrow the query down in the words of rules; those of no list ask of an update, and find nothing.
	Conditions condition.Set
	Sort       string // updated, created, priority, waiting or breach, also with -asc or -desc; empty: what the query says, else updated
	Desc       *bool  // turns Sort: true is newest, most urgent, waiting longest, breaching soonest first; nil: as Sort says, else true
	Cursor     string // Next or Prev of another page of the same list; empty: the first page
	Limit      int    // rows; 0 is 50, at most 200
}

// Page is one page of a list, in its order also when it was reached by Prev.
type Page struct {
	Rows       []Row
	Next, Prev string // cursors; empty at the ends
	Sort       string // the key in effect
	Desc       bool
	// Partial says that the search stopped early to be quick, with what it had found: Next looks further.
	// It happens with terms of one or two characters that are rare.
	Partial bool
}

// Row is what a list shows of a ticket. Of the ticket itself, Seq and people are not filled.
type Row struct {
	Ticket
	Requester     string // names; empty where there is none
	Organization  string
	Plan          string // of the organization
	Assignee      string
	Group         string
	HasAttachment bool // a file that is no inline picture
	LastAuthor    string
	LastPublic    bool      // the last comment went to the customer or came from there
	LastAt        time.Time // of the last comment; zero without one
	DraftBy       []string  // others who typed here in the last minutes
	Hit           *Hit      // why a search found it; nil where it asked for no text
}

// Hit is a text in which a search found its words.
type Hit struct {
	Kind    string // subject, comment, note or attachment
	Comment int64  // the comment to jump to; 0 for a subject
	Snippet search.Snippet
}

const (
	defaultLimit = 50
	largestLimit = 200
	// draftFresh is how long after the last key stroke others are told of a draft.
	draftFresh = 10 * time.Minute
)

// List gives one page of the tickets that a query finds. A query, sort or cursor that makes no sense is
// fault.Invalid.
func (s *Service) List(ctx context.Context, r ListRequest) (Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Page{}, err
	}
	return s.list(ctx, s.db.Read(), r, usual)
}

func (s *Service) list(ctx context.Context, q db.Querier, r ListRequest, e effort) (Page, error) {
	query, o, err := r.parse()
	if err != nil {
		return Page{}, err
	}
	c, err := parseCursor(r.Cursor, o)
	if err != nil {
		return Page{}, err
	}
	c.Sort = o.sort().String()
	reader := s.reader(ctx)
	f, err := newFinder(ctx, q, reader, e, o, query.Node)
	if err != nil {
		return Page{}, err
	}
	if f.narrow, err = s.narrowing(ctx, q, r.Conditions); err != nil {
		return Page{}, err
	}
	found, err := f.find(ctx, c, r.limit())
	if err != nil {
		return Page{}, err
	}
	page := found.page(c)
	page.Sort, page.Desc = o.key, o.sort().Direction == search.Descending
	page.Rows, err = rowsOf(ctx, q, reader, found.ids(), language.Terms(query.Node))
	return page, err
}

func (r ListRequest) parse() (search.Query, order, error) {
	query, err := language.Parse(r.Query)
	if err != nil {
		return query, order{}, err
	}
	sort, err := parseSort(r.Sort)
	if sort.Key == "" {
		sort = query.Sort
	}
	switch {
	case r.Desc == nil:
	case *r.Desc:
		sort.Direction = search.Descending
	default:
		sort.Direction = search.Ascending
	}
	return query, orderOf(sort), err
}

func (r ListRequest) limit() int {
	if r.Limit <= 0 {
		return defaultLimit
	}
	return min(r.Limit, largestLimit)
}

// page makes the cursors of a stretch that was reached by c.
func (s stretch) page(c cursor) Page {
	next, prev := "", ""
	if n := len(s.tickets); n > 0 {
		next = cursor{c.Sort, false, s.tickets[n-1]}.String()
		prev = cursor{c.Sort, true, s.tickets[0]}.String()
	}
	if s.stopped != nil {
		further := cursor{c.Sort, c.Back, *s.stopped}.String()
		if c.Back {
			prev = further
		} else {
			next = further
		}
	}
	if !c.Back && !s.more {
		next = ""
	}
	if c.Back && !s.more || !c.Back && c.At.Values == nil {
		prev = ""
	}
	return Page{Next: next, Prev: prev, Partial: s.stopped != nil}
}

func (s stretch) ids() []int64 {
	ids := make([]int64, len(s.tickets))
	for i, t := range s.tickets {
		ids[i] = t.ID
	}
	return ids
}

// mostCounted is where counting stops: beyond it nobody reads the number, and it would not be quick.
const mostCounted = 1000

// Count tells how many tickets a query finds. capped says that there are more than n, or may be.
func (s *Service) Count(ctx context.Context, query string) (n int, capped bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return 0, false, err
	}
	return s.count(ctx, query, condition.Set{})
}

// CountView tells how many tickets a view holds, whether it is saved or not.
func (s *Service) CountView(ctx context.Context, v View) (c ViewCount, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return c, err
	}
	c.N, c.Capped, err = s.count(ctx, v.Query, v.Conditions)
	return c, err
}

func (s *Service) count(ctx context.Context, query string, conditions condition.Set) (n int, capped bool, err error) {
	q, err := language.Parse(query)
	if err != nil {
		return 0, false, err
	}
	f, err := newFinder(ctx, s.db.Read(), s.reader(ctx), usual, orderOf(search.Sort{}), q.Node)
	if err != nil {
		return 0, false, err
	}
	if f.narrow, err = s.narrowing(ctx, s.db.Read(), conditions); err != nil {
		return 0, false, err
	}
	return f.count(ctx, mostCounted)
}

// Rows gives the rows of single tickets, for a list that is open while they change; those that are gone are
// left out. The order is that of ids.
func (s *Service) Rows(ctx context.Context, ids ...int64) ([]Row, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	if len(ids) > largestLimit {
		return nil, fault.New(fault.Invalid, "At most %d rows are given at once", largestLimit)
	}
	return rowsOf(ctx, s.db.Read(), s.reader(ctx), ids, nil)
}

// rowsOf takes a fixed number of statements, however many tickets there are.
func rowsOf(ctx context.Context, q db.Querier, r reader, ids []int64, terms []search.Term) ([]Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	byID, err := findRows(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	if err := addTags(ctx, q, ids, byID); err != nil {
		return nil, err
	}
	if err := addDrafts(ctx, q, ids, r.me, r.now.Add(-draftFresh), byID); err != nil {
		return nil, err
	}
	if err := addHits(ctx, q, ids, terms, byID); err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(ids))
	for _, id := range ids {
		if row := byID[id]; row != nil {
			rows = append(rows, *row)
		}
	}
	return rows, nil
}

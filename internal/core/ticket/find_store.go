package ticket

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// finder finds the tickets of one query.
type finder struct {
	q      db.Querier
	reader reader
	effort effort
	order  order
	node   search.Node
	found  found
	exact  []search.Node     // what must hold and is cheap to ask
	walked []search.Node     // what must hold and is asked ticket by ticket
	narrow func(w *db.Where) // adds what must hold besides; nil adds nothing
}

// stretch is a run of tickets of a list, in the order of the list.
type stretch struct {
	tickets []position
	more    bool      // there are further ones in the direction of reading
	stopped *position // set where the search stopped to be quick; there may be further ones behind
}

// effort says how much a search does before it turns to another way, or stops.
type effort struct {
	// fewHits is up to how many texts a term's tickets are taken as a set.
	fewHits int
	// steps are how many tickets are looked at, one by one, for terms that the index does not narrow down. A
	// common term fills the page in the first step.
	steps []int
	// beforeIndex is how many steps are taken for terms of the index: if they do not fill the page, all hits
	// are joined from it. For terms that the index cannot find the page ends behind the last step.
	beforeIndex int
}

// usual keeps a page of 100,000 tickets within a tenth of a second on two cores.
var usual = effort{fewHits: 1000, steps: []int{200, 1800, 8000}, beforeIndex: 2}

// newFinder looks up the query's terms in the index.
func newFinder(ctx context.Context, q db.Querier, r reader, e effort, o order, node search.Node) (*finder, error) {
	f := &finder{q: q, reader: r, effort: e, order: o, node: node}
	var err error
	if f.found, err = lookUp(ctx, q, f.allTerms(), e.fewHits); err != nil {
		return nil, err
	}
	parts, ok := node.(search.And)
	if !ok && node != nil {
		parts = search.And{node}
	}
	for _, n := range parts {
		if slices.ContainsFunc(language.AllTerms(n), f.common) {
			f.walked = append(f.walked, n)
		} else {
			f.exact = append(f.exact, n)
		}
	}
	return f, nil
}

// common reports that a term has many hits, or that nobody knows how many.
func (f *finder) common(t search.Term) bool {
	_, few := f.found[t]
	return !few
}

// find gives up to limit tickets behind c.
func (f *finder) find(ctx context.Context, c cursor, limit int) (s stretch, err error) {
	if len(f.walked) == 0 {
		s, err = f.pick(ctx, c, limit, perTicket)
	} else {
		s, err = f.walk(ctx, c, limit)
	}
	if c.Back {
		slices.Reverse(s.tickets)
	}
	return s, err
}

// pick asks the whole query at once.
func (f *finder) pick(ctx context.Context, c cursor, limit int, shape textShape) (stretch, error) {
	cols := f.columns(shape)
	if err := cols.require(search.And{f.node}); err != nil {
		return stretch{}, err
	}
	all, err := db.All(ctx, f.q, func(row *sql.Rows, p *position) error { return row.Scan(f.dest(p)...) },
		"SELECT "+f.keys()+f.from(cols, c, limit+1), cols.Args()...)
	if err != nil || len(all) <= limit {
		return stretch{tickets: all}, err
	}
	return stretch{tickets: all[:limit], more: true}, nil
}

// walk looks at tickets in order, step by step, until the page is full.
func (f *finder) walk(ctx context.Context, c cursor, limit int) (stretch, error) {
	var s stretch
	at := c
	for i, step := range f.effort.steps {
		if i == f.effort.beforeIndex && !slices.ContainsFunc(f.allTerms(), unindexed) {
			return f.pick(ctx, c, limit, fromIndex)
		}
		looked, err := f.look(ctx, at, step)
		if err != nil {
			return stretch{}, err
		}
		for _, l := range looked {
			if l.hit && len(s.tickets) == limit {
				s.more = true
				return s, nil
			}
			if l.hit {
				s.tickets = append(s.tickets, l.position)
			}
		}
		if len(looked) < step {
			return s, nil
		}
		at = cursor{c.Sort, c.Back, looked[len(looked)-1].position}
	}
	s.more, s.stopped = true, &at.At
	return s, nil
}

func unindexed(t search.Term) bool { return !indexed(t.Text) }

type looked struct {
	position
	hit bool
}

// look takes the next n tickets behind c that exact lets through, and asks walked of each.
func (f *finder) look(ctx context.Context, c cursor, n int) ([]looked, error) {
	cols := f.columns(perTicket)
	if err := cols.require(f.exact); err != nil {
		return nil, err
	}
	tickets := "(SELECT t.*" + f.from(cols, c, n) + ") t"
	match, err := search.Compile(search.And(f.walked), cols)
	if err != nil {
		return nil, err
	}
	query := "SELECT " + f.keys() + ", coalesce(" + match + ", FALSE) FROM " + tickets + f.sorted(c)
	return db.All(ctx, f.q, func(row *sql.Rows, l *looked) error {
		return row.Scan(append(f.dest(&l.position), &l.hit)...)
	}, query, cols.Args()...)
}

func (f *finder) columns(shape textShape) *columns {
	c := &columns{q: f.q, reader: f.reader}
	c.text = func(t search.Term) string { return c.textCondition(f.found, shape, t) }
	return c
}

// require adds nodes to the conditions.
func (c *columns) require(nodes []search.Node) error {
	for _, n := range nodes {
		cond, err := search.Compile(n, c)
		if err != nil {
			return err
		}
		c.And(cond)
	}
	return nil
}

// from is a statement's FROM to LIMIT: n tickets behind the cursor that meet the conditions.
func (f *finder) from(w *columns, c cursor, n int) string {
	if c.At.Values != nil {
		args := append(db.Anys(c.At.Values), c.At.ID)
		w.And("("+strings.Join(f.order.columns, ", ")+", t.id) "+f.compare(c)+" "+db.In(len(args)), args...)
	}
	f.narrowed(&w.Where)
	return " FROM tickets t WHERE " + w.String() + f.sorted(c) + w.Bind(" LIMIT ?", n)
}

func (f *finder) narrowed(w *db.Where) {
	if f.narrow != nil {
		f.narrow(w)
	}
}

// forward reports whether reading in the cursor's direction goes from small values to large ones.
func (f *finder) forward(c cursor) bool { return f.order.smallest != c.Back }

func (f *finder) compare(c cursor) string {
	if f.forward(c) {
		return ">"
	}
	return "<"
}

func (f *finder) sorted(c cursor) string {
	way := " DESC"
	if f.forward(c) {
		way = ""
	}
	return " ORDER BY " + strings.Join(append(slices.Clone(f.order.columns), "t.id"), way+", ") + way
}

func (f *finder) keys() string { return "t.id, " + strings.Join(f.order.columns, ", ") }

// dest is where a row of keys is scanned to.
func (f *finder) dest(p *position) []any {
	p.Values = make([]int64, len(f.order.columns))
	dest := []any{&p.ID}
	for i := range p.Values {
		dest = append(dest, &p.Values[i])
	}
	return dest
}

// count counts up to most tickets.
func (f *finder) count(ctx context.Context, most int) (n int, capped bool, err error) {
	if len(f.walked) > 0 {
		s, err := f.find(ctx, cursor{}, most)
		return len(s.tickets), s.more, err
	}
	cols := f.columns(perTicket)
	if err := cols.require(f.exact); err != nil {
		return 0, false, err
	}
	f.narrowed(&cols.Where)
	query := "SELECT count(*) FROM (SELECT 1 FROM tickets t WHERE " + cols.String() + cols.Bind(" LIMIT ?", most+1) + ") t"
	err = f.q.QueryRow(ctx, query, cols.Args()...).Scan(&n)
	return min(n, most), n > most, err
}

func (f *finder) allTerms() []search.Term { return language.AllTerms(f.node) }

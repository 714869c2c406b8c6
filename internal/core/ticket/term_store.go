package ticket

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// textShape is how a term is asked for whose hits are many.
type textShape int

const (
	perTicket textShape = iota // of every ticket that is looked at
	fromIndex                  // all its hits from the index, and then the tickets
)

// found are the tickets of those terms of a query that have few hits.
type found map[search.Term][]int64

// lookUp asks the index which of the terms have few hits.
func lookUp(ctx context.Context, q db.Querier, terms []search.Term, few int) (found, error) {
	f := found{}
	for _, t := range terms {
		if _, known := f[t]; known || !indexed(t.Text) {
			continue
		}
		hits, err := probe(ctx, q, t, few)
		if err != nil {
			return nil, err
		}
		if hits != nil { // few
			f[t] = hits
		}
	}
	return f, nil
}

// indexed reports whether the trigrams of both engines help to find a term: three characters, and one that
// pg_trgm does not skip.
func indexed(term string) bool {
	return utf8.RuneCountInString(term) >= 3 && strings.ContainsFunc(term, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r)
	})
}

// probe gives the tickets that hold a term, nil when its hits are more than few.
func probe(ctx context.Context, q db.Querier, t search.Term, few int) ([]int64, error) {
	type hit struct {
		ticket int64
		kind   string
	}
	hits, err := db.All(ctx, q, func(row *sql.Rows, h *hit) error { return row.Scan(&h.ticket, &h.kind) },
		"SELECT s.ticket_id, s.kind FROM "+hitsOf(q, "$1")+" LIMIT $2", hitPattern(q, t.Text), few+1)
	if err != nil || len(hits) > few {
		return nil, err
	}
	ids := []int64{}
	for _, h := range hits {
		if t.Field == "" || t.Field == h.kind {
			ids = append(ids, h.ticket)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// hitsOf is the FROM and WHERE for the texts s that the index finds for a pattern.
func hitsOf(q db.Querier, pattern string) string {
	return db.Pick(q,
		"search_index x JOIN search_texts s ON s.id = x.rowid WHERE x.search_index MATCH "+pattern,
		"search_texts s WHERE s.words LIKE "+pattern) // a backslash escapes where nothing else is said
}

// hitPattern makes a term a phrase of FTS5 (https://www.sqlite.org/fts5.html §3.1), or a LIKE pattern.
func hitPattern(q db.Querier, term string) string {
	return db.Pick(q, `"`+strings.ReplaceAll(term, `"`, `""`)+`"`, "%"+db.Escape(term)+"%")
}

// textCondition is the condition that ticket t holds a term. A term with few hits is the set of its tickets,
// whatever the shape; one that the index cannot find is asked per ticket.
func (c *columns) textCondition(f found, shape textShape, t search.Term) string {
	if ids, ok := f[t]; ok {
		return c.Bind("t.id IN "+list(c.q), listArg(ids))
	}
	kind := ""
	if t.Field != "" {
		kind = " AND s.kind = '" + t.Field + "'"
	}
	if shape == fromIndex && indexed(t.Text) {
		return c.Bind("t.id IN (SELECT s.ticket_id FROM "+hitsOf(c.q, "?")+kind+fence(c.q)+")", hitPattern(c.q, t.Text))
	}
	return c.Bind("EXISTS (SELECT 1 FROM search_texts s WHERE s.ticket_id = t.id"+kind+
		db.Pick(c.q, " AND instr(s.words, ?) > 0", " AND strpos(s.words, ?) > 0")+fence(c.q)+")", t.Text)
}

// fence keeps PostgreSQL from taking a subquery the other way round: asking every ticket where the index was
// meant, and reading every text where a few tickets were. SQLite takes them as they are written.
func fence(q db.Querier) string { return db.Pick(q, "", " OFFSET 0") }

package ticket

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

func migrations() []db.Migrations {
	return []db.Migrations{job.Migrations(), event.Migrations(), people.Migrations(), Migrations()}
}

// fixedQuery is a line of testdata/queries.txt: a query, and the tickets of the small desk it finds.
type fixedQuery struct {
	query string
	ids   []int64
}

func fixedQueries(t *testing.T) []fixedQuery {
	t.Helper()
	raw, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []fixedQuery
	for line := range strings.Lines(string(raw)) {
		query, want, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok || strings.HasPrefix(line, "# ") {
			continue
		}
		f := fixedQuery{query: query, ids: []int64{}}
		for word := range strings.FieldsSeq(want) {
			var id int64
			if _, err := fmt.Sscan(word, &id); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			f.ids = append(f.ids, id)
		}
		all = append(all, f)
	}
	return all
}

func rowIDs(rows []Row) []int64 {
	ids := []int64{}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// TestFixedQueries runs the queries that must give the same tickets on both engines, for ever.
func TestFixedQueries(t *testing.T) {
	queries := fixedQueries(t)
	if len(queries) < 50 {
		t.Fatalf("%d queries, want 50 at least", len(queries))
	}
	dbtest.Each(t, migrations(), func(t *testing.T, d *db.DB) {
		s := fill(t, d, smallDesk())
		ctx := asAna(t.Context())
		for _, f := range queries {
			page, err := s.List(ctx, ListRequest{Query: f.query})
			if diff := cmp.Diff(f.ids, rowIDs(page.Rows)); err != nil || diff != "" {
				t.Errorf("%s: %v %s", f.query, err, diff)
			}
			if n, capped, err := s.Count(ctx, f.query); err != nil || n != len(f.ids) || capped {
				t.Errorf("%s: counted %d, %v, %v", f.query, n, capped, err)
			}
		}
	})
}

// TestFixedQueriesMeaning holds the fixed answers against the obvious filter.
func TestFixedQueriesMeaning(t *testing.T) {
	for _, f := range fixedQueries(t) {
		q, err := language.Parse(f.query)
		if err != nil {
			t.Errorf("%s: %v", f.query, err)
			continue
		}
		got := wanted(smallDesk(), q, reader{ana, deskNow, time.UTC})
		if !slices.Equal(got, f.ids) {
			t.Errorf("%s\t%s", f.query, strings.Trim(fmt.Sprint(got), "[]"))
		}
	}
}

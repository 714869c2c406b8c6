package ticket

import (
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// BenchmarkList measures first pages on a desk of DAYWATCH_BENCH_TICKETS tickets. The aim is a 95th
// percentile of 100 ms at 100,000.
func BenchmarkList(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		b.Run(string(engine), func(b *testing.B) {
			d := bulkDesk(b, engine)
			s := &Service{db: d, log: event.NewLog()}
			for _, c := range []struct{ name, query string }{
				{"all", ""},
				{"unsolved", "status<solved"},
				{"mine", "assignee:me status<solved sort:priority"},
				{"priority", "sort:priority"},
				{"rare", "quorum"},
				{"one", "ref0000404"},
				{"none", "nothere"},
				{"common", "timeout"},
				{"two-common", "timeout deadlock"},
				{"never-together", "gateway pipeline"},
				{"common-and-rare", "timeout quorum"},
				{"excluded", "timeout -deadlock"},
				{"either", "quorum OR timeout"},
				{"short-common", "ab"},
				{"short-rare", "zq"},
				{"short-none", "9x"},
				{"short-among-unsolved", "zq status<solved"},
				{"signs", "%_:"},
			} {
				b.Run(c.name, func(b *testing.B) { benchList(b, s, c.query) })
			}
		})
	}
}

func benchList(b *testing.B, s *Service, query string) {
	ctx := access.With(b.Context(), access.Principal{UserID: 1, Role: access.Agent})
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := s.List(ctx, ListRequest{Query: query}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

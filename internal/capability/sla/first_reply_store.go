package sla

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// FirstReply is how the first reply of a ticket went against its target.
type FirstReply struct {
	Used   time.Duration // of the hours that count for it, until we replied or, where nobody did yet, until its target
	Target time.Duration
	Met    bool
}

// FirstReplies gives how the first reply of tickets went, by ticket. Those that had no target, and those whose time runs
// still, are missing. The caller may see the tickets.
func (s *Service) FirstReplies(ctx context.Context, q db.Querier, tickets ...int64) (map[int64]FirstReply, error) {
	out := map[int64]FirstReply{}
	for from := 0; from < len(tickets); from += 500 {
		var w db.Where
		some := tickets[from:min(from+500, len(tickets))]
		w.And("metric = ?", string(clock.FirstReply)).And("(phase = 'fulfilled' OR breached_at IS NOT NULL)").And("ticket_id IN "+
			db.In(len(some)), db.Anys(some)...)
		type replied struct {
			ticket        int64
			used, seconds int64
			phase         string
			breached      time.Time
		}
		all, err := db.All(ctx, q, func(row *sql.Rows, r *replied) error {
			return row.Scan(&r.ticket, &r.used, &r.seconds, &r.phase, db.Time(&r.breached))
		}, "SELECT ticket_id, used, seconds, phase, breached_at FROM sla_clocks WHERE "+w.String()+" ORDER BY ticket_id, instance", w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, r := range all {
			f := FirstReply{Used: time.Duration(r.used) * time.Microsecond, Target: time.Duration(r.seconds) * time.Second,
				Met: r.phase == "fulfilled" && r.breached.IsZero()}
			if r.phase != "fulfilled" {
				f.Used = max(f.Used, f.Target)
			}
			out[r.ticket] = f
		}
	}
	return out, nil
}

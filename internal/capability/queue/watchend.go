package queue

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// The hand-over between regions: when the queue hours of one end, what it leaves behind is kept. A clean queue is the
// acceptance test of that hand-over (tickets.md, Business hours and regions).

// HandOverRecord is how a watch ended.
type HandOverRecord struct {
	ID           int64
	Region       string // key
	Began, Ended time.Time
	Left         []int64 // tickets of the region that nobody had, the heaviest first
	Late         bool    // the desk did not run at that moment: it tells how things stood later
}

// Clean reports whether nothing was left.
func (r HandOverRecord) Clean() bool { return len(r.Left) == 0 }

// HandOvers lists how watches ended, the newest first, n at most; an empty region is all of them.
func (s *Service) HandOvers(ctx context.Context, region string, n int) ([]HandOverRecord, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findWatches(ctx, s.DB.Read(), region, n)
}

const watchEndKind = "queue.watch_end"

type watchEndArgs struct {
	Region string    `json:"region"`
	At     time.Time `json:"at"`
}

// lateAfter is from when on what should have happened earlier is marked as late.
const lateAfter = time.Minute

// planWatches lets a job wait for the next end of each region's watch.
func planWatches(ctx context.Context, tx *db.Tx, regions []people.Region) error {
	for _, r := range regions {
		if err := planWatch(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

func planWatch(ctx context.Context, tx *db.Tx, r people.Region) error {
	at, ok := WatchOf(r).End(tx.Now())
	if !ok {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, watchEndKind, watchEndArgs{r.Key, at}, job.Options{At: at, Unique: fmt.Sprintf("%s:%d", r.Key, at.Unix())})
	return err
}

// watchEnds keeps what a region leaves behind, and waits for its next watch. Where the region's hours changed
// meanwhile, the job of its new hours does that.
func (s *Service) watchEnds(ctx context.Context, j job.Job) error {
	var a watchEndArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "queue")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		regions, err := people.Regions.Get(ctx, tx)
		if err != nil {
			return err
		}
		r, ok := regionOf(regions, a.Region)
		if w := WatchOf(r); !ok || w.At(a.At.Add(-time.Second)) != OnQueue || w.At(a.At) == OnQueue {
			return nil
		}
		if err := s.keepWatch(ctx, tx, r, a.At); err != nil {
			return err
		}
		if err := s.endShift(ctx, tx, r.Key, a.At); err != nil {
			return err
		}
		return planWatch(ctx, tx, r)
	})
}

func (s *Service) keepWatch(ctx context.Context, tx *db.Tx, r people.Region, end time.Time) error {
	l, err := s.line(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	began, _ := WatchOf(r).Start(end.Add(-time.Second))
	rec := HandOverRecord{Region: r.Key, Began: began, Ended: end, Left: []int64{}, Late: tx.Now().Sub(end) > lateAfter}
	for _, w := range l.Of(r.Key) {
		rec.Left = append(rec.Left, w.ID)
	}
	if rec.ID, err = insertWatch(ctx, tx, rec); err != nil || rec.ID == 0 {
		return err
	}
	return s.Log.Append(ctx, tx, event.Subject{Type: "watch", ID: rec.ID}, WatchEnded{Region: r.Key, Left: len(rec.Left)})
}

package clearance

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Chain is what an examination of the log of views found.
type Chain struct {
	Views    int64 // that were looked at
	Anchors  int
	BrokenAt int64  // the number of the first view that is not as it was written; 0: none
	Why      string // what is wrong there; empty: nothing
}

// Sound reports whether the log is as it was written.
func (c Chain) Sound() bool { return c.BrokenAt == 0 }

// Verify goes through the log of views from its beginning: each view must be the next one, hold the digest of the one
// before and have its own, and the last must be the head; and each head that was anchored must still be there.
func (s *Service) Verify(ctx context.Context) (Chain, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return Chain{}, err
	}
	return s.verify(ctx, s.DB.Read())
}

func (s *Service) verify(ctx context.Context, q db.Querier) (Chain, error) {
	end, err := findHead(ctx, q)
	if err != nil {
		return Chain{}, err
	}
	fixed, err := s.anchored(ctx, q)
	if err != nil {
		return Chain{}, err
	}
	c := Chain{Anchors: len(fixed)}
	last := head{}
	err = walk(ctx, q, func(v View) error {
		if c.Sound() {
			c.link(last, v, v.digest(s.Key), fixed)
		}
		c.Views, last = c.Views+1, head{v.Seq, v.Digest}
		return nil
	})
	if err == nil && c.Sound() {
		c.end(last, end, fixed)
	}
	return c, err
}

// link holds one view against the one before, and against the digest that it should have.
func (c *Chain) link(last head, v View, digest string, fixed map[int64]string) {
	switch {
	case v.Seq != last.Seq+1:
		c.broken(last.Seq+1, "it is missing, and the next is %d", v.Seq)
	case v.Prev != last.Digest:
		c.broken(v.Seq, "it does not follow the view before it")
	case v.Digest != digest:
		c.broken(v.Seq, "what it says was changed after it was written")
	case fixed[v.Seq] != "" && fixed[v.Seq] != v.Digest:
		c.broken(v.Seq, "it is not the one that the desk's log was anchored to: the chain was written anew")
	}
}

// end holds the last view against the head and the anchors. Views that were added while the walk went on are no fault.
func (c *Chain) end(last, end head, fixed map[int64]string) {
	if last.Seq < end.Seq || last.Seq == end.Seq && last.Digest != end.Digest {
		c.broken(last.Seq+1, "the log ends before it, and its head says %d", end.Seq)
		return
	}
	for seq := range fixed {
		if seq > last.Seq && (c.Sound() || seq < c.BrokenAt) {
			c.BrokenAt = 0
			c.broken(last.Seq+1, "the log ends before it, and the desk's log was anchored to %d", seq)
		}
	}
}

func (c *Chain) broken(at int64, format string, args ...any) {
	c.BrokenAt, c.Why = at, fmt.Sprintf(format, args...)
}

// anchored gives the heads that the desk's own log holds, by number.
func (s *Service) anchored(ctx context.Context, q db.Querier) (map[int64]string, error) {
	events, err := event.Of(ctx, q, logSubject, 0)
	if err != nil {
		return nil, err
	}
	fixed := map[int64]string{}
	for _, e := range events {
		if e.Kind != (Anchored{}).EventKind() {
			continue
		}
		a, err := event.Decode[Anchored](e)
		if err != nil {
			return nil, err
		}
		fixed[a.Seq] = a.Digest
	}
	return fixed, nil
}

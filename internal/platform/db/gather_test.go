package db_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// gathering runs calls of a Gather in a bubble: the first holds up the rest until they all wait.
func gathering(t *testing.T, items []string, together func(ctx context.Context, items []string) error) (batches [][]string, errs []error) {
	synctest.Test(t, func(t *testing.T) {
		var g db.Gather[string]
		var wg sync.WaitGroup
		hold := make(chan struct{})
		errs = make([]error, len(items))
		for i, item := range items {
			wg.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						errs[i] = errors.New("panic")
					}
				}()
				errs[i] = g.Do(t.Context(), item, func(ctx context.Context, items []string) error {
					batches = append(batches, slices.Clone(items))
					if len(batches) == 1 {
						<-hold
					}
					return together(ctx, items)
				})
			})
			synctest.Wait()
		}
		close(hold)
		wg.Wait()
	})
	return batches, errs
}

// TestGather shows that calls that wait share one piece of work, in the order in which they came.
func TestGather(t *testing.T) {
	batches, errs := gathering(t, []string{"a", "b", "c"}, func(context.Context, []string) error { return nil })
	if len(batches) != 2 || !slices.Equal(batches[0], []string{"a"}) || !slices.Equal(batches[1], []string{"b", "c"}) {
		t.Errorf("batches %v", batches)
	}
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}

// TestGatherAlone runs each call of a failed batch for itself: one bad item fails alone.
func TestGatherAlone(t *testing.T) {
	bad := errors.New("bad")
	_, errs := gathering(t, []string{"a", "b", "bad", "c"}, func(_ context.Context, items []string) error {
		if slices.Contains(items, "bad") {
			return bad
		}
		return nil
	})
	for i, err := range errs {
		if (err != nil) != (i == 2) || i == 2 && !errors.Is(err, bad) {
			t.Errorf("call %d: %v", i, err)
		}
	}
}

// TestGatherPanic never tells a call that its work is done when it broke off, and goes on with the next.
func TestGatherPanic(t *testing.T) {
	n := 0
	_, errs := gathering(t, []string{"a", "b", "c"}, func(_ context.Context, items []string) error {
		if n++; n == 2 {
			panic("in the middle")
		}
		return nil
	})
	if errs[0] != nil || errs[1] == nil || errs[2] == nil {
		t.Errorf("%v", errs)
	}
	synctest.Test(t, func(t *testing.T) { // each call has its own context and its own leader
		var g db.Gather[int]
		for range 3 {
			func() {
				defer func() { recover() }()
				g.Do(t.Context(), 1, func(context.Context, []int) error { panic("again") })
			}()
		}
		if err := g.Do(t.Context(), 1, func(context.Context, []int) error { return nil }); err != nil {
			t.Errorf("after a panic: %v", err)
		}
	})
}

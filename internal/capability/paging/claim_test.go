package paging

import (
	"sync"
	"testing"
	"time"
)

// TestClaimedOnce has many hands reach for the same steps and attempts: each is done by one of them.
func TestClaimedOnce(t *testing.T) {
	each(t, func(k *rig) {
		const pages, hands = 20, 6
		var all []Page
		for n := range int64(pages) {
			all = append(all, k.page(n+1))
		}
		claimed := map[int64]int{}
		var mu sync.Mutex
		together(hands, func() {
			for range 10 {
				flights, _, err := k.claim(k.system(), nil)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				for _, f := range flights {
					claimed[f.ID]++
				}
				mu.Unlock()
			}
		})
		if len(claimed) != pages {
			t.Errorf("%d attempts were claimed, want %d", len(claimed), pages)
		}
		for id, n := range claimed {
			if n != 1 {
				t.Errorf("attempt %d was claimed %d times", id, n)
			}
		}
		k.now = k.now.Add(10 * time.Minute)
		together(hands, func() { k.wakeDue(k.system()) })
		for _, p := range all {
			k.told(p, "0 triggered", "0 step 0.0 ana", "10 step 0.1 max")
		}
	})
}

// together does something with many hands at once.
func together(hands int, do func()) {
	var all sync.WaitGroup
	for range hands {
		all.Go(do)
	}
	all.Wait()
}

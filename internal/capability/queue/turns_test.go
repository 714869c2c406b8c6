package queue

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestTurnsMix shows the order that the algorithm is known for: the large share is spread, not given in a row.
func TestTurnsMix(t *testing.T) {
	turns := []Turn{{User: 1, Share: 5}, {User: 2, Share: 1}, {User: 3, Share: 1}}
	var got []int64
	for range 7 {
		var i int
		i, turns = next(turns)
		got = append(got, turns[i].User)
	}
	if diff := cmp.Diff([]int64{1, 1, 2, 1, 3, 1, 1}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Over time everybody gets their share: exactly after a whole cycle, and nobody is a whole ticket ahead in between.
func TestTurnsAreFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.Int64Range(1, 60), 1, 8).Draw(t, "shares")
		turns := make([]Turn, len(shares))
		var all int64
		for i, s := range shares {
			turns[i] = Turn{User: int64(i + 1), Share: s}
			all += s
		}
		got := make([]int64, len(shares))
		for n := int64(1); n <= 2*all; n++ {
			var i int
			i, turns = next(turns)
			got[i]++
			for j, s := range shares {
				if got[j]*all-n*s >= all {
					t.Fatalf("after %d tickets person %d has %d with a share of %d in %d", n, j+1, got[j], s, all)
				}
			}
			if n%all == 0 && slices.ContainsFunc(turns, func(t Turn) bool { return t.Balance != 0 }) {
				t.Fatalf("after %d whole cycles something is due: %v", n/all, turns)
			}
		}
	})
}

// Whoever comes and goes pays for nobody: what is due is kept, and among those who are there shares hold.
func TestTurnsWhenPeopleComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []Turn{{User: 1, Share: 100}, {User: 2, Share: 100}, {User: 3, Share: 50}}
		var sum int64
		for range rapid.IntRange(1, 200).Draw(t, "tickets") {
			var here []int
			for i := range all {
				if rapid.Bool().Draw(t, "here") {
					here = append(here, i)
				}
			}
			if len(here) == 0 {
				continue
			}
			turns := make([]Turn, len(here))
			var there int64
			for j, i := range here {
				turns[j] = all[i]
				there += all[i].Share
			}
			_, after := next(turns)
			for j, i := range here {
				all[i] = after[j]
			}
			sum = 0
			for _, turn := range all {
				sum += turn.Balance
				if turn.Balance > 2*250 || turn.Balance < -2*250 {
					t.Fatalf("too much is due: %v", all)
				}
			}
			if sum != 0 {
				t.Fatalf("what is given is not what is taken: %v", all)
			}
		}
	})
}

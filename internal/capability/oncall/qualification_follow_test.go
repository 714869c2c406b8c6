package oncall

import (
	"context"
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// TestFollowClearance: a clearance follows a record of the same title, also of somebody who is on call by it; a training and
// other titles do not.
func TestFollowClearance(t *testing.T) {
	bubble(t, func(k *desk) {
		trained := []int64{k.mika.ID, k.ren.ID, k.gerd.ID, k.amal.ID, k.hari.ID}
		cleared, err := k.SaveQualification(k.as(k.max), Qualification{Title: "US citizenship", Kind: Clearance, Holders: trained})
		must(t, err)
		other, err := k.SaveQualification(k.as(k.max), Qualification{Title: "Emergency training", Holders: trained})
		must(t, err)
		wish := k.sun()
		wish.Demands = []int64{cleared.ID}
		k.save(Wish{Schedule: wish})
		follow := func(id int64, holds bool) {
			k.do(func(ctx context.Context, tx *db.Tx) error {
				return k.FollowClearance(ctx, tx, id, "us  Citizenship", holds)
			})
		}
		holders := func(id int64) []int64 {
			all, err := k.Qualifications(k.as(k.max))
			must(t, err)
			for _, q := range all {
				if q.ID == id {
					return q.Holders
				}
			}
			return nil
		}
		follow(k.gerd.ID, false)
		if got := holders(cleared.ID); slices.Contains(got, k.gerd.ID) || len(got) != 4 {
			t.Errorf("who lost it still has it: %v", got)
		}
		follow(k.max.ID, true)
		follow(k.max.ID, true)
		if got := holders(cleared.ID); !slices.Contains(got, k.max.ID) || len(got) != 5 {
			t.Errorf("who got it has it not: %v", got)
		}
		if got := holders(other.ID); len(got) != 5 {
			t.Errorf("a training followed: %v", got)
		}
	})
}

package queue

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) // a Wednesday

func TestWeighShowsItsParts(t *testing.T) {
	w := WeightsKey.Default
	got := w.Weigh(Facts{Stage: ticket.FirstReply, Priority: ticket.High, Tier: "signature", BreachAt: noon.Add(2 * time.Hour), Turns: 1}, noon)
	want := map[string]int{"stage": 150, "priority": 200, "tier": 100, "due": 200, "satellite": 120}
	if len(got.Parts) != len(want) {
		t.Fatalf("parts %v, want %v", got.Parts, want)
	}
	sum := 0
	for i, p := range got.Parts {
		if want[p.Name] != p.Points {
			t.Errorf("%s is %d, want %d", p.Name, p.Points, want[p.Name])
		}
		if i > 0 && got.Parts[i-1].Points < p.Points {
			t.Errorf("parts are not in order: %v", got.Parts)
		}
		sum += p.Points
	}
	if sum != got.Total {
		t.Errorf("the parts make %d, the total says %d", sum, got.Total)
	}
}

// Time alone never pushes a ticket down, and whatever its lateness an ordinary ticket stays below an emergency.
func TestWeightRisesWithTime(t *testing.T) {
	w := WeightsKey.Default
	rapid.Check(t, func(t *rapid.T) {
		f := Facts{
			Stage:    rapid.SampledFrom([]ticket.Stage{ticket.FirstReply, ticket.NextReply, ticket.Other}).Draw(t, "stage"),
			Priority: rapid.SampledFrom(ticket.Priorities()).Draw(t, "priority"),
			BreachAt: noon.Add(time.Duration(rapid.IntRange(-100000, 100000).Draw(t, "minutes")) * time.Minute),
		}
		later := noon.Add(time.Duration(rapid.IntRange(0, 100000).Draw(t, "later")) * time.Minute)
		before, after := w.Weigh(f, noon), w.Weigh(f, later)
		if after.Total < before.Total {
			t.Fatalf("%d at %v, %d at %v", before.Total, noon, after.Total, later)
		}
		emergency := Facts{Stage: ticket.Emergency, Priority: ticket.Urgent}
		if top := w.Weigh(emergency, later); after.Total >= top.Total {
			t.Fatalf("%d outweighs an emergency of %d", after.Total, top.Total)
		}
	})
}

func TestWeightsAreChecked(t *testing.T) {
	bad := WeightsKey.Default
	bad.HalfHours = 0
	if WeightsKey.Check(bad) == nil {
		t.Error("hours that halve nothing were taken")
	}
	bad = WeightsKey.Default
	bad.Rehomed = -1
	if WeightsKey.Check(bad) == nil {
		t.Error("negative points were taken")
	}
}

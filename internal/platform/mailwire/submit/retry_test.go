package submit

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/test/rig"
)

// A sender that follows Next delivers one copy, and a second one only where the connection was lost between
// the final dot and its answer. Nothing is lost either way.
func TestRetriesDeliverOnce(t *testing.T) {
	put := "451 4.7.1 Come back later"
	tests := []struct {
		name   string
		final  []string
		tries  int
		copies int
		unsure int
	}{
		{"at once", nil, 1, 1, 0},
		{"put off three times", []string{put, put, put}, 4, 1, 0},
		{"no answer after the dot", []string{rig.Drop}, 2, 2, 1},
		{"put off, then no answer", []string{put, rig.Drop, put}, 4, 2, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			peer := rig.StartPeer(t, rig.Manners{Final: tt.final})
			first := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
			now, unsure := first, 0
			for try := 1; ; try++ {
				got, _ := Send(t.Context(), relayTo(peer), Envelope{From: "d@d.test", To: []string{"a@a.test"}}, write)
				if got[0].Outcome == Sent {
					if try != tt.tries || unsure != tt.unsure {
						t.Errorf("sent at try %d with %d unsure, want %d and %d", try, unsure, tt.tries, tt.unsure)
					}
					break
				}
				if got[0].Outcome == Unknown {
					unsure++
				}
				at, giveUp := Next(got[0].Outcome, try, first, now)
				if giveUp {
					t.Fatal("gave up")
				}
				now = at
			}
			checkKept(t, peer, tt.copies)
		})
	}
}

package rotation_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// FuzzSchedule: no definition makes the machine fall over or stall, and what it refuses has a sentence.
func FuzzSchedule(f *testing.F) {
	for _, s := range []rotation.Schedule{followTheSun(),
		{Mode: rotation.Top, Layers: []rotation.Layer{{Name: "x", Zone: "America/Santiago", Anchor: "2027-09-02T00:00",
			Unit: rotation.Days, Length: 1, Users: []int64{1, 2}}}}} {
		raw, err := json.Marshal(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw, int64(1835568000), int64(604800))
	}
	f.Fuzz(func(t *testing.T, raw []byte, at, length int64) {
		var s rotation.Schedule
		if json.Unmarshal(raw, &s) != nil || len(raw) > 4000 {
			t.Skip("this is no definition, or one that is too long for a fuzz")
		}
		err := s.Check()
		if err != nil {
			if sentence, field := fault.Public(err); !fault.Is(err, fault.Invalid) || sentence == "" || field == "" {
				t.Fatalf("%s is refused without a word: %v", raw, err)
			}
		}
		from := time.Unix(at%4e9, 0)
		until := from.Add(time.Duration(length%(40*86400)) * time.Second)
		all, err := s.Timeline(from, until)
		if err == nil && until.After(from) {
			seamless(t, all, from.UTC(), until.UTC())
		}
	})
}

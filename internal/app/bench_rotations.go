package app

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// rotations measures who is on call for many rotations at each hour of a year, beside counting turns from the first on,
// and the whole year's timeline of each.
func (b *bench) rotations() (out cli.BenchRotations, err error) {
	b.say("rotations")
	out = cli.BenchRotations{Rotations: b.rotas, Hours: 365 * 24}
	all := make([]*rotation.Rota, b.rotas)
	layers := make([]rotation.Layer, b.rotas)
	for i := range all {
		layers[i] = turn(i)
		if all[i], err = rotation.Compile(rotation.Schedule{Mode: rotation.Top, Layers: layers[i : i+1]}); err != nil {
			return out, err
		}
	}
	from := time.Date(2027, 1, 1, 0, 30, 0, 0, time.UTC)
	began := db.Wall()
	for _, r := range all {
		for h := range out.Hours {
			r.On(from.Add(time.Duration(h) * time.Hour))
		}
	}
	out.Asked = float64(out.Rotations*out.Hours) / db.Wall().Sub(began).Seconds()
	began = db.Wall()
	for _, r := range all {
		if _, err := r.Timeline(from, from.AddDate(1, 0, 0)); err != nil {
			return out, err
		}
	}
	out.Year = db.Wall().Sub(began).Seconds()
	out.Counting, err = counting(layers[0], all[0], from, b.rounds)
	out.Ratio = out.Asked / max(out.Counting, 1)
	return out, err
}

// turn is one of many rotations: of other people, in other zones, with other anchors.
func turn(i int) rotation.Layer {
	zones := []string{"Europe/Amsterdam", "America/Los_Angeles", "Australia/Brisbane", "America/Santiago", "Asia/Kolkata", "Africa/Cairo"}
	l := rotation.Layer{Name: fmt.Sprint("rotation ", i), Zone: zones[i%len(zones)], Unit: rotation.Days, Length: 1 + i%3,
		Anchor: rotation.Label(time.Date(2020, 1, 1+i%28, i%24, 0, 0, 0, time.UTC).Format("2006-01-02T15:04"))}
	for u := range 2 + i%7 {
		l.Users = append(l.Users, int64(i*10+u))
	}
	return l
}

// counting finds the same by adding turn after turn to the anchor, which is how it is usually done; it checks that both agree.
func counting(l rotation.Layer, r *rotation.Rota, from time.Time, n int) (perSecond float64, err error) {
	zone, err := time.LoadLocation(l.Zone)
	if err != nil {
		return 0, err
	}
	anchor, err := time.ParseInLocation("2006-01-02T15:04", string(l.Anchor), zone)
	if err != nil {
		return 0, err
	}
	began := db.Wall()
	for h := range n {
		at, k := from.Add(time.Duration(h)*time.Hour), 0
		for turn := anchor.AddDate(0, 0, l.Length); !turn.After(at); turn = turn.AddDate(0, 0, l.Length) {
			k++
		}
		if users, _ := r.On(at); !slices.Equal(users, []int64{l.Users[k%len(l.Users)]}) {
			return 0, fault.New(fault.Internal, "At %s %d is on call, and by counting %d", at, users, l.Users[k%len(l.Users)])
		}
	}
	return float64(n) / db.Wall().Sub(began).Seconds(), nil
}

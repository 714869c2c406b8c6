package rotation_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestProblems: what is wrong is named by its field and its layer, with what stands there and the way out.
func TestProblems(t *testing.T) {
	whole := func(change func(l *rotation.Layer)) rotation.Schedule {
		l := rotation.Layer{Name: "Days", Zone: "UTC", Anchor: "2026-01-05T09:00", Unit: rotation.Days, Length: 1, Users: []int64{1, 2}}
		change(&l)
		return rotation.Schedule{Mode: rotation.Top, Layers: []rotation.Layer{l}}
	}
	window := func(w rotation.Window) rotation.Schedule {
		return whole(func(l *rotation.Layer) { l.Windows = []rotation.Window{w} })
	}
	over := func(o rotation.Override) rotation.Schedule {
		s := whole(func(*rotation.Layer) {})
		s.Overrides = []rotation.Override{o}
		return s
	}
	noon := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	every := []time.Weekday{time.Monday}
	for _, c := range []struct {
		of   rotation.Schedule
		want string
	}{
		{whole(func(*rotation.Layer) {}), ""},
		{rotation.Schedule{Mode: rotation.Union}, ""},
		{rotation.Schedule{Mode: "both"}, `mode: “both” is no way to combine layers. Allowed are top and union.`},
		{whole(func(l *rotation.Layer) { l.Users = nil }),
			`layers.0.users: Layer “Days”: Nobody takes turns. Name at least one person, or take the layer away.`},
		{whole(func(l *rotation.Layer) { l.Users = []int64{0} }), `layers.0.users: Layer “Days”: 0 is nobody.`},
		{whole(func(l *rotation.Layer) { l.Name = " " }), `layers.0.name: Layer “ ”: Give the layer a name.`},
		{whole(func(l *rotation.Layer) { l.Zone = "Mars/Olympus" }),
			`layers.0.zone: Layer “Days”: “Mars/Olympus” is no time zone. Write it like Europe/Amsterdam.`},
		{whole(func(l *rotation.Layer) { l.Zone = "" }), `layers.0.zone: Layer “Days”: “” is no time zone. Write it like Europe/Amsterdam.`},
		{whole(func(l *rotation.Layer) { l.Anchor = "" }), `layers.0.anchor: Layer “Days”: Say when the first turn begins, like 2026-01-05T09:00.`},
		{whole(func(l *rotation.Layer) { l.Anchor = "Monday" }),
			`layers.0.anchor: Layer “Days”: “Monday” is no date and time. Write it like 2026-01-05T09:00.`},
		{whole(func(l *rotation.Layer) { l.Anchor = "0026-01-05T09:00" }),
			`layers.0.anchor: Layer “Days”: 0026-01-05 is out of reach. The first turn begins between 1970 and 2199.`},
		{whole(func(l *rotation.Layer) { l.Unit = "years" }),
			`layers.0.unit: Layer “Days”: “years” is no unit of a turn. Allowed are hours, days, weeks, months.`},
		{whole(func(l *rotation.Layer) { l.Length = 0 }), `layers.0.length: Layer “Days”: A turn of 0 days is none. Its length is from 1 to 1000.`},
		{whole(func(l *rotation.Layer) { l.From, l.Until = noon, noon }),
			`layers.0.until: Layer “Days”: It ends at 2026-01-05 12:00 UTC, which is not after its beginning at 2026-01-05 12:00 UTC.`},
		{window(rotation.Window{Start: "09:00", End: "17:00"}),
			`layers.0.windows: Layer “Days”: The window 09:00 to 17:00 is on no day, so it never opens. Name at least one weekday.`},
		{window(rotation.Window{Days: every, Start: "9 am", End: "17:00"}),
			`layers.0.windows: Layer “Days”: “9 am” is no time of day. Write it like 09:00; the end of a day is 24:00.`},
		{window(rotation.Window{Days: every, Start: "09:00", End: "25:00"}),
			`layers.0.windows: Layer “Days”: “25:00” is no time of day. Write it like 09:00; the end of a day is 24:00.`},
		{window(rotation.Window{Days: every, Start: "24:00", End: "01:00"}),
			`layers.0.windows: Layer “Days”: A window cannot start at 24:00. Let it start at 00:00 of the next day.`},
		{window(rotation.Window{Days: []time.Weekday{9}, Start: "09:00", End: "17:00"}),
			`layers.0.windows: Layer “Days”: 9 is no weekday. Sunday is 0, and Saturday 6.`},
		{over(rotation.Override{}), `overrides.0.until: An override needs a beginning and an end. For good, change the layers instead.`},
		{over(rotation.Override{From: noon, Until: noon}),
			`overrides.0.until: The override ends at 2026-01-05 12:00 UTC, which is not after its beginning at 2026-01-05 12:00 UTC.`},
		{over(rotation.Override{From: noon, Until: noon.Add(1), Kind: "swap"}),
			`overrides.0.kind: “swap” is nothing that an override does. Allowed are replace, remove, add, set.`},
		{over(rotation.Override{From: noon, Until: noon.Add(1), Kind: rotation.Remove}), `overrides.0.of: Say who is taken off.`},
		{over(rotation.Override{From: noon, Until: noon.Add(1), Kind: rotation.Add}), `overrides.0.user: Say who is put on.`},
		{over(rotation.Override{From: noon, Until: noon.Add(1), Kind: rotation.Replace, Of: 1, User: 1}),
			`overrides.0.user: Somebody cannot stand in for themselves. Choose another person.`},
	} {
		err := c.of.Check()
		got := ""
		if err != nil {
			sentence, field := fault.Public(err)
			got = field + ": " + sentence
		}
		if got != c.want || err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v\ngot  %s\nwant %s", c.of, got, c.want)
		}
	}
}

// TestOutOfReach: what would take for ever is refused, and nothing is no list.
func TestOutOfReach(t *testing.T) {
	s := rotation.Schedule{Mode: rotation.Top,
		Layers: []rotation.Layer{{Name: "x", Zone: "UTC", Anchor: "2026-01-05T09:00", Unit: rotation.Months, Length: 900, Users: []int64{1, 2}}}}
	if _, err := s.Layers[0].Handoffs(0, 1<<20); !fault.Is(err, fault.Invalid) {
		t.Errorf("handoffs of a million years: %v", err)
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := s.Timeline(now, now.AddDate(50, 0, 0)); !fault.Is(err, fault.Invalid) {
		t.Errorf("a timeline of 50 years: %v", err)
	}
	if all, err := s.Timeline(now, now); len(all) != 0 || err != nil {
		t.Errorf("an empty timeline: %v, %v", all, err)
	}
	empty := rotation.Schedule{Mode: rotation.Top, Layers: []rotation.Layer{{Name: "x", Zone: "UTC"}}}
	if seg, err := empty.At(now); err != nil || len(seg.Users) != 0 || seg.Until.Sub(now) != 366*24*time.Hour+time.Second {
		t.Errorf("an empty layer: %v, %v", seg, err)
	}
}

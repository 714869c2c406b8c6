package rotation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// zones are those in which clocks behave in as many ways as there are: at midnight, by half an hour, two hours, a day.
var zones = []string{"UTC", "America/Los_Angeles", "Europe/Amsterdam", "Asia/Kolkata", "Australia/Lord_Howe", "America/Havana", "America/Santiago",
	"Africa/Cairo", "Africa/Casablanca", "Pacific/Apia", "Pacific/Chatham", "Asia/Pyongyang", "Antarctica/Troll", "Asia/Beirut", "Atlantic/Azores"}

// near is about which schedules are drawn; its year has changes in all the zones that have any.
var near = time.Date(2011, 12, 30, 0, 0, 0, 0, time.UTC)

func instant(t *rapid.T, name string, days int) time.Time {
	return near.Add(time.Duration(rapid.IntRange(-days*1440, days*1440).Draw(t, name)) * time.Minute)
}

func clockText(t *rapid.T, name string) string {
	return rapid.SampledFrom([]string{"00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "07:00", "09:00", "17:00", "22:00", "23:30", "23:59"}).Draw(t, name)
}

func drawLayer(t *rapid.T) rotation.Layer {
	l := rotation.Layer{Name: "x", Zone: rapid.SampledFrom(zones).Draw(t, "zone"), Length: rapid.IntRange(1, 5).Draw(t, "length"),
		Unit:   rapid.SampledFrom([]rotation.Unit{rotation.Hours, rotation.Days, rotation.Weeks, rotation.Months}).Draw(t, "unit"),
		Users:  rapid.SliceOfN(rapid.Int64Range(1, 6), 1, 4).Draw(t, "users"),
		Shadow: rapid.IntRange(0, 9).Draw(t, "shadow") == 0}
	l.Anchor = rotation.Label(instant(t, "anchor", 800).Format("2006-01-02T") + clockText(t, "anchor clock"))
	for range rapid.IntRange(0, 2).Draw(t, "windows") {
		days := rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 7, rapid.ID).Draw(t, "days")
		w := rotation.Window{Start: clockText(t, "start"), End: clockText(t, "end")}
		for _, d := range days {
			w.Days = append(w.Days, time.Weekday(d))
		}
		l.Windows = append(l.Windows, w)
	}
	if rapid.IntRange(0, 3).Draw(t, "bounded") == 0 {
		l.From = instant(t, "from", 40)
		l.Until = l.From.Add(time.Duration(rapid.IntRange(1, 40*1440).Draw(t, "for")) * time.Minute)
	}
	return l
}

func drawSchedule(t *rapid.T) rotation.Schedule {
	s := rotation.Schedule{Mode: rapid.SampledFrom([]rotation.Mode{rotation.Top, rotation.Union}).Draw(t, "mode")}
	for range rapid.IntRange(0, 4).Draw(t, "layers") {
		s.Layers = append(s.Layers, drawLayer(t))
	}
	for range rapid.IntRange(0, 4).Draw(t, "overrides") {
		o := rotation.Override{From: instant(t, "from", 30)}
		o.Until = o.From.Add(time.Duration(rapid.IntRange(1, 5*1440).Draw(t, "for")) * time.Minute)
		o.Kind = rapid.SampledFrom([]rotation.OverrideKind{rotation.Replace, rotation.Remove, rotation.Add, rotation.Set}).Draw(t, "kind")
		o.Of = rapid.Int64Range(1, 6).Draw(t, "of")
		o.User = rapid.Int64Range(7, 9).Draw(t, "user")
		o.Users = rapid.SliceOfN(rapid.Int64Range(1, 9), 0, 3).Draw(t, "users")
		s.Overrides = append(s.Overrides, o)
	}
	return s
}

// TestTimelineHolds: a timeline has no seam, does not depend on where it is cut, and says at every instant what On and At say.
func TestTimelineHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		r, err := rotation.Compile(s)
		if err != nil {
			t.Fatal(err)
		}
		from := instant(t, "begin", 30)
		until := from.Add(time.Duration(rapid.IntRange(1, 20*1440).Draw(t, "length")) * time.Minute)
		all, err := r.Timeline(from, until)
		if err != nil {
			t.Fatal(err)
		}
		checkSeams(t, all, from, until)
		cut := from.Add(time.Duration(rapid.Int64Range(1, int64(until.Sub(from)/time.Second)).Draw(t, "cut")) * time.Second)
		a, _ := r.Timeline(from, cut)
		b, _ := r.Timeline(cut, until)
		if diff := cmp.Diff(rotation.People(all), rotation.People(slices.Concat(a, b))); diff != "" {
			t.Fatalf("cut at %s (-whole +halves):\n%s", cut, diff)
		}
		for _, seg := range all {
			probe := seg.From.Add(time.Duration(rapid.Int64Range(0, int64(seg.Until.Sub(seg.From)/time.Second)-1).Draw(t, "probe")) * time.Second)
			users, shadows := r.On(probe)
			if !slices.Equal(users, seg.Users) || !slices.Equal(shadows, seg.Shadows) {
				t.Fatalf("On(%s) = %v, %v; the timeline says %v, %v", probe, users, shadows, seg.Users, seg.Shadows)
			}
			held := r.At(probe)
			if !slices.Equal(held.Users, seg.Users) || held.From.After(seg.From) || held.Until.Before(seg.Until) {
				t.Fatalf("At(%s) = %v, the timeline says %v", probe, held, seg)
			}
		}
	})
}

func checkSeams(t *rapid.T, all []rotation.Segment, from, until time.Time) {
	at := from
	for _, s := range all {
		if !s.From.Equal(at) || !s.Until.After(s.From) {
			t.Fatalf("%v follows on %s", s, at)
		}
		at = s.Until
	}
	if !at.Equal(until) {
		t.Fatalf("the timeline ends at %s, want %s", at, until)
	}
}

// TestHandoffsHold: turns have a length and follow on one another, the index of an instant is that of its turn, and a list
// of handoffs does not depend on where it begins.
func TestHandoffsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLayer(t)
		from := rapid.IntRange(-150, 300).Draw(t, "from") // turns of five months reach a century
		all, err := l.Handoffs(from, 12)
		if err != nil || len(all) != 12 {
			t.Fatal(all, err)
		}
		for i, h := range all {
			if i > 0 && (!h.At.After(all[i-1].At) || h.Index <= all[i-1].Index) {
				t.Fatalf("%v follows on %v", h, all[i-1])
			}
			if k, err := l.IndexAt(h.At); err != nil || k != h.Index {
				t.Fatalf("at %s turn %d begins, IndexAt says %d, %v", h.At, h.Index, k, err)
			}
			if k, _ := l.IndexAt(h.At.Add(-time.Second)); k >= h.Index {
				t.Fatalf("before %s turn %d is on already", h.At, k)
			}
		}
		later, err := l.Handoffs(all[5].Index, 7)
		if diff := cmp.Diff(all[5:], later); diff != "" || err != nil {
			t.Fatalf("%v (-from %d +from %d):\n%s", err, from, all[5].Index, diff)
		}
	})
}

// TestIdle: an override is idle when the same people are on without it.
func TestIdle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		idle, err := s.Idle()
		if err != nil {
			t.Fatal(err)
		}
		whole, _ := s.Timeline(near.AddDate(0, 0, -60), near.AddDate(0, 0, 60))
		for i := range s.Overrides {
			without := s
			without.Overrides = slices.Delete(slices.Clone(s.Overrides), i, i+1)
			bare, _ := without.Timeline(near.AddDate(0, 0, -60), near.AddDate(0, 0, 60))
			if same := cmp.Equal(rotation.People(whole), rotation.People(bare)); same != slices.Contains(idle, i) {
				t.Fatalf("override %d of %+v: the same without it: %v; idle are %v", i, s.Overrides, same, idle)
			}
		}
	})
}

// TestOutside: a minute of duty is in a breach just when the person's clock reads a time outside of the day.
func TestOutside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		from := instant(t, "begin", 20)
		until := from.AddDate(0, 0, 3)
		all, err := s.Timeline(from, until)
		if err != nil {
			t.Fatal(err)
		}
		day := rotation.Daytime{From: "07:00", Until: "21:00"}
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "home"))
		if err != nil {
			t.Fatal(err)
		}
		zoneOf := func(u int64) *time.Location {
			if u == 3 {
				return nil
			}
			return zone
		}
		found, err := rotation.Outside(all, zoneOf, day)
		if err != nil {
			t.Fatal(err)
		}
		for at := from; at.Before(until); at = at.Add(17 * time.Minute) {
			for u := range int64(10) {
				clock := at.In(zone).Format("15:04")
				on := slices.ContainsFunc(all, func(s rotation.Segment) bool { return holds(s.From, s.Until, at) && slices.Contains(s.Users, u) })
				want := on && u != 3 && (clock < "07:00" || clock >= "21:00")
				got := slices.ContainsFunc(found, func(b rotation.Breach) bool { return b.User == u && holds(b.From, b.Until, at) })
				if got != want {
					t.Fatalf("%d at %s, %s in %s: in a breach %v, want %v", u, at, clock, zone, got, want)
				}
			}
		}
	})
}

func holds(from, until, at time.Time) bool { return !at.Before(from) && at.Before(until) }

// TestHeat: the cells of the map sum up to the timeline.
func TestHeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		from := rotation.Monday(instant(t, "begin", 30))
		all, err := s.Timeline(from, from.AddDate(0, 0, 14))
		if err != nil {
			t.Fatal(err)
		}
		inside := bizcal.Always()
		weeks := rotation.Heat(all, from, 2, func(u int64) *bizcal.Calendar {
			if u%2 == 0 {
				return nil
			}
			return inside
		})
		var sum rotation.Cell
		for _, w := range weeks {
			if w.From.Weekday() != time.Monday {
				t.Fatalf("the week begins at %s", w.From)
			}
			sum.Gap += w.Sum().Gap
			sum.Staffed += w.Sum().Staffed
			sum.Inside += w.Sum().Inside
			for i, c := range w.Cells {
				if (c.Least == 0) != (c.Gap > 0) || (c.Most > 1) != (c.Overlap > 0) || c.Gap > time.Hour {
					t.Fatalf("cell %d of %s: %+v", i, w.From, c)
				}
			}
		}
		var staffed, odd time.Duration
		for u, d := range rotation.ByUser(all) {
			staffed += d
			if u%2 == 1 {
				odd += d
			}
		}
		if want := (rotation.Cell{Gap: rotation.Total(rotation.Gaps(all)), Staffed: staffed, Inside: odd}); sum != want {
			t.Fatalf("the map sums up to %+v, the timeline to %+v", sum, want)
		}
	})
}

// TestProposals: what is proposed closes as much as it says, and the schedule it is for stays as it was.
func TestProposals(t *testing.T) {
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t)
		before, _ := rotation.Compile(s)
		from := instant(t, "begin", 20)
		until := from.AddDate(0, 0, 21)
		zoneOf := func(int64) *time.Location { return time.UTC }
		day := rotation.Daytime{From: "07:00", Until: "21:00"}
		all, err := s.Proposals(from, until, zoneOf, day)
		if err != nil {
			t.Fatal(err)
		}
		was, _ := before.Timeline(from, until)
		for _, p := range all {
			made++
			now, err := s.With(p).Timeline(from, until)
			if err != nil {
				t.Fatalf("%+v: %v", p, err)
			}
			closes := rotation.Total(rotation.Gaps(was)) - rotation.Total(rotation.Gaps(now))
			if closes != p.Closes || closes <= 0 || !p.Last.After(p.First) || p.First.Before(from) || p.Last.After(until) {
				t.Fatalf("%+v closes %s", p, closes)
			}
		}
		if again, _ := s.Timeline(from, until); !cmp.Equal(was, again) {
			t.Fatal("looking for proposals changed the schedule")
		}
	})
	if made == 0 {
		t.Error("nothing was ever proposed")
	}
}

package review

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// weekly is a series on Tuesdays at 15:00 of Berlin, with a kickoff on the first Monday.
func (k *desk) weekly() Beginning {
	return Beginning{Series: Series{OrganizationID: k.org.ID, Length: 30,
		Rhythm: Rhythm{Every: Weekly, From: date(k.T, "2000-01-04"), Minute: 15 * 60, Zone: "Europe/Berlin"}}, Kickoff: date(k.T,
		"2000-01-03"), KickoffMinute: 10 * 60}
}

// planned lists when calls are planned, in order.
func (k *desk) planned() (all []string) {
	k.T.Helper()
	meetings, err := k.Upcoming(k.Ctx)
	k.Must(err)
	for _, m := range meetings {
		if m.At.Before(k.DB.Now(k.Ctx)) {
			continue
		}
		all = append(all, m.At.UTC().Format("2006-01-02 15:04"))
	}
	return all
}

func (k *desk) wants(want ...string) {
	k.T.Helper()
	if diff := cmp.Diff(want, k.planned(), cmpopts.EquateEmpty()); diff != "" {
		k.T.Error(diff)
	}
}

func TestNoManagerNoSeries(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		if _, err := k.Begin(k.As(k.ana), k.weekly()); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "customer success manager") {
			t.Errorf("began without a success manager: %v", err)
		}
		k.manage(k.cho)
		if _, err := k.Begin(k.As(k.sue), k.weekly()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody of sales began: %v", err)
		}
		_, err := k.Begin(k.As(k.ana), k.weekly())
		k.Must(err)
		if _, err := k.Begin(k.As(k.ana), k.weekly()); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second series: %v", err)
		}
	})
}

// TestSeries plans two calls ahead behind the kickoff, goes on as they end, pauses without a success manager and goes on
// with the next.
func TestSeries(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		k.manage(k.cho)
		series, err := k.Begin(k.As(k.ana), k.weekly())
		k.Must(err)
		k.wants("2000-01-03 09:00", "2000-01-04 14:00", "2000-01-11 14:00")
		first := k.calls[1]
		if first.Minutes != 60 || first.Hosts[0] != k.ana.ID || !sameGuests(first.Guests, []int64{k.cho.ID, k.dana.ID, k.ed.ID}) ||
			!strings.Contains(first.Title, "Kickoff") {
			t.Errorf("the kickoff is %+v", first)
		}
		k.Wait(4 * 24 * time.Hour) // Wednesday
		k.wants("2000-01-11 14:00", "2000-01-18 14:00")

		k.manage(people.User{})
		k.wants()
		if len(k.off) != 2 || len(k.notices) == 0 || !strings.Contains(k.notices[len(k.notices)-1].Subject, "paused") {
			t.Errorf("off: %v, notices: %+v", k.off, k.notices)
		}
		c, err := k.Calling(k.Ctx, k.org.ID)
		k.Must(err)
		if c.Series.State != Paused || c.Series.Why != WhyManager || c.Managed {
			t.Errorf("%+v", c.Series)
		}
		if err := k.Resume(k.As(k.ana), series.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("went on without a success manager: %v", err)
		}
		k.Wait(7 * 24 * time.Hour)
		k.wants()
		k.manage(k.sue)
		k.wants("2000-01-18 14:00", "2000-01-25 14:00")
		if last := k.calls[int64(len(k.calls))]; !sameGuests(last.Guests, []int64{k.sue.ID, k.dana.ID, k.ed.ID}) {
			t.Errorf("%+v", last)
		}
		facts := coretest.Facts[SeriesChanged](k.Core, seriesSubject(series.ID))
		if len(facts) != 3 || facts[1].State != Paused || !facts[1].Manager || facts[2].State != Running {
			t.Errorf("%+v", facts)
		}
		k.Must(k.End(k.As(k.ana), series.ID, "The contract ended"))
		k.wants()
		k.Wait(30 * 24 * time.Hour)
		k.wants()
	})
}

// TestMeetings skips and moves single calls, and has whoever covers lead those that the engineer cannot.
func TestMeetings(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		k.manage(k.cho)
		b := k.weekly()
		b.Kickoff = bizcal.Date{}
		series, err := k.Begin(k.As(k.ana), b)
		k.Must(err)
		meetings, err := k.Upcoming(k.Ctx)
		k.Must(err)
		if err := k.Skip(k.As(k.ana), meetings[0].ID, " "); fieldOf(err) != "why" {
			t.Errorf("skipped without a reason: %v", err)
		}
		k.Must(k.Skip(k.As(k.ana), meetings[0].ID, "Holidays"))
		k.wants("2000-01-11 14:00", "2000-01-18 14:00")
		k.Must(k.MoveTo(k.As(k.ana), meetings[1].ID, time.Date(2000, 1, 12, 8, 0, 0, 0, time.UTC)))
		k.wants("2000-01-12 08:00", "2000-01-18 14:00")
		if len(k.moved) != 1 || k.off[1] != "Holidays" {
			t.Errorf("moved %v, off %v", k.moved, k.off)
		}
		if err := k.MoveTo(k.As(k.ana), meetings[1].ID, k.DB.Now(k.Ctx)); fieldOf(err) != "at" {
			t.Errorf("moved into the past: %v", err)
		}
		k.inCharge = func(at time.Time) int64 {
			if at.Day() == 12 {
				return k.ben.ID
			}
			return k.ana.ID
		}
		k.Wait(10*24*time.Hour + 9*time.Hour) // the 11th
		m, err := k.Meeting(k.Ctx, meetings[1].ID)
		k.Must(err)
		if m.HostID != k.ben.ID || m.State != Planned || k.calls[m.CallID].Hosts[0] != k.ben.ID {
			t.Errorf("%+v", m.Meeting)
		}
		if n := k.notices[len(k.notices)-1]; len(n.To) != 1 || n.To[0].ID != k.ben.ID {
			t.Errorf("told %+v", n)
		}
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			return k.CallChanged(ctx, tx, m.ID, m.CallID, Called{State: NoShow, At: m.At})
		})
		k.wants("2000-01-18 14:00", "2000-01-25 14:00")
		if err := k.SendMinutes(k.As(k.ana), m.ID, "Nobody came", k.dana.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("minutes of a call that was not held: %v", err)
		}
		reshaped := series
		reshaped.Every, reshaped.Minute = Biweekly, 9*60
		k.Must(k.Reshape(k.As(k.ana), reshaped))
		k.wants("2000-01-18 08:00", "2000-02-01 08:00")
		k.Must(k.Pause(k.As(k.ana), series.ID, "Migration"))
		k.wants()
		k.Must(k.Resume(k.As(k.ana), series.ID))
		k.wants("2000-01-18 08:00", "2000-02-01 08:00")
	})
}

func TestSeriesRefused(t *testing.T) {
	bubble(t, func(t testing.TB, k *desk) {
		k.manage(k.cho)
		for field, change := range map[string]func(b *Beginning){
			"every": func(b *Beginning) { b.Every = "daily" }, "at": func(b *Beginning) { b.Minute = 24 * 60 },
			"zone":   func(b *Beginning) { b.Zone = "Berlin" },
			"length": func(b *Beginning) { b.Length = 5 }, "from": func(b *Beginning) { b.From = bizcal.Date{} },
			"host":    func(b *Beginning) { b.HostID = k.sue.ID },
			"kickoff": func(b *Beginning) { b.Kickoff = date(k.T, "2000-01-17") },
		} {
			b := k.weekly()
			change(&b)
			if _, err := k.Begin(k.As(k.ana), b); fieldOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		k.inCharge = func(time.Time) int64 { return 0 }
		if _, err := k.Begin(k.As(k.ana), k.weekly()); fieldOf(err) != "host" {
			t.Errorf("nobody leads it: %v", err)
		}
		k.wants()
	})
}

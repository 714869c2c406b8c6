package oncall

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// TestFeedFollowsShifts: a shift that is covered in part stays the same event, is counted as changed, and the one who covers
// gets an event of their own; a calendar that did not change is the same to the last instant.
func TestFeedFollowsShifts(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		secret, err := k.MakeFeed(k.as(k.gerd), 0)
		must(k.t, err)
		first := k.calendar(secret)
		if first.Owner.ID != k.gerd.ID || first.Title != "" || len(first.Entries) < 150 {
			k.t.Fatalf("%s has %d shifts in a year", first.Owner.Name, len(first.Entries))
		}
		last := first.Entries[len(first.Entries)-1]
		if last.From.Before(k.DB.Now(k.ctx).AddDate(1, 0, -14)) {
			k.t.Errorf("the calendar ends at %s", last.From)
		}
		k.until("2026-11-23 11:00")
		if diff := cmp.Diff(first, k.calendar(secret)); diff != "" {
			k.t.Errorf("nothing happened, and the calendar is another:\n%s", diff)
		}
		i := slices.IndexFunc(first.Entries, func(e Entry) bool { return e.From.After(at("2026-12-01 00:00")) })
		shift := first.Entries[i]
		_, err = k.Override(k.as(k.max),
			Override{ScheduleID: s.ID, Override: rotation.Override{Kind: rotation.Replace, Of: k.gerd.ID, User: k.hari.ID, From: shift.From,
				Until: shift.From.Add(2 * time.Hour)}})
		must(k.t, err)
		after := k.calendar(secret).Entries[i]
		if after.UID != shift.UID || after.Sequence != shift.Sequence+1 || !after.From.Equal(shift.From.Add(2*time.Hour)) ||
			!after.Changed.After(shift.Changed) {
			k.t.Errorf("%+v became %+v", shift, after)
		}
		whole, err := k.MakeFeed(k.as(k.amal), s.ID)
		must(k.t, err)
		all := k.calendar(whole)
		same := slices.IndexFunc(all.Entries, func(e Entry) bool { return e.UID == shift.UID })
		if all.Title != s.Title || same < 0 || all.Entries[same].Name != "Gerd" || all.Entries[same].Sequence != after.Sequence {
			k.t.Errorf("the rotation's calendar has it as %d of %d", same, len(all.Entries))
		}
	})
}

func (k *desk) calendar(secret string) Published {
	k.t.Helper()
	p, err := k.Calendar(k.t.Context(), secret)
	must(k.t, err)
	return p
}

// TestFeedSecret: an address that was revoked, is another's, or whose owner has left is none; managers may revoke any.
func TestFeedSecret(t *testing.T) {
	bubble(t, func(k *desk) {
		k.save(Wish{Schedule: k.sun()})
		secret, err := k.MakeFeed(k.as(k.gerd), 0)
		must(k.t, err)
		feeds, err := k.Feeds(k.as(k.gerd))
		if err != nil || len(feeds) != 1 || !feeds[0].UsedAt.IsZero() {
			k.t.Fatalf("%+v, %v", feeds, err)
		}
		k.calendar(secret)
		if feeds, _ := k.Feeds(k.as(k.gerd)); feeds[0].UsedAt.IsZero() {
			k.t.Error("nobody sees that it is used")
		}
		if other, _ := k.Feeds(k.as(k.hari)); len(other) != 0 {
			k.t.Errorf("Hari sees %v", other)
		}
		k.wants(k.RevokeFeed(k.as(k.hari), feeds[0].ID), fault.NotFound, "")
		_, err = k.Calendar(k.t.Context(), secret+"x")
		k.wants(err, fault.NotFound, "", "revoked")
		must(k.t, k.RevokeFeed(k.as(k.max), feeds[0].ID))
		_, err = k.Calendar(k.t.Context(), secret)
		k.wants(err, fault.NotFound, "")
		_, err = k.MakeFeed(k.as(k.gerd), 999)
		k.wants(err, fault.NotFound, "")
		for range mostFeeds {
			_, err = k.MakeFeed(k.as(k.gerd), 0)
			must(k.t, err)
		}
		_, err = k.MakeFeed(k.as(k.gerd), 0)
		k.wants(err, fault.Conflict, "", "Revoke one")
	})
}

// TestPublishHolds: whatever shifts become, every one has one mark, a mark changes only when its shift does, and what was
// published again is settled.
func TestPublishHolds(t *testing.T) {
	now := at("2026-11-23 08:00")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (all []*mark) {
			cursor := now
			for range rapid.IntRange(0, 8).Draw(t, name) {
				cursor = cursor.Add(time.Duration(rapid.IntRange(0, 8).Draw(t, "gap")) * time.Hour)
				m := &mark{ScheduleID: 1, UserID: rapid.Int64Range(1, 3).Draw(t, "user"), Says: "x", From: cursor}
				cursor = cursor.Add(time.Duration(rapid.IntRange(1, 12).Draw(t, "length")) * time.Hour)
				m.Until = cursor
				all = append(all, m)
			}
			return all
		}
		var kept []mark
		for round := range 3 {
			shifts := draw("shifts")
			put, gone := publish(kept, shifts, now.AddDate(0, 0, round))
			kept = slices.DeleteFunc(kept, func(m mark) bool { return slices.Contains(gone, m.ID) })
			for _, m := range put {
				if i := slices.IndexFunc(kept, func(k mark) bool { return k.UID == m.UID }); i >= 0 {
					if m.Sequence != kept[i].Sequence+1 {
						t.Fatalf("%+v became %+v", kept[i], m)
					}
					kept[i] = m
				} else {
					m.ID = int64(100*round + len(kept) + 1)
					kept = append(kept, m)
				}
			}
			if len(kept) != len(shifts) {
				t.Fatalf("%d shifts have %d marks", len(shifts), len(kept))
			}
			for _, s := range shifts {
				if !slices.ContainsFunc(kept, func(m mark) bool {
					return m.UID == s.UID && m.From.Equal(s.From) && m.Until.Equal(s.Until) && m.UserID == s.UserID
				}) {
					t.Fatalf("%+v is not in %+v", *s, kept)
				}
			}
			if put, gone := publish(kept, shifts, now.AddDate(1, 0, 0)); len(put)+len(gone) > 0 {
				t.Fatalf("not settled: %+v, %v", put, gone)
			}
		}
	})
}

// TestAwayCalendar: time off comes from a calendar, appointments do not; one that is down, or answers a sign-in page,
// keeps what was read, and says so; who is away shows as a conflict.
func TestAwayCalendar(t *testing.T) {
	bubble(t, func(k *desk) {
		answer, down := "", error(nil)
		asked := 0
		k.Fetch = func(_ context.Context, url, etag string) (Fetched, error) {
			asked++
			return Fetched{Body: []byte(answer), ETag: "1"}, down
		}
		k.save(Wish{Schedule: k.sun()})
		answer = calendarOf("SUMMARY:Holiday\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203",
			"SUMMARY:Dentist\nDTSTART:20261130T090000Z\nDURATION:PT1H",
			"SUMMARY:Birthday of a friend\nTRANSP:TRANSPARENT\nDTSTART;VALUE=DATE:20261210")
		k.wants(k.FollowAwayCalendar(k.as(k.gerd), "ftp://x"), fault.Invalid, "url")
		must(k.t, k.FollowAwayCalendar(k.as(k.gerd), "https://calendar.example/gerd.ics"))
		c, err := k.AwayCalendar(k.as(k.gerd))
		if err != nil || c.Count != 1 || c.Problem != "" || c.Name != "Gerd's" {
			k.t.Fatalf("%+v, %v", c, err)
		}
		b, err := k.gather(k.ctx, k.DB.Read(), k.DB.Now(k.ctx))
		must(k.t, err)
		a, ok := b.awayIn(k.gerd.ID, at("2026-12-01 09:00"), at("2026-12-01 10:00"))
		if !ok || a.Source != "Gerd's" || !a.From.Equal(at("2026-11-30 23:00")) || !a.Until.Equal(at("2026-12-02 23:00")) {
			k.t.Errorf("%+v, %v", a, ok)
		}
		down = fault.New(fault.Unavailable, "calendar.example cannot be reached")
		must(k.t, k.readAways(k.ctx, job.Job{}))
		c, err = k.AwayCalendar(k.as(k.gerd))
		if err != nil || c.Count != 1 || !strings.Contains(c.Problem, "cannot be reached") {
			k.t.Errorf("down: %+v, %v", c, err)
		}
		was := c.ReadAt
		k.until("2026-11-23 10:00")
		down, answer = nil, "<html>Sign in"
		must(k.t, k.readAways(k.ctx, job.Job{}))
		c, err = k.AwayCalendar(k.as(k.gerd))
		if err != nil || c.Count != 1 || !c.ReadAt.Equal(was) || !strings.Contains(c.Problem, "no calendar") {
			k.t.Errorf("lying: %+v, %v", c, err)
		}
		k.wants(k.FollowAwayCalendar(k.as(k.hari), "https://calendar.example/hari.ics"), fault.Invalid, "url", "no calendar")
		must(k.t, k.ForgetAwayCalendar(k.as(k.gerd)))
		if c, err := k.AwayCalendar(k.as(k.gerd)); err != nil || c.URL != "" || asked != 4 {
			k.t.Errorf("forgotten: %+v, %v, asked %d times", c, err, asked)
		}
	})
}

func calendarOf(events ...string) string {
	text := "BEGIN:VCALENDAR\nX-WR-CALNAME:Gerd's\n"
	for i, e := range events {
		text += "BEGIN:VEVENT\nUID:" + strings.Repeat("x", i+1) + "\n" + e + "\nEND:VEVENT\n"
	}
	return text + "END:VCALENDAR\n"
}

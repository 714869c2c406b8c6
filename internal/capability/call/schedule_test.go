package call

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// firstMonday is the first working day of a bubble, at 10:00 in Berlin.
var firstMonday = time.Date(2000, 1, 3, 9, 0, 0, 0, time.UTC)

// TestSchedule sets a call for another part of the desk, moves it and calls it off: everybody's calendar takes each step over,
// and the part that it is about is told.
func TestSchedule(t *testing.T) {
	bubble(t, func(k *desk) {
		var c Call
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.ScheduleIn(ctx, tx,
				Booking{Kind: Review, Subject: event.Subject{Type: "review", ID: 7}, Title: "Review of Seto Rail", At: firstMonday, Minutes: 45,
					Hosts: []int64{k.ana.ID, k.mia.ID}, Guests: []int64{k.dana.ID}, About: "Open tickets"})
			return err
		})
		if len(k.letters) != 3 || k.letters[0].Address != k.dana.Email || k.letters[0].Method != ical.Request {
			t.Fatalf("letters: %+v", k.letters)
		}
		if text := strings.Join(k.letters[0].Paragraphs, "\n"); !strings.Contains(text,
			"Monday, 3 January 2000, 04:00 to 04:45 (America/New York, UTC-5)") ||
			!strings.Contains(text, "10:00 to 10:45 (Europe/Berlin, UTC+1)") || !strings.Contains(text, "09:00 to 09:45 (UTC)") {
			t.Errorf("the guest does not read their zone, the engineer's and UTC: %s", text)
		}
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			_, err := k.ScheduleIn(ctx, tx, Booking{Kind: Meeting, Subject: event.Subject{Type: "review", ID: 8}, Title: "Another",
				At: firstMonday.Add(30 * time.Minute), Minutes: 30, Hosts: []int64{k.ana.ID}})
			if _, field := fault.Public(err); !fault.Is(err, fault.Conflict) || field != "at" {
				t.Errorf("a host is at two calls at once: %v", err)
			}
			return nil
		})
		k.letters = nil
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.MoveIn(ctx, tx, c.ID, firstMonday.Add(15*time.Minute), 45)
			return err
		})
		if c.Sequence != 1 || len(k.letters) != 3 || !strings.Contains(k.letters[0].Calendar, "SEQUENCE:1\r\n") ||
			!strings.Contains(k.letters[0].Calendar, "DTSTART;TZID=America/New_York:20000103T041500\r\n") {
			t.Errorf("moved: %+v", k.letters)
		}
		k.letters = nil
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.CancelIn(ctx, tx, c.ID, "Nothing is open")
			return err
		})
		if c.State != Cancelled || len(k.letters) != 3 || k.letters[0].Method != ical.Cancel || !strings.Contains(k.letters[0].Calendar, "STATUS:CANCELLED") {
			t.Errorf("cancelled: %+v", k.letters)
		}
		if len(k.changes) != 3 || k.changes[2].State != Cancelled || k.changes[2].Subject.ID != 7 {
			t.Errorf("the part that it is about was told %+v", k.changes)
		}
		k.Do(func(ctx context.Context, tx *db.Tx) error { // the time is free again
			_, err := k.ScheduleIn(ctx, tx, Booking{Kind: Meeting, Subject: event.Subject{Type: "review", ID: 8}, Title: "Another",
				At: firstMonday.Add(30 * time.Minute), Minutes: 30, Hosts: []int64{k.ana.ID}})
			return err
		})
	})
}

// TestHoldIn takes a call as held once it has begun, and leaves alone what was said of it already.
func TestHoldIn(t *testing.T) {
	bubble(t, func(k *desk) {
		var c Call
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.ScheduleIn(ctx, tx, Booking{Kind: Review, Subject: event.Subject{Type: "review", ID: 7}, Title: "Review of Seto Rail",
				At: firstMonday, Minutes: 45, Hosts: []int64{k.ana.ID}, Guests: []int64{k.dana.ID}})
			return err
		})
		hold := func() Call {
			k.Do(func(ctx context.Context, tx *db.Tx) error { return k.HoldIn(ctx, tx, c.ID) })
			return k.call(c.ID)
		}
		if got := hold(); got.State != Booked {
			t.Errorf("before it began it is %s", got.State)
		}
		k.Wait(firstMonday.Sub(k.DB.Now(k.Ctx)) + 5*time.Minute)
		first := hold()
		k.Wait(time.Hour)
		if again := hold(); first.State != Held || again.EndedAt != first.EndedAt || len(k.changes) == 0 || k.changes[len(k.changes)-1].State != Held {
			t.Errorf("held %+v, again %+v, told %+v", first, again, k.changes)
		}
		if n := len(k.notices); n != 0 {
			t.Errorf("somebody is asked whether they came: %+v", k.notices)
		}
	})
}

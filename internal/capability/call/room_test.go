package call

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/capability/call/video/videotest"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// meeting sets a call of Ana and Dana in two days, with rooms of a provider.
func (k *desk) meeting(p *videotest.Provider) (c Call) {
	k.T.Helper()
	k.Must(k.SaveVideo(k.Ctx, p.Config))
	k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = k.ScheduleIn(ctx, tx, Booking{Kind: Meeting, Subject: event.Subject{Type: "review", ID: 1}, Title: "Support call",
			At:      tx.Now().Add(48 * time.Hour).Truncate(time.Hour),
			Minutes: 30, Hosts: []int64{k.ana.ID}, Guests: []int64{k.dana.ID}})
		return err
	})
	return c
}

// tend runs the job of a call's room once, and gives what the queue is told.
func (k *desk) tend(c Call) error {
	return k.tendRoom(k.Ctx, jobOf(k.T, roomArgs{Call: c.ID}))
}

func (k *desk) move(c Call, at time.Time, minutes int) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error {
		_, err := k.MoveIn(ctx, tx, c.ID, at, minutes)
		return err
	})
}

func (k *desk) cancel(c Call) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error {
		_, err := k.CancelIn(ctx, tx, c.ID, "No need any more")
		return err
	})
}

var busy = videotest.Failure{Status: 503}

// TestRoomComesLate has the provider fail when a call is booked: the invitation says that the link follows and the host is told,
// once; the room that is made later is sent under the same UID with the next SEQUENCE.
func TestRoomComesLate(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		zoom.Fail(busy, busy)
		c := k.meeting(zoom)
		if len(k.letters) != 0 {
			t.Fatalf("invited before the provider was asked: %+v", k.letters)
		}
		for range 2 {
			if err := k.tend(c); !fault.Is(err, fault.Conflict) {
				t.Fatalf("the job does not try again: %v", err)
			}
		}
		if len(k.letters) != 2 || len(k.notices) != 1 || !strings.Contains(strings.Join(k.letters[0].Paragraphs, "\n"), "The link to the room follows") {
			t.Fatalf("letters %+v, notices %+v", k.letters, k.notices)
		}
		k.Must(k.tend(c))
		k.Must(k.tend(c)) // again, as after a crash
		if len(k.letters) != 4 || !strings.Contains(k.letters[2].Calendar, "SEQUENCE:1\r\n") ||
			!strings.Contains(k.letters[2].Calendar, "LOCATION:https://example.zoom.us/j/") || len(zoom.Rooms()) != 1 {
			t.Errorf("letters %+v, rooms %v", k.letters, zoom.Rooms())
		}
	})
}

// TestRoomFollows moves a call and calls it off: its room at Zoom has the new time, and then is not there any more. Nobody waits for
// a provider that fails meanwhile, and it is not asked for what it knows.
func TestRoomFollows(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		k.Must(k.tend(c))
		c = k.call(c.ID)
		at := c.From.Add(90 * time.Minute)
		zoom.Fail(busy)
		k.letters = nil
		k.move(c, at, 45)
		if len(k.letters) != 2 {
			t.Fatalf("everybody hears of the new time at once: %+v", k.letters)
		}
		if err := k.tend(c); !fault.Is(err, fault.Conflict) || !strings.Contains(k.call(c.ID).RoomError, "503") {
			t.Errorf("%v, kept: %+v", err, k.call(c.ID))
		}
		k.Must(k.tend(c))
		if m := zoom.Rooms()[c.RoomRef]; m["start_time"] != at.Format("2006-01-02T15:04:05Z") || m["duration"] != 45.0 || k.call(c.ID).RoomError != "" {
			t.Errorf("the room knows %v", m)
		}
		zoom.Asked()
		k.Must(k.tend(c))
		if again := zoom.Asked(); len(again) > 0 {
			t.Errorf("asked again: %v", again)
		}
		zoom.Fail(busy)
		k.cancel(c)
		if err := k.tend(c); !fault.Is(err, fault.Conflict) || k.call(c.ID).State != Cancelled {
			t.Errorf("%v", err)
		}
		k.Must(k.tend(c))
		if left := k.call(c.ID); len(zoom.Rooms()) > 0 || left.RoomRef != "" || left.RoomError != "" {
			t.Errorf("left: %v, %+v", zoom.Rooms(), left)
		}
		if len(k.notices) > 0 {
			t.Errorf("told of what was mended: %+v", k.notices)
		}
	})
}

// TestRoomMeet shuts the room of a call that is called off: Google deletes none.
func TestRoomMeet(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		meet := videotest.Meet(t)
		c := k.meeting(meet)
		k.Must(k.tend(c))
		c = k.call(c.ID)
		k.move(c, c.From.Add(time.Hour), 30)
		k.Must(k.tend(c))
		k.cancel(c)
		k.Must(k.tend(c))
		if space := meet.Rooms()[c.RoomRef]; space["in"] != false || k.call(c.ID).RoomRef != "" {
			t.Errorf("%v, %+v", space, k.call(c.ID))
		}
	})
}

// TestRoomGone has somebody delete the room at the provider: a call that is moved gets another one, and everybody its link; one that
// is called off needs none.
func TestRoomGone(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		k.Must(k.tend(c))
		first := k.call(c.ID)
		zoom.Forget(first.RoomRef)
		k.move(c, first.From.Add(time.Hour), 30)
		k.Must(k.tend(c))
		second := k.call(c.ID)
		last := k.letters[len(k.letters)-1]
		if second.RoomRef == first.RoomRef || second.RoomRef == "" || second.Sequence != 2 || !strings.Contains(last.Calendar, "LOCATION:"+second.Room[:30]) {
			t.Errorf("%+v: %s", second, last.Calendar)
		}
		zoom.Forget(second.RoomRef)
		k.cancel(c)
		k.Must(k.tend(c))
		if k.call(c.ID).RoomRef != "" {
			t.Error("a room that is gone is not closed")
		}
	})
}

// TestRoomRaces calls a call off while the provider makes its room: nobody is invited, and the room does not stay.
func TestRoomRaces(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		asked := k.call(c.ID)
		room, err := k.askProvider(k.Ctx, zoom.Config, asked, openRoom)
		k.Must(err)
		k.cancel(c)
		k.letters = nil
		k.Do(func(ctx context.Context, tx *db.Tx) error {
			return k.tended(ctx, tx, asked, zoom.Config, openRoom, room, nil)
		})
		k.Must(k.tend(c))
		if len(k.letters) > 0 || len(zoom.Rooms()) > 0 {
			t.Errorf("letters %+v, rooms %v", k.letters, zoom.Rooms())
		}
	})
}

// TestRoomThrottled: a provider that asks for the better part of an hour is left alone for that long, and that counts as no try.
func TestRoomThrottled(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		zoom.Fail(videotest.Failure{Status: 429, RetryAfter: 3000, Body: `{"code":429,"message":"You have exceeded the daily rate limit (100)."}`})
		before := k.DB.Now(k.Ctx)
		k.Must(k.tend(c))
		var at time.Time
		k.Must(k.DB.Read().QueryRow(k.Ctx, "SELECT scheduled_at FROM jobs WHERE kind = $1 AND unique_key = $2", roomKind,
			roomArgs{c.ID, true}.key()).Scan(db.Time(&at)))
		if wait := at.Sub(before); wait < 3000*time.Second || !strings.Contains(k.call(c.ID).RoomError, "daily rate limit") {
			t.Errorf("asked again after %v, kept %+v", wait, k.call(c.ID))
		}
		k.Must(k.tendRoom(k.Ctx, jobOf(t, roomArgs{c.ID, true})))
		if k.call(c.ID).Room == "" {
			t.Error("the next try makes no room")
		}
	})
}

// TestRoomGivenUp: of what a provider did not do in a day, who takes part is told, with the link; of what was done by then, nobody is.
func TestRoomGivenUp(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		k.Must(k.tend(c))
		giveUp := func() {
			k.Do(func(ctx context.Context, tx *db.Tx) error {
				return k.roomGivenUp(ctx, tx, jobOf(t, roomArgs{Call: c.ID}), nil)
			})
		}
		giveUp()
		if len(k.notices) > 0 {
			t.Errorf("nothing is wrong: %+v", k.notices)
		}
		k.cancel(c)
		giveUp()
		if len(k.notices) != 1 || !strings.Contains(k.notices[0].Subject, "A room is left") ||
			!strings.Contains(fmt.Sprint(k.notices[0].Lines), "example.zoom.us") {
			t.Errorf("notices %+v", k.notices)
		}
	})
}

// TestRoomElsewhere changes the provider while rooms are at the one before: nothing can be asked of that, and who takes part is told.
func TestRoomElsewhere(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		c := k.meeting(zoom)
		k.Must(k.tend(c))
		k.Must(k.SaveVideo(k.Ctx, video.Config{Provider: video.Jitsi, URL: "https://meet.test"}))
		k.cancel(c)
		k.Must(k.tend(c))
		if len(k.notices) != 1 || !strings.Contains(fmt.Sprint(k.notices[0].Lines), "example.zoom.us") || len(zoom.Rooms()) != 1 {
			t.Errorf("%+v", k.notices)
		}
	})
}

// TestTry makes a room to try a provider, and leaves none.
func TestTry(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		zoom := videotest.Zoom(t)
		tried, err := k.TryVideo(k.Ctx, zoom.Config)
		k.Must(err)
		if tried.Room == "" || tried.Closed != nil || len(zoom.Rooms()) > 0 {
			t.Errorf("%+v, left %v", tried, zoom.Rooms())
		}
	})
}

// TestRestricted: a restricted desk makes no room, whatever is set, and takes no guests.
func TestRestricted(t *testing.T) {
	bubble(t, func(k *desk) {
		k.Must(k.SaveVideo(k.Ctx, video.Config{Provider: video.Jitsi, URL: "https://meet.test"}))
		k.Restricted = true
		_, token := k.link(Offering{})
		at := k.free(token, 30)[0]
		if _, err := k.Book(k.T.Context(), token, Choice{At: at, Minutes: 30, Guests: []string{"bob@x.test"}}); !fault.Is(err, fault.Invalid) {
			k.T.Errorf("a guest is taken: %v", err)
		}
		c, err := k.Book(k.T.Context(), token, Choice{At: at, Minutes: 30})
		k.Must(err)
		if text := strings.Join(k.letters[0].Paragraphs, "\n"); c.Room != "" || !strings.Contains(text, "without video") ||
			strings.Contains(text, "meet.test") {
			k.T.Errorf("%q: %s", c.Room, text)
		}
	})
}

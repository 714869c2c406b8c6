package call

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/video"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRoomComesLate has the provider fail when a call is booked: the invitation says that the link follows and the host is told,
// once; the room that is made later is sent under the same UID with the next SEQUENCE.
func TestRoomComesLate(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		var up atomic.Bool
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !up.Load() {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			w.Write([]byte(`{"access_token":"t","id":7,"join_url":"https://zoom.test/j/7"}`))
		}))
		defer server.Close()
		k := newDesk(t, d)
		must(t, k.SaveVideo(k.ctx, video.Config{Provider: video.Zoom, Account: "a", Client: "b", Secret: "c", API: server.URL, Tokens: server.URL}))
		var c Call
		k.do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = k.ScheduleIn(ctx, tx, Booking{Kind: Meeting, Subject: event.Subject{Type: "review", ID: 1}, Title: "Support call", At: tx.Now().Add(48 * time.Hour).Truncate(time.Hour), Minutes: 30,
				Hosts: []int64{k.ana.ID}, Guests: []int64{k.dana.ID}})
			return err
		})
		if len(k.letters) != 0 {
			t.Fatalf("invited before the provider was asked: %+v", k.letters)
		}
		for range 2 {
			if err := k.openRoom(k.ctx, jobOf(t, roomArgs{c.ID})); !fault.Is(err, fault.Unavailable) {
				t.Fatalf("the job does not try again: %v", err)
			}
		}
		if len(k.letters) != 2 || len(k.notices) != 1 || !strings.Contains(strings.Join(k.letters[0].Paragraphs, "\n"), "The link to the room follows") {
			t.Fatalf("letters %+v, notices %+v", k.letters, k.notices)
		}
		up.Store(true)
		must(t, k.openRoom(k.ctx, jobOf(t, roomArgs{c.ID})))
		must(t, k.openRoom(k.ctx, jobOf(t, roomArgs{c.ID}))) // again, as after a crash
		if len(k.letters) != 4 || !strings.Contains(k.letters[2].Calendar, "SEQUENCE:1\r\n") || !strings.Contains(k.letters[2].Calendar, "LOCATION:https://zoom.test/j/7") {
			t.Errorf("letters %+v", k.letters)
		}
	})
}

// TestRestricted: a restricted desk makes no room, whatever is set, and takes no guests.
func TestRestricted(t *testing.T) {
	bubble(t, func(k *desk) {
		must(k.t, k.SaveVideo(k.ctx, video.Config{Provider: video.Jitsi, URL: "https://meet.test"}))
		k.Restricted = true
		_, token := k.link(Offering{})
		at := k.free(token, 30)[0]
		if _, err := k.Book(k.t.Context(), token, Choice{At: at, Minutes: 30, Guests: []string{"bob@x.test"}}); !fault.Is(err, fault.Invalid) {
			k.t.Errorf("a guest is taken: %v", err)
		}
		c, err := k.Book(k.t.Context(), token, Choice{At: at, Minutes: 30})
		must(k.t, err)
		if text := strings.Join(k.letters[0].Paragraphs, "\n"); c.Room != "" || !strings.Contains(text, "without video") || strings.Contains(text, "meet.test") {
			k.t.Errorf("%q: %s", c.Room, text)
		}
	})
}

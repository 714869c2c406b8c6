package call

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/ical"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// TestCalendarServer keeps an engineer's calendar on a real server: what stands there keeps calls away, and calls are written
// there, moved and taken out, as another program that follows the same calendar sees.
func TestCalendarServer(t *testing.T) {
	each(t, func(t testing.TB, k *desk) {
		collection := store(t)
		k.Must(k.LinkCalendar(k.As(k.ana), Linking{Kind: CalDAV, URL: collection, Username: "ana", Password: "x", Puts: true}))
		c, token := k.link(Offering{})
		free := k.free(token, 30)
		taken := free[8]
		put(t, collection+"dentist.ics",
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:"+
				taken.Format("20060102T150405Z")+"\r\nDURATION:PT30M\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
		k.Must(k.fetch(k.Ctx, jobOf(t, fetchArgs{k.ana.ID})))
		if cal, err := k.MyCalendar(k.As(k.ana)); err != nil || cal.Trouble != "" || cal.Events != 1 || !cal.HasPassword {
			t.Fatalf("%+v, %v", cal, err)
		}
		if slices.ContainsFunc(k.free(token, 30), taken.Equal) {
			t.Error("a call can be booked while the engineer is at the dentist")
		}
		f := follow(t, collection)
		seen := func() string {
			k.Must(k.put(k.Ctx, jobOf(t, putArgs{c.ID, k.ana.ID})))
			return f.sees(c.UID)
		}
		_, err := k.Book(t.Context(), token, Choice{At: free[0], Minutes: 30})
		k.Must(err)
		if got := seen(); !strings.Contains(got, "SEQUENCE:0") || !begins(t, got).Equal(free[0]) || strings.Contains(got, "METHOD") {
			t.Errorf("booked: %s", got)
		}
		_, err = k.MoveByLink(t.Context(), token, Choice{At: free[2]})
		k.Must(err)
		if got := seen(); !strings.Contains(got, "SEQUENCE:1") || !begins(t, got).Equal(free[2]) {
			t.Errorf("moved: %s", got)
		}
		k.Must(k.fetch(k.Ctx, jobOf(t, fetchArgs{k.ana.ID})))
		if cal, err := k.MyCalendar(k.As(k.ana)); err != nil || cal.Events != 1 {
			t.Errorf("the call counts twice, as itself and as what was read: %+v, %v", cal, err)
		}
		_, err = k.CancelByLink(t.Context(), token, "")
		k.Must(err)
		if got := seen(); got != "" {
			t.Errorf("cancelled: %s", got)
		}
	})
}

// begins is when the event of a file begins, by the zone that the file describes.
func begins(t testing.TB, text string) time.Time {
	t.Helper()
	got, err := ical.Read(t.Context(), []byte(text), ical.Span{From: time.Unix(0, 0), Until: time.Now().AddDate(1, 0, 0)})
	if err != nil || len(got.Occurrences) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	return got.Occurrences[0].From
}

func jobOf(t testing.TB, args any) job.Job {
	t.Helper()
	raw, err := json.Marshal(args)
	must(t, err)
	return job.Job{Args: raw, Attempt: 1}
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	all, err := filepath.Glob(pattern)
	must(t, err)
	return all
}

func put(t testing.TB, address, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, address, strings.NewReader(text))
	must(t, err)
	r.SetBasicAuth("ana", "x")
	r.Header.Set("Content-Type", "text/calendar")
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("the calendar server takes no event: %s", answer.Status)
	}
}

// TestStale: a calendar that is down, lies, or is empty all of a sudden leaves the last good copy in use; its owner is told once it
// is a day old, and nothing is ever kept from being booked.
func TestStale(t *testing.T) {
	bubble(t, func(k *desk) {
		var c Calendar
		k.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			c, err = lockCalendar(ctx, tx, k.ana.ID)
			c.Kind, c.URL = Feed, "http://127.0.0.1:1/gone.ics"
			c.Events, c.GoodAt = 7, tx.Now()
			c.Busy = append(c.Busy, spanAt(firstMonday, time.Hour))
			if err != nil {
				return err
			}
			return saveCalendar(ctx, tx, c)
		})
		k.Wait(25*time.Hour + time.Minute)
		cal, err := k.MyCalendar(k.As(k.ana))
		k.Must(err)
		if cal.Trouble == "" || len(cal.Busy) != 1 || cal.AskedAt.IsZero() || len(k.notices) != 1 || k.notices[0].To[0].ID != k.ana.ID {
			k.T.Errorf("%+v, notices %+v", cal, k.notices)
		}
		_, token := k.link(Offering{})
		if free := k.free(token, 30); len(free) == 0 || slices.ContainsFunc(free, firstMonday.Equal) {
			k.T.Errorf("free: %v", free)
		}
	})
}

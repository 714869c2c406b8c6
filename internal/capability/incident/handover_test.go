package incident

import (
	"testing"
	"time"
)

// TestShift finds the stretch between two hours, over midnight and without hours, too.
func TestShift(t *testing.T) {
	at := func(text string) time.Time {
		x, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, c := range []struct {
		hours            []string
		now, from, until string
	}{
		{[]string{"00:00", "08:00", "16:00"}, "2026-11-11 09:00", "2026-11-11 08:00", "2026-11-11 16:00"},
		{[]string{"00:00", "08:00", "16:00"}, "2026-11-11 16:00", "2026-11-11 16:00", "2026-11-12 00:00"},
		{[]string{"22:30", "06:15"}, "2026-11-11 03:00", "2026-11-10 22:30", "2026-11-11 06:15"},
		{[]string{"22:30", "06:15"}, "2026-11-11 23:00", "2026-11-11 22:30", "2026-11-12 06:15"},
		{[]string{"09:00"}, "2026-11-11 08:59", "2026-11-10 09:00", "2026-11-11 09:00"},
		{nil, "2026-11-11 12:00", "2026-11-11 00:00", "2026-11-12 00:00"},
	} {
		got := Duty{Hours: c.hours}.shift(at(c.now))
		if !got.From.Equal(at(c.from)) || !got.Until.Equal(at(c.until)) {
			t.Errorf("%v at %s: %s", c.hours, c.now, got)
		}
	}
}

// TestHandOver makes one record at the end of each shift, also of those in which nothing happened.
func TestHandOver(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.Wait(6 * time.Minute)
		k.Wait(24 * time.Hour)
		list, err := k.HandOvers(k.As(k.ana), 10)
		k.Must(err)
		if len(list) != 3 {
			t.Fatalf("a day of three shifts has %d records", len(list))
		}
		k.declare(3)
		k.Wait(8 * time.Hour)
		list, err = k.HandOvers(k.As(k.ana), 10)
		k.Must(err)
		if h := list[0]; len(list) != 4 || len(h.Open) != 1 || h.Published != 1 || h.Open[0].Status != Investigating {
			t.Errorf("%d records, the newest is %+v", len(list), h)
		}
		k.Must(k.Pass(k.As(k.ana), list[0].ID, "Watch the disk"))
		if h, err := k.HandOver(k.As(k.lea), list[0].ID); err != nil || h.Note != "Watch the disk" || h.NoteBy != k.ana.ID {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

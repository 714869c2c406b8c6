package queue

import (
	"testing"
	"time"
)

func TestClasses(t *testing.T) {
	shift := Shift{Region: "emea", End: at(16, 0), Beyond: time.Hour, Hours: at(17, 0)}
	for name, c := range map[string]struct {
		ticket Listed
		want   Class
	}{
		"first reply breached":         {Listed{FirstReply: true, BreachAt: at(3, 0)}, P1},
		"first reply within the shift": {Listed{FirstReply: true, BreachAt: at(16, 30)}, P1},
		"an hour behind the end":       {Listed{FirstReply: true, BreachAt: at(17, 0)}, P1},
		"just behind that":             {Listed{FirstReply: true, BreachAt: at(17, 1)}, P3},
		"next reply, our region":       {Listed{NextReply: true, Region: "emea", BreachAt: at(12, 0)}, P2},
		"another region's":             {Listed{NextReply: true, Region: "amer", BreachAt: at(12, 0)}, Unlisted},
		"within the region's day":      {Listed{NextReply: true, Region: "emea", BreachAt: at(18, 0)}, P3},
		"tomorrow":                     {Listed{FirstReply: true, BreachAt: at(30, 0)}, Unlisted},
		"no clock":                     {Listed{FirstReply: true}, Unlisted},
		"an update is due":             {Listed{BreachAt: at(12, 0), Region: "emea"}, P3},
	} {
		if got := shift.ClassOf(c.ticket); got != c.want {
			t.Errorf("%s: P%d, want P%d", name, got, c.want)
		}
	}
}

func TestWorkdays(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d, hour int) time.Time { return time.Date(2026, 3, d, hour, 30, 0, 0, amsterdam) }
	for _, c := range []struct{ from, want time.Time }{
		{day(2, 10), day(4, 10)}, // Monday to Wednesday
		{day(5, 10), day(9, 10)}, // Thursday to Monday
		{day(6, 10), day(10, 10)},
		{day(7, 10), time.Date(2026, 3, 11, 0, 0, 0, 0, amsterdam)}, // a Saturday counts from Monday 00:00
		{day(26, 10), day(30, 10)},                                  // over the change of clocks: the same wall time
	} {
		if got := AddWorkdays(c.from, 2, amsterdam); !got.Equal(c.want) {
			t.Errorf("2 working days from %v: %v, want %v", c.from, got.In(amsterdam), c.want)
		}
	}
	if breach := day(2, 10); VeryBreached(breach, day(4, 9), 2, amsterdam) || !VeryBreached(breach, day(4, 10), 2, amsterdam) ||
		VeryBreached(time.Time{}, day(4, 10), 2, amsterdam) {
		t.Error("very breached begins two working days behind the breach")
	}
}

package rotation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

const day = 86400 // seconds by labels

// window is a Window by labels: seconds since midnight. The end may be one of the next day.
type window struct {
	on         [7]bool
	start, end int64
}

// readWindow makes sense of a window. The error is a *fault.Error without a field.
func readWindow(v Window) (window, error) {
	var w window
	if len(v.Days) == 0 {
		return w, fault.New(fault.Invalid, "The window %s to %s is on no day, so it never opens. Name at least one weekday.", v.Start, v.End)
	}
	for _, d := range v.Days {
		if d < time.Sunday || d > time.Saturday {
			return w, fault.New(fault.Invalid, "%d is no weekday. Sunday is 0, and Saturday 6.", int(d))
		}
		w.on[d] = true
	}
	start, err := readClock(v.Start)
	if err != nil {
		return w, err
	}
	end, err := readClock(v.End)
	if err != nil {
		return w, err
	}
	if start == day {
		return w, fault.New(fault.Invalid, "A window cannot start at 24:00. Let it start at 00:00 of the next day.")
	}
	if end <= start {
		end += day
	}
	w.start, w.end = start, end
	return w, nil
}

// readClock reads 15:04, or 24:00, as seconds since midnight.
func readClock(text string) (int64, error) {
	if text == "24:00" {
		return day, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "“%s” is no time of day. Write it like 09:00; the end of a day is 24:00.", fault.Clip(text, 20))
	}
	return int64(t.Hour()*3600 + t.Minute()*60), nil
}

// clock writes seconds since midnight as 15:04. Those of the next day begin again, but its beginning is 24:00.
func clock(seconds int64) string {
	if seconds > day {
		seconds -= day
	}
	return fmt.Sprintf("%02d:%02d", seconds/3600, seconds%3600/60)
}

// stretch is a stretch of time in seconds of the Unix clock, and whose it is.
type stretch struct {
	from, to int64
	user     int64
}

// open lists, sorted and without overlaps, when any of the windows is open between two instants.
func open(windows []window, w wall, from, to int64) (all []stretch) {
	// A window may have begun the day before, and a zone may skip a day more.
	midnight := floorDiv(w.shown(from), day)*day - 2*day
	for ; midnight <= w.shown(to)+day; midnight += day {
		weekday := floorMod(midnight/day+4, 7) // 1 January 1970 was a Thursday
		for _, v := range windows {
			if !v.on[weekday] {
				continue
			}
			a, b := max(from, w.first(midnight+v.start)), min(to, w.last(midnight+v.end))
			if a < b {
				all = append(all, stretch{from: a, to: b})
			}
		}
	}
	return joined(all)
}

// joined sorts stretches and makes one of those that touch. It reuses the list.
func joined(all []stretch) []stretch {
	slices.SortFunc(all, func(a, b stretch) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	kept := all[:0]
	for _, s := range all {
		if n := len(kept); n > 0 && s.from <= kept[n-1].to {
			kept[n-1].to = max(kept[n-1].to, s.to)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// String writes a window as “mon, tue 09:00-17:00”.
func (v Window) String() string {
	days := make([]string, len(v.Days))
	for i, d := range v.Days {
		days[i] = strings.ToLower(d.String()[:3])
	}
	return strings.Join(days, ", ") + " " + v.Start + "-" + v.End
}

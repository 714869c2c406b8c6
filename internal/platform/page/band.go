package page

import (
	"cmp"
	"slices"
	"time"
)

// Band is the sun band: the day's regions, who is on call, when the next hand-over is.
type Band struct {
	Regions []Region // in the order of their day; the band's day begins when the first opens
	OnCall  *OnCall  // nil shows nobody
	Href    string   // the region board; empty makes no link
	URL     string   // where the band is fetched again after a hand-over; may be empty
}

// Region is a part of the world that has the watch during its day.
type Region struct {
	Name  string // "EMEA"
	City  string // "Amsterdam"
	Zone  *time.Location
	Open  time.Duration // since local midnight
	Close time.Duration // since the same midnight; over 24 h if the watch ends the next day
	Tone  string        // violet, ochre, coral, teal, moss or rose
}

// OnCall is the person who is paged now.
type OnCall struct {
	Who   Person
	Until time.Time
}

// Sky is the band at one moment, in parts of its 24 hours: 0 is the left end, 1 the right.
type Sky struct {
	Start time.Time // the left end
	Sun   float64
	Spans []Span // by their beginning: each new watch is drawn over the one it relieves
	Next  Change
}

// Span is a stretch in which a region has the watch.
type Span struct {
	Region   int // index into Band.Regions
	From, To float64
	Open     bool // it is running now
}

// Change is the next moment at which a region stops, or starts if nobody has the watch now.
type Change struct {
	Region int // -1 if there is no region at all
	At     time.Time
	Opens  bool
}

// day is the width of the band. It is 24 hours on every day: the band shows moments, not one place's clock.
const day = 24 * time.Hour

// SkyAt works out the band at now. The watch of each region is worked out in its own zone, so days with a
// clock change come out right.
func SkyAt(regions []Region, now time.Time) Sky {
	sky := Sky{Start: now.Truncate(time.Minute), Next: Change{Region: -1}}
	if len(regions) == 0 {
		return sky
	}
	for _, w := range watches(regions[0], now) {
		if !w.open.After(now) {
			sky.Start = w.open // the last one that is not in the future stays
		}
	}
	sky.Sun = part(sky.Start, now)
	for i, r := range regions {
		for _, w := range watches(r, now) {
			from, to := part(sky.Start, w.open), min(1, part(sky.Start, w.close))
			if from < 1 && to > 0 {
				sky.Spans = append(sky.Spans, Span{Region: i, From: from, To: to, Open: w.covers(now)})
			}
		}
	}
	slices.SortStableFunc(sky.Spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for i := range sky.Spans {
		sky.Spans[i].From = max(0, sky.Spans[i].From)
	}
	sky.Next = nextChange(regions, now)
	return sky
}

// nextChange is the earliest end of a running watch, or the earliest start if none runs.
func nextChange(regions []Region, now time.Time) Change {
	var ends, starts []Change
	for i, r := range regions {
		for _, w := range watches(r, now) {
			if w.covers(now) {
				ends = append(ends, Change{Region: i, At: w.close})
			} else if w.open.After(now) {
				starts = append(starts, Change{Region: i, At: w.open, Opens: true})
			}
		}
	}
	if len(ends) == 0 {
		ends = starts
	}
	if len(ends) == 0 {
		return Change{Region: -1}
	}
	return slices.MinFunc(ends, func(a, b Change) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Region, b.Region)) })
}

type watch struct{ open, close time.Time }

func (w watch) covers(t time.Time) bool { return !t.Before(w.open) && t.Before(w.close) }

// watches gives the region's watches around now, oldest first.
func watches(r Region, now time.Time) []watch {
	local := now.In(r.Zone)
	var all []watch
	for d := -2; d <= 2; d++ {
		at := func(since time.Duration) time.Time {
			return time.Date(local.Year(), local.Month(), local.Day()+d, 0, int(since/time.Minute), 0, 0, r.Zone)
		}
		all = append(all, watch{at(r.Open), at(r.Close)})
	}
	return all
}

func part(start, t time.Time) float64 { return float64(t.Sub(start)) / float64(day) }

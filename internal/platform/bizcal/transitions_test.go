package bizcal_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/bizcal/zonetest"
)

// transitions finds the changes of a zone's offset from 2000 to 2037 without asking for them: it looks every six hours,
// and halves where the offset is another.
func transitions(zone *time.Location) (all []time.Time) {
	offset := func(t time.Time) int {
		_, o := t.In(zone).Zone()
		return o
	}
	const step = 6 * time.Hour
	end := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	for a := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); a.Before(end); a = a.Add(step) {
		low, high := a, a.Add(step)
		if offset(low) == offset(high) {
			continue
		}
		for high.Sub(low) > time.Second {
			if mid := low.Add(high.Sub(low) / 2).Truncate(time.Second); offset(mid) == offset(low) {
				low = mid
			} else {
				high = mid
			}
		}
		all = append(all, high)
	}
	return all
}

// TestEveryTransition compares, around every change of every zone's clocks from 2000 to 2037 and around the end of
// every year, a calendar that has edges all around it with the oracle that asks every minute.
func TestEveryTransition(t *testing.T) {
	names := zonetest.Every(t)
	if len(names) < 500 {
		t.Fatalf("only %d zones were found", len(names))
	}
	changes := 0
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(uint64(i), 2037))
			found := transitions(zone)
			changes += len(found)
			for y := 2004; y <= 2044; y += 8 { // leap years end in golang/go#81583
				found = append(found, time.Date(y, 12, 31, 12, 0, 0, 0, time.UTC))
			}
			for _, at := range found {
				spec := around(random, name, at.In(zone))
				from, minutes := window(zone, at)
				agree(t, mustCalendar(t, spec), newOracle(spec), from, minutes)
			}
		})
	}
	t.Logf("%d zones, %d changes", len(names), changes)
	if changes < 10_000 {
		t.Errorf("only %d changes were found", changes)
	}
}

// window gives the minutes to compare around a change: the night of it, and the days about it where the date changes,
// too, or in the long run.
func window(zone *time.Location, at time.Time) (from time.Time, minutes int) {
	hours := 5
	_, before := at.Add(-time.Second).In(zone).Zone()
	if _, after := at.In(zone).Zone(); max(before-after, after-before) > 2*60*60 || os.Getenv("DAYWATCH_LONG") != "" {
		hours = 27
	}
	return at.Truncate(time.Minute).Add(-time.Duration(hours) * time.Hour), 2 * hours * 60
}

// around makes a calendar of a zone with spans and exceptions on the days around at.
func around(random *rand.Rand, zone string, at time.Time) bizcal.Spec {
	spec := bizcal.Spec{Zone: zone}
	for d := range spec.Weekly {
		spec.Weekly[d] = randomSpans(random)
	}
	for n := -2; n <= 2; n++ {
		date := bizcal.DateOf(at).AddDays(n)
		switch random.IntN(6) {
		case 0:
			spec.Holidays = append(spec.Holidays, bizcal.Holiday{Date: date})
		case 1:
			spec.Special = append(spec.Special, bizcal.Special{Date: date, Spans: randomSpans(random)})
		}
	}
	return spec
}

// randomSpans draws up to four spans, most of their edges in the hours in which clocks are changed.
func randomSpans(random *rand.Rand) (spans []bizcal.Span) {
	if random.IntN(5) == 0 {
		return []bizcal.Span{{From: 0, To: bizcal.Day}}
	}
	for at := random.IntN(90); at < bizcal.Day; at += 1 + random.IntN(700) {
		from := at
		at = min(bizcal.Day, at+1+random.IntN(200))
		spans = append(spans, bizcal.Span{From: from, To: at})
	}
	return spans
}

// TestSlimZoneinfo repeats, in a process of its own, what depends on zones with those that Go brings along, and with
// none on the machine.
func TestSlimZoneinfo(t *testing.T) {
	if os.Getenv("ZONEINFO") != "" {
		t.Skip("this is the process with zones of its own")
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^(TestVectors|TestOwnVectors|TestEveryTransition)$")
	cmd.Env = append(os.Environ(), "ZONEINFO="+zonetest.Zip(t))
	out, err := cmd.CombinedOutput()
	if passed := strings.Count(string(out), "--- PASS: "); err != nil || passed < 500 {
		tail := out[max(0, len(out)-2000):]
		t.Errorf("%d tests passed, %v:\n%s", passed, err, tail)
	}
}

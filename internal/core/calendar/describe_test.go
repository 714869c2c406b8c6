package calendar_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func TestDescribe(t *testing.T) {
	for text, want := range map[string]string{
		"mon-fri: 08:00-18:00":                                             "Monday to Friday 08:00–18:00 Amsterdam",
		"mon-fri: 0800-1230, 1315-1800\nsaturday: 09:00-12:00":             "Monday to Friday 08:00–12:30 and 13:15–18:00; Saturday 09:00–12:00 Amsterdam",
		"mon, tue, thu, sun: 08:00-18:00":                                  "Monday, Tuesday, Thursday, Sunday 08:00–18:00 Amsterdam",
		"mon-sun: 00:00-24:00":                                             "always Amsterdam",
		"monday: 22:00-24:00\ntuesday: 00:00-06:00":                        "Monday 22:00–06:00 Amsterdam",
		"sunday: 22:00-24:00\nmonday: 00:00-06:00, 09:00-10:00":            "Monday 09:00–10:00; Sunday 22:00–06:00 Amsterdam",
		"sunday: 15:00-24:00\nmon-thu: 00:00-24:00\nfriday: 00:00-17:00":   "Sunday 15:00 to Friday 17:00 Amsterdam",
		"saturday: 15:00-24:00\nsunday: 00:00-17:00":                       "Saturday 15:00 to Sunday 17:00 Amsterdam",
		"saturday: 15:00-24:00\nsunday: 00:00-24:00\nmon-fri: 08:00-17:00": "Saturday 15:00 to Sunday 24:00; Monday to Friday 08:00–17:00 Amsterdam",
		"wednesday: 00:00-24:00":                                           "Wednesday 00:00–24:00 Amsterdam",
		"mon-sun: 08:00-12:00, 12:00-18:00":                                "Monday to Sunday 08:00–18:00 Amsterdam",
		"wednesday: 12:00-24:00\nthursday: 00:00-12:00, 13:00-14:00":       "Wednesday 12:00 to Thursday 12:00; Thursday 13:00–14:00 Amsterdam",
	} {
		if got := calendar.Describe(bizcal.Spec{Zone: "Europe/Amsterdam", Weekly: week(t, text)}); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	day := bizcal.Date{Year: 2026, Month: 12, Day: 24}
	spec := bizcal.Spec{Zone: "America/Argentina/Buenos_Aires", Holidays: []bizcal.Holiday{{Date: day.AddDays(1)}, {Date: day.AddDays(2)}},
		Special: []bizcal.Special{{Date: day, Spans: []bizcal.Span{{From: 0, To: 60}}}}}
	if got, want := calendar.Describe(spec), "special days only Buenos Aires, 2 holidays, 1 special day"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Whatever a week is, its summary says each of its open minutes once.
func TestSummarySaysTheWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w bizcal.Week
		for day := range w {
			at := 0
			for range rapid.IntRange(0, 3).Draw(t, "spans") {
				from := rapid.IntRange(at, bizcal.Day-1).Draw(t, "from")
				if rapid.Bool().Draw(t, "touch") {
					from = at
				}
				to := rapid.IntRange(from+1, bizcal.Day).Draw(t, "to")
				w[day] = append(w[day], bizcal.Span{From: from, To: to})
				if at = to; at == bizcal.Day {
					break
				}
			}
		}
		said := map[int]int{}
		for _, s := range calendar.Summary(w) {
			for _, d := range s.Days {
				for _, r := range s.Spans {
					for m := r.From; m < r.To; m++ {
						said[(int(d)*bizcal.Day+m)%(7*bizcal.Day)]++
					}
				}
			}
		}
		open := map[int]int{}
		for d, spans := range w {
			for _, s := range spans {
				for m := s.From; m < s.To; m++ {
					open[d*bizcal.Day+m]++
				}
			}
		}
		if diff := cmp.Diff(open, said); diff != "" {
			t.Fatalf("%v is said otherwise:\n%s", w, diff)
		}
	})
}

func TestParseHours(t *testing.T) {
	for text, want := range map[string]string{"": "", " closed ": "", "-": "", "08:00-12:30, 13:15-18:00": "08:00-12:30, 13:15-18:00",
		"1315-1800;0800-1230": "08:00-12:30, 13:15-18:00", "09:00–24:00,": "09:00-24:00", "08:00-12:00\n13:00-14:00": "08:00-12:00, 13:00-14:00"} {
		spans, err := calendar.ParseHours(text)
		if got := calendar.FormatHours(spans); err != nil || got != want {
			t.Errorf("%q reads as %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"9 to 5", "08:00", "17:00-09:00", "08:00-25:00", "closed, 08:00-09:00"} {
		if spans, err := calendar.ParseHours(text); err == nil {
			t.Errorf("%q reads as %v", text, spans)
		}
	}
}

// What is read is written so that it reads the same again.
func FuzzParseHours(f *testing.F) {
	f.Add("08:00-12:30, 13:15-18:00")
	f.Add("0000-2400")
	f.Fuzz(func(t *testing.T, text string) {
		spans, err := calendar.ParseHours(text)
		if err != nil {
			return
		}
		again, err := calendar.ParseHours(calendar.FormatHours(spans))
		if diff := cmp.Diff(spans, again); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	})
}

func TestDayRange(t *testing.T) {
	days := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Friday, time.Saturday}
	if got, want := calendar.DayRange(days, time.Weekday.String, "–"), "Monday–Wednesday, Friday, Saturday"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

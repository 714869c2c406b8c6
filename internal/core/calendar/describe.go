package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Stretch is open time of the week as people say it: on each of Days, from From to To.
type Stretch struct {
	Days  []time.Weekday // in the order of a week from Monday; the day on which it begins
	Spans []Run
}

// Run is open without a break from a time of one day to a time of the same or a later one, in minutes since that
// first day's midnight.
type Run struct{ From, To int }

// Long reports whether a run has to be told with its last day, because its two times alone would read as less.
func (r Run) Long() bool { return r.To-r.From > bizcal.Day || r.To-r.From == bizcal.Day && r.From > 0 }

// Ends gives how many days after its first day a run ends, and the time of that day in minutes since its midnight.
func (r Run) Ends() (days, minutes int) {
	days = (r.To - 1) / bizcal.Day
	return days, r.To - days*bizcal.Day
}

// week is a week's length in minutes.
const week = 7 * bizcal.Day

// Summary gathers a week into as few stretches as say it all, in order from Monday. What is open round the clock is
// one run of a whole week that begins on Monday; hours that go on over midnight belong to the day they begin on, so
// that Sunday 15:00 to Friday 17:00 is one run. A long run is a stretch of its own.
func Summary(w bizcal.Week) []Stretch {
	var all []Stretch
	var short [7][]Run
	for _, r := range runs(w) {
		day := time.Weekday((r.From/bizcal.Day + 1) % 7) // runs count from Monday
		r = Run{r.From % bizcal.Day, r.From%bizcal.Day + r.To - r.From}
		if r.Long() {
			all = append(all, Stretch{Days: []time.Weekday{day}, Spans: []Run{r}})
			continue
		}
		short[day] = append(short[day], r)
	}
	for _, day := range Weekdays() {
		if len(short[day]) == 0 {
			continue
		}
		alike := func(s Stretch) bool { return slices.Equal(s.Spans, short[day]) }
		if i := slices.IndexFunc(all, alike); i >= 0 {
			all[i].Days = append(all[i].Days, day)
			continue
		}
		all = append(all, Stretch{Days: []time.Weekday{day}, Spans: short[day]})
	}
	return all
}

// runs joins the spans of a week that touch, from Monday's midnight on; what goes on from Sunday to Monday is one.
func runs(w bizcal.Week) []Run {
	var all []Run
	for i, day := range Weekdays() {
		for _, s := range inOrder(w[day]) {
			from, to := i*bizcal.Day+s.From, i*bizcal.Day+s.To
			if n := len(all); n > 0 && all[n-1].To >= from {
				all[n-1].To = max(all[n-1].To, to)
				continue
			}
			all = append(all, Run{from, to})
		}
	}
	if n := len(all); n > 1 && all[n-1].To == week && all[0].From == 0 {
		all[n-1].To += all[0].To
		all = all[1:]
	}
	return all
}

// Always reports whether a week is open round the clock.
func Always(w bizcal.Week) bool {
	all := runs(w)
	return len(all) == 1 && all[0] == Run{0, week}
}

// Describe says in English what a calendar's week is: "Monday to Friday 08:00–18:00 Amsterdam". Holidays and special
// days are counted.
func Describe(spec bizcal.Spec) string {
	var words []string
	switch summary := Summary(spec.Weekly); {
	case Always(spec.Weekly):
		words = append(words, "always")
	case len(summary) == 0:
		words = append(words, "special days only")
	default:
		for _, s := range summary {
			words = append(words, describe(s))
		}
	}
	text := strings.Join(words, "; ") + " " + Place(spec.Zone)
	if n := len(spec.Holidays); n > 0 {
		text += ", " + counted(n, "holiday")
	}
	if n := len(spec.Special); n > 0 {
		text += ", " + counted(n, "special day")
	}
	return text
}

func describe(s Stretch) string {
	if first := s.Spans[0]; first.Long() {
		days, end := first.Ends()
		return fmt.Sprintf("%s %s to %s %s", s.Days[0], Clock(first.From), (s.Days[0]+time.Weekday(days))%7, Clock(end))
	}
	spans := make([]string, len(s.Spans))
	for i, r := range s.Spans {
		spans[i] = r.String()
	}
	return DayRange(s.Days, time.Weekday.String, " to ") + " " + strings.Join(spans, " and ")
}

// String gives a run as 08:00–18:00, or 22:00–06:00 when it ends the next day.
func (r Run) String() string { return Clock(r.From) + "–" + Clock(r.To) }

// Clock writes minutes since midnight as 15:04; 24:00 is the end of that day, what lies behind is the next.
func Clock(minutes int) string {
	if minutes > bizcal.Day {
		minutes %= bizcal.Day
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// DayRange names days, with those that follow one another as a range: "Monday to Wednesday, Friday".
func DayRange(days []time.Weekday, name func(time.Weekday) string, to string) string {
	var words []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == (days[j]+1)%7 {
			j++
		}
		switch j - i {
		case 0:
			words = append(words, name(days[i]))
		case 1:
			words = append(words, name(days[i]), name(days[j]))
		default:
			words = append(words, name(days[i])+to+name(days[j]))
		}
		i = j + 1
	}
	return strings.Join(words, ", ")
}

// Place gives the city of a zone's name, as people say it: Los Angeles for America/Los_Angeles.
func Place(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

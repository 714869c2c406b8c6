package bizcal

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Day is the length of a day in minutes, and the label of its end, 24:00.
const Day = 24 * 60

// Span is a stretch of one day: the wall labels from From up to, and without, To. Both count minutes since local
// midnight, from 0 to Day. Its text form is 09:00-17:00.
type Span struct{ From, To int }

var spanText = regexp.MustCompile(`^\s*(\d{1,2}):?(\d{2})\s*[-–]\s*(\d{1,2}):?(\d{2})\s*$`)

// ParseSpan reads 09:00-17:00 or 0900-1700; the end may be 24:00. It refuses a span that is empty or ends before it
// begins, and says how hours over midnight are written. The error is a *fault.Error for the field hours.
func ParseSpan(text string) (Span, error) {
	s, err := readSpan(text)
	if err == nil {
		err = s.check()
	}
	return s, err
}

// readSpan reads a span in whatever order its ends are.
func readSpan(text string) (Span, error) {
	m := spanText.FindStringSubmatch(text)
	if m == nil {
		return Span{}, fault.Field("hours", "“%s” is no stretch of a day. Write it like 09:00-17:00 or 0900-1700.", text)
	}
	from, ok1 := minutes(m[1], m[2])
	to, ok2 := minutes(m[3], m[4])
	if !ok1 || !ok2 || from == Day {
		return Span{}, fault.Field("hours", "“%s” names a time that no day has. A day begins at 00:00 and ends at 24:00.", text)
	}
	return Span{From: from, To: to}, nil
}

func minutes(hour, minute string) (int, bool) {
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	at := h*60 + m
	return at, err1 == nil && err2 == nil && m < 60 && at <= Day
}

// check says what is wrong with the span, if anything.
func (s Span) check() error {
	switch {
	case s.From < 0 || s.From > Day || s.To < 0 || s.To > Day:
		return fault.Field("hours", "%d to %d minutes since midnight is not within a day, which has %d.", s.From, s.To, Day)
	case s.From == s.To:
		return fault.Field("hours", "%s is empty. For a whole day write 00:00-24:00.", s)
	case s.To == 0:
		return fault.Field("hours", "%s ends before it begins. The end of a day is 24:00: write %s.", s, Span{s.From, Day})
	case s.From > s.To:
		return fault.Field("hours", "%s ends before it begins. For hours over midnight write %s, and %s on the next day.",
			s, Span{s.From, Day}, Span{0, s.To})
	}
	return nil
}

// ParseOvernight reads a span that may run over midnight, such as 22:00-06:00, and gives the part of its own day and
// that of the next; the latter is the zero Span when there is none. An end of 00:00 is the end of the day. The error
// is a *fault.Error for the field hours.
func ParseOvernight(text string) (today, next Span, err error) {
	s, err := readSpan(text)
	if err != nil || s.From == s.To {
		_, err = ParseSpan(text)
		return Span{}, Span{}, err
	}
	if s.From < s.To {
		return s, Span{}, nil
	}
	return Span{From: s.From, To: Day}, Span{To: s.To}, nil
}

// String gives the span as 09:00-17:00.
func (s Span) String() string { return clock(s.From) + "-" + clock(s.To) }

// MarshalText gives the span as 09:00-17:00.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseSpan reads.
func (s *Span) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSpan(string(text))
	return err
}

// clock writes minutes since midnight as 15:04.
func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

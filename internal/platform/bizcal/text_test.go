package bizcal_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]bizcal.Span{
		"09:00-17:00": {From: 540, To: 1020}, "0700-1200": {From: 420, To: 720}, " 9:05 – 24:00 ": {From: 545, To: 1440}, "00:00-24:00": {To: 1440},
	} {
		if got, err := bizcal.ParseSpan(text); err != nil || got != want {
			t.Errorf("%q gives %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":            "“” is no stretch of a day. Write it like 09:00-17:00 or 0900-1700.",
		"9-17":        "“9-17” is no stretch of a day. Write it like 09:00-17:00 or 0900-1700.",
		"09:60-17:00": "“09:60-17:00” names a time that no day has. A day begins at 00:00 and ends at 24:00.",
		"24:00-24:01": "“24:00-24:01” names a time that no day has. A day begins at 00:00 and ends at 24:00.",
		"22:00-06:00": "22:00-06:00 ends before it begins. For hours over midnight write 22:00-24:00, and 00:00-06:00 on the next day.",
		"1500-0000":   "15:00-00:00 ends before it begins. The end of a day is 24:00: write 15:00-24:00.",
		"0000-0000":   "00:00-00:00 is empty. For a whole day write 00:00-24:00.",
	} {
		refused(t, text, second(bizcal.ParseSpan(text)), "hours", want)
	}
}

func TestParseDate(t *testing.T) {
	d, err := bizcal.ParseDate("2028-02-29")
	if want := (bizcal.Date{Year: 2028, Month: time.February, Day: 29}); err != nil || d != want || d.String() != "2028-02-29" {
		t.Errorf("%v, %v", d, err)
	}
	if d.Weekday() != time.Tuesday || d.AddDays(1).String() != "2028-03-01" || d.Compare(d.AddDays(-1)) != 1 || d.Compare(d) != 0 {
		t.Errorf("%v is a %v, and the next day is %v", d, d.Weekday(), d.AddDays(1))
	}
	for _, text := range []string{"2027-02-29", "24.12.2026", "2026-1-1", ""} {
		refused(t, text, second(bizcal.ParseDate(text)), "date", "“"+text+"” is no date. Write it like 2026-12-24.")
	}
}

func TestParseWeek(t *testing.T) {
	w, err := bizcal.ParseWeek("# the desk's hours\nmonday: [0700-1200, 1500-2400]\n\ntue-thu: 09:00-17:00\nfri, sat: ['0900-1200']\nsunday: []\n")
	if err != nil {
		t.Fatal(err)
	}
	const want = `monday: [07:00-12:00, 15:00-24:00]
tuesday: [09:00-17:00]
wednesday: [09:00-17:00]
thursday: [09:00-17:00]
friday: [09:00-12:00]
saturday: [09:00-12:00]
`
	if diff := cmp.Diff(want, w.String()); diff != "" {
		t.Error(diff)
	}
	text, err := json.Marshal(w)
	var again bizcal.Week
	if err := json.Unmarshal(text, &again); err != nil || cmp.Diff(w, again) != "" {
		t.Errorf("%s reads as %v, %v", text, again, err)
	}
	if err != nil || !bytes.Contains(text, []byte(`"monday":["07:00-12:00","15:00-24:00"]`)) {
		t.Errorf("%s, %v", text, err)
	}
	for text, want := range map[string][2]string{
		"mondy: 09:00-17:00": {"weekly", "“mondy” is no weekday. Write monday to sunday, mon to sun, or mon-fri."},
		"\n09:00-17:00":      {"weekly", "Line 2, “09:00-17:00”, names no day. Write it like monday: [0700-1200, 1500-2400]."},
		"tue: [2200-0600]": {"tuesday",
			"22:00-06:00 ends before it begins. For hours over midnight write 22:00-24:00, and 00:00-06:00 on the next day."},
		"tue: [0900-1200, 1100-1300]":  {"tuesday", "09:00-12:00 and 11:00-13:00 overlap. Write them as one: 09:00-13:00."},
		"mon-fri: 0900-1000\ntue: []":  {"tuesday", "The day has two lines. Write its hours in one, such as tuesday: [0700-1200, 1500-2400]."},
		"mon: [0900-1000":              {"monday", "“[0900-1000” has no ] at its end."},
		"mon: [0900-1000], 1200-1300]": {"monday", "“0900-1000]” is no stretch of a day. Write it like 09:00-17:00 or 0900-1700."},
	} {
		refused(t, text, second(bizcal.ParseWeek(text)), want[0], want[1])
	}
}

// TestOvernight splits what runs over midnight between two days, and over the end of the week.
func TestOvernight(t *testing.T) {
	var w bizcal.Week
	for _, text := range []string{"22:00-06:00", "12:00-13:00"} {
		if err := w.Put(time.Saturday, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Put(time.Monday, "1500-0000"); err != nil {
		t.Fatal(err)
	}
	const want = "monday: [15:00-24:00]\nsaturday: [22:00-24:00, 12:00-13:00]\nsunday: [00:00-06:00]\n"
	if diff := cmp.Diff(want, w.String()); diff != "" {
		t.Error(diff)
	}
	if _, err := bizcal.New(bizcal.Spec{Zone: "Europe/Berlin", Weekly: w}); err != nil {
		t.Error(err)
	}
	refused(t, "0900-0900", w.Put(time.Friday, "0900-0900"), "friday", "09:00-09:00 is empty. For a whole day write 00:00-24:00.")
}

// refused holds an error to its field and its sentence.
func refused(t *testing.T, input string, err error, field, sentence string) {
	t.Helper()
	got, of := fault.Public(err)
	if got != sentence || of != field || !fault.Is(err, fault.Invalid) {
		t.Errorf("%q is refused with %s: %s\nwant %s: %s", input, of, got, field, sentence)
	}
}

func second[T any](_ T, err error) error { return err }

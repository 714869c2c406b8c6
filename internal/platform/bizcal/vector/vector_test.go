package vector_test

import (
	"slices"
	"strings"
	"testing"
	_ "time/tzdata" // the zones, whatever the machine has

	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestRefused: what a vector, a calendar or a file holds that is not known is named, with what may stand there.
func TestRefused(t *testing.T) {
	const office = `{"tz": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}`
	const open = `{"id": "v", "op": "is_open", "calendar": "c", "at": "2026-01-01T00:00:00Z", "open": false}`
	pause := func(pauses string) string {
		return `{"id": "v", "op": "between_paused", "calendar": "c", "a": "2026-01-01T00:00:00Z", "b": "2026-01-01T00:00:00Z", "seconds": 0, "pauses": ` + pauses + `}`
	}
	between := func(rest string) string {
		return `{"id": "v", "op": "between", "calendar": "c", "a": "2026-01-01T00:00:00Z", "b": "2026-01-01T00:00:00Z"` + rest + `}`
	}
	for _, c := range []struct{ calendar, vector, want string }{
		{office, `7`, `vectors: 7 is no object.`},
		{office, `{"id": 7}`, `id: 7 is no name in quotes.`},
		{office, `{"id": "v", "op": "is_open"}`, `calendar: Nothing is no name in quotes.`},
		{office, strings.Replace(open, `"at"`, `"tags": 7, "at"`, 1), `tags: 7 is no list of names.`},
		{office, strings.Replace(open, "false", "0", 1), `open: 0 is neither true nor false.`},
		{office, between(``), `seconds: This is missing.`},
		{office, between(`, "seconds": -1`), `seconds: -1 is no number of seconds.`},
		{office, between(`, "seconds": 1e30`), `seconds: 1e30 is no number of seconds.`},
		{office, between(`, "seconds": 60, "minutes": 2`), `minutes: 2 does not agree with seconds, which are 60.`},
		{office, between(`, "seconds": 60, "due": ""`), `due: This is not known here. Allowed are id, op, calendar, tags, a, b, seconds, minutes.`},
		{office, pause(`{}`), `pauses: {} is no list of pauses. Write it like [[FROM, UNTIL]].`},
		{office, pause(`[["2026-01-01T00:00:00Z"]]`), `pauses: [["2026-01-01T00:00:00Z"]] is no pause. Write it like [FROM, UNTIL].`},
		{office, pause(`[["2026-01-01T00:00:00Z", null]]`), `pauses: null is no instant. Write it like 2025-03-09T07:00:00Z.`},
		{`7`, open, `calendars.c: 7 is no object.`},
		{`{"tz": "UTC", "week": {}}`, open, `calendars.c.week: This is not known here. Allowed are tz, weekly, holidays, special.`},
		{`{"weekly": {}}`, open, `calendars.c.tz: Nothing is no name of a time zone.`},
		{`{"tz": "UTC"}`, open, `calendars.c.weekly: Nothing is no week. Write it like {"mon": [["09:00", "17:00"]]}.`},
		{`{"tz": "UTC", "weekly": {"monday": []}}`, open, `calendars.c.weekly: “monday” is no day. Allowed are sun, mon, tue, wed, thu, fri, sat.`},
		{`{"tz": "UTC", "weekly": {"mon": [["09:00"]]}}`, open, `calendars.c.weekly.mon: ["09:00"] is no stretch of a day. Write it like ["09:00", "17:00"].`},
		{`{"tz": "UTC", "weekly": {"mon": [["17:00", "09:00"]]}}`, open,
			`calendars.c.weekly.mon: 17:00-09:00 ends before it begins. For hours over midnight write 17:00-24:00, and 00:00-09:00 on the next day.`},
		{`{"tz": "UTC", "weekly": {}, "holidays": ["May"]}`, open, `calendars.c.holidays: “May” is no date. Write it like 2026-12-24.`},
		{`{"tz": "UTC", "weekly": {}, "holidays": 1}`, open, `calendars.c.holidays: 1 is no list of dates.`},
		{`{"tz": "UTC", "weekly": {}, "special": {"May": []}}`, open, `calendars.c.special: “May” is no date. Write it like 2026-12-24.`},
		{`{"tz": "UTC", "weekly": {}, "special": []}`, open,
			`calendars.c.special: [] is no object of dates. Write it like {"2025-12-24": [["09:00", "13:00"]]}.`},
		{`{"any_of": []}`, open, `calendars.c.any_of: [] is no list of calendars.`},
		{`{"any_of": ["d"]}`, open, `calendars.c.calendar: “d” is none of the file's calendars.`},
		{`{"any_of": ["c"], "tz": "UTC"}`, open, `calendars.c.tz: This is not known here. Allowed are any_of.`},
	} {
		all, err := run(`{"version": 1, "calendars": {"c": ` + c.calendar + `}, "vectors": [` + c.vector + `]}`)
		if err != nil || len(all) != 1 || all[0].OK() {
			t.Fatalf("%s on %s: %v, %v", c.vector, c.calendar, all, err)
		}
		if got := show(all[0].Err); got != c.want {
			t.Errorf("%s on %s\ngot  %s\nwant %s", c.vector, c.calendar, got, c.want)
		}
	}
}

func TestRefusedFile(t *testing.T) {
	for text, want := range map[string]string{
		``:                               `: line 1 is no JSON: unexpected end of JSON input`,
		"{\n\"version\": 1,\n}":          `: line 3 is no JSON: invalid character '}' looking for beginning of object key string`,
		`[]`:                             `: a file of vectors is a JSON object with a list called vectors`,
		`null`:                           `: a file of vectors is a JSON object with a list called vectors`,
		`{"calendars": {}}`:              `version: None is not a version that this program reads; 1 is.`,
		`{"version": 1, "calendars": 7}`: `calendars: 7 is no object.`,
		`{"version": 1, "calendars": {}, "vectors": {}}`:              `vectors: The file holds no list of vectors.`,
		`{"version": 1, "calendars": {}, "vectors": [], "rotas": []}`: `rotas: This is not known here. Allowed are version, tzdata, calendars, vectors.`,
	} {
		if _, err := run(text); show(err) != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, show(err), want)
		}
	}
}

// TestFailed: a wrong answer keeps what was asked, what was expected and what came out; so does one that never comes.
func TestFailed(t *testing.T) {
	all, err := run(`{"version": 1, "calendars": {"c": {"tz": "Asia/Tokyo", "weekly": {}, "special": {"2026-01-05": [["09:00", "10:00"]]}}}, "vectors": [
		{"id": "late", "op": "add", "calendar": "c", "start": "2026-01-05T00:00:00Z", "seconds": 0.5, "due": "2026-01-05T00:00:01Z"},
		{"id": "never", "op": "next_open", "calendar": "c", "at": "2026-01-06T00:00:00Z", "result": "2026-01-07T00:00:00Z"},
		{"id": "same", "op": "add", "calendar": "c", "start": "2026-01-05T00:00:00Z", "seconds": 0.5, "due": "2026-01-05T09:00:00.5+09:00"}]}`)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	if r := all[0]; r.OK() || r.Got.Value != "2026-01-05T00:00:00.5Z" ||
		!strings.HasPrefix(r.Got.Local, "Mon 2026-01-05 09:00:00 +09:00") || len(r.Given) != 2 {
		t.Errorf("%+v", r)
	}
	if r := all[1]; r.OK() || r.Got.Value != "never" || r.Got.Local != "" {
		t.Errorf("%+v", r)
	}
	if r := all[2]; !r.OK() {
		t.Errorf("%+v", r)
	}
}

// FuzzCheck: no file makes the reader fall over, and what it refuses has a sentence.
func FuzzCheck(f *testing.F) {
	f.Add(`{"version": 1, "calendars": {"c": {"any_of": ["d"]}, "d": {"tz": "UTC", "weekly": {"mon": [["00:00", "24:00"]]}}}, "vectors": [{"id": "v", "op": "next_close", "calendar": "c", "at": "2026-01-05T00:00:00Z", "result": "2026-01-06T00:00:00Z"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		all, err := run(text)
		if err != nil && show(err) == "" {
			t.Errorf("%q is refused without a word", text)
		}
		for _, r := range all {
			if r.Err != nil && (!fault.Is(r.Err, fault.Invalid) || show(r.Err) == "") {
				t.Errorf("%q: %+v", text, r)
			}
		}
	})
}

func run(text string) ([]vector.Result, error) {
	top, err := vector.Split([]byte(text))
	if err != nil {
		return nil, err
	}
	results, err := vector.Check(top)
	if err != nil {
		return nil, err
	}
	return slices.Collect(results), nil
}

func show(err error) string {
	if err == nil {
		return ""
	}
	sentence, field := fault.Public(err)
	return field + ": " + sentence
}

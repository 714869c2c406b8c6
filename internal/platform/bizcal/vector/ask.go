package vector

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// op is one kind of question.
type op struct {
	given []string // the fields that ask
	want  string   // the field that answers
	ask   func(*bizcal.Calendar, values) answer
}

// answer is an instant, a length or yes and no; never is the answer of an instant that does not come.
type answer string

const never answer = "never"

func instant(t time.Time, ok bool) answer {
	if !ok {
		return never
	}
	return answer(t.UTC().Format(time.RFC3339Nano))
}

func length(d time.Duration) answer {
	return answer(strconv.FormatFloat(d.Seconds(), 'f', -1, 64))
}

var ops = map[string]op{
	"add": {[]string{"start", "seconds"}, "due", func(c *bizcal.Calendar, v values) answer {
		return instant(c.Add(v.at("start"), v.length))
	}},
	"between": {[]string{"a", "b"}, "seconds", func(c *bizcal.Calendar, v values) answer {
		return length(c.Between(v.at("a"), v.at("b")))
	}},
	"next_open": {[]string{"at"}, "result", func(c *bizcal.Calendar, v values) answer {
		return instant(c.NextOpen(v.at("at")))
	}},
	"next_close": {[]string{"at"}, "result", func(c *bizcal.Calendar, v values) answer {
		return instant(c.NextClose(v.at("at")))
	}},
	"add_paused": {[]string{"start", "seconds", "pauses"}, "due", func(c *bizcal.Calendar, v values) answer {
		return instant(c.AddPaused(v.at("start"), v.length, v.pauses))
	}},
	"between_paused": {[]string{"a", "b", "pauses"}, "seconds", func(c *bizcal.Calendar, v values) answer {
		return length(c.BetweenPaused(v.at("a"), v.at("b"), v.pauses))
	}},
	"is_open": {[]string{"at"}, "open", func(c *bizcal.Calendar, v values) answer {
		return answer(strconv.FormatBool(c.Open(v.at("at"))))
	}},
}

// check asks one vector.
func check(raw json.RawMessage, set *calendars) (r Result) {
	fields, err := object("vectors", raw)
	if err != nil {
		return Result{Err: err}
	}
	var head struct {
		ID, Op, Calendar string
		Tags             []string
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Result{ID: strings.Trim(excerpt(fields["id"]), `"`), Err: fault.Field("id, op, calendar, tags", "%v", err)}
	}
	r = Result{ID: head.ID, About: head.Op + " " + head.Calendar, Tags: head.Tags}
	question, ok := ops[head.Op]
	if !ok {
		r.Err = fault.Field("op", "“%s” is no question. Allowed are %s.", head.Op, strings.Join(slices.Sorted(maps.Keys(ops)), ", "))
		return r
	}
	calendar, err := set.get(head.Calendar)
	if err != nil {
		r.Err = err
		return r
	}
	v, err := question.read(fields)
	if err != nil {
		r.Err = err
		return r
	}
	for _, name := range question.given {
		r.Given = append(r.Given, v.line(name, calendar.Zone()))
	}
	r.Want = v.line(question.want, calendar.Zone())
	r.Got = line(question.want, question.ask(calendar, v), calendar.Zone())
	return r
}

// line shows an answer, and an instant also in zone.
func line(name string, a answer, zone *time.Location) Line {
	l := Line{Name: name, Value: string(a)}
	if t, err := time.Parse(time.RFC3339Nano, l.Value); err == nil {
		l.Local = fmt.Sprintf("%s %s", t.In(zone).Format("Mon 2006-01-02 15:04:05 -07:00"), zone)
	}
	return l
}

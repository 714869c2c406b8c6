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

// head is what every vector begins with.
type head struct {
	id, op, calendar string
	tags             []string
}

func readHead(fields map[string]json.RawMessage) (h head, err error) {
	for _, f := range []struct {
		name string
		to   *string
	}{{"id", &h.id}, {"op", &h.op}, {"calendar", &h.calendar}} {
		if err := json.Unmarshal(fields[f.name], f.to); err != nil {
			return h, fault.Field(f.name, "%s is no name in quotes.", or(excerpt(fields[f.name]), "Nothing"))
		}
	}
	if raw, ok := fields["tags"]; ok {
		if err := json.Unmarshal(raw, &h.tags); err != nil {
			return h, fault.Field("tags", "%s is no list of names.", excerpt(raw))
		}
	}
	return h, nil
}

// check asks one vector.
func check(raw json.RawMessage, set *calendars) Result {
	fields, err := object("vectors", raw)
	if err != nil {
		return Result{Err: err}
	}
	h, err := readHead(fields)
	r := Result{ID: h.id, About: h.op + " " + h.calendar, Tags: h.tags}
	if err == nil {
		err = r.ask(fields, h, set)
	}
	r.Err = err
	return r
}

// ask fills in the question, the expected answer and ours.
func (r *Result) ask(fields map[string]json.RawMessage, h head, set *calendars) error {
	question, ok := ops[h.op]
	if !ok {
		return fault.Field("op", "“%s” is no question. Allowed are %s.", h.op, strings.Join(slices.Sorted(maps.Keys(ops)), ", "))
	}
	calendar, err := set.get(h.calendar)
	if err != nil {
		return err
	}
	v, err := question.read(fields)
	if err != nil {
		return err
	}
	for _, name := range question.given {
		r.Given = append(r.Given, v.line(name, calendar.Zone()))
	}
	r.Want = v.line(question.want, calendar.Zone())
	r.Got = line(question.want, question.ask(calendar, v), calendar.Zone())
	return nil
}

// line shows an answer, and an instant also in zone.
func line(name string, a answer, zone *time.Location) Line {
	l := Line{Name: name, Value: string(a)}
	if t, err := time.Parse(time.RFC3339Nano, l.Value); err == nil {
		l.Local = fmt.Sprintf("%s %s", t.In(zone).Format("Mon 2006-01-02 15:04:05 -07:00"), zone)
	}
	return l
}

// Package vector answers test vectors about escalation: whom a page reaches, and when, from a policy.
package vector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// question is a vector.
type question struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Tags   []string  `json:"tags"`
	Policy policy    `json:"policy"`
	Start  time.Time `json:"start"`
	Ack    time.Time `json:"ack"`
	Pages  []page    `json:"pages"`
	Ended  string    `json:"ended"`
	At     time.Time `json:"ended_at"`
}

type policy struct {
	Steps     []step `json:"steps"`
	Repeat    int    `json:"repeat"`
	SkipEmpty *bool  `json:"skip_empty"` // absent: true
}

type step struct {
	Targets []struct {
		User     string          `json:"user"`
		Schedule json.RawMessage `json:"schedule"`
	} `json:"targets"`
	Minutes int `json:"timeout_minutes"`
}

type page struct {
	At   time.Time `json:"at"`
	Step int       `json:"step"`
	Loop int       `json:"loop"`
	Page []string  `json:"page"`
}

func (p page) line() vector.Line {
	return vector.Line{Name: "page",
		Value: fmt.Sprintf("%s step %d loop %d %s", instant(p.At), p.Step, p.Loop, strings.Join(slices.Sorted(slices.Values(p.Page)), ","))}
}

// Answer answers a vector: what was asked, what was expected and what came out. Who is on call in a schedule, as the vector
// writes it, is asked of onCall, which gives names. The error is a *fault.Error about the vector.
func Answer(raw json.RawMessage, onCall func(schedule json.RawMessage, at time.Time) ([]string, error)) (given, want, got []vector.Line, err error) {
	var q question
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return nil, nil, nil, fault.Wrap(fault.Invalid, err, "This cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	cast := &cast{onCall: onCall}
	p := cast.policy(q.Policy)
	if err := p.Check(); err != nil {
		return nil, nil, nil, err
	}
	for _, x := range q.Pages {
		want = append(want, x.line())
	}
	want = append(want, vector.Line{Name: "ended", Value: q.Ended + " " + instant(q.At)})
	all, ended, err := p.Run(q.Start, q.Ack, cast.resolve)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, a := range all {
		got = append(got, page{At: a.At, Step: a.Step, Loop: a.Loop, Page: cast.names(a.Users)}.line())
	}
	how := "exhausted"
	if !q.Ack.IsZero() && ended.Equal(q.Ack) {
		how = "acknowledged"
	}
	return []vector.Line{{Name: "start", Value: instant(q.Start)}}, want, append(got, vector.Line{Name: "ended", Value: how + " " + instant(ended)}), nil
}

// cast numbers the people and the schedules of a vector.
type cast struct {
	people    []string
	schedules []json.RawMessage
	onCall    func(schedule json.RawMessage, at time.Time) ([]string, error)
}

func (c *cast) id(name string) int64 {
	i := slices.Index(c.people, name)
	if i < 0 {
		i = len(c.people)
		c.people = append(c.people, name)
	}
	return int64(i + 1)
}

func (c *cast) names(ids []int64) (names []string) {
	for _, id := range ids {
		names = append(names, c.people[id-1])
	}
	return names
}

func (c *cast) policy(p policy) escalation.Policy {
	out := escalation.Policy{Repeat: p.Repeat, WaitEmpty: p.SkipEmpty != nil && !*p.SkipEmpty}
	for _, s := range p.Steps {
		next := escalation.Step{Timeout: time.Duration(s.Minutes) * time.Minute}
		for _, t := range s.Targets {
			target := escalation.Target{Everyone: true}
			if t.User != "" {
				target.User = c.id(t.User)
			} else {
				target.Schedule = strconv.Itoa(len(c.schedules))
				c.schedules = append(c.schedules, t.Schedule)
			}
			next.Targets = append(next.Targets, target)
		}
		out.Steps = append(out.Steps, next)
	}
	return out
}

func (c *cast) resolve(t escalation.Target, at time.Time) (ids []int64, err error) {
	if t.User != 0 {
		return []int64{t.User}, nil
	}
	i, err := strconv.Atoi(t.Schedule)
	if err != nil {
		return nil, err
	}
	names, err := c.onCall(c.schedules[i], at)
	for _, n := range names {
		ids = append(ids, c.id(n))
	}
	return ids, err
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

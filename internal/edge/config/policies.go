package config

import (
	"context"
	"math"
	"reflect"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
)

// policyFile is what tickets are owed.
type policyFile struct {
	Title         string      `yaml:"title" required:"true" about:"What the policy is called"`
	PreviousTitle string      `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Description   string      `yaml:"description,omitempty" about:"Why it is there, for colleagues"`
	Position      int         `yaml:"position" about:"Of all active policies the first that matches wins"`
	Active        bool        `yaml:"active" about:"Whether it counts"`
	Filter        policySet   `yaml:"filter,omitempty" about:"The tickets it is for; none: all"`
	Targets       targetsFile `yaml:"targets,omitempty" about:"What is owed, by priority and metric; none says that there is no service level"`
	Warn          []float64   `yaml:"warn_at_percent,omitempty" about:"At which parts of a target people are warned"`
}

// targetsFile are targets by priority, in the words of sla.Prioritised.
type targetsFile struct {
	Urgent metricsFile `yaml:"urgent,omitempty"`
	High   metricsFile `yaml:"high,omitempty"`
	Normal metricsFile `yaml:"normal,omitempty"`
	Low    metricsFile `yaml:"low,omitempty"`
}

// metricsFile are targets by metric, in the words of clock.Metrics with _time, as Zendesk has them.
type metricsFile struct {
	FirstReply     *targetFile `yaml:"first_reply_time,omitempty" style:"flow" about:"From the beginning to the first public reply"`
	NextReply      *targetFile `yaml:"next_reply_time,omitempty" style:"flow" about:"From the oldest unanswered word of the customer to the next public reply"`
	PeriodicUpdate *targetFile `yaml:"periodic_update_time,omitempty" style:"flow" about:"Between public replies, in every status"`
	PausableUpdate *targetFile `yaml:"pausable_update_time,omitempty" style:"flow" about:"Between public replies, but not while pending"`
	RequesterWait  *targetFile `yaml:"requester_wait_time,omitempty" style:"flow" about:"New, open and on hold together"`
	AgentWork      *targetFile `yaml:"agent_work_time,omitempty" style:"flow" about:"New and open together"`
	Resolution     *targetFile `yaml:"total_resolution_time,omitempty" style:"flow" about:"From the beginning to the end"`
}

// targetFile is how long something may take.
type targetFile struct {
	Within   length `yaml:"within" required:"true" about:"How long, such as 30m or 4h"`
	Hours    string `yaml:"hours" oneof:"calendar 24x7" about:"Whether it counts in the hours of the ticket's calendar, or always"`
	Contract bool   `yaml:"contract" about:"Whether it is owed to the customer, or an objective of the desk's own"`
}

func policies() kind {
	return &kindOf[policyFile]{
		noun: "policy", dir: "policies",
		blank:    func() policyFile { return policyFile{Active: true} },
		name:     func(f *policyFile) *string { return &f.Title },
		previous: func(f *policyFile) *string { return &f.PreviousTitle },
		position: func(f *policyFile) *int { return &f.Position },
		list:     listPolicies,
		put:      putPolicy,
		remove: func(ctx context.Context, s *session, was held[policyFile]) error {
			return s.Clocks.DeletePolicyIn(ctx, s.tx, was.id)
		},
		order: func(ctx context.Context, s *session, all []held[policyFile]) error {
			ids := make([]int64, len(all))
			for i, h := range all {
				ids[i] = h.id
			}
			return s.Clocks.OrderPoliciesIn(ctx, s.tx, ids)
		},
		place: policyPlace,
	}
}

// policyPlace finds conditions in the filter, and targets by their priority.
func policyPlace(field string) string {
	switch field {
	case "warn":
		return "warn_at_percent"
	case "title", "description", "targets":
		return field
	case "conditions":
		return "filter"
	}
	if _, ok := fieldOf(reflect.TypeFor[targetsFile](), strings.SplitN(field, ".", 2)[0]); ok {
		return "targets." + field + "_time"
	}
	return "filter." + field
}

func listPolicies(ctx context.Context, s *session) ([]held[policyFile], error) {
	all, err := s.Clocks.PoliciesIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[policyFile], len(all))
	for i, p := range all {
		filter, err := p.Filter.Translate(s.toName(ctx))
		if err != nil {
			return nil, err
		}
		f := policyFile{Title: p.Title, Description: lines(p.Description), Active: p.Active, Filter: newPolicySet(filter)}
		for _, t := range p.Targets {
			if at := f.Targets.at(t.Priority, t.Metric); at != nil { // a test holds the words together
				*at = &targetFile{Within: length(t.Seconds), Hours: map[bool]string{true: "24x7", false: "calendar"}[t.Always], Contract: t.Contract}
			}
		}
		for _, w := range p.Warn {
			f.Warn = append(f.Warn, math.Round(w*1e6)/1e4)
		}
		out[i] = held[policyFile]{id: p.ID, file: f}
	}
	return out, nil
}

// at finds the place of a target; nil where files have none.
func (f *targetsFile) at(priority string, m clock.Metric) **targetFile {
	v := reflect.ValueOf(f).Elem()
	p, ok := fieldOf(v.Type(), priority)
	if !ok {
		return nil
	}
	v = v.FieldByIndex(p.Index)
	t, ok := fieldOf(v.Type(), string(m)+"_time")
	if !ok {
		return nil
	}
	return v.FieldByIndex(t.Index).Addr().Interface().(**targetFile)
}

func putPolicy(ctx context.Context, s *session, was *held[policyFile], f policyFile) error {
	p := sla.Policy{Title: f.Title, Description: f.Description, Active: f.Active}
	var err error
	if p.Filter, err = f.Filter.Translate(s.toID(ctx)); err != nil {
		return err
	}
	for _, priority := range sla.Prioritised() {
		for _, m := range clock.Metrics() {
			if at := f.Targets.at(priority, m); at != nil && *at != nil {
				t := **at
				p.Targets = append(p.Targets,
					sla.Target{Priority: priority, Target: clock.Target{Metric: m, Seconds: int64(t.Within), Always: t.Hours == "24x7", Contract: t.Contract}})
			}
		}
	}
	for _, percent := range f.Warn {
		p.Warn = append(p.Warn, percent/100)
	}
	if was != nil {
		all, err := s.Clocks.PoliciesIn(ctx, s.q)
		if err != nil {
			return err
		}
		for _, known := range all {
			if known.ID == was.id {
				p.ID, p.Version = known.ID, known.Version
			}
		}
	}
	_, err = s.Clocks.SavePolicyIn(ctx, s.tx, p)
	return err
}

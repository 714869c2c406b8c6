package config

import (
	"context"
	"regexp"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
)

// escalationFile is who is asked when something cannot wait, in which order.
type escalationFile struct {
	Title         string           `yaml:"title" required:"true" about:"What the policy is called"`
	PreviousTitle string           `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Steps         []escalationStep `yaml:"steps" required:"true" about:"Who is asked, one step after another, until somebody acknowledges"`
	Repeat        int              `yaml:"repeat" about:"How often the steps are gone through again when nobody answered"`
	WaitEmpty     bool             `yaml:"wait_for_nobody,omitempty" about:"Whether a step that has nobody waits for its time, too; otherwise it is skipped at once"`
	LastResort    []whomFile       `yaml:"last_resort,omitempty" about:"Who is asked then, again and again; none: the administrators"`
	Every         length           `yaml:"last_resort_every" about:"How often, such as 5m"`
	RingAgain     length           `yaml:"ring_again_after,omitempty" about:"When an acknowledged page that nobody resolved rings again, such as 30m; none: never"`
}

type escalationStep struct {
	Ask  []whomFile `yaml:"ask" required:"true" about:"Whom the step asks"`
	Wait length     `yaml:"wait" required:"true" about:"How long it waits for an answer, such as 10m"`
}

// whomFile names one of the three.
type whomFile struct {
	Schedule string `yaml:"schedule,omitempty" about:"Whoever is on call in the schedule of this title"`
	Group    string `yaml:"group,omitempty" ref:"group" about:"The group of this name"`
	Person   string `yaml:"person,omitempty" ref:"staff" about:"The person with this address"`
	Everyone bool   `yaml:"everyone,omitempty" about:"All of them at once; otherwise the first who is free"`
}

func escalationPolicies() kind {
	return &kindOf[escalationFile]{
		noun: "escalation policy", dir: "escalation-policies",
		blank:    func() escalationFile { return escalationFile{Every: length(paging.DefaultEvery / time.Second)} },
		name:     func(f *escalationFile) *string { return &f.Title },
		previous: func(f *escalationFile) *string { return &f.PreviousTitle },
		list:     listEscalationPolicies,
		put:      putEscalationPolicy,
		remove: func(ctx context.Context, s *session, was held[escalationFile]) error {
			return s.Paging.DeletePolicyIn(ctx, s.tx, was.id)
		},
		place: escalationPlace,
	}
}

var stepField = regexp.MustCompile(`^steps\.(\d+)\.(\w+)$`)

// escalationPlace tells where files have what paging calls steps.0.timeout, every or ack_timeout.
func escalationPlace(field string) string {
	if parts := stepField.FindStringSubmatch(field); parts != nil {
		return "steps[" + parts[1] + "]." + map[string]string{"timeout": "wait", "targets": "ask"}[parts[2]]
	}
	return map[string]string{"ack_timeout": "ring_again_after", "every": "last_resort_every"}[field]
}

func listEscalationPolicies(ctx context.Context, s *session) ([]held[escalationFile], error) {
	all, err := s.Paging.PoliciesIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[escalationFile], len(all))
	for i, p := range all {
		f := escalationFile{Title: p.Title, Repeat: p.Repeat, WaitEmpty: p.WaitEmpty, Every: length(p.Every / time.Second),
			RingAgain: length(p.AckTimeout / time.Second)}
		if f.LastResort, err = s.whomFiles(ctx, p.LastResort); err != nil {
			return nil, err
		}
		for _, step := range p.Steps {
			ask, err := s.whomFiles(ctx, step.Targets)
			if err != nil {
				return nil, err
			}
			f.Steps = append(f.Steps, escalationStep{Ask: ask, Wait: length(step.Timeout / time.Second)})
		}
		out[i] = held[escalationFile]{id: p.ID, file: f}
	}
	return out, nil
}

func (s *session) whomFiles(ctx context.Context, targets []escalation.Target) (all []whomFile, err error) {
	for _, t := range targets {
		f := whomFile{Schedule: t.Schedule, Everyone: t.Everyone}
		if t.Group != 0 {
			if f.Group, err = s.name(ctx, "group", t.Group); err != nil {
				return nil, err
			}
		}
		if t.User != 0 {
			if f.Person, err = s.name(ctx, "staff", t.User); err != nil {
				return nil, err
			}
		}
		all = append(all, f)
	}
	return all, nil
}

func putEscalationPolicy(ctx context.Context, s *session, was *held[escalationFile], f escalationFile) error {
	p := paging.Policy{Title: f.Title, AckTimeout: seconds(f.RingAgain),
		Policy: escalation.Policy{Repeat: f.Repeat, WaitEmpty: f.WaitEmpty, Every: seconds(f.Every)}}
	if was != nil {
		before, err := s.Paging.PolicyIn(ctx, s.tx, was.id)
		if err != nil {
			return err
		}
		p.ID, p.Version = before.ID, before.Version
	}
	var err error
	if p.LastResort, err = s.targets(ctx, f.LastResort); err != nil {
		return err
	}
	for _, step := range f.Steps {
		targets, err := s.targets(ctx, step.Ask)
		if err != nil {
			return err
		}
		p.Steps = append(p.Steps, escalation.Step{Targets: targets, Timeout: seconds(step.Wait)})
	}
	_, err = s.Paging.SavePolicyIn(ctx, s.tx, p)
	return err
}

func seconds(n length) time.Duration { return time.Duration(n) * time.Second }

func (s *session) targets(ctx context.Context, files []whomFile) (all []escalation.Target, err error) {
	for _, f := range files {
		t := escalation.Target{Schedule: f.Schedule, Everyone: f.Everyone}
		if f.Group != "" {
			if t.Group, err = s.id(ctx, "group", f.Group); err != nil {
				return nil, err
			}
		}
		if f.Person != "" {
			if t.User, err = s.id(ctx, "staff", f.Person); err != nil {
				return nil, err
			}
		}
		all = append(all, t)
	}
	return all, nil
}

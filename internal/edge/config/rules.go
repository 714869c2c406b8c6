package config

import (
	"context"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
)

// triggerFile is a rule that looks at every update of a ticket.
type triggerFile struct {
	ruleHead
	Conditions triggerSet  `yaml:"conditions" about:"When it does something: all of one list and one of the other"`
	Actions    ruleActions `yaml:"actions" about:"What it does, in this order"`
	ruleFoot
}

// automationFile is a rule that waits for time.
type automationFile struct {
	ruleHead
	Conditions automationSet `yaml:"conditions" about:"When it does something; one of them counts hours"`
	Actions    ruleActions   `yaml:"actions" about:"What it does, in this order; one of them makes a condition false"`
	ruleFoot
}

// ruleHead and ruleFoot are what both kinds of rules have around what they ask and do.
type ruleHead struct {
	Title         string `yaml:"title" required:"true" about:"What the rule is called, wherever it did something"`
	PreviousTitle string `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	About         string `yaml:"about,omitempty" about:"Why it is there, for colleagues"`
	Position      int    `yaml:"position" about:"Rules look in this order"`
	Active        bool   `yaml:"active" about:"Whether it is at work"`
}

type ruleFoot struct {
	// Fights is worked out of all rules, so that a desk which was told to live with a fight can be exported.
	Fights bool `yaml:"accept_fights,omitempty" about:"Accept that it and other rules undo one another"`
}

type triggerSet struct{ conditions }

func (t *triggerSet) read(d *decoder, n *yaml.Node, field string) {
	t.use = condition.ForTrigger
	t.conditions.read(d, n, field)
}

type automationSet struct{ conditions }

func (t *automationSet) read(d *decoder, n *yaml.Node, field string) {
	t.use = condition.ForAutomation
	t.conditions.read(d, n, field)
}

type ruleActions struct{ actions }

func (r *ruleActions) read(d *decoder, n *yaml.Node, field string) {
	r.use = rules.InRules
	r.actions.read(d, n, field)
}

func triggers() kind {
	r := ruleKind[triggerFile]{rules.Trigger,
		func(f *triggerFile) (*ruleHead, *condition.Set, *[]rules.Action, *ruleFoot) {
			return &f.ruleHead, &f.Conditions.Set, &f.Actions.list, &f.ruleFoot
		}}
	return r.kind("trigger", "triggers")
}

func automations() kind {
	r := ruleKind[automationFile]{rules.Automation,
		func(f *automationFile) (*ruleHead, *condition.Set, *[]rules.Action, *ruleFoot) {
			return &f.ruleHead, &f.Conditions.Set, &f.Actions.list, &f.ruleFoot
		}}
	return r.kind("automation", "automations")
}

// ruleKind makes the kind of a sort of rules; parts gives the parts of its file.
type ruleKind[F any] struct {
	sort  rules.Kind
	parts func(*F) (*ruleHead, *condition.Set, *[]rules.Action, *ruleFoot)
}

func (r ruleKind[F]) head(f *F) *ruleHead {
	head, _, _, _ := r.parts(f)
	return head
}

func (r ruleKind[F]) kind(noun, dir string) kind {
	return &kindOf[F]{
		noun: noun, dir: dir,
		blank: func() (f F) {
			r.head(&f).Active = true
			return f
		},
		name:     func(f *F) *string { return &r.head(f).Title },
		previous: func(f *F) *string { return &r.head(f).PreviousTitle },
		position: func(f *F) *int { return &r.head(f).Position },
		list:     r.list,
		put:      r.put,
		remove: func(ctx context.Context, s *session, was held[F]) error {
			return s.Rules.DeleteIn(ctx, s.tx, was.id)
		},
		order: func(ctx context.Context, s *session, all []held[F]) error {
			ids := make([]int64, len(all))
			for i, h := range all {
				ids[i] = h.id
			}
			return s.Rules.OrderIn(ctx, s.tx, r.sort, ids)
		},
		place: func(field string) string {
			field = conditionPlace(field)
			return strings.NewReplacer(".recipient", ".to", ".value.subject", ".subject", ".value.body", ".body").Replace(field)
		},
		check: r.verify,
	}
}

// conditionPlace finds conditions under their key.
func conditionPlace(field string) string {
	if strings.HasPrefix(field, "all[") || strings.HasPrefix(field, "any[") {
		return "conditions." + field
	}
	return field
}

func (r ruleKind[F]) list(ctx context.Context, s *session) ([]held[F], error) {
	all, err := s.Rules.ListIn(ctx, s.q, r.sort)
	if err != nil {
		return nil, err
	}
	fighting := map[int64]bool{}
	for _, f := range rules.Fights(all) {
		for _, rule := range f.Rules {
			fighting[rule.ID] = true
		}
	}
	out := make([]held[F], len(all))
	for i, rule := range all {
		h := held[F]{id: rule.ID}
		head, set, list, foot := r.parts(&h.file)
		*head = ruleHead{Title: rule.Title, About: lines(rule.About), Active: rule.Active}
		foot.Fights = fighting[rule.ID]
		if *set, err = rule.Conditions.Translate(s.toName(ctx)); err != nil {
			return nil, err
		}
		if *list, err = translated(rule.Actions, s.toName(ctx)); err != nil {
			return nil, err
		}
		for _, a := range *list {
			for j := range a.Value {
				a.Value[j] = lines(a.Value[j])
			}
		}
		out[i] = h
	}
	return out, nil
}

func (r ruleKind[F]) put(ctx context.Context, s *session, was *held[F], f F) error {
	head, set, list, _ := r.parts(&f)
	rule := rules.Rule{Kind: r.sort, Title: head.Title, About: head.About, Active: head.Active, Position: head.Position}
	if was != nil {
		rule.ID = was.id
	}
	var err error
	if rule.Conditions, err = set.Translate(s.toID(ctx)); err != nil {
		return err
	}
	if rule.Actions, err = translated(*list, s.toID(ctx)); err != nil {
		return err
	}
	_, err = s.Rules.SaveIn(ctx, s.tx, rule, true) // whether rules fight is seen when all of them are there
	return err
}

// verify finds rules that undo one another and whose files do not accept that.
func (r ruleKind[F]) verify(ctx context.Context, s *session, wanted func(name string) (object, bool)) (Problems, error) {
	all, err := s.Rules.ListIn(ctx, s.q, r.sort)
	if err != nil {
		return nil, err
	}
	var out Problems
	for _, fight := range rules.Fights(all) {
		for _, rule := range fight.Rules {
			o, ok := wanted(rule.Title)
			if !ok {
				continue
			}
			f := o.body.(F)
			if _, _, _, foot := r.parts(&f); !foot.Fights {
				out = append(out, o.problem("actions", "these rules would undo one another: "+fight.String(),
					"conditions that do not wake each other, or accept_fights: true in each of these files"))
			}
		}
	}
	return slices.Clip(out), nil
}

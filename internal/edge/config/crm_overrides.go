package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// crmOverrideFile is a customer of whom the CRM is not believed in some fields (domain/tickets.md, Overrides file).
type crmOverrideFile struct {
	Account string          `yaml:"account" required:"true" about:"The id of the account in the CRM"`
	Fields  []heldFieldFile `yaml:"fields" required:"true" about:"What is held, whatever the CRM says"`
}

// heldFieldFile is one field that is held.
type heldFieldFile struct {
	Field string `yaml:"field" required:"true" about:"The field: support_level, tier, ends_on, hold and others, as plans show them"`
	Value string `yaml:"value,omitempty" about:"What it is held at; nothing holds it empty"`
	Why   string `yaml:"why" required:"true" about:"Why the CRM is not believed here"`
	Until date   `yaml:"until,omitempty" about:"The last day on which it is held; none: until somebody takes it away"`
}

func crmOverrides() kind {
	return &kindOf[crmOverrideFile]{
		noun: "override", dir: "crm-overrides",
		name: func(f *crmOverrideFile) *string { return &f.Account },
		list: listCRMOverrides,
		put:  putCRMOverrides,
		remove: func(ctx context.Context, s *session, was held[crmOverrideFile]) error {
			kept, err := s.crmOverridesOf(ctx, was.file.Account)
			if err != nil {
				return err
			}
			for _, o := range kept {
				if err := s.CRM.DropOverrideIn(ctx, s.tx, o.ID); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// putCRMOverrides holds what the file says, and nothing else of the account.
func putCRMOverrides(ctx context.Context, s *session, _ *held[crmOverrideFile], f crmOverrideFile) error {
	kept, err := s.crmOverridesOf(ctx, f.Account)
	if err != nil {
		return err
	}
	for _, h := range f.Fields {
		o := crm.Override{AccountID: f.Account, Field: h.Field, Value: h.Value, Why: h.Why, Until: bizcal.Date(h.Until)}
		if known, ok := kept[h.Field]; ok && known.Value == o.Value && known.Why == o.Why && known.Until == o.Until {
			delete(kept, h.Field) // one that ended stays in its file until somebody takes it out
			continue
		}
		delete(kept, h.Field)
		if _, err := s.CRM.SaveOverrideIn(ctx, s.tx, o); err != nil {
			return err
		}
	}
	for _, gone := range kept {
		if err := s.CRM.DropOverrideIn(ctx, s.tx, gone.ID); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}

// crmOverridesOf gives what is held of an account, by field.
func (s *session) crmOverridesOf(ctx context.Context, account string) (map[string]crm.Override, error) {
	all, err := s.CRM.OverridesIn(ctx, s.q)
	byField := map[string]crm.Override{}
	for _, o := range all {
		if crm.AccountKey(o.AccountID) == crm.AccountKey(account) {
			byField[o.Field] = o
		}
	}
	return byField, err
}

func listCRMOverrides(ctx context.Context, s *session) ([]held[crmOverrideFile], error) {
	all, err := s.CRM.OverridesIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	var out []held[crmOverrideFile]
	for _, o := range all { // by account
		h := heldFieldFile{Field: o.Field, Value: o.Value, Why: o.Why, Until: date(o.Until)}
		if last := len(out) - 1; last >= 0 && crm.AccountKey(out[last].file.Account) == crm.AccountKey(o.AccountID) {
			out[last].file.Fields = append(out[last].file.Fields, h)
			continue
		}
		out = append(out, held[crmOverrideFile]{id: o.ID, file: crmOverrideFile{Account: o.AccountID, Fields: []heldFieldFile{h}}})
	}
	return out, nil
}

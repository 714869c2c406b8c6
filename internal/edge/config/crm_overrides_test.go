package config

import (
	"testing"

	"github.com/daywatch/daywatch/internal/capability/crm"
)

// Overrides are files of their own, by account; what a file no longer holds is let go.
func TestCRMOverrides(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		const file = "crm-overrides/acme.yaml"
		k.write(file, "account: C-1\nfields:\n  - field: support_level\n    value: gold\n    why: Agreed by mail\n    until: 2099-12-31\n  - field: hold\n    why: They pay on Monday\n")
		k.apply(Options{})
		held := func() map[string]string {
			all, err := k.CRM.Overrides(k.ctx)
			if err != nil {
				t.Fatal(err)
			}
			fields := map[string]string{}
			for _, o := range all {
				fields[o.AccountID+" "+o.Field] = o.Value
			}
			return fields
		}
		if got := held(); len(got) != 2 || got["C-1 "+crm.Level] != "gold" {
			t.Fatalf("held: %v", got)
		}
		k.write(file, "account: C-1\nfields:\n  - field: hold\n    why: They pay on Monday\n")
		k.apply(Options{})
		if got := held(); len(got) != 1 {
			t.Errorf("held after one went: %v", got)
		}
	})
}

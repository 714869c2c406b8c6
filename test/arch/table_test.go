package arch

// tableRules keep tables for spreadsheets in one writer, which makes formulas plain.
func tableRules() []rule {
	return []rule{{
		name:  "tables by sheet",
		why:   "a spreadsheet runs what other people wrote into a cell; internal/platform/sheet makes it plain",
		check: strayTables,
		breaks: []sample{
			{"internal/capability/oncall/ledger.go", "package oncall\nimport \"encoding/csv\"\nvar w = csv.NewWriter(nil)"},
			{"internal/capability/oncall/ledger.go", "package oncall\nimport table \"encoding/csv\"\nvar w = table.NewWriter(nil)"},
		},
		keeps: []sample{
			{"internal/platform/sheet/sheet.go", "package sheet\nimport \"encoding/csv\"\nvar w = csv.NewWriter(nil)"},
			{"internal/capability/crm/salesforce/salesforcetest/query.go", "package salesforcetest\nimport \"encoding/csv\"\nvar w = csv.NewWriter(nil)"},
			{"internal/capability/crm/file_csv.go", "package crm\nimport \"encoding/csv\"\nvar r = csv.NewReader(nil)"},
			{"internal/capability/oncall/ledger_test.go", "package oncall\nimport \"encoding/csv\"\nvar w = csv.NewWriter(nil)"},
		},
	}}
}

func strayTables(s *source) (bad []finding) {
	// The fake answers as Salesforce does, to a program.
	if s.test() || s.in("internal/platform/sheet") || s.in("internal/capability/crm/salesforce/salesforcetest") {
		return nil
	}
	for _, n := range calls(s.ast, s.name("encoding/csv"), "NewWriter") {
		bad = append(bad, finding{s.line(n.Pos()), "csv.NewWriter"})
	}
	return bad
}

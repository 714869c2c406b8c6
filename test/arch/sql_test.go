package arch

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strings"
)

// statement matches SQL as we write it, in capitals, and as a newcomer might, who begins a text with it.
var statement = regexp.MustCompile(`\b(FROM\s+\w+|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b|` +
	`(?s)^["\x60]\s*(select\s.*\sfrom|insert\s+into|update\s+\S+\s+set|delete\s+from)\b`)

// sqlRules keep SQL in store files, where it is read beside what it stores.
func sqlRules() []rule {
	return []rule{{
		name:  "SQL in store files",
		why:   "statements stand in store.go or *_store.go",
		check: strayStatements,
		breaks: []sample{
			{"internal/core/ticket/life.go", "package ticket\nconst q = `SELECT a\nFROM t`"},
			{"internal/core/ticket/life.go", "package ticket\nconst q = \"delete from t where a = $1\""},
			{"internal/core/ticket/life.go", "package ticket\nconst q = \"UPDATE t SET a = 1\""},
			{"internal/core/ticket/life.go", "package ticket\nconst q = \"SELECT \" + columns + \" FROM t\""},
			{"internal/core/ticket/restore.go", "package ticket\nconst q = \"INSERT INTO t VALUES (1)\""},
		},
		keeps: []sample{
			{"internal/core/ticket/life.go", "package ticket\nconst imap, smtp = \"SELECT INBOX\", \"MAIL FROM:<a@b>\""},
			{"internal/core/ticket/life_store.go", "package ticket\nconst q = \"DELETE FROM t\""},
			{"internal/core/ticket/store.go", "package ticket\nconst q = \"DELETE FROM t\""},
			{"internal/core/ticket/life_test.go", "package ticket\nconst q = \"DELETE FROM t\""},
			{"internal/core/ticket/life.go", "package ticket\nconst q = \"Select a view, or write from here\"\nconst r = \"Update the set\""},
		},
	}}
}

func strayStatements(s *source) (bad []finding) {
	name := path.Base(s.path)
	// db is about SQL as such: what an engine's catalogue says, what a move between engines copies.
	if s.test() || name == "store.go" || strings.HasSuffix(name, "_store.go") || s.in("internal/platform/db") {
		return nil
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && statement.MatchString(l.Value) {
			bad = append(bad, finding{s.line(l.Pos()), "an SQL statement"})
		}
		return true
	})
	return bad
}

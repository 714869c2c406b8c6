package i18n

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// message is what must agree between languages: the placeholders of all forms, sorted.
type message struct {
	file         string
	placeholders string
}

// Every language says everything that English says, with the same placeholders.
func TestCataloguesAgree(t *testing.T) {
	all := readCatalogues(t)
	english := all["en"]
	if len(english) == 0 || len(all) < 2 {
		t.Fatalf("found %d English messages in %d languages; the walk is broken", len(english), len(all))
	}
	for lang, messages := range all {
		for _, id := range slices.Sorted(maps.Keys(english)) {
			got, known := messages[id]
			if !known {
				t.Errorf("%s: no text for %s, which %s defines", lang, id, english[id].file)
			} else if got.placeholders != english[id].placeholders {
				t.Errorf("%s: %s has placeholders %q, English has %q", got.file, id, got.placeholders, english[id].placeholders)
			}
		}
		for id, m := range messages {
			if _, known := english[id]; !known {
				t.Errorf("%s: %s is not in English", m.file, id)
			}
		}
	}
}

// German readers are called Sie, in every catalogue: a page is put together from several.
func TestGermanSaysSie(t *testing.T) {
	familiar := regexp.MustCompile(`(?i)\b(du|dich|dir|dein|deine[mnrs]?)\b`)
	walk(t, func(path string) {
		if filepath.Base(path) != "de.json" {
			return
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if word := familiar.FindString(line); word != "" {
				t.Errorf("%s:%d says %q", path, n+1, word)
			}
		}
	})
}

// Every id that code asks for has a text. Ids made at run time ("time.month."+n) need one that begins so.
func TestIDsInCodeExist(t *testing.T) {
	english := readCatalogues(t)["en"]
	found := 0
	walk(t, func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, use := range idsIn(t, path) {
			found++
			begins := func(id string) bool { return strings.HasPrefix(id, use.id) }
			_, known := english[use.id]
			if !known && !(use.prefix && slices.ContainsFunc(slices.Collect(maps.Keys(english)), begins)) {
				t.Errorf("%s: no catalogue has %q", use.at, use.id)
			}
		}
	})
	if found == 0 {
		t.Fatal("found no call of T; the scan is broken")
	}
}

type use struct {
	at     string
	id     string
	prefix bool
}

// idsIn finds calls T(ctx, "id", …) and i18n.T(ctx, "id", …).
func idsIn(t *testing.T, path string) []use {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil // someone is in the middle of a change; the compiler says so
	}
	importsUs := file.Name.Name == "i18n" || slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
		return strings.HasSuffix(i.Path.Value, `/internal/platform/i18n"`)
	})
	if !importsUs {
		return nil
	}
	var uses []use
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 || !isT(call.Fun) {
			return true
		}
		if u, ok := literal(call.Args[1]); ok {
			u.at = files.Position(call.Pos()).String()
			uses = append(uses, u)
		}
		return true
	})
	return uses
}

func isT(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name == "T"
	case *ast.SelectorExpr:
		pkg, ok := f.X.(*ast.Ident)
		return ok && pkg.Name == "i18n" && f.Sel.Name == "T"
	}
	return false
}

func literal(e ast.Expr) (use, bool) {
	prefix := false
	if sum, ok := e.(*ast.BinaryExpr); ok {
		e, prefix = sum.X, true
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return use{}, false
	}
	id, err := strconv.Unquote(lit.Value)
	return use{id: id, prefix: prefix}, err == nil
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)`)

func readCatalogues(t *testing.T) map[string]map[string]message {
	t.Helper()
	all := map[string]map[string]message{}
	walk(t, func(path string) {
		if filepath.Base(filepath.Dir(path)) != "locale" || filepath.Ext(path) != ".json" {
			return
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		lang := strings.TrimSuffix(filepath.Base(path), ".json")
		if all[lang] == nil {
			all[lang] = map[string]message{}
		}
		flatten(path, "", tree, all[lang])
	})
	return all
}

func flatten(file, prefix string, tree map[string]any, into map[string]message) {
	for key, v := range tree {
		id := strings.TrimPrefix(prefix+"."+key, ".")
		if text, ok := v.(string); ok {
			into[id] = message{file, placeholders(text)}
		} else if sub, ok := v.(map[string]any); ok {
			if other, plural := sub["other"].(string); plural {
				into[id] = message{file, placeholders(other)}
			} else {
				flatten(file, id, sub, into)
			}
		}
	}
}

func placeholders(text string) string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// walk visits the files below internal/ of this repository.
func walk(t *testing.T, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

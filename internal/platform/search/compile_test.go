package search_test

import (
	"errors"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/search"
)

type spelled struct{}

func (spelled) Text(term string) (string, error) { return "text " + term, nil }

func (spelled) Field(f search.Field) (string, error) {
	if f.Name == "org" {
		return "", errors.New("no such organization")
	}
	return f.Name + string(f.Op) + f.Values[0], nil
}

func TestCompile(t *testing.T) {
	for query, want := range map[string]string{
		"":                       "TRUE",
		"Größe":                  "text grosse",
		"a b OR -(c status:new)": "((text a) AND (text b)) OR (((text c) AND (status:new)) IS NOT TRUE)",
		`-"X  y"`:                "(text x y) IS NOT TRUE",
	} {
		q, err := language.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := search.Compile(q.Node, spelled{}); err != nil || got != want {
			t.Errorf("%s: %s, %v", query, got, err)
		}
	}
	q, _ := language.Parse("a -(b OR org:x)")
	if _, err := search.Compile(q.Node, spelled{}); err == nil {
		t.Error("the error of a leaf was lost")
	}
}

package db_test

import (
	"slices"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func TestValues(t *testing.T) {
	var v db.Values
	v.Add(1, "a")
	v.Add(2, "b")
	if got := v.String(); got != "($1, $2), ($3, $4)" || !slices.Equal(v.Args(), []any{1, "a", 2, "b"}) {
		t.Errorf("%s with %v", got, v.Args())
	}
}

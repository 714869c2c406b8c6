// Package settings keeps a desk's typed settings in its database, each with a default, a check and an audit
// trail. What a process needs before it can open a database stands in daywatch.toml instead.
package settings

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema.
func Migrations() db.Migrations {
	sub, _ := fs.Sub(files, "migrations")
	return db.Migrations{Module: "settings", FS: sub}
}

// Key names one setting of type T, which must marshal to JSON.
type Key[T any] struct {
	Name    string // dotted: mail.from
	Default T
	Check   func(T) error // returns fault.Invalid with the field; may be nil
	Secret  bool          // the audit trail tells that it changed, not to what
}

// Changed is the fact that a setting changed.
type Changed struct {
	Name string          `json:"name"`
	Old  json.RawMessage `json:"old,omitempty"`
	New  json.RawMessage `json:"new,omitempty"`
}

// EventKind implements event.Fact.
func (Changed) EventKind() string { return "setting.changed" }

// Get gives the setting's value, or its default where nobody set it.
func (k Key[T]) Get(ctx context.Context, q db.Querier) (T, error) {
	raw, err := find(ctx, q, k.Name)
	if err != nil || raw == nil {
		return k.Default, err
	}
	v, err := k.read(raw)
	if err != nil {
		return k.Default, fmt.Errorf("setting %s: %w", k.Name, err)
	}
	return v, nil
}

// read gives what was stored, with the default's fields where it has none. It never decodes into the default itself:
// json.Unmarshal fills the elements that a slice has, for this desk and all others.
func (k Key[T]) read(raw []byte) (v T, err error) {
	base, err := json.Marshal(k.Default)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(over(base, raw), &v)
}

// over lays the fields of one JSON object over those of another, at every depth. What is no object replaces.
func over(base, raw json.RawMessage) json.RawMessage {
	var below, above map[string]json.RawMessage
	if json.Unmarshal(base, &below) != nil || json.Unmarshal(raw, &above) != nil || below == nil || above == nil {
		return raw
	}
	for name, value := range above {
		below[name] = over(below[name], value)
	}
	merged, err := json.Marshal(below)
	if err != nil {
		return raw
	}
	return merged
}

// Set checks and stores v and appends the fact. Setting the same value again is no change. The caller has
// checked that the actor may.
func (k Key[T]) Set(ctx context.Context, tx *db.Tx, log *event.Log, v T) error {
	if k.Check != nil {
		if err := k.Check(v); err != nil {
			return err
		}
	}
	value, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("setting %s: %w", k.Name, err)
	}
	if err := lock(ctx, tx); err != nil {
		return err
	}
	old, err := find(ctx, tx, k.Name)
	if err != nil {
		return err
	}
	if same(old, value) {
		return nil
	}
	if err := put(ctx, tx, k.Name, value); err != nil {
		return err
	}
	fact := Changed{Name: k.Name, Old: old, New: value}
	if k.Secret {
		fact.Old, fact.New = nil, nil
	}
	return log.Append(ctx, tx, event.Subject{Type: "setting"}, fact)
}

func same(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	return fmt.Sprint(x) == fmt.Sprint(y)
}

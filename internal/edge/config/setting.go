package config

import (
	"context"
	"encoding/json"
	"reflect"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Setting is a setting of the desk that files have.
type Setting struct {
	name   string
	about  string
	schema func() map[string]any
	decode func(d *decoder, n *yaml.Node) any
	read   func(ctx context.Context, s *session) (any, *yaml.Node, error)
	save   func(ctx context.Context, s *session, v any) error
}

// SettingOf lets files have a setting as it is stored. T is made of structs, lists, tables and words.
func SettingOf[T any](key settings.Key[T], about string) Setting {
	return settingAs(key, about, func(_ context.Context, _ *session, v T) (T, error) { return v, nil },
		func(_ context.Context, _ *session, _, f T) (T, error) { return f, nil })
}

// settingAs lets files have a setting in the form F, which has names where T has numbers and no secrets. entry makes
// what is kept of it, and of what was kept before.
func settingAs[T, F any](key settings.Key[T], about string, file func(ctx context.Context, s *session, v T) (F, error),
	entry func(ctx context.Context, s *session, before T, f F) (T, error)) Setting {
	return Setting{
		name: key.Name, about: about,
		schema: func() map[string]any { return schemaOf(reflect.TypeFor[F](), "") },
		decode: func(d *decoder, n *yaml.Node) any {
			var f F
			if same, ok := any(copied(key.Default)).(F); ok { // a key that the file lacks keeps its default
				f = same
			}
			d.into(n, reflect.ValueOf(&f).Elem(), "value", "")
			return f
		},
		read: func(ctx context.Context, s *session) (any, *yaml.Node, error) {
			v, err := key.Get(ctx, s.q)
			if err != nil {
				return nil, nil, err
			}
			f, err := file(ctx, s, v)
			return f, encode(reflect.ValueOf(&f).Elem(), ""), err
		},
		save: func(ctx context.Context, s *session, v any) error {
			before, err := key.Get(ctx, s.tx)
			if err != nil {
				return err
			}
			after, err := entry(ctx, s, before, v.(F))
			if err != nil {
				return err
			}
			return key.Set(ctx, s.tx, s.Log, after)
		},
	}
}

// copied makes a value that shares nothing with the original, whose tables and lists must stay what they are.
func copied[T any](v T) (out T) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil { // a setting is stored as JSON, so it can be
		panic(err)
	}
	return out
}

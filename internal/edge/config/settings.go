package config

import (
	"context"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"
)

// settingsKind are the desk's settings, one file each: setting: NAME, and its value.
type settingsKind struct{ all []Setting }

// settingBody is what a settings file holds.
type settingBody struct {
	setting Setting
	value   any
}

func (s *Service) settingsKind() kind {
	return &settingsKind{slices.Concat(ownSettings(), queueSettings(), s.Settings)}
}

func (*settingsKind) word() string           { return "setting" }
func (*settingsKind) folder() string         { return "settings" }
func (*settingsKind) ordered() bool          { return false }
func (*settingsKind) at(field string) string { return join("value", field) }

func (k *settingsKind) decode(d *decoder, n *yaml.Node) object {
	o := object{kind: k, file: d.file, lines: d.lines}
	var value *yaml.Node
	for key, v := range d.pairs(n, "") {
		d.lines[key.Value] = key.Line
		switch key.Value {
		case "setting":
			o.name = v.Value
		case "value":
			value = v
		default:
			d.unknownKey(key, key.Value, []string{"setting", "value"})
		}
	}
	i := slices.IndexFunc(k.all, func(s Setting) bool { return s.name == o.name })
	switch {
	case i < 0:
		d.unknownWord(n, "setting", o.name, k.names())
	case value == nil:
		d.bad(n, "value", "it is missing")("%s", k.all[i].about)
	default:
		v := k.all[i].decode(d, value)
		o.body = settingBody{k.all[i], v}
		body := reflect.New(reflect.TypeOf(v)).Elem()
		body.Set(reflect.ValueOf(v))
		o.render(encode(body, ""))
	}
	return o
}

// render makes the canonical text of a value.
func (o *object) render(value *yaml.Node) {
	o.node, o.text = written(settingFile{o.name, value})
	o.bare = o.text
}

func (k *settingsKind) names() []string {
	names := make([]string, len(k.all))
	for i, s := range k.all {
		names[i] = s.name
	}
	return names
}

func (k *settingsKind) read(ctx context.Context, s *session) ([]object, error) {
	out := make([]object, len(k.all))
	for i, setting := range k.all {
		value, node, err := setting.read(ctx, s)
		if err != nil {
			return nil, err
		}
		// A setting cannot be taken away, so nobody misses it in the files.
		out[i] = object{kind: k, name: setting.name, body: settingBody{setting, value}, idle: true}
		out[i].render(node)
	}
	return out, nil
}

func (*settingsKind) save(ctx context.Context, s *session, _ *object, o object) error {
	body := o.body.(settingBody)
	return body.setting.save(ctx, s, body.value)
}

func (*settingsKind) verify(context.Context, *session, func(string) (object, bool)) (Problems, error) {
	return nil, nil
}

func (*settingsKind) drop(context.Context, *session, object) error      { return nil }
func (*settingsKind) arrange(context.Context, *session, []object) error { return nil }

// settingFile writes a settings file.
type settingFile struct {
	Setting string     `yaml:"setting"`
	Value   *yaml.Node `yaml:"value"`
}

func (k *settingsKind) schema() map[string]any {
	each := make([]any, len(k.all))
	for i, s := range k.all {
		value := s.schema()
		value["description"] = s.about
		each[i] = map[string]any{"properties": map[string]any{"setting": map[string]any{"const": s.name}, "value": value}}
	}
	return map[string]any{"type": "object", "required": []string{"setting", "value"}, "additionalProperties": false, "oneOf": each,
		"properties": map[string]any{"setting": map[string]any{"enum": k.names()}, "value": true}}
}

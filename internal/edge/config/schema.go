package config

import (
	"encoding/json"
	"reflect"
	"strings"
)

// schemaOf describes a type of files to editors (JSON Schema 2020-12).
func schemaOf(t reflect.Type, tag reflect.StructTag) map[string]any {
	if own, ok := reflect.New(t).Interface().(selfReading); ok {
		return own.schema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), tag)
	case reflect.Struct:
		return structSchema(t)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), tag)}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), tag)}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	if words := strings.Fields(tag.Get("oneof")); len(words) > 0 {
		return map[string]any{"enum": words}
	}
	return map[string]any{"type": "string"}
}

func structSchema(t reflect.Type) map[string]any {
	properties := map[string]any{}
	required := []string{}
	for _, f := range fieldsOf(t) {
		s := schemaOf(f.Type, f.Tag)
		if about := f.Tag.Get("about"); about != "" {
			s["description"] = about
		}
		properties[keyOf(f)] = s
		if f.Tag.Get("required") != "" {
			required = append(required, keyOf(f))
		}
	}
	out := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (k *kindOf[F]) schema() map[string]any { return schemaOf(reflect.TypeFor[F](), "") }

// schemaFile is the schema of a kind as a file.
func schemaFile(k kind) ([]byte, error) {
	s := k.schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "Daywatch: " + k.word()
	out, err := json.MarshalIndent(s, "", "  ") // keys are sorted
	return append(out, '\n'), err
}

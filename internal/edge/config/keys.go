package config

import (
	"reflect"
	"strings"
)

// The structs of files name their keys by the tag yaml; those of settings, which are stored as JSON, by the tag json.
// Other tags: about is a line for editors, oneof the words allowed, ref the kind of object that is named, required
// that the key must be there, style how it is written (flow: on one line).

// keyOf is the name of a field in files; empty where it has none.
func keyOf(f reflect.StructField) string {
	tag, ok := f.Tag.Lookup("yaml")
	if !ok {
		tag = f.Tag.Get("json")
	}
	name, _, _ := strings.Cut(tag, ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// sparse reports whether a field is left out where it holds nothing.
func sparse(f reflect.StructField) bool {
	tag, ok := f.Tag.Lookup("yaml")
	if !ok {
		tag = f.Tag.Get("json")
	}
	return strings.Contains(tag, ",omitempty") || strings.Contains(tag, ",omitzero")
}

// fieldsOf lists the fields of a struct that files have, those of embedded structs in their place.
func fieldsOf(t reflect.Type) []reflect.StructField {
	var all []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct && f.Tag == "" {
			for _, inner := range fieldsOf(f.Type) {
				inner.Index = append([]int{i}, inner.Index...)
				all = append(all, inner)
			}
			continue
		}
		if keyOf(f) != "" {
			all = append(all, f)
		}
	}
	return all
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for _, f := range fieldsOf(t) {
		keys = append(keys, keyOf(f))
	}
	return keys
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for _, f := range fieldsOf(t) {
		if keyOf(f) == key {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

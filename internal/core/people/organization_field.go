package people

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// CustomField defines a fact of the desk's own about organizations.
type CustomField struct {
	Key     string   `json:"key"` // rules and files name it so; never changes
	Title   string   `json:"title"`
	Kind    string   `json:"kind"`              // text, number, date, checkbox or select
	Options []Option `json:"options,omitempty"` // of a select
}

// Option is one value of a select.
type Option struct {
	Value string `json:"value"` // stored
	Title string `json:"title"`
}

// CustomFieldKinds are the words for what a field holds.
func CustomFieldKinds() []string { return []string{"text", "number", "date", "checkbox", "select"} }

// OrganizationFields is the setting of the desk's own facts about organizations, in the order of the form. A
// value whose definition goes stays stored, and shows again when the definition comes back.
var OrganizationFields = settings.Key[[]CustomField]{Name: "people.organization_fields", Default: []CustomField{}, Check: checkFieldList}

var fieldKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,49}$`)

func checkFieldList(list []CustomField) error {
	seen := map[string]bool{}
	for _, f := range list {
		switch {
		case !fieldKey.MatchString(f.Key):
			return fault.Field("organization_fields",
				"“%s” is no key of a field. Use up to 50 small letters, digits and _, with a letter first", fault.Clip(f.Key, 60))
		case seen[f.Key]:
			return fault.Field("organization_fields", "Two fields have the key %s", f.Key)
		case f.Title == "":
			return fault.Field("organization_fields", "The field %s needs a title", f.Key)
		case !slices.Contains(CustomFieldKinds(), f.Kind):
			return fault.Field("organization_fields",
				"%s: “%s” is no kind of field. The kinds are text, number, date, checkbox and select", f.Key, fault.Clip(f.Kind, 40))
		case f.Kind == "select" && len(f.Options) == 0:
			return fault.Field("organization_fields", "%s: a select needs options", f.Key)
		}
		seen[f.Key] = true
	}
	return nil
}

// check holds a value against the definition; "" is always allowed and means unset.
func (f CustomField) check(value string) error {
	field := "field_" + f.Key
	switch {
	case value == "":
		return nil
	case len(value) > longestText:
		return fault.Field(field, "%s: this text is longer than the %d characters that are kept", f.Title, longestText)
	}
	switch f.Kind {
	case "number":
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return fault.Field(field, "%s: “%s” is not a number", f.Title, fault.Clip(value, 40))
		}
	case "date":
		_, err := ParseDate(field, value)
		return err
	case "checkbox":
		if value != "true" && value != "false" {
			return fault.Field(field, "%s: “%s” is neither true nor false", f.Title, fault.Clip(value, 40))
		}
	case "select":
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			return fault.Field(field, "%s: “%s” is not one of its options", f.Title, fault.Clip(value, 40))
		}
	}
	return nil
}

// checkFields gives the values to store: those given, checked, and those whose definition is gone as they were.
func checkFields(defined []CustomField, before, given map[string]string) (map[string]string, error) {
	out := map[string]string{}
	for key, value := range before {
		if !slices.ContainsFunc(defined, func(f CustomField) bool { return f.Key == key }) {
			out[key] = value
		}
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(defined, func(f CustomField) bool { return f.Key == key })
		if i < 0 {
			if given[key] != before[key] {
				return nil, fault.Field("field_"+key, "This desk has no field %s for organizations", fault.Clip(key, 60))
			}
			continue
		}
		if err := defined[i].check(given[key]); err != nil {
			return nil, err
		}
		if given[key] != "" {
			out[key] = given[key]
		}
	}
	return out, nil
}

package config

import "github.com/daywatch/daywatch/internal/core/people"

// organizationFieldFile is a fact of the desk's own about organizations.
type organizationFieldFile struct {
	Key      string          `yaml:"key" required:"true" about:"What rules call it; it never changes"`
	Position int             `yaml:"position" about:"Its place on the form"`
	Title    string          `yaml:"title" required:"true" about:"What people call it"`
	Kind     string          `yaml:"kind" required:"true" oneof:"text number date checkbox select" about:"What it holds"`
	Options  []people.Option `yaml:"options,omitempty" style:"flow" about:"Of a select: value and title of each choice"`
}

func organizationFields() kind {
	l := listed[people.CustomField, organizationFieldFile]{
		setting: people.OrganizationFields,
		key:     func(c people.CustomField) string { return c.Key },
		file: func(c people.CustomField) organizationFieldFile {
			return organizationFieldFile{Key: c.Key, Title: c.Title, Kind: c.Kind, Options: c.Options}
		},
		entry: func(_ people.CustomField, f organizationFieldFile) people.CustomField {
			return people.CustomField{Key: f.Key, Title: f.Title, Kind: f.Kind, Options: f.Options}
		},
	}
	return &kindOf[organizationFieldFile]{
		noun: "organization field", dir: "organization_fields",
		name:     func(f *organizationFieldFile) *string { return &f.Key },
		position: func(f *organizationFieldFile) *int { return &f.Position },
		list:     l.list, put: l.put, remove: l.remove, order: l.order,
	}
}

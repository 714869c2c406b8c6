package rules

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Action is one thing that a rule or macro does.
type Action struct {
	Field string
	// Value is what is set: one value; several tags or options; or recipient, subject and body of a notification.
	Value []string
}

// MarshalJSON implements json.Marshaler, in Zendesk's shape.
func (a Action) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Field string `json:"field"`
		Value any    `json:"value"`
	}{a.Field, condition.OneOrMany(a.Value)})
}

// UnmarshalJSON implements json.Unmarshaler; it takes what Zendesk takes.
func (a *Action) UnmarshalJSON(data []byte) error {
	var raw struct {
		Field string          `json:"field"`
		Value json.RawMessage `json:"value"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&raw); err != nil {
		return fault.Field("actions", "An action has a field and a value. This is none: %s", short(string(data)))
	}
	value, err := condition.ParseValue("actions", raw.Value)
	a.Field, a.Value = raw.Field, value
	return err
}

// Sort is what sort of value an action takes.
type Sort int

// The sorts.
const (
	SetField     Sort = iota + 1 // a field of conditions
	SetTags                      // words
	SetPerson                    // a person to add: an id, or current_user
	SendMail                     // recipient, subject, body
	WriteComment                 // Markdown
	SetText                      // one line
	SetFlag                      // true or false
)

// Use says who may do an action.
type Use int

// The uses.
const (
	InRules Use = 1 << iota
	InMacros
)

func (k Kind) actions() Use { return InRules }

// ActionField is one thing that can be done.
type ActionField struct {
	Name string
	Sort Sort
	Uses Use
	Sets string // of a SetField: the field of conditions that it sets
}

var actionFields = []ActionField{
	{"status", SetField, InRules | InMacros, "status"},
	{"priority", SetField, InRules | InMacros, "priority"},
	{"type", SetField, InRules | InMacros, "type"},
	{"stage", SetField, InRules | InMacros, "stage"},
	{"region", SetField, InRules | InMacros, "region"},
	{"group_id", SetField, InRules | InMacros, "group_id"},
	{"assignee_id", SetField, InRules | InMacros, "assignee_id"},
	{"ticket_form_id", SetField, InRules | InMacros, "ticket_form_id"},
	{"set_schedule", SetField, InRules, "schedule_id"},
	{"current_tags", SetTags, InRules | InMacros, "current_tags"}, // adds
	{"remove_tags", SetTags, InRules | InMacros, "current_tags"},
	{"set_tags", SetTags, InRules | InMacros, "current_tags"},
	{"follower", SetPerson, InRules | InMacros, ""},
	{"cc", SetPerson, InRules | InMacros, ""},
	{"notification_user", SendMail, InRules, ""},
	{"notification_group", SendMail, InRules, ""},
	{"reply_public", WriteComment, InRules, ""},
	{"reply_internal", WriteComment, InRules, ""},
	{"subject", SetText, InMacros, ""},
	{"comment_value", WriteComment, InMacros, ""},
	{"comment_mode_is_public", SetFlag, InMacros, ""},
}

// ActionFields lists what can be done for a use, without the fields that a desk made itself.
func ActionFields(use Use) []ActionField {
	return slices.DeleteFunc(slices.Clone(actionFields), func(f ActionField) bool { return f.Uses&use == 0 })
}

// ActionFieldOf finds an action's field by its name.
func ActionFieldOf(name string) (ActionField, bool) {
	if f, ok := condition.FieldOf(name); ok && f.Kind == condition.Custom && strings.HasPrefix(name, condition.CustomField("")) {
		return ActionField{name, SetField, InRules | InMacros, name}, true
	}
	i := slices.IndexFunc(actionFields, func(f ActionField) bool { return f.Name == name })
	if i < 0 {
		return ActionField{}, false
	}
	return actionFields[i], true
}

// parseActions reads the stored form.
func parseActions(raw []byte) (list []Action, err error) {
	err = json.Unmarshal(raw, &list)
	return list, err
}

// short is a piece of what was found, for errors.
func short(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

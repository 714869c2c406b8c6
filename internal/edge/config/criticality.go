package config

import (
	"maps"
	"regexp"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Level is how critical a change is (tools-and-config-as-code.md, "Deploy types"): C1 has a high impact, C4 has hardly
// any.
type Level string

// The levels.
const (
	C1 Level = "C1"
	C2 Level = "C2"
	C3 Level = "C3"
	C4 Level = "C4"
)

// Levels lists them, the most critical first.
func Levels() []Level { return []Level{C1, C2, C3, C4} }

// Reaches reports whether l is as critical as other, or more.
func (l Level) Reaches(other Level) bool {
	return l != "" && other != "" && l <= other
}

// Criticality is the setting of how critical changes are. A key is a folder (policies), a folder and what is done
// (views.delete), a folder and an object (views/Unassigned), or a folder and a field (people#role). The narrowest of the
// first three counts; a field raises it. What no key names is C3.
var Criticality = settings.Key[map[string]Level]{Name: "config.criticality", Check: checkCriticality, Default: map[string]Level{
	"policies": C1, "calendars": C1, "calendars.create": C3, "regions": C1, "statuses": C1,
	"views": C2, "views.create": C4, "views/Unassigned": C1,
	"forms": C2, "fields": C2, "fields.create": C3, "organization_fields": C2, "organization_fields.create": C3,
	"triggers": C2, "automations": C2, "macros": C4, "macros.delete": C3,
	"schedules": C2, "escalation-policies": C2, "qualifications": C3, "groups": C3, "groups.delete": C2, "people": C4, "people#role": C2,
	"people#active": C2, "organizations": C3, "mailboxes": C2, "settings": C3,
	"settings/config.second_approver": C1, "settings/config.criticality": C1, "settings/calendar.default": C1,
	"settings/people.support_levels": C2, "settings/people.success_tiers": C2, "settings/queue.weights": C2,
	"settings/mail.addresses": C2, "settings/mail.from": C2, "settings/mail.relay": C2, "settings/ticket.guards": C2,
}}

var criticalityKey = regexp.MustCompile(`^[a-z_]+(\.(create|change|rename|delete)|/.+|#[a-z_]+)?$`)

func checkCriticality(table map[string]Level) error {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if !criticalityKey.MatchString(key) {
			return fault.Field(key, "“%s” names no changes. Write a folder, or folder.create, folder.change, folder.rename, folder.delete, folder/name or folder#field", fault.Clip(key, 60))
		}
		if !slices.Contains(Levels(), table[key]) {
			return fault.Field(key, "“%s” is no level; they are C1 to C4", fault.Clip(string(table[key]), 40))
		}
	}
	return nil
}

// level finds how critical a change is.
func level(table map[string]Level, c Change) Level {
	out := C3
	for _, key := range []string{c.Folder, c.Folder + "." + string(c.Action), c.Folder + "/" + c.Name} {
		if l, ok := table[key]; ok {
			out = l
		}
	}
	for _, f := range c.Fields {
		if l, ok := table[c.Folder+"#"+firstField.FindString(f.Field)]; ok && l.Reaches(out) {
			out = l
		}
	}
	return out
}

var firstField = regexp.MustCompile(`^[a-z_]+`)

// Approval says which changes need a second approver, and of what role.
type Approval struct {
	For  Level       `json:"for"`  // this level and those above; empty: none
	Role access.Role `json:"role"` // at least
}

// SecondApprover is the setting of Approval. A new desk asks for none.
var SecondApprover = settings.Key[Approval]{Name: "config.second_approver", Default: Approval{Role: access.Admin}, Check: func(a Approval) error {
	if a.For != "" && !slices.Contains(Levels(), a.For) {
		return fault.Field("for", "“%s” is no level; they are C1 to C4, and nothing for no approval", fault.Clip(string(a.For), 40))
	}
	if a.Role != access.Lead && a.Role != access.Admin {
		return fault.Field("role", "An approver is a lead or an admin, not “%s”", fault.Clip(string(a.Role), 40))
	}
	return nil
}}

package condition

import (
	"slices"
	"strings"
)

// Kind is what sort of value a field has, and so which operators it takes.
type Kind int

// The kinds.
const (
	Word    Kind = iota + 1 // one word, or none
	Ranked                  // one of some words that have an order
	Ref                     // the id of something, or none
	Tags                    // several words
	Text                    // words in a text: found anywhere in it, as a search finds them
	Flag                    // true or false
	Since                   // hours since an instant; false where there is none, or it is to come
	Until                   // hours until an instant; false where there is none, or it has been
	Custom                  // values of a field the desk made itself
	Release                 // a version of software, or none: 17.2 means every 17.2.x
	Number                  // a whole number, or none
	Day                     // a day in UTC, such as 2026-11-30, or none
)

// Use is what conditions are for; it decides which fields and operators make sense.
type Use int

// The uses.
const (
	ForTrigger    Use = 1 << iota // asked of an update
	ForAutomation                 // asked of time
	ForView                       // asked when somebody looks
	ForPolicy                     // asked of a ticket as it stands: targets, queues, forms
)

const everywhere = ForTrigger | ForAutomation | ForView | ForPolicy

// Field is one thing that can be asked of a ticket.
type Field struct {
	Name  string
	Kind  Kind
	Uses  Use      // for what it may be used
	Words []string // of a Word or Ranked: all there are, in order; nil: the desk's own. "" is none
	Ref   string   // of a Ref: group, staff, user, organization, form, calendar; of a Word of the desk: region, plan, …
	timed bool     // the answer may change with time alone
}

// statusWords and those below are as core/ticket keeps them.
var (
	statusWords   = []string{"new", "open", "pending", "hold", "solved", "closed"}
	priorityWords = []string{"", "low", "normal", "high", "urgent"}
	severityWords = []string{"1", "2", "3", "4", ""}
	typeWords     = []string{"", "question", "incident", "problem", "task"}
	stageWords    = []string{"first_reply", "next_reply", "emergency", "other"}
	channelWords  = []string{"mail", "web", "portal", "api", "import"}
	roleWords     = []string{"end_user", "light_agent", "agent", "lead", "admin", "system"}
	entitlements  = []string{"", "not_started", "active", "grace", "expired", "hold"}
	healths       = []string{"", "green", "amber", "red"} // as core/people keeps them

	// These are as core/environment keeps them.
	deployments   = []string{"", "self-managed", "saas", "dedicated"}
	kinds         = []string{"", "production", "staging", "recovery", "test"}
	architectures = []string{"", "single_node", "reference", "geo", "hybrid", "cloud"}
	sizes         = []string{"", "1k", "2k", "3k", "5k", "10k", "25k", "50k"}
)

var fields = []Field{
	{Name: "status", Kind: Ranked, Uses: everywhere, Words: statusWords},
	{Name: "priority", Kind: Ranked, Uses: everywhere, Words: priorityWords},
	{Name: "severity", Kind: Ranked, Uses: everywhere, Words: severityWords},
	{Name: "type", Kind: Word, Uses: everywhere, Words: typeWords},
	{Name: "stage", Kind: Word, Uses: everywhere, Words: stageWords},
	{Name: "region", Kind: Word, Uses: everywhere, Ref: "region"},
	{Name: "channel", Kind: Word, Uses: everywhere, Words: channelWords},
	{Name: "group_id", Kind: Ref, Uses: everywhere, Ref: "group"},
	{Name: "assignee_id", Kind: Ref, Uses: everywhere, Ref: "staff"},
	{Name: "requester_id", Kind: Ref, Uses: everywhere, Ref: "user"},
	{Name: "organization_id", Kind: Ref, Uses: everywhere, Ref: "organization"},
	{Name: "ticket_form_id", Kind: Ref, Uses: everywhere, Ref: "form"},
	{Name: "schedule_id", Kind: Ref, Uses: everywhere, Ref: "calendar"},
	{Name: "current_tags", Kind: Tags, Uses: everywhere},
	{Name: "subject_includes_word", Kind: Text, Uses: everywhere},
	{Name: "description_includes_word", Kind: Text, Uses: everywhere},
	{Name: "organization.plan", Kind: Word, Uses: everywhere, Ref: "plan"},
	{Name: "organization.support_level", Kind: Word, Uses: everywhere, Ref: "support_level"},
	{Name: "organization.tier", Kind: Word, Uses: everywhere, Ref: "tier"},
	{Name: "organization.region", Kind: Word, Uses: everywhere, Ref: "region"},
	{Name: "organization.escalated", Kind: Flag, Uses: everywhere},
	{Name: "organization.hold", Kind: Flag, Uses: everywhere},
	{Name: "organization.entitlement", Kind: Word, Uses: everywhere, Words: entitlements, timed: true},
	{Name: "organization.starts_on", Kind: Day, Uses: everywhere},
	{Name: "organization.ends_on", Kind: Day, Uses: everywhere},
	{Name: "organization.grace_ends_on", Kind: Day, Uses: everywhere},
	{Name: "organization.health", Kind: Word, Uses: everywhere, Words: healths},
	{Name: "organization.arr", Kind: Number, Uses: everywhere},
	{Name: "organization.seats", Kind: Number, Uses: everywhere},
	{Name: "organization.partner", Kind: Word, Uses: everywhere, Ref: "partner"},
	{Name: "organization.segment", Kind: Word, Uses: everywhere, Ref: "segment"},
	{Name: "organization.marked", Kind: Flag, Uses: everywhere},
	{Name: "organization.tags", Kind: Tags, Uses: everywhere},
	{Name: "environment_deployment", Kind: Word, Uses: everywhere, Words: deployments},
	{Name: "environment_version", Kind: Release, Uses: everywhere},
	{Name: "environment_architecture", Kind: Word, Uses: everywhere, Words: architectures},
	{Name: "environment_size", Kind: Ranked, Uses: everywhere, Words: sizes},
	{Name: "environment_kind", Kind: Word, Uses: everywhere, Words: kinds},
	{Name: "requester_role", Kind: Word, Uses: everywhere, Words: roleWords[:len(roleWords)-1]},
	{Name: "in_business_hours", Kind: Flag, Uses: ForTrigger | ForAutomation | ForView, timed: true},

	{Name: "NEW", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "OPEN", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "PENDING", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "HOLD", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "SOLVED", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "CLOSED", Kind: Since, Uses: ForView},
	{Name: "created_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "updated_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "assigned_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "requester_updated_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "assignee_updated_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "due_date", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "sla_next_breach_at", Kind: Since, Uses: ForAutomation | ForView},
	{Name: "until_due_date", Kind: Until, Uses: ForAutomation | ForView},
	{Name: "until_sla_next_breach_at", Kind: Until, Uses: ForAutomation | ForView},

	{Name: "update_type", Kind: Word, Uses: ForTrigger, Words: []string{"Create", "Change"}},
	{Name: "comment_is_public", Kind: Word, Uses: ForTrigger, Words: []string{"true", "false", "not_relevant"}},
	{Name: "comment_includes_word", Kind: Text, Uses: ForTrigger},
	{Name: "role", Kind: Word, Uses: ForTrigger, Words: roleWords},
	{Name: "current_via_id", Kind: Word, Uses: ForTrigger},
}

// aliases are other spellings of fields: Zendesk's own names for what the desk calls otherwise.
var aliases = map[string]string{"via_id": "channel", "set_schedule": "schedule_id", "tags": "current_tags",
	"custom_fields.organization.plan": "organization.plan"}

// The fields with a key of the desk's own behind them.
const (
	customPrefix       = "custom_fields_"
	organizationPrefix = "organization.custom_fields."
)

// OfEnvironment reports whether a field asks for the customer's installation that a ticket is about.
func OfEnvironment(name string) bool { return strings.HasPrefix(name, "environment_") }

// Fields lists what can be asked for a use, without the fields that a desk made itself.
func Fields(use Use) []Field {
	var all []Field
	for _, f := range fields {
		if f.Uses&use != 0 {
			all = append(all, f)
		}
	}
	return all
}

// FieldOf finds a field by its name or an alias; those of the organization may be spelled organization_tier, too.
func FieldOf(name string) (Field, bool) {
	if other, ok := aliases[name]; ok {
		name = other
	}
	if _, ok := customKey(name); ok {
		return Field{Name: name, Kind: Custom, Uses: everywhere}, true
	}
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return fields[i], true
	}
	if rest, ok := strings.CutPrefix(name, "organization_"); ok {
		return FieldOf("organization." + rest)
	}
	return Field{}, false
}

// CustomField is the name under which conditions know the custom field with a key.
func CustomField(key string) string { return customPrefix + key }

// OrganizationField is the name under which conditions know an organization's custom field with a key.
func OrganizationField(key string) string { return organizationPrefix + key }

// customKey is the key in the name of a custom field, of the ticket's or the organization's.
func customKey(name string) (key string, ok bool) {
	for _, prefix := range []string{customPrefix, organizationPrefix} {
		if key, ok = strings.CutPrefix(name, prefix); ok {
			return key, key != ""
		}
	}
	return "", false
}

var (
	isOrNot  = []Operator{Is, IsNot}
	byRank   = []Operator{Is, IsNot, LessThan, GreaterThan}
	includes = []Operator{Includes, NotIncludes}
	byText   = []Operator{Includes, NotIncludes, Is, IsNot}
	byHours  = []Operator{LessThan, GreaterThan, Is, LessThanBusiness, GreaterThanBusiness, IsBusiness}
	byKey    = []Operator{Is, IsNot, Present, NotPresent}
	byDay    = []Operator{Is, IsNot, LessThan, GreaterThan, WithinPrevious, WithinNext, Present, NotPresent}
	byCustom = []Operator{Is, IsNot, Present, NotPresent, Includes, NotIncludes, LessThan, GreaterThan, WithinPrevious, WithinNext}
)

// Operators lists those that make sense for the field and a use.
func (f Field) Operators(use Use) []Operator {
	var all []Operator
	switch f.Kind {
	case Word, Ref:
		all = isOrNot
	case Ranked, Release, Number:
		all = byRank
	case Day:
		all = byDay
	case Tags:
		all = includes
	case Text:
		all = byText
	case Flag:
		return isOrNot[:1:1]
	case Since, Until:
		return byHours
	case Custom:
		all = byCustom
		if strings.HasPrefix(f.Name, organizationPrefix) {
			all = byKey
		}
	}
	if use&ForTrigger != 0 && f.changes() {
		return slices.Concat(all, ofUpdate[:])
	}
	return all
}

// changes reports whether an update may change the field.
func (f Field) changes() bool {
	switch {
	case f.Uses == ForTrigger, f.Kind == Text, strings.HasPrefix(f.Name, "organization."), OfEnvironment(f.Name), f.Name == "requester_role":
		return false
	}
	return true
}

package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/placeholder"
)

const mostActions = 50

// CheckActions puts actions into their canonical form. Errors are fault.Invalid with the place as the field, such
// as actions[1].value. Whether an id stands for anything is for the desk to say.
func CheckActions(list []Action, use Use) ([]Action, error) {
	if len(list) > mostActions {
		return nil, fault.Field("actions", "These are %d actions; up to %d are possible", len(list), mostActions)
	}
	out := make([]Action, 0, len(list))
	for i, a := range list {
		a, err := a.check(fmt.Sprintf("actions[%d]", i), use)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (a Action) check(place string, use Use) (Action, error) {
	f, ok := ActionFieldOf(a.Field)
	if !ok || f.Uses&use == 0 {
		var names []string
		for _, f := range ActionFields(use) {
			names = append(names, f.Name)
		}
		return a, fault.Field(place+".field", "“%s” cannot be done here. There are %s, and custom_fields_KEY", short(a.Field), strings.Join(names, ", "))
	}
	place += ".value"
	switch f.Sort {
	case SetField:
		return a.checkField(place, f)
	case SetTags:
		return a.checkTags(place, f)
	case SetPerson:
		return a, checkPerson(place, a.Value, "current_user", "assignee_id", "requester_id")
	case SendMail:
		return a, a.checkMail(place)
	case WriteComment:
		return a.checkComment(place)
	case SetText:
		_, err := checkText(place, strings.Join(a.Value, " "), 500)
		return a, err
	}
	if !slices.Equal(a.Value, []string{"true"}) && !slices.Equal(a.Value, []string{"false"}) {
		return a, fault.Field(place, "“%s” is true or false, not “%s”", a.Field, short(strings.Join(a.Value, " ")))
	}
	return a, nil
}

// checkField holds a value to what conditions say of the field: what could never be asked for is not set.
func (a Action) checkField(place string, f ActionField) (Action, error) {
	if len(a.Value) == 0 {
		a.Value = []string{""}
	}
	if f.Name == "status" && a.Value[0] == "new" {
		return a, fault.Field(place, "No ticket becomes new again. Set another status")
	}
	if len(a.Value) > 1 && !strings.HasPrefix(f.Name, condition.CustomField("")) {
		return a, fault.Field(place, "“%s” takes one value, not %d", f.Name, len(a.Value))
	}
	asked := condition.Set{All: []condition.Condition{{Field: f.Sets, Operator: condition.Is, Value: a.Value}}}
	valid, err := condition.Validate(asked, condition.ForPolicy)
	if err != nil {
		sentence, _ := fault.Public(err)
		return a, &fault.Error{Kind: fault.Invalid, Field: place, Public: sentence, Err: err}
	}
	a.Value = valid.All[0].Value
	if f.Name == "group_id" && a.Value[0] == "current_groups" {
		return a, fault.Field(place, "Nobody has but one group, so “%s” says not which", a.Value[0])
	}
	return a, nil
}

func (a Action) checkTags(place string, f ActionField) (Action, error) {
	var tags []string
	for _, v := range a.Value {
		tags = append(tags, strings.Fields(strings.ToLower(v))...)
	}
	slices.Sort(tags)
	a.Value = slices.Compact(tags)
	if len(a.Value) == 0 && f.Name != "set_tags" {
		return a, fault.Field(place, "“%s” needs a tag", f.Name)
	}
	return a, nil
}

// recipients are the words for people of a ticket whom a rule can write to.
var recipients = []string{"requester_id", "assignee_id", "current_user", "all_agents", "requester_and_ccs"}

func checkPerson(place string, value []string, words ...string) error {
	if len(value) != 1 {
		return fault.Field(place, "Name one person")
	}
	if _, err := strconv.ParseInt(value[0], 10, 64); err != nil && !slices.Contains(words, value[0]) {
		return fault.Field(place, "“%s” is nobody. It is a number, or one of %s", short(value[0]), strings.Join(words, ", "))
	}
	return nil
}

func (a Action) checkMail(place string) error {
	if len(a.Value) != 3 {
		return fault.Field(place, "“%s” needs a recipient, a subject and a text", a.Field)
	}
	words := recipients
	if a.Field == "notification_group" {
		words = []string{"group_id"}
	}
	if err := checkPerson(place+".recipient", a.Value[:1], words...); err != nil {
		return err
	}
	if _, err := checkText(place+".subject", a.Value[1], 500); err != nil {
		return err
	}
	_, err := checkText(place+".body", a.Value[2], 0)
	return err
}

func (a Action) checkComment(place string) (Action, error) {
	// Zendesk also writes ["channel:all", text].
	if len(a.Value) == 2 && strings.HasPrefix(a.Value[0], "channel:") {
		a.Value = a.Value[1:]
	}
	if len(a.Value) != 1 {
		return a, fault.Field(place, "“%s” needs a text", a.Field)
	}
	_, err := checkText(place, a.Value[0], 0)
	return a, err
}

// checkText reads a text with placeholders; most is how many bytes it may have, 0 for as many as fit.
func checkText(place, source string, most int) (*placeholder.Text, error) {
	if strings.TrimSpace(source) == "" {
		return nil, fault.Field(place, "This needs some words")
	}
	if most > 0 && len(source) > most {
		return nil, fault.Field(place, "This text is longer than the %d bytes that are possible", most)
	}
	text, err := placeholder.Parse(place, source)
	if err != nil {
		return nil, err
	}
	for _, name := range text.Names() {
		if !isPlaceholder(name) {
			return nil, fault.Field(place, "There is no placeholder {{%s}}. There are %s", short(name), strings.Join(Placeholders(), ", "))
		}
	}
	return text, nil
}

package ticket

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// conditions are the ports of a desk that lends no others: forms ask in the words of core/condition.
func conditions() Ports { return Ports{Shown: whenHolds, CheckWhen: checkWhen} }

func checkWhen(when json.RawMessage) error {
	set, err := condition.Parse(when)
	if err == nil {
		_, err = condition.Validate(set, condition.ForPolicy)
	}
	return err
}

// whenHolds asks the condition of what stands in the form: the answers given so far, and the ticket's own words.
func whenHolds(when json.RawMessage, t Ticket) (bool, error) {
	set, err := condition.Parse(when)
	if err != nil {
		return false, err
	}
	f := condition.Facts{Custom: map[string]condition.CustomValue{}, Values: map[string][]string{
		"priority": words(t.Priority.String()), "type": words(string(t.Type)), "status": words(t.Status.String()), "stage": words(string(t.Stage)),
		"region": words(t.Region), "current_tags": t.Tags, "ticket_form_id": words(idWord(t.FormID)), "organization_id": words(idWord(t.OrganizationID)),
	}}
	if t.Severity != 0 {
		f.Values["severity"] = words(strconv.Itoa(int(t.Severity)))
	}
	for key, values := range t.Fields {
		kind := string(TextField)
		if _, err := strconv.ParseFloat(values[0], 64); err == nil {
			kind = string(NumberField)
		}
		f.Custom[condition.CustomField(key)] = condition.CustomValue{Kind: kind, Values: values}
	}
	return condition.Eval(set, f, condition.Env{}), nil
}

func words(w string) []string {
	if w == "" {
		return nil
	}
	return []string{w}
}

// AskedField is a custom field as the page of a ticket asks for it.
type AskedField struct {
	Field
	Required bool // of customers, by the ticket's form
	Solve    bool // of the team, before the ticket is solved
}

// Asked lists the custom fields that belong to t: those that its form asks for now, and those that are set. A
// ticket without a form has those that no form asks for.
func (s *Service) Asked(t Ticket, forms []Form, defined []Field) []AskedField {
	var form Form
	inForms := map[string]bool{}
	for _, f := range forms {
		if f.ID == t.FormID {
			form = f
		}
		for _, q := range f.Fields {
			inForms[q.Key] = true
		}
	}
	byForm := func(d Field) (asked bool, how FormField) {
		if form.ID == 0 {
			return !d.Retired && !inForms[d.Key], how
		}
		i := slices.IndexFunc(form.Fields, func(q FormField) bool { return q.Key == d.Key })
		if i < 0 || d.Retired || !s.asksFor(form.Fields[i], t) {
			return false, how
		}
		return true, form.Fields[i]
	}
	var out []AskedField
	for _, d := range defined {
		if asked, how := byForm(d); asked || len(t.Fields[d.Key]) > 0 {
			out = append(out, AskedField{d, how.Required, how.Solve})
		}
	}
	return out
}

// asksFor shows a field whose condition nobody understands any more, rather than hide what may be needed.
func (s *Service) asksFor(q FormField, t Ticket) bool {
	if len(q.When) == 0 || s.ports.Shown == nil {
		return true
	}
	holds, err := s.ports.Shown(q.When, t)
	return holds || err != nil
}
